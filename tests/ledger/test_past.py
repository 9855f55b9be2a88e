"""Counters of the time before a line's own, as a log tells them."""

import contextlib
from pathlib import Path
import sqlite3

from custom_components.missed_call_textback.core.past.calls import PastLine
from custom_components.missed_call_textback.core.past.keeping import keep
from custom_components.missed_call_textback.core.records import Daily
from custom_components.missed_call_textback.ledger import SqliteLedger

_TODAY = "2026-03-10"
_CALLS = "outcome.no_answer"


def _told(days: Daily, told: int = 20) -> PastLine:
    return PastLine(days=days, told=told, follows=True)


async def _import(
    ledger: SqliteLedger, days: Daily, told: int = 20, *, line_id: str = "line", zone: str = "UTC"
) -> None:
    await ledger.write(lambda book: keep(book, line_id, _told(days, told), zone=zone, today=_TODAY))


async def _past(ledger: SqliteLedger, line_id: str = "line") -> Daily:
    return await ledger.past(line_id, "2026-01-01", "2026-12-31")


async def test_what_is_imported_is_read_by_day_and_line(ledger: SqliteLedger) -> None:
    days = {"2026-03-01": {_CALLS: 2, "hour.09": 2}, "2026-03-02": {_CALLS: 1, "hour.17": 1}}
    await _import(ledger, days)
    assert await _past(ledger) == days
    assert await ledger.past("line", "2026-03-02", "2026-03-02") == {
        "2026-03-02": {_CALLS: 1, "hour.17": 1}
    }
    assert await _past(ledger, "other") == {}


async def test_importing_the_same_twice_is_importing_it_once(ledger: SqliteLedger) -> None:
    days = {"2026-03-01": {_CALLS: 2}, "2026-03-02": {_CALLS: 1}}
    await _import(ledger, days)
    await _import(ledger, days)
    assert await _past(ledger) == days


async def test_a_fuller_day_takes_the_place_of_the_whole_day(ledger: SqliteLedger) -> None:
    await _import(ledger, {"2026-03-01": {_CALLS: 2, "hour.09": 2}})
    await _import(ledger, {"2026-03-01": {_CALLS: 3, "hour.10": 3}})
    assert await _past(ledger) == {"2026-03-01": {_CALLS: 3, "hour.10": 3}}


async def test_a_day_of_the_lines_own_is_never_imported(ledger: SqliteLedger) -> None:
    await ledger.write(lambda book: book.count("line", "2026-03-02", {"missed": 1}))
    await _import(ledger, {f"2026-03-0{day}": {_CALLS: 1} for day in (1, 2, 3)})
    assert await _past(ledger) == {"2026-03-01": {_CALLS: 1}}
    assert await ledger.daily("line", "2026-01-01", "2026-12-31") == {"2026-03-02": {"missed": 1}}


async def test_a_day_that_is_not_over_is_never_imported(ledger: SqliteLedger) -> None:
    await _import(ledger, {"2026-03-09": {_CALLS: 1}, _TODAY: {_CALLS: 1}})
    assert list(await _past(ledger)) == ["2026-03-09"]


async def test_what_a_line_counts_later_of_an_imported_day_is_the_truth(
    ledger: SqliteLedger,
) -> None:
    await _import(ledger, {"2026-03-01": {_CALLS: 1}, "2026-03-09": {_CALLS: 5}})
    # Learnt from the carrier's log a day late.
    await ledger.write(lambda book: book.count("line", "2026-03-09", {"missed": 1}))
    assert list(await _past(ledger)) == ["2026-03-01"]


async def test_what_is_forgotten_was_never_imported(ledger: SqliteLedger) -> None:
    await _import(ledger, {"2026-03-01": {_CALLS: 2}})
    await _import(ledger, {"2026-03-01": {_CALLS: 2}}, line_id="other")
    await ledger.write(lambda book: book.forget_past("line"))
    assert await _past(ledger) == {}
    assert await _past(ledger, "other") == {"2026-03-01": {_CALLS: 2}}
    await _import(ledger, {"2026-03-01": {_CALLS: 1}})
    assert await _past(ledger) == {"2026-03-01": {_CALLS: 1}}


async def test_after_a_change_of_the_time_zone_no_call_counts_on_two_days(
    ledger: SqliteLedger,
) -> None:
    await _import(ledger, {"2026-03-01": {_CALLS: 1}, "2026-03-02": {_CALLS: 3}})
    await _import(ledger, {"2026-03-02": {_CALLS: 3, "hour.00": 1}}, zone="Europe/Rome")
    assert await _past(ledger) == {"2026-03-02": {_CALLS: 3, "hour.00": 1}}


async def test_an_import_touches_neither_counters_nor_totals_of_our_own(
    ledger: SqliteLedger, path: Path
) -> None:
    await ledger.write(lambda book: book.count("line", "2026-03-08", {"missed": 4}))
    await _import(ledger, {"2026-03-01": {_CALLS: 2, "missed": 2}})
    assert (await ledger.figures("line", "2026-03-01")).total["missed"] == 4
    await ledger.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT day, tally, n FROM daily ORDER BY day").fetchall()
    assert rows == [("", "missed", 4), ("2026-03-08", "missed", 4)]
