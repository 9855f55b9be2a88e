"""A ledger's files stay small, and stay as they are while they are copied."""

# ruff: noqa: ASYNC240 - small files, and nothing else runs meanwhile

import asyncio
import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
import sqlite3
from time import perf_counter

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.ledger.upkeep import LOG_PAGES

from .examples import SHOP, add_message, connection_of, message


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _sound_refs(path: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {ref for (ref,) in connection.execute("SELECT ref FROM text")}


async def _write_much(ledger: SqliteLedger, name: str, texts: int) -> None:
    def work(book: Book) -> None:
        for index in range(texts):
            book.add_text(replace(message(f"{name}-{index}"), body="x" * 1000))

    await ledger.write(work)


async def test_while_a_ledger_is_held_its_file_stays_and_its_log_only_grows(
    ledger: SqliteLedger, path: Path
) -> None:
    await _write_much(ledger, "before", 100)
    await ledger.hold()
    held, grown = path.read_bytes(), b""
    for batch in range(16):
        # More than SQLite would keep in the log by itself.
        await _write_much(ledger, str(batch), 1000)
        log = _log(path).read_bytes()
        assert log.startswith(grown)
        grown = log
    assert path.read_bytes() == held
    assert len(grown) > LOG_PAGES * 4096
    await ledger.let_go()
    await _write_much(ledger, "after", 1)
    assert path.read_bytes() != held


@pytest.mark.parametrize("part", [0.0, 0.01, 0.33, 0.5, 0.99, 1.0])
async def test_a_held_file_with_any_beginning_of_its_log_is_a_sound_ledger(
    ledger: SqliteLedger, path: Path, tmp_path: Path, part: float
) -> None:
    await _write_much(ledger, "before", 50)
    await ledger.hold()
    for batch in range(20):
        await _write_much(ledger, str(batch), 5)
    copy = tmp_path / "copy.db"
    log = _log(path).read_bytes()
    _log(copy).write_bytes(log[: int(len(log) * part)])
    copy.write_bytes(path.read_bytes())
    refs = _sound_refs(copy)
    assert {f"before-{index}" for index in range(50)} <= refs
    assert len(refs) == 50 + 100 * (part == 1.0) or 0.0 < part < 1.0


async def test_a_held_ledger_can_be_closed_and_opened_and_its_file_stays(path: Path) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.write(partial(add_message, ref="one"))
    await ledger.hold()
    held = path.read_bytes()
    await ledger.write(partial(add_message, ref="two"))
    await ledger.close()
    again = SqliteLedger()
    await again.hold()
    await again.open(path)
    await again.write(partial(add_message, ref="three"))
    await again.hold()
    assert path.read_bytes() == held
    await again.let_go()
    await again.close()
    assert _sound_refs(path) == {"one", "two", "three"}
    assert not _log(path).exists()


async def test_a_ledger_that_somebody_else_reads_is_held_all_the_same(
    ledger: SqliteLedger, path: Path
) -> None:
    await ledger.write(partial(add_message, ref="one"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM text").fetchall()
        await ledger.hold()
        held = path.read_bytes()
        await ledger.write(partial(add_message, ref="two"))
        assert path.read_bytes() == held
        other.execute("ROLLBACK")
    await ledger.let_go()


async def test_the_log_of_a_held_ledger_only_grows_though_somebody_else_read_it_at_first(
    ledger: SqliteLedger, path: Path
) -> None:
    await _write_much(ledger, "before", 50)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM text").fetchall()
        with contextlib.suppress(LedgerUnavailable):
            await ledger.hold()
        other.execute("ROLLBACK")
    log = _log(path).read_bytes()
    await _write_much(ledger, "after", 1)
    assert _log(path).read_bytes().startswith(log)
    await ledger.let_go()


async def test_calls_are_written_while_the_log_is_emptied_though_reads_never_pause(
    ledger: SqliteLedger, path: Path
) -> None:
    reading = True

    async def read() -> None:
        while reading:
            await ledger.records(SHOP, ["line"])

    readers = [asyncio.create_task(read()) for _ in range(3)]
    await ledger.hold()
    await _write_much(ledger, "much", 3000)
    await ledger.shorten_log(0)
    assert _log(path).stat().st_size > 3_000_000
    await ledger.let_go()
    shortening = asyncio.create_task(ledger.shorten_log(3_000_000))
    longest = 0.0
    while not shortening.done():
        began = perf_counter()
        await ledger.write(lambda book: book.count("line", "2026-05-05", {}))
        longest = max(longest, perf_counter() - began)
        await asyncio.sleep(0)
    reading = False
    await asyncio.gather(shortening, *readers)
    assert _log(path).stat().st_size == 0
    assert longest < 2


async def test_a_short_log_is_left_alone(ledger: SqliteLedger, path: Path) -> None:
    await ledger.write(partial(add_message, ref="one"))
    size = _log(path).stat().st_size
    await ledger.shorten_log(size)
    assert _log(path).stat().st_size == size
    await ledger.close()


async def test_free_pages_are_given_back_a_few_at_a_time(ledger: SqliteLedger, path: Path) -> None:
    await _write_much(ledger, "much", 2000)
    connection = connection_of(ledger)
    connection.execute("DELETE FROM text")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    assert free > 200
    left = [await ledger.give_back(64) for _ in range(3)]
    assert left == [free - 64, free - 128, free - 192]
    while await ledger.give_back(64):
        pass
    assert connection.execute("PRAGMA page_count").fetchone()[0] <= pages - free
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_ledger_of_an_older_version_keeps_its_free_pages_for_itself(path: Path) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "schema_1.sql").read_text())
    ledger = SqliteLedger()
    await ledger.open(path)
    await _write_much(ledger, "much", 500)
    connection_of(ledger).execute("DELETE FROM text")
    assert await ledger.give_back(64) == 0
    assert connection_of(ledger).execute("PRAGMA freelist_count").fetchone()[0] > 50
    await ledger.close()


async def test_a_step_that_fails_is_told_and_the_next_unit_works(
    ledger: SqliteLedger, path: Path
) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Exception, match="locked"):
            await ledger.try_out()
    await ledger.try_out()
    assert await ledger.write(partial(add_message, ref="one")) == 1
