"""Measures what one decision costs, and that it costs no more after a million calls than before.

Medians, in one process: `decide()` alone and rendering a text-back, in microseconds; and taking a
missed call whole, one unit of work on a real ledger that is rolled back, with few and with many past
calls in turns. That last one is a ratio: a number alone says nothing on a shared machine.
"""

import argparse
import asyncio
from collections.abc import Callable
from datetime import timedelta
import json
from pathlib import Path
import resource
from statistics import median
import tempfile
from time import perf_counter_ns
from typing import Final

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.const import (
    CONF_BUSINESS,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    CONF_TRADE,
    DOMAIN,
)
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.caller import Caller
from custom_components.missed_call_textback.core.calls import Call, CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.desk import Draft
from custom_components.missed_call_textback.core.intake import take_call
from custom_components.missed_call_textback.core.limits import Traffic
from custom_components.missed_call_textback.core.policy import Moment, TextBack, decide
from custom_components.missed_call_textback.core.ports import Occasion
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.starting_texts import starting_texts
from custom_components.missed_call_textback.words import ShopWords
from homeassistant.core import HomeAssistant

from .past_calls import DESK, LINE, NOW, SHOP, NothingToMeasure, caller_of, fill

_DRAFT: Final = Draft(ref="ref", body="Corner Barbers here. Sorry we missed your call.")
_ROUNDS: Final = 2_000
_BATCH: Final = 20


def resident_bytes() -> int:
    """Return how much memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def decision_micros() -> float:
    """Return the median time of one decision that ends in a text, and asks all there is to ask."""
    known = Caller(
        last_text_back_at=NOW - timedelta(days=2),
        spoke_at=NOW - timedelta(days=1),
        first_at=NOW - timedelta(days=9),
    )
    moment = Moment(now=NOW, is_open=True, traffic=Traffic(last_hour=3), cost=8_300)
    calls = [
        Call(
            line_id=LINE.id,
            source_id="bench:1",
            caller=caller_of(number),
            started_at=NOW,
            outcome=Outcome.ABANDONED,
            ring_seconds=12.0,
        )
        for number in range(_ROUNDS)
    ]
    for call in calls:
        if not isinstance(decide(call, known, SHOP, LINE, moment), TextBack):
            raise NothingToMeasure
    times = []
    for first in range(0, _ROUNDS, _BATCH):
        begin = perf_counter_ns()
        for call in calls[first : first + _BATCH]:
            decide(call, known, SHOP, LINE, moment)
        times.append((perf_counter_ns() - begin) / _BATCH)
    return median(times) / 1_000


def first_decision_micros() -> float:
    """Return the same for callers never heard of before: nothing about their numbers is kept yet."""
    moment = Moment(now=NOW, is_open=True)
    times = []
    for number in range(_ROUNDS):
        call = Call(
            line_id=LINE.id,
            source_id="bench:1",
            caller=caller_of(5_000_000 + number),
            started_at=NOW,
            outcome=Outcome.NO_ANSWER,
        )
        begin = perf_counter_ns()
        decision = decide(call, Caller(), SHOP, LINE, moment)
        times.append(perf_counter_ns() - begin)
        if not isinstance(decision, TextBack):
            raise NothingToMeasure
    return median(times) / 1_000


async def rendering_micros() -> float:
    """Return the median time of rendering a text for a caller who was not rendered for before."""
    texts = starting_texts("plumber", "en")
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={CONF_BUSINESS: SHOP.business, CONF_TRADE: "plumber"},
        options={
            CONF_TEXT_OPEN: texts.text_open,
            CONF_TEXT_CLOSED: "{{ caller_name }}, " + texts.text_closed,
        },
    )
    with tempfile.TemporaryDirectory() as folder:
        words = ShopWords(HomeAssistant(folder), entry, SHOP)
        times = []
        for number in range(_ROUNDS):
            occasion = Occasion(
                line=LINE,
                language="en",
                now=NOW,
                is_open=False,
                caller_name=f"Caller {number}",
                opens_at=NOW + timedelta(hours=20),
                country="US",
            )
            begin = perf_counter_ns()
            words.text_back(occasion)
            times.append(perf_counter_ns() - begin)
    return median(times) / 1_000


class _RolledBack(Exception):
    """Ends a unit of work that is only measured."""


async def taking_micros(ledger: SqliteLedger, calls: int, rounds: int, first: int) -> list[float]:
    """Return the times of taking a missed call, by callers known and unknown in turns."""
    times: list[float] = []

    def timed(event: CallEvent) -> Callable[[Book], None]:
        def work(book: Book) -> None:
            begin = perf_counter_ns()
            take_call(book, event, DESK, _DRAFT)
            times.append((perf_counter_ns() - begin) / 1_000)
            raise _RolledBack

        return work

    for number in range(first, first + rounds):
        known = number * 7919 % max(calls, 1)
        event = CallEvent(
            line_id=LINE.id,
            source_id=f"bench:new:{number}",
            step=CallStep.ENDED,
            at=NOW,
            caller=caller_of(known if number % 2 else 9_000_000 + number),
            outcome=Outcome.NO_ANSWER,
        )
        try:
            await ledger.write(timed(event))
        except _RolledBack:
            continue
    return times


async def growth(few: int, many: int) -> dict[str, float]:
    """Return what taking a call costs after few and after many, and the memory of having many."""
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "few.db", Path(folder) / "many.db"
        fill(paths[0], few)
        fill(paths[1], many)
        ledgers = SqliteLedger(), SqliteLedger()
        await ledgers[0].open(paths[0])
        for first in range(0, 400, 50):
            await taking_micros(ledgers[0], few, 50, first)
        before = resident_bytes()
        await ledgers[1].open(paths[1])
        times: tuple[list[float], list[float]] = [], []
        for first in range(0, 1_000, 50):
            for ledger, calls, kept in zip(ledgers, (few, many), times, strict=True):
                taken = await taking_micros(ledger, calls, 50, first)
                # The first rounds read pages from the disk, which is not what grows.
                kept.extend(taken if first >= 200 else ())
        grown = resident_bytes() - before
        for ledger in ledgers:
            await ledger.close()
    after_few, after_many = (median(kept) for kept in times)
    return {
        "few": few,
        "many": many,
        "take_us_few": round(after_few, 1),
        "take_us_many": round(after_many, 1),
        "ratio": round(after_many / after_few, 2),
        "grown_mb": round(grown / 1_000_000, 1),
    }


async def measure(few: int, many: int) -> dict[str, object]:
    """Measure everything, and return the result."""
    return {
        "decide_us": round(decision_micros(), 1),
        "first_decide_us": round(first_decision_micros(), 1),
        "render_us": round(await rendering_micros(), 1),
        "growth": await growth(few, many),
    }


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(prog="script/bench decide", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument(
        "--few", type=int, default=1_000, help="past calls of the small ledger (1000)"
    )
    parser.add_argument(
        "--many", type=int, default=1_000_000, help="past calls of the large ledger (1000000)"
    )
    arguments = parser.parse_args()
    result = asyncio.run(measure(arguments.few, arguments.many))
    if arguments.json:
        print(json.dumps(result))
        return
    grown = result["growth"]
    print(f"decide()                    {result['decide_us']:>8} µs, aim 50")
    print(f"decide(), unknown number    {result['first_decide_us']:>8} µs")
    print(f"rendering                   {result['render_us']:>8} µs, aim 1000")
    print(f"growth                      {grown}")


if __name__ == "__main__":
    main()
