"""Units of work that wait together are committed together, and do not harm each other."""

import asyncio
from collections.abc import Callable
import contextlib
from contextvars import Context
from functools import partial
import sqlite3

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger, writer
from custom_components.missed_call_textback.ledger.writer import GROUP

from .examples import SHOP, add_message, busy_writer, connection_of, has_text


class _Broken(Exception):
    """What a unit of work may raise."""


def _commits(ledger: SqliteLedger) -> list[str]:
    commits: list[str] = []

    def trace(statement: str) -> None:
        if statement == "COMMIT":
            commits.append(statement)

    connection_of(ledger).set_trace_callback(trace)
    return commits


@pytest.mark.parametrize(
    ("units", "groups"), [(1, 1), (40, 1), (GROUP, 1), (GROUP + 1, 2), (3 * GROUP, 3)]
)
async def test_what_waits_together_is_committed_together(
    ledger: SqliteLedger, units: int, groups: int
) -> None:
    commits = _commits(ledger)
    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(partial(add_message, ref=str(index))))
            for index in range(units)
        ]
    ids = await asyncio.gather(*writing)
    assert ids == list(range(2, units + 2))
    assert len(commits) == 1 + groups


async def test_a_group_wakes_the_event_loop_once(
    ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    wakes: list[Callable[..., object]] = []
    wake = loop.call_soon_threadsafe

    def counted(
        callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        wakes.append(callback)
        return wake(callback, *args, context=context)

    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(partial(add_message, ref=str(index))))
            for index in range(40)
        ]
        monkeypatch.setattr(loop, "call_soon_threadsafe", counted)
    await asyncio.gather(*writing)
    assert len(wakes) == 2


async def _in_order(ledger: SqliteLedger, patience: dict[str, bool]) -> list[str]:
    """Write units of these names while the writer is busy; return in which order they were done."""
    done: list[str] = []

    def note(_book: Book, name: str) -> None:
        done.append(name)

    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(partial(note, name=name), patient=patient))
            for name, patient in patience.items()
        ]
    await asyncio.gather(*writing)
    return done


async def test_who_is_patient_comes_after_those_who_came_later(ledger: SqliteLedger) -> None:
    patience = {"a": True, "b": False, "c": True, "d": False}
    assert await _in_order(ledger, patience) == ["b", "d", "a", "c"]


async def test_who_is_patient_lets_go_first_who_comes_a_moment_later(
    ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_LULL_SECONDS", 60.0)
    monkeypatch.setattr(writer, "_PATIENCE_SECONDS", 0.1)
    patient = asyncio.ensure_future(ledger.write(lambda _: None, patient=True))
    await asyncio.sleep(0.05)
    await ledger.write(lambda _: None)
    assert not patient.done()
    await patient


async def test_who_is_patient_waits_for_a_moment_only(
    ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_PATIENCE_SECONDS", 0.0)
    commits = _commits(ledger)
    assert await _in_order(ledger, {"a": True, "b": False}) == ["b", "a"]
    assert len(commits) == 2


async def test_who_is_patient_is_bounded_and_done_at_the_end_like_everybody(
    ledger: SqliteLedger,
) -> None:
    commits = _commits(ledger)
    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(lambda _: None, patient=True))
            for _ in range(GROUP + 1)
        ]
        await asyncio.sleep(0)
        closing = asyncio.ensure_future(ledger.close())
    await asyncio.gather(*writing, closing)
    assert len(commits) == 3


async def test_a_failing_unit_takes_back_its_own_rows_only(ledger: SqliteLedger) -> None:
    def fail(book: Book, ref: str) -> None:
        add_message(book, ref)
        raise _Broken(ref)

    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(
                ledger.write(partial(fail if index % 3 else add_message, ref=str(index)))
            )
            for index in range(30)
        ]
    results = await asyncio.gather(*writing, return_exceptions=True)
    for index, result in enumerate(results):
        stored = await ledger.write(partial(has_text, ref=str(index)))
        if index % 3:
            assert isinstance(result, _Broken)
            assert str(result) == str(index)
            assert not stored
        else:
            assert isinstance(result, int)
            assert stored


def _fail(_book: Book) -> int:
    raise _Broken


@pytest.mark.parametrize(
    ("last", "savepoints"),
    [
        pytest.param(partial(add_message, ref="last"), 0, id="none failed"),
        pytest.param(_fail, 3, id="one failed"),
    ],
)
async def test_a_unit_costs_a_savepoint_only_where_one_of_its_group_failed(
    ledger: SqliteLedger, last: Callable[[Book], int], savepoints: int
) -> None:
    statements: list[str] = []
    connection_of(ledger).set_trace_callback(statements.append)
    works: list[Callable[[Book], int]] = [
        partial(add_message, ref="one"),
        partial(add_message, ref="two"),
        last,
    ]
    async with busy_writer(ledger):
        writing = [asyncio.ensure_future(ledger.write(work)) for work in works]
    await asyncio.gather(*writing, return_exceptions=True)
    assert sum(statement.startswith("SAVEPOINT") for statement in statements) == savepoints


async def test_a_unit_that_fails_alone_is_not_run_again(ledger: SqliteLedger) -> None:
    runs: list[Book] = []

    def fail(book: Book) -> None:
        runs.append(book)
        raise _Broken

    with pytest.raises(_Broken):
        await ledger.write(fail)
    assert len(runs) == 1


