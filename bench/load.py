"""Measures whether a shop with a long past is slower than a new one: calls, replies and receipts.

One real Home Assistant has several shops, whose ledgers hold more and more texts. They take turns at
the same traffic: calls that nobody answers, a thousand at once, each texted back with its receipts, and
every fourth caller replies. Then: what such a ledger adds to a start, and what pages read of it.
"""

import argparse
import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
import sys
from time import perf_counter
from typing import Final

from tests.exchange import HANGS_UP_AT_BEEP
from tests.process import HomeAssistantProcess

from .aims import Aim, at_most
from .command import Finding, NothingToMeasure, parser_of, run
from .company import BusyExchange, fictional_numbers
from .figures import milliseconds, paired_ratio, worst_stall
from .inside import PROBE, PROBE_SETTINGS, stalls
from .past import Past
from .reads import limit_ms, read_ms
from .runners import Window
from .shop import OpenShop, open_with_past, set_open, settle

_ROUNDS: Final = 5
_STARTS: Final = 5
_WARM_UP_CALLS: Final = 200
_ONE_REPLIES_OF: Final = 4
_REPLY: Final = "Could you fit me in on Friday at four?"
_TEXT_PATIENCE: Final = 60
_REST_SECONDS: Final = 1.0
_LONGEST_RUN: Final = 3600
_LINES: Final = ("+12025550100", "+12025550101", "+12025550102", "+12025550103")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one shop did with its share of the calls."""

    calls: int
    seconds: float
    cpu_seconds: float
    latencies: list[float]
    stall: float
    memory_mib: float

    @property
    def cpu_ms(self) -> float:
        """Return the processor time of one call, with all that belongs to it."""
        return self.cpu_seconds / self.calls * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What opening a shop took."""

    seconds: float
    memory_mib: float


@dataclass(slots=True)
class Subject:
    """One shop with its past, and what was measured of it."""

    shop: OpenShop
    past: Past
    starts: list[Start] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    @property
    def latencies(self) -> list[float]:
        """Return the times from last webhook to text of all rounds."""
        return [latency for each in self.rounds for latency in each.latencies]

    def figures(self) -> dict[str, object]:
        """Return what is reported of it."""
        return {
            "texts": self.past.texts,
            "calls": sum(each.calls for each in self.rounds),
            "calls_per_s": round(median(each.calls / each.seconds for each in self.rounds), 1),
            "cpu_ms_per_call": round(median(each.cpu_ms for each in self.rounds), 2),
            "p50": milliseconds(self.latencies, 50),
            "p99": milliseconds(self.latencies, 99),
            "max_stall_ms": round(median(each.stall for each in self.rounds) * 1000, 1),
            "memory_mib": round(self.rounds[-1].memory_mib, 1),
        }


class Load:
    """A thousand callers at a time, each new to the shop."""

    def __init__(
        self, home_assistant: HomeAssistantProcess, exchange: BusyExchange, at_once: int
    ) -> None:
        self._home_assistant = home_assistant
        self._exchange = exchange
        self._turns = asyncio.Semaphore(at_once)
        self._callers: Iterator[str] = fictional_numbers()

    async def drive(self, shop: OpenShop, calls: int) -> Round:
        """Let so many callers call a shop, until all that follows is done."""
        await stalls(self._home_assistant)
        await asyncio.sleep(_REST_SECONDS)
        began, cpu = perf_counter(), self._home_assistant.cpu_seconds()
        answers = await asyncio.gather(
            *(
                self._call(shop, caller, replies=number % _ONE_REPLIES_OF == 0)
                for number, caller in enumerate(islice(self._callers, calls))
            )
        )
        await self._exchange.settle()
        ended = perf_counter()
        # Home Assistant writes states down a little later.
        await asyncio.sleep(_REST_SECONDS)
        latencies = [latency for latency in answers if latency is not None]
        if not latencies:
            raise NothingToMeasure(f"Nobody was texted:\n{self._home_assistant.log_tail()}")
        return Round(
            calls=calls,
            seconds=ended - began,
            cpu_seconds=self._home_assistant.cpu_seconds() - cpu,
            latencies=latencies,
            stall=worst_stall(await stalls(self._home_assistant), [Window(began, ended)]),
            memory_mib=self._home_assistant.memory_mib(),
        )

    async def _call(self, shop: OpenShop, caller: str, *, replies: bool) -> float | None:
        """Call and hang up at the beep; return the seconds from the last webhook to the text."""
        async with self._turns:
            record = await self._exchange.place_call(
                caller, shop.number, caller_does=HANGS_UP_AT_BEEP
            )
            try:
                text = await self._exchange.wait_for_text(caller, _TEXT_PATIENCE)
            except TimeoutError:
                return None
            if replies:
                await self._exchange.send_text(caller, shop.number, _REPLY)
            return text.requested_at - record.last_webhook_at


