"""A shop for the benchmarks, and a ledger with any number of its past calls."""

import asyncio
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
import sqlite3
from typing import Final
from zoneinfo import ZoneInfo

from custom_components.missed_call_textback.core.desk import Desk
from custom_components.missed_call_textback.core.hours import WeeklyHours
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.shop import Line, Shop
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.ledger.times import to_micros

NOW: Final = datetime(2026, 11, 18, 17, tzinfo=UTC)
LINE: Final = Line(id="LINE", name="Front desk", number="+12025550100")
SHOP: Final = Shop(
    id="SHOP",
    business="Corner Barbers",
    country="US",
    time_zone=ZoneInfo("America/New_York"),
    hours=WeeklyHours.parse(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9-12, 13-18")),
    lines=(LINE,),
    limits=Limits(countries=frozenset({"US"}), budget=50_000_000, price=8_300),
)
DESK: Final = Desk(shop=SHOP, line=LINE, now=NOW)


class NothingToMeasure(Exception):
    """A decision that ends early is no measure, and neither is a ledger that was not filled."""


def caller_of(number: int) -> str:
    """Return one of eight million numbers of New York."""
    return f"+1{2_122_000_000 + number * 7 % 7_999_993:010}"


def scattered(number: int) -> str:
    """Return an id as a telephone company makes them: each far from the one before."""
    return f"{number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128):032x}"


def fill(path: Path, calls: int) -> None:
    """Write a ledger with so many past calls, each of another caller, each texted.

    In a process of its own: what it takes in memory is not what having them takes.
    """
    process = get_context("spawn").Process(target=_fill_here, args=(path, calls))
    process.start()
    process.join()
    if process.exitcode:
        raise NothingToMeasure


def _fill_here(path: Path, calls: int) -> None:
    asyncio.run(_fill(path, calls))


async def _fill(path: Path, calls: int) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    await ledger.close()
    began = NOW - timedelta(days=700)
    step = timedelta(days=699) / max(calls, 1)
    times = [to_micros(began + step * number) for number in range(calls)]
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executemany(
            "INSERT INTO thread (line_id, peer, last_at, text_back_at, first_at, prefix, stage, lead_at,"
            " moved_at) VALUES ('LINE', ?, ?, ?, ?, ?, 'texted', ?, ?)",
            (
                (caller_of(number), at, at, at, caller_of(number)[:-4], at, at)
                for number, at in enumerate(times)
            ),
        )
        connection.executemany(
            "INSERT INTO call (line_id, source_id, thread_id, caller, started_at, confirmed, outcome,"
            " ended_at, decision, reason, decided_at)"
            " VALUES ('LINE', ?, ?, ?, ?, 0, 'no_answer', ?, 'text_back', 'missed_open', ?)",
            (
                (f"twilio:CA{scattered(number)}", number + 1, caller_of(number), at, at, at)
                for number, at in enumerate(times)
            ),
        )
        connection.executemany(
            "INSERT INTO text (ref, line_id, thread_id, call_id, kind, sender, peer, body, state,"
            " carrier_id, attempts, created_at, deadline, accepted_at, shop_id, cost)"
            " VALUES (?, 'LINE', ?, ?, 'text_back', '+12025550100', ?, 'Sorry we missed your call.',"
            " 'delivered', ?, 0, ?, ?, ?, 'SHOP', 8300)",
            (
                (
                    f"{number:032x}",
                    number + 1,
                    number + 1,
                    caller_of(number),
                    f"SM{scattered(number)}",
                    at,
                    at,
                    at,
                )
                for number, at in enumerate(times)
            ),
        )
    connection.close()