@pytest.mark.parametrize("neighbours", [0, 3])
async def test_what_a_failing_unit_counted_is_not_counted_and_its_neighbours_once(
    ledger: SqliteLedger, neighbours: int
) -> None:
    def count(book: Book) -> None:
        book.count("line", "2026-05-05", {Tally.MISSED: 1})

    def fail(book: Book) -> None:
        count(book)
        raise _Broken

    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(work)) for work in (*(count,) * neighbours, fail)
        ]
    await asyncio.gather(*writing, return_exceptions=True)
    await ledger.write(count)
    figures = await ledger.figures("line", "2026-05-05")
    assert figures.total[Tally.MISSED] == figures.today[Tally.MISSED] == neighbours + 1


@pytest.mark.parametrize("neighbours", [0, 3])
async def test_a_count_that_no_ledger_can_hold_is_its_units_fault_and_the_writer_goes_on(
    ledger: SqliteLedger, neighbours: int
) -> None:
    def count(book: Book, n: int = 1) -> None:
        book.count("line", "2026-05-05", {Tally.MISSED: n})

    async with busy_writer(ledger):
        writing = [asyncio.ensure_future(ledger.write(count)) for _ in range(neighbours)]
        writing.append(asyncio.ensure_future(ledger.write(partial(count, n=2**63))))
    *beside, beyond = await asyncio.gather(*writing, return_exceptions=True)
    assert (beside, type(beyond)) == ([None] * neighbours, OverflowError)
    async with asyncio.timeout(5):
        await ledger.write(count)
    figures = await ledger.figures("line", "2026-05-05")
    assert figures.today[Tally.MISSED] == neighbours + 1


async def test_what_a_full_disk_kept_from_being_stored_is_not_counted_later(
    ledger: SqliteLedger,
) -> None:
    def count_and_lose(book: Book) -> None:
        book.count("line", "2026-05-05", {Tally.MISSED: 1})
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(LedgerUnavailable):
        await ledger.write(count_and_lose)
    await ledger.write(partial(add_message, ref="next"))
    assert (await ledger.figures("line", "2026-05-05")).total[Tally.MISSED] == 0


@pytest.mark.parametrize("error", [StopIteration, KeyError, LookupError, asyncio.CancelledError])
async def test_any_error_of_a_unit_is_its_awaiters_and_the_next_unit_works(
    ledger: SqliteLedger, error: type[BaseException]
) -> None:
    def fail(book: Book) -> None:
        raise error

    # A future cannot carry StopIteration: asyncio makes it a RuntimeError.
    with pytest.raises((error, RuntimeError)):
        await ledger.write(fail)
    assert await ledger.write(partial(add_message, ref="next")) == 1


async def test_a_cancelled_awaiter_leaves_its_unit_committed_and_its_neighbours_served(
    ledger: SqliteLedger,
) -> None:
    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(partial(add_message, ref=str(index))))
            for index in range(3)
        ]
        await asyncio.sleep(0)
        writing[1].cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await writing[1]
    assert writing[1].cancelled()
    assert await writing[0] == 2
    assert await writing[2] == 4
    assert await ledger.write(partial(has_text, ref="1"))


async def test_what_follows_is_done_though_the_awaiter_was_cancelled(ledger: SqliteLedger) -> None:
    followed: list[int] = []
    async with busy_writer(ledger):
        writing = [
            asyncio.ensure_future(ledger.write(partial(add_message, ref=ref), then=followed.append))
            for ref in ("one", "two")
        ]
        await asyncio.sleep(0)
        writing[0].cancel()
    assert await writing[1] == followed[1]
    assert writing[0].cancelled()
    assert len(followed) == 2


async def test_what_follows_is_not_done_where_the_unit_failed(ledger: SqliteLedger) -> None:
    followed: list[object] = []

    def fail(_book: Book) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ledger.write(fail, then=followed.append)
    assert followed == []


@pytest.mark.parametrize("goes_away", [False, True])
async def test_what_follows_may_break_and_its_neighbours_are_served(
    ledger: SqliteLedger, caplog: pytest.LogCaptureFixture, *, goes_away: bool
) -> None:
    def broken(_result: object) -> None:
        raise ZeroDivisionError

    async with busy_writer(ledger):
        breaking = asyncio.ensure_future(ledger.write(partial(add_message, ref="one"), then=broken))
        beside = asyncio.ensure_future(ledger.write(partial(has_text, ref="one")))
        await asyncio.sleep(0)
        if goes_away:
            breaking.cancel()
    assert await beside
    error = asyncio.CancelledError if goes_away else ZeroDivisionError
    with pytest.raises(error):
        await breaking
    # Where somebody waits, it is theirs to log.
    assert ("could not be done" in caplog.text) == goes_away


async def test_a_unit_sees_what_the_unit_before_it_wrote(ledger: SqliteLedger) -> None:
    async with busy_writer(ledger):
        first = asyncio.ensure_future(ledger.write(partial(add_message, ref="first")))
        second = asyncio.ensure_future(ledger.write(partial(has_text, ref="first")))
    await first
    assert await second


async def test_reads_do_not_wait_for_a_write(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: book.set_automatic("one", on=False))
    async with busy_writer(ledger):
        writing = asyncio.ensure_future(
            ledger.write(lambda book: book.set_automatic("one", on=True))
        )
        async with asyncio.timeout(5):
            assert (await ledger.settings(SHOP)).automatic == {"one": False}
    await writing
    assert (await ledger.settings(SHOP)).automatic == {"one": True}
