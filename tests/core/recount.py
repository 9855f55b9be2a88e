"""Counts everything anew from the rows of a ledger, in another way than the product counts it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
import sqlite3
from typing import Final

LEFT_OUT: Final = (
    "team", "own_number", "no_caller_id", "short_code", "not_a_phone_number", "blocked", "opted_out",
    "foreign", "cannot_get_texts", "short_ring", "spoofed", "burst",
)  # fmt: skip
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_BOUNDS: Final = (
    1,
    2,
    3,
    4,
    5,
    6,
    8,
    10,
    12,
    15,
    20,
    25,
    30,
    40,
    60,
    90,
    120,
    300,
    900,
    1800,
    3600,
)
# What one row cannot tell: of replies, whether they were words to the shop.
NOT_RECOUNTED: Final = ("replies", "spent")

type Counts = Counter[tuple[str, str, str]]


def counters(connection: sqlite3.Connection) -> Counts:
    """Return the counters as they stand, by line, day and tally; totals have no day."""
    rows = connection.execute("SELECT line_id, day, tally, n FROM daily WHERE n <> 0")
    return Counter({(line, day, tally): n for line, day, tally, n in rows})


def recount(connection: sqlite3.Connection, zone: tzinfo) -> Counts:
    """Return what the counters have to be, day by day."""
    counts: Counts = Counter()
    connection.row_factory = sqlite3.Row
    for table in (_calls, _texts, _matters):
        for line, micros, tally, n in table(connection, zone):
            at = (_EPOCH + timedelta(microseconds=micros)).astimezone(zone)
            counts[line, at.date().isoformat(), tally] += n
    return Counter({which: n for which, n in counts.items() if n})


type _Counted = Iterator[tuple[str, int, str, int]]


def _calls(connection: sqlite3.Connection, zone: tzinfo) -> _Counted:
    for call in connection.execute("SELECT * FROM call WHERE decision IS NOT NULL"):
        line, at = call["line_id"], call["counts_at"]
        if call["outcome"] != "answered" and call["reason"] not in ("team", "own_number"):
            yield line, at, "missed", 1
        if call["outcome"] == "answered":
            assert not call["episode"]
            yield line, at, "outcome.answered", 1
        elif call["reason"] in LEFT_OUT:
            assert not call["episode"]
            yield line, at, f"left_out.{call['reason']}", 1
        else:
            hour = (_EPOCH + timedelta(microseconds=at)).astimezone(zone).hour
            yield line, at, f"outcome.{call['outcome']}", 1
            yield line, at, f"hour.{hour:02}", 1
        if call["episode"]:
            yield from _episode(call)


def _episode(call: sqlite3.Row) -> _Counted:
    line, at = call["line_id"], call["counts_at"]
    yield line, at, "episodes", 1
    if call["won_at"] is not None:
        yield line, at, "won_back", 1
        yield line, call["won_at"], "recovered", 1
    replied = call["won_by"] == "reply"
    if replied:
        yield line, at, "replied", 1
    if call["attended_at"] is not None:
        yield line, at, "attended", 1
        yield line, at, "attended_seconds", round((call["attended_at"] - at) / 1_000_000)
        if replied:
            yield line, at, "heard", 1


def _texts(connection: sqlite3.Connection, _zone: tzinfo) -> _Counted:
    of_callers = "kind = 'text_back' AND retry_of IS NULL"
    for text in connection.execute(f"SELECT * FROM text WHERE {of_callers}"):  # noqa: S608 - ours
        line, called_at, accepted_at = text["line_id"], text["called_at"], text["accepted_at"]
        if called_at is not None:
            yield line, called_at, "eligible", 1
        if accepted_at is None:
            continue
        yield line, accepted_at, "texted", 1
        if called_at is not None:
            took = accepted_at - called_at
            bound = next((each for each in _BOUNDS if took <= each * 1_000_000), "longer")
            yield line, called_at, f"within.{bound}", 1
        if text["wording"] is not None:
            yield line, text["created_at"], f"sent.{text['wording']}", 1
            if text["answered"]:
                yield line, text["created_at"], f"answered.{text['wording']}", 1


def _matters(connection: sqlite3.Connection, _zone: tzinfo) -> _Counted:
    for table in ("thread", "past_lead"):
        for lead in connection.execute(f"SELECT * FROM {table} WHERE lead_missed"):  # noqa: S608
            line, at, stage = lead["line_id"], lead["lead_at"], lead["stage"]
            if stage in ("booked", "won"):
                yield line, at, "booked", 1
                if lead["value"] is not None:
                    yield line, at, "valued", 1
                    yield line, at, "value", lead["value"]
            if stage in ("won", "lost"):
                yield line, at, stage, 1


def assert_counters_are_right(connection: sqlite3.Connection, zone: tzinfo) -> None:
    """Compare the counters with the rows, and the totals with the days."""
    kept = counters(connection)
    days = Counter({which: n for which, n in kept.items() if which[1]})
    totals: Counts = Counter()
    for (line, _, tally), n in days.items():
        if "." not in tally:
            totals[line, "", tally] += n
    assert {which: n for which, n in totals.items() if n} == dict(kept - days + _negative(kept))
    told = {which: n for which, n in days.items() if which[2] not in NOT_RECOUNTED}
    assert told == dict(recount(connection, zone))
    assert all(n > 0 for which, n in told.items() if which[2] not in ("attended_seconds", "value"))


def _negative(kept: Counts) -> Counts:
    return Counter({which: n for which, n in kept.items() if not which[1] and n < 0})
