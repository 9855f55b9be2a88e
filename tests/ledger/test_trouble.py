"""A full, read-only or locked disk is told for what it is, and over without a restart."""

# ruff: noqa: ASYNC221, S603 - nothing else runs meanwhile, and the commands are our own

from collections.abc import Callable, Iterator
import contextlib
from dataclasses import replace
from functools import partial
import os
from pathlib import Path
import sqlite3
import subprocess
import traceback

import pytest
from sqlalchemy import exc

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.ports import LedgerUnavailable, Trouble
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.ledger.trouble import trouble_of

from .examples import LINE, SHOP, add_message, connection_of, has_text, message

_SIZE = 2 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    options = f"size={_SIZE}"
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", place],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("only an administrator can mount a disk")
    yield place
    subprocess.run(["/bin/umount", "-l", place], check=True)


def _big(ref: str) -> Callable[[Book], object]:
    return lambda book: book.add_text(replace(message(ref), body="x" * 20_000))


async def _fill_up(ledger: SqliteLedger) -> list[str]:
    """Write until the disk is full; return what was acknowledged."""
    kept: list[str] = []
    with contextlib.suppress(LedgerUnavailable):
        while True:
            await ledger.write(_big(f"big-{len(kept)}"))
            kept.append(f"big-{len(kept)}")
    return kept


async def test_on_a_full_disk_nothing_acknowledged_is_lost_and_with_room_all_works_again(
    small_disk: Path,
) -> None:
    heard: list[Trouble | None] = []
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(_SIZE // 2))
    path = small_disk / "ledger.db"
    ledger = SqliteLedger(heard.append)
    await ledger.open(path)
    kept = await _fill_up(ledger)
    assert kept
    assert heard == [Trouble.FULL]
    for _ in range(3):
        with pytest.raises(LedgerUnavailable, match="full"):
            await ledger.write(_big("more"))
    # What is there can still be read, and trouble is told once.
    assert (await ledger.settings(SHOP)).automatic == {}
    assert heard == [Trouble.FULL]
    ballast.unlink()
    await ledger.try_out()
    assert heard == [Trouble.FULL, None]
    await ledger.write(_big("after"))
    for ref in (*kept, "after"):
        assert await ledger.write(partial(has_text, ref=ref))
    assert not await ledger.write(partial(has_text, ref="more"))
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_ledger_closed_on_a_full_disk_has_all_that_was_acknowledged(
    small_disk: Path,
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(_SIZE // 2))
    ledger = SqliteLedger()
    await ledger.open(small_disk / "ledger.db")
    kept = await _fill_up(ledger)
    await ledger.close()
    ballast.unlink()
    await ledger.open(small_disk / "ledger.db")
    assert all([await ledger.write(partial(has_text, ref=ref)) for ref in kept])
    await ledger.close()


async def test_a_disk_without_room_for_a_ledger_is_told_as_full(small_disk: Path) -> None:
    ledger = SqliteLedger()
    with contextlib.suppress(OSError):
        (small_disk / "ballast").write_bytes(bytes(_SIZE * 2))
    with pytest.raises(LedgerUnavailable) as refused:
        await ledger.open(small_disk / "ledger.db")
    assert refused.value.trouble is Trouble.FULL
    (small_disk / "ballast").unlink()
    await ledger.open(small_disk / "ledger.db")
    await ledger.close()


async def test_a_disk_that_became_read_only_is_told_and_read_on_and_over_without_a_restart(
    small_disk: Path,
) -> None:
    heard: list[Trouble | None] = []
    ledger = SqliteLedger(heard.append)
    await ledger.open(small_disk / "ledger.db")
    await ledger.write(partial(add_message, ref="one"))
    connection_of(ledger).execute("PRAGMA query_only = ON")
    with pytest.raises(LedgerUnavailable):
        await ledger.write(partial(add_message, ref="two"))
    assert (await ledger.settings(SHOP)).automatic == {}
    with pytest.raises(LedgerUnavailable):
        await ledger.try_out()
    connection_of(ledger).execute("PRAGMA query_only = OFF")
    await ledger.try_out()
    assert heard == [Trouble.READ_ONLY, None]
    await ledger.close()
    subprocess.run(["/bin/mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(LedgerUnavailable) as refused:
        await ledger.open(small_disk / "ledger.db")
    assert refused.value.trouble is Trouble.READ_ONLY
    subprocess.run(["/bin/mount", "-o", "remount,rw", small_disk], check=True)
    await ledger.open(small_disk / "ledger.db")
    assert await ledger.write(partial(has_text, ref="one"))
    assert not await ledger.write(partial(has_text, ref="two"))
    await ledger.close()


async def test_another_program_that_holds_the_file_is_told_until_it_lets_go(path: Path) -> None:
    heard: list[Trouble | None] = []
    ledger = SqliteLedger(heard.append)
    await ledger.open(path, busy_seconds=0.05)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable, match="locked"):
            await ledger.write(partial(add_message, ref="one"))
    assert heard == [Trouble.LOCKED]
    assert await ledger.write(partial(add_message, ref="two")) == 1
    assert heard == [Trouble.LOCKED, None]
    await ledger.close()


@pytest.mark.parametrize("opened_anew", [False, True])
async def test_what_is_said_of_a_damaged_text_has_none_of_its_words(
    path: Path, *, opened_anew: bool
) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.write(lambda book: add_message(book, "one"))
    connection = connection_of(ledger)
    for column in ("text SET body", "meta SET hash_key"):
        connection.execute(f"UPDATE {column} = CAST(x'6c6561646572ff' AS TEXT)")
    if opened_anew:
        await ledger.close()
    look = ledger.open(path) if opened_anew else ledger.records(SHOP, [LINE])
    with pytest.raises(LedgerUnavailable, match="decode") as caught:
        await look
    await ledger.close()
    assert caught.value.trouble is Trouble.DAMAGED
    assert "leader" not in "".join(traceback.format_exception(caught.value))


async def test_a_closed_ledger_is_in_no_trouble(path: Path) -> None:
    heard: list[Trouble | None] = []
    ledger = SqliteLedger(heard.append)
    await ledger.open(path)
    await ledger.close()
    with pytest.raises(LedgerUnavailable) as refused:
        await ledger.write(partial(add_message, ref="one"))
    assert refused.value.trouble is None
    assert heard == []


def _sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("it failed")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        pytest.param(_sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), Trouble.OTHER, id="i-o"),
        pytest.param(_sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), Trouble.READ_ONLY, id="moved"),
        pytest.param(_sqlite_error(sqlite3.SQLITE_CORRUPT_VTAB), Trouble.DAMAGED, id="corrupt"),
        pytest.param(
            sqlite3.OperationalError("Could not decode to UTF-8 column 'body'"),
            Trouble.DAMAGED,
            id="no-text",
        ),
        pytest.param(exc.NoResultFound("no row"), Trouble.DAMAGED, id="no-row"),
        pytest.param(
            exc.OperationalError("SELECT", {}, _sqlite_error(sqlite3.SQLITE_FULL)),
            Trouble.FULL,
            id="wrapped",
        ),
        pytest.param(OSError(30, os.strerror(30)), Trouble.READ_ONLY, id="file-system"),
        pytest.param(OSError("unknown"), Trouble.OTHER, id="no-number"),
        pytest.param(RuntimeError("whatever"), Trouble.OTHER, id="else"),
    ],
)
def test_every_error_is_told_as_what_the_owner_can_do_about(
    error: Exception, trouble: Trouble
) -> None:
    assert trouble_of(error) is trouble
