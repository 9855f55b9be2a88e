"""What was acknowledged is there after a close, and after a kill."""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path
import sqlite3
import stat
import sys

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.policy import Skip
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import CallRecord
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import (
    CALL,
    LINE,
    NOW,
    PEER,
    SHOP,
    SOON,
    TEXT_BACK,
    THREAD,
    add_message,
    busy_writer,
    connection_of,
    has_text,
)

_ROOT = Path(__file__).parents[2]


async def test_a_ledger_opened_again_knows_all_it_knew(path: Path) -> None:
    call = replace(CALL, outcome=Outcome.BUSY, ended_at=SOON, ring_seconds=3.5)

    def work(book: Book) -> int:
        thread_id = book.save_thread(None, THREAD, text_back_at=NOW)
        call_id = book.add_call(call, due_at=None)
        book.save_call(
            call_id,
            call,
            due_at=None,
            decision=Skip(Reason.TEAM),
            decided_at=NOW,
            thread_id=thread_id,
        )
        book.add_text(replace(TEXT_BACK, thread_id=thread_id, call_id=call_id))
        book.set_wish(SHOP, PEER, Wish.STOP, source="text", at=NOW)
        book.count(LINE, "2026-05-05", {Tally.MISSED: 1})
        book.set_automatic(LINE, on=False)
        return call_id

    def look(book: Book) -> tuple[object, ...]:
        return (
            book.find_call(CALL.source_id),
            book.history(SHOP, LINE, PEER),
            book.find_text(ref=TEXT_BACK.ref, carrier_id=None),
        )

    first = SqliteLedger()
    await first.open(path)
    call_id = await first.write(work)
    seen = await first.write(look)
    figures = await first.figures(LINE, "2026-05-05")
    await first.close()

    again = SqliteLedger()
    await again.open(path)
    assert await again.write(look) == seen
    assert None not in seen
    assert await again.call_by_id(call_id) == CallRecord(id=call_id, call=call, reason=Reason.TEAM)
    assert await again.figures(LINE, "2026-05-05") == figures
    assert (await again.settings(SHOP)).automatic == {LINE: False}
    await again.close()


async def test_closing_commits_what_is_queued_and_leaves_one_file(path: Path) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(partial(add_message, ref=str(index))))
            for index in range(300)
        ]
        await asyncio.sleep(0)
        closing = asyncio.ensure_future(ledger.close())
        await asyncio.sleep(0)
    await closing
    assert len(await asyncio.gather(*writing)) == 300
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM text").fetchone() == (301,)
    connection.close()


async def test_only_its_owner_can_read_the_ledger(ledger: SqliteLedger, path: Path) -> None:
    await ledger.write(partial(add_message, ref="one"))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {path.name + suffix: 0o600 for suffix in ("", "-wal", "-shm")}


async def test_commits_are_synced_and_what_is_deleted_is_overwritten(
    ledger: SqliteLedger,
) -> None:
    settings = {
        pragma: connection_of(ledger).execute(f"PRAGMA {pragma}").fetchone()[0]
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


async def test_what_was_acknowledged_survives_being_killed(path: Path) -> None:
    acknowledged: list[str] = []
    for run in range(3):
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.ledger.acknowledging",
            str(path),
            str(run),
            cwd=_ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert child.stdout is not None
        async with asyncio.timeout(60):
            # Some way into its work, at another place each time.
            lines = [await child.stdout.readline() for _ in range(100 + 37 * run)]
            child.kill()
            lines += (await child.stdout.read()).splitlines(keepends=True)
            await child.wait()
        acknowledged += [line.decode().strip() for line in lines if line.endswith(b"\n")]
    ledger = SqliteLedger()
    await ledger.open(path)
    stored = await asyncio.gather(
        *(ledger.write(partial(has_text, ref=ref)) for ref in acknowledged)
    )
    await ledger.close()
    assert len(acknowledged) >= 400
    assert all(stored)
