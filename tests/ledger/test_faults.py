"""A ledger that cannot be opened, read or written says so, and recovers when it can."""

import asyncio
from collections.abc import Awaitable, Callable
import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger, connection

from .examples import PEER, SHOP, add_message, busy_writer, connection_of, has_text, message

_TOO_MUCH = 300_000


def _below_a_file(path: Path) -> Path:
    path.parent.mkdir()
    path.touch()
    return path / "ledger.db"


def _a_folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def _in_a_folder_that_takes_no_files(_path: Path) -> Path:
    return Path("/proc/self/ledger.db")


@pytest.mark.parametrize(
    "make",
    [_below_a_file, _a_folder, _in_a_folder_that_takes_no_files],
    ids=lambda make: make.__name__.strip("_").replace("_", " "),
)
async def test_a_ledger_that_cannot_be_opened_says_so(
    path: Path, make: Callable[[Path], Path]
) -> None:
    place = make(path)
    ledger = SqliteLedger()
    with pytest.raises(LedgerUnavailable, match="cannot be opened"):
        await ledger.open(place, busy_seconds=0.05)
    with pytest.raises(LedgerUnavailable):
        await ledger.settings(SHOP)
    await ledger.close()


async def test_a_new_ledger_that_is_locked_cannot_be_opened_until_it_is_free(path: Path) -> None:
    path.parent.mkdir()
    ledger = SqliteLedger()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerUnavailable, match="locked"):
            await ledger.open(path, busy_seconds=0.05)
    await ledger.open(path, busy_seconds=0.05)
    assert await ledger.write(partial(add_message, ref="one")) == 1
    await ledger.close()


async def test_an_opening_that_stops_half_way_leaves_the_file_free(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = SqliteLedger()
    with monkeypatch.context() as patch:
        patch.setattr(connection, "_READER_PRAGMAS", ("query_only = (",))
        with pytest.raises(LedgerUnavailable, match="cannot be opened"):
            await ledger.open(path, busy_seconds=0.05)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=0.05)) as other:
        # Without a connection in WAL mode any other mode can be set.
        assert other.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)


async def test_units_that_meet_a_locked_file_store_nothing_and_the_next_unit_works(
    ledger: SqliteLedger, path: Path
) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = [ledger.write(partial(add_message, ref=str(index))) for index in range(5)]
        results = await asyncio.gather(*writing, return_exceptions=True)
        assert all(isinstance(result, LedgerUnavailable) for result in results)
        assert len({id(result) for result in results}) == 5
        assert (await ledger.settings(SHOP)).automatic == {}
    assert await ledger.write(partial(add_message, ref="next")) == 1


async def test_a_full_disk_fails_the_whole_group_and_stores_none_of_it(
    ledger: SqliteLedger,
) -> None:
    def too_much(book: Book) -> None:
        book.add_text(replace(message("unit"), body="x" * _TOO_MUCH))

    writing = connection_of(ledger)
    (pages,) = writing.execute("PRAGMA page_count").fetchone()
    writing.execute(f"PRAGMA max_page_count = {pages + 10}")
    await _fails_its_group(ledger, too_much)
    writing.execute("PRAGMA max_page_count = 1000000")
    await ledger.write(too_much)
    assert await ledger.write(partial(has_text, ref="unit"))


async def test_a_transaction_that_sqlite_ended_by_itself_fails_the_whole_group(
    ledger: SqliteLedger,
) -> None:
    writing = connection_of(ledger)
    await _fails_its_group(ledger, lambda _: writing.rollback())
    assert await ledger.write(partial(add_message, ref="next")) == 2


async def _fails_its_group(ledger: SqliteLedger, unit: Callable[[Book], object]) -> None:
    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(work))
            for work in (
                partial(add_message, ref="before"),
                unit,
                partial(add_message, ref="after"),
            )
        ]
    results = await asyncio.gather(*writing, return_exceptions=True)
    assert [type(result) for result in results] == [LedgerUnavailable] * 3
    assert not any(
        [await ledger.write(partial(has_text, ref=ref)) for ref in ("before", "unit", "after")]
    )


async def test_a_file_that_became_read_only_is_unavailable_until_it_no_longer_is(
    ledger: SqliteLedger,
) -> None:
    writing = connection_of(ledger)
    writing.execute("PRAGMA query_only = ON")
    with pytest.raises(LedgerUnavailable, match="readonly"):
        await ledger.write(partial(add_message, ref="one"))
    writing.execute("PRAGMA query_only = OFF")
    assert await ledger.write(partial(add_message, ref="two")) == 1


async def test_a_broken_table_is_unavailable_to_readers(ledger: SqliteLedger) -> None:
    connection_of(ledger).execute("DROP TABLE line_setting")
    with pytest.raises(LedgerUnavailable):
        await ledger.settings(SHOP)
    assert (await ledger.figures("line", "2026-05-05")).waiting == 0


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda ledger: ledger.write(lambda book: book.next_due()), id="write"),
        pytest.param(lambda ledger: ledger.figures("line", "2026-05-05"), id="figures"),
        pytest.param(lambda ledger: ledger.call_by_id(1), id="call by id"),
        pytest.param(lambda ledger: ledger.settings(SHOP), id="settings"),
        pytest.param(lambda ledger: ledger.person(SHOP, PEER), id="person"),
        pytest.param(lambda ledger: ledger.spent(SHOP, "2026-05"), id="spent"),
        pytest.param(lambda ledger: ledger.owed("shop", "line", 1), id="owed"),
        pytest.param(lambda ledger: ledger.vital_signs(), id="vital signs"),
        pytest.param(lambda ledger: ledger.records(SHOP, ["line"]), id="records"),
    ],
)
async def test_a_closed_ledger_refuses_and_can_be_closed_again(
    ledger: SqliteLedger, use: Callable[[SqliteLedger], Awaitable[object]]
) -> None:
    await ledger.close()
    with pytest.raises(LedgerUnavailable, match="closed"):
        await use(ledger)
    await ledger.close()


async def test_a_row_cannot_point_to_a_thread_that_is_not_there(ledger: SqliteLedger) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await ledger.write(lambda book: book.add_text(replace(message("one"), thread_id=99)))
    assert not await ledger.write(partial(has_text, ref="one"))