async def measure(arguments: argparse.Namespace) -> Finding:
    """Set the shops up, let them take turns, and return what was found."""
    async with (
        asyncio.timeout(_LONGEST_RUN),
        BusyExchange(arguments.connections) as exchange,
        HomeAssistantProcess(
            arguments.venv, components=[PROBE], extra_yaml=PROBE_SETTINGS
        ) as home_assistant,
    ):
        await settle(home_assistant, exchange)
        empty, *subjects = [
            Subject(*await open_with_past(home_assistant, exchange, number, texts))
            for number, texts in zip(_LINES, (0, *arguments.texts), strict=False)
        ]
        version = await home_assistant.version()
        starts = await _starts(home_assistant, empty, subjects[-1])
        for subject in subjects[:-1]:
            await set_open(home_assistant, subject.shop.entry_id, is_open=True)
        # Nobody looks at a dashboard: this socket would be told of every change of state.
        await home_assistant.ws.close()
        exchange.pace(time_scale=0, receipt_delay=0.1)
        load = Load(home_assistant, exchange, arguments.at_once)
        for subject in subjects:
            await load.drive(subject.shop, _WARM_UP_CALLS)
        before = home_assistant.memory_mib()
        for number in range(_ROUNDS):
            for subject in subjects if number % 2 == 0 else reversed(subjects):
                subject.rounds.append(await load.drive(subject.shop, arguments.calls // _ROUNDS))
        grown = home_assistant.memory_mib() - before
        await home_assistant.stop()
        reads = await read_ms({each.shop.ledger: each.past for each in subjects})
    cost = paired_ratio(
        [each.cpu_ms for each in subjects[-1].rounds], [each.cpu_ms for each in subjects[0].rounds]
    )
    dropped = sum(
        each.calls - len(each.latencies) for subject in subjects for each in subject.rounds
    )
    figures: dict[str, object] = {
        "ledgers": [
            subject.figures() | {"reads_ms": theirs}
            for subject, theirs in zip(subjects, reads, strict=True)
        ],
        "ratio_cost": cost,
        **starts,
        "memory_grown_mib": round(grown, 1),
        "dropped": dropped,
        "home_assistant": version,
    }
    aims = [
        at_most("ratio_cost", cost, 1.2),
        at_most("start_adds_s", starts["start_adds_s"], 0.5),
        at_most("start_adds_mib", starts["start_adds_mib"], 30),
        at_most("dropped", dropped, 0),
        *_of_reads(reads),
    ]
    return Finding(figures, aims)


def _of_reads(reads: Sequence[Mapping[str, float]]) -> list[Aim]:
    """Hold what pages read of the largest ledger against what is quick, totals against the smallest."""
    aims = [
        at_most(f"reads_ms.{name} of the largest", ms, limit_ms(name))
        for name, ms in reads[-1].items()
    ]
    smallest, largest = reads[0]["figures"], reads[-1]["figures"]
    # A tenth of a millisecond is noise; a scan of a million texts takes a hundred milliseconds.
    return [*aims, at_most("reads_ms.figures of the largest", largest, 2 * smallest + 0.1)]


async def _starts(
    home_assistant: HomeAssistantProcess, empty: Subject, largest: Subject
) -> dict[str, float]:
    """Open the shop without and the shop with a long past in turns; leave the latter open."""
    for _ in range(_STARTS):
        for subject in (empty, largest):
            subject.starts.append(await _start(home_assistant, subject.shop))
            await set_open(home_assistant, subject.shop.entry_id, is_open=False)
    await set_open(home_assistant, largest.shop.entry_id, is_open=True)
    seconds = [median(start.seconds for start in each.starts) for each in (empty, largest)]
    # What a start takes from the system it gives back to the process only: the next takes none.
    memory = [max(start.memory_mib for start in each.starts) for each in (empty, largest)]
    return {
        "start_s": round(seconds[1], 3),
        "start_adds_s": round(seconds[1] - seconds[0], 3),
        "start_adds_mib": round(memory[1] - memory[0], 1),
    }


async def _start(home_assistant: HomeAssistantProcess, shop: OpenShop) -> Start:
    await stalls(home_assistant)
    before, began = home_assistant.memory_mib(), perf_counter()
    await set_open(home_assistant, shop.entry_id, is_open=True)
    seconds = perf_counter() - began
    return Start(seconds=seconds, memory_mib=home_assistant.memory_mib() - before)


def main() -> int:
    """Measure, print, and fail where an aim was missed."""
    parser = parser_of("load", __doc__)
    parser.add_argument("--calls", type=int, default=10_000, help="calls of each ledger")
    parser.add_argument("--at-once", type=int, default=1000, help="calls in progress")
    parser.add_argument("--connections", type=int, default=1000, help="webhooks at once")
    parser.add_argument(
        "--texts",
        type=int,
        nargs="+",
        default=[1_000, 100_000, 1_000_000],
        help="what the ledgers hold, the smallest first, three at most",
    )
    return run(parser, measure)


if __name__ == "__main__":
    sys.exit(main())
