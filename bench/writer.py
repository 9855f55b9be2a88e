"""Measures what a missed call takes of the ledger's one writing thread, in microseconds of processor.

A burst comes as in life: all calls arrive, all end and are decided, the carrier takes all texts, and
reports them delivered. Each of these is one unit of work; units that wait together are committed
together. The time is the thread's own, so it means something on a busy machine, too. It is measured
after few and after many past calls, in turns: the ratio says whether it grows.
"""

import argparse
import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import batched
import json
from pathlib import Path
from statistics import median
import tempfile
from time import thread_time_ns
from typing import Any, Final

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.intake import CallTaken, take_call
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    OutgoingText,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.core.receipts import take_receipt
from custom_components.missed_call_textback.core.reception import draft_of, new_ref
from custom_components.missed_call_textback.core.transit import settle
from custom_components.missed_call_textback.ledger import SqliteLedger

from .past_calls import DESK, LINE, NOW, SHOP, NothingToMeasure, caller_of, fill, scattered

type Work = Callable[[Book], Any]

# About as many as wait for the writer in a burst.
_AT_ONCE: Final = 50
# A shop that is called 500 times in a second is taken for a victim of fraud, and rightly.
_DESK: Final = replace(
    DESK, shop=replace(SHOP, limits=Limits(per_caller=0, per_hour=0, per_day=0, burst=0))
)
_STEPS: Final = ("arrive", "end", "settle", "receipt")


async def burst_micros(ledger: SqliteLedger, numbers: Sequence[int]) -> dict[str, float]:
    """Return what each step of a burst of calls takes per call."""

    async def run(works: Iterator[Work]) -> tuple[float, list[Any]]:
        results = []
        begin = await ledger.write(_now)
        for batch in batched(works, _AT_ONCE, strict=False):
            results += await asyncio.gather(*map(ledger.write, batch))
        taken = await ledger.write(_now) - begin
        return taken / 1_000 / len(numbers), results

    arrive, _ = await run(_call(number, CallStep.ARRIVED) for number in numbers)
    end, taken = await run(_call(number, CallStep.ENDED, Outcome.NO_ANSWER) for number in numbers)
    texts = [_text_of(each) for each in taken]
    settled, _ = await run(_settle(text) for text in texts)
    receipt, _ = await run(_receipt(text) for text in texts)
    return dict(zip(_STEPS, (arrive, end, settled, receipt), strict=True))


def _now(_book: Book) -> int:
    return thread_time_ns()


def _call(number: int, step: CallStep, outcome: Outcome | None = None) -> Work:
    event = CallEvent(
        line_id=LINE.id,
        source_id=f"twilio:CA{scattered(-1 - number)}",
        step=step,
        at=NOW + timedelta(milliseconds=number),
        # Never heard of before, and from all over the town.
        caller=caller_of(1_000_000 + number * 7919 % 6_000_000),
        outcome=outcome,
    )
    draft = draft_of("Sorry we missed your call.")
    return partial(take_call, event=event, desk=_DESK, draft=draft)


def _text_of(taken: CallTaken) -> OutgoingText:
    if taken.decided is None or taken.decided.text is None:
        raise NothingToMeasure
    return taken.decided.text


def _carrier_id(text: OutgoingText) -> str:
    return f"SM{scattered(-text.id)}"


def _settle(text: OutgoingText) -> Work:
    result = Accepted(_carrier_id(text))
    return partial(settle, text=text, result=result, shop=_DESK.shop, now=NOW, jitter=0.5)


def _receipt(text: OutgoingText) -> Work:
    receipt = Receipt(state=TextState.DELIVERED, ref=text.ref, carrier_id=_carrier_id(text))
    return partial(
        take_receipt, receipt=receipt, shop=_DESK.shop, now=NOW, ref=new_ref(), jitter=0.5
    )


async def measure(sizes: tuple[int, int], calls: int, repeats: int) -> dict[str, object]:
    """Return the medians of several bursts, after few and after many past calls."""
    with tempfile.TemporaryDirectory() as folder:
        ledgers = SqliteLedger(), SqliteLedger()
        for ledger, size in zip(ledgers, sizes, strict=True):
            path = Path(folder) / f"{size}.db"
            fill(path, size)
            await ledger.open(path)
        found: tuple[list[dict[str, float]], ...] = [], []
        for first in range(0, (repeats + 1) * calls, calls):
            for ledger, bursts, offset in zip(ledgers, found, (0, 1_000_000), strict=True):
                numbers = range(offset + first, offset + first + calls)
                bursts.append(await burst_micros(ledger, numbers))
        for ledger in ledgers:
            await ledger.close()
    # The first burst of each reads pages from the disk.
    few, many = (
        {step: round(median(burst[step] for burst in bursts[1:]), 1) for step in _STEPS}
        for bursts in found
    )
    ratio = sum(many.values()) / sum(few.values())
    return {"past_calls": sizes, "few_us": few, "many_us": many, "ratio": round(ratio, 2)}


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(prog="script/bench writer", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--few", type=int, default=1_000, help="past calls of the small ledger")
    parser.add_argument("--many", type=int, default=1_000_000, help="past calls of the large one")
    parser.add_argument("--calls", type=int, default=500, help="calls in a burst")
    parser.add_argument("--repeats", type=int, default=5, help="bursts, each")
    arguments = parser.parse_args()
    sizes = arguments.few, arguments.many
    result = asyncio.run(measure(sizes, arguments.calls, arguments.repeats))
    if arguments.json:
        print(json.dumps(result))
        return
    print("\n".join(f"{name}: {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
