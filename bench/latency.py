"""Measures how soon a missed caller is texted, against the least that a durable text-back costs.

From a call's last webhook (sent) to its text's request (arrived at the exchange), in one run, on one
real Home Assistant: one by one and in bursts, taking turns with a floor (see `floor/`) that only keeps
one row and sends; then, in bursts, with what a user of Home Assistant would build today, and with
itself on a slow disk. In milliseconds, and texts per second.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import batched, islice
from statistics import median
import sys
from typing import Final

import psutil

from script.demonstration.shop import SHOP_NUMBER
from tests.process import HomeAssistantProcess

from .aims import Aim, at_least, at_most
from .command import Finding, NothingToMeasure, parser_of, run
from .company import BusyExchange, fictional_numbers, no_collections
from .figures import milliseconds, paired_ratio, ratio, worst_stall
from .inside import PROBE, PROBE_SETTINGS, Stall, stalls
from .rivals import FLOOR, TODAY, floor_number, floor_settings, today_number, today_settings
from .runners import Burst, OneWebhook, Runner, TextBack
from .shop import open_shop, settle
from .slow_disk import NoCompiler, SlowDisk, slow_disk

_WARM_UP_CALLS: Final = 10
_WARM_UP_BURST: Final = 100
# A call that is rung in must end before the integration takes its end for lost.
_RUNG_AT_ONCE: Final = 25
_LONGEST_RUN: Final = 1800
_REST_SECONDS: Final = 1.0
# Of a processor, at which a Home Assistant is at rest: for so many seconds, since the recorder writes
# down what it was told in steps of five. And for how long that is waited for at most.
_AT_REST: Final = 0.1
_AT_REST_FOR: Final = 6
_LONGEST_REST: Final = 60
_SLOW_ROUNDS: Final = 3
# A user's automations leave much behind that Home Assistant still has to write down.
_REST_AFTER_TODAY_SECONDS: Final = 3.0


@dataclass(slots=True)
class Bursts:
    """The rounds of one runner, and the event loop's longest stall in each."""

    rounds: list[Burst] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> list[float]:
        """Return the texts per second of each round."""
        return [burst.per_second for burst in self.rounds]

    @property
    def p99(self) -> list[float]:
        """Return the time of each round after which all but one in a hundred were texted."""
        return [milliseconds(burst.latencies, 99) for burst in self.rounds]

    def figures(self) -> dict[str, float]:
        """Return what is reported of them: medians of the rounds."""
        return {
            "burst_p50": median(milliseconds(burst.latencies, 50) for burst in self.rounds),
            "burst_p99": median(self.p99),
            "burst_per_s": round(median(self.per_second), 1),
        }

    def stall_ms(self) -> float:
        """Return a round's longest stall, as the median of the rounds."""
        return round(median(self.stalls) * 1000, 1)


class Bench:
    """One Home Assistant with all that is measured in it, and the company that calls it."""

    def __init__(
        self,
        home_assistant: HomeAssistantProcess,
        exchange: BusyExchange,
        floor: Runner,
        text_back: Runner,
    ) -> None:
        self.floor = floor
        self.text_back = text_back
        self.home_assistant = home_assistant
        self._exchange = exchange
        self._callers: Iterator[str] = fictional_numbers()

    async def one_by_one(self, count: int) -> Mapping[Runner, list[float]]:
        """Let floor and text-back take turns; return the latencies of each."""
        # Quick, but not so quick that what follows the last webhook (in life seconds later) meets it.
        self._exchange.pace(time_scale=0.03, receipt_delay=0.1)
        latencies: dict[Runner, list[float]] = {self.floor: [], self.text_back: []}
        for batch in batched(range(count), _RUNG_AT_ONCE, strict=False):
            of_both = [list(islice(self._callers, len(batch))) for _ in latencies]
            for runner, theirs in zip(latencies, of_both, strict=True):
                await runner.ring(theirs)
            await asyncio.sleep(_REST_SECONDS)
            for pair in zip(*of_both, strict=True):
                for runner, caller in zip(latencies, pair, strict=True):
                    if (latency := await runner.one(caller)) is not None:
                        latencies[runner].append(latency)
        return latencies

    async def burst(self, runner: Runner, size: int, kept: Bursts) -> None:
        """Let so many calls end at once."""
        callers = list(islice(self._callers, size))
        if len(callers) < size:
            raise NothingToMeasure(
                "There are no more numbers that nobody has: ask for fewer bursts"
            )
        self._exchange.pace(time_scale=0, receipt_delay=0)
        await runner.ring(callers)
        before = await stalls(self.home_assistant)
        await self._rest()
        with no_collections():
            burst = await runner.burst(callers)
        await asyncio.sleep(_REST_SECONDS)
        found: list[Stall] = before + await stalls(self.home_assistant)
        if not burst.latencies:
            raise NothingToMeasure(f"Nobody was texted:\n{self.home_assistant.log_tail()}")
        kept.rounds.append(burst)
        kept.stalls.append(worst_stall(found, [burst.window]))

    async def _rest(self) -> None:
        """Let what the burst before left behind be told and recorded: it would fall on this one."""
        process = psutil.Process(self.home_assistant.pid)
        # The first word is about the time since never.
        process.cpu_percent()
        quiet = 0
        for _ in range(_LONGEST_REST):
            await asyncio.sleep(_REST_SECONDS)
            quiet = quiet + 1 if process.cpu_percent() < 100 * _AT_REST else 0
            if quiet == _AT_REST_FOR:
                return

    async def in_turns(self, runners: Sequence[Runner], size: int, rounds: int) -> list[Bursts]:
        """Let runners burst in turns, each round in the other order."""
        kept = [Bursts() for _ in runners]
        turns = list(zip(runners, kept, strict=True))
        for number in range(rounds):
            for runner, theirs in turns if number % 2 == 0 else reversed(turns):
                await self.burst(runner, size, theirs)
        return kept


@asynccontextmanager
async def _opened(
    arguments: argparse.Namespace, disk: SlowDisk | None
) -> AsyncIterator[tuple[Bench, Runner | None]]:
    """Start both processes; yields the bench, and what a user would build today if that is asked for."""
    async with AsyncExitStack() as stack:
        exchange = await stack.enter_async_context(BusyExchange(arguments.connections))
        account = exchange.open_account()
        number = exchange.add_number(SHOP_NUMBER, account)
        components = [PROBE, FLOOR]
        settings = PROBE_SETTINGS + floor_settings(exchange, account)
        if arguments.today:
            components.append(TODAY)
            settings += today_settings(exchange, account)
        if disk is not None:
            stack.enter_context(disk.under_new_processes())
        home_assistant = await stack.enter_async_context(
            HomeAssistantProcess(arguments.venv, components=components, extra_yaml=settings)
        )
        await settle(home_assistant, exchange)
        await open_shop(home_assistant, exchange, account, number)
        floor = OneWebhook(exchange, floor_number(exchange, account))
        today = None
        if arguments.today:
            today = OneWebhook(exchange, await today_number(home_assistant, exchange, account))
        yield Bench(home_assistant, exchange, floor, TextBack(exchange, number)), today


async def measure(arguments: argparse.Namespace) -> Finding:
    """Measure all that was asked for."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(asyncio.timeout(_LONGEST_RUN))
        disk = stack.enter_context(slow_disk()) if arguments.slow_disk else None
        bench, today = await stack.enter_async_context(_opened(arguments, disk))
        version = await bench.home_assistant.version()
        # Nobody looks at a dashboard: this socket would be told of every change of state.
        await bench.home_assistant.ws.close()
        runners = [bench.floor, bench.text_back]
        warm_up = await bench.one_by_one(_WARM_UP_CALLS)
        if any(len(latencies) < _WARM_UP_CALLS for latencies in warm_up.values()):
            raise NothingToMeasure(
                f"Not every call was texted back:\n{bench.home_assistant.log_tail()}"
            )
        await bench.in_turns(runners, min(_WARM_UP_BURST, arguments.burst), 1)
        latencies = await bench.one_by_one(arguments.calls)
        floor, text_back = await bench.in_turns(runners, arguments.burst, arguments.repeats)
        figures: dict[str, object] = {
            "floor": _one_by_one_figures(latencies[bench.floor]) | floor.figures(),
            "text_back": _one_by_one_figures(latencies[bench.text_back]) | text_back.figures(),
        }
        aims = _against_floor(
            figures, (latencies[bench.floor], latencies[bench.text_back]), (floor, text_back)
        )
        if disk is not None:
            aims.append(await _on_slow_disk(figures, bench, disk, arguments))
        if today is not None:
            runners.append(today)
            aims.append(await _against_today(figures, bench, today, arguments))
        texts = [count for runner in runners for count in runner.texts_of()]
        dropped, doubled = texts.count(0), sum(count > 1 for count in texts)
        figures |= {"dropped": dropped, "doubled": doubled, "home_assistant": version}
        aims += [at_most("dropped", dropped, 0), at_most("doubled", doubled, 0)]
    return Finding(figures, aims)


def _one_by_one_figures(latencies: Sequence[float]) -> dict[str, float]:
    return {"p50": milliseconds(latencies, 50), "p99": milliseconds(latencies, 99)}


def _against_floor(
    figures: dict[str, object],
    latencies: tuple[Sequence[float], Sequence[float]],
    bursts: tuple[Bursts, Bursts],
) -> list[Aim]:
    (floors, ours), (floor, text_back) = latencies, bursts
    p50 = ratio(milliseconds(ours, 50), milliseconds(floors, 50))
    per_second = paired_ratio(text_back.per_second, floor.per_second)
    p99 = paired_ratio(text_back.p99, floor.p99)
    stall, floor_stall = text_back.stall_ms(), floor.stall_ms()
    figures |= {
        "ratio_p50": p50,
        "ratio_burst": per_second,
        "ratio_burst_p99": p99,
        "max_stall_ms": stall,
        "floor_stall_ms": floor_stall,
        "worst_stall_ms": round(max(text_back.stalls) * 1000, 1),
    }
    return [
        at_most("ratio_p50", p50, 1.5),
        at_least("ratio_burst", per_second, 0.75),
        at_most("ratio_burst_p99", p99, 1.5),
        at_most("max_stall_ms", stall, round(floor_stall + 50, 1)),
    ]


async def _on_slow_disk(
    figures: dict[str, object], bench: Bench, disk: SlowDisk, arguments: argparse.Namespace
) -> Aim:
    """Let the text-back burst on a quick and on a slow disk in turns."""
    quick, slow = Bursts(), Bursts()
    syncs = 0
    rounds = min(arguments.repeats, _SLOW_ROUNDS)
    for _ in range(rounds):
        await bench.burst(bench.text_back, arguments.burst, quick)
        with disk.adding(arguments.slow_disk):
            before = disk.syncs
            await bench.burst(bench.text_back, arguments.burst, slow)
            syncs += disk.syncs - before
    if not syncs:
        raise NothingToMeasure("Nothing was synced to the slow disk")
    p99 = paired_ratio(slow.p99, quick.p99)
    figures["slow_disk"] = {
        "added_ms": arguments.slow_disk,
        "burst_p99": median(slow.p99),
        "burst_p99_without": median(quick.p99),
        "ratio_burst_p99": p99,
        "burst_per_s": round(median(slow.per_second), 1),
        "syncs_per_burst": round(syncs / rounds),
    }
    return at_most("slow_disk.ratio_burst_p99", p99, 1.5)


async def _against_today(
    figures: dict[str, object], bench: Bench, today: Runner, arguments: argparse.Namespace
) -> Aim:
    """Let the text-back, and what a user would build today, burst in turns."""
    ours, theirs = Bursts(), Bursts()
    for _ in range(arguments.today):
        await bench.burst(bench.text_back, arguments.burst, ours)
        await bench.burst(today, arguments.burst, theirs)
        await asyncio.sleep(_REST_AFTER_TODAY_SECONDS)
    per_second = paired_ratio(ours.per_second, theirs.per_second)
    stall = round(max(theirs.stalls) * 1000, 1)
    figures["today"] = theirs.figures() | {"max_stall_ms": stall}
    figures["ratio_today"] = per_second
    return at_least("ratio_today", per_second, 4)


def main() -> int:
    """Measure, print, and fail where an aim was missed."""
    parser = parser_of("latency", __doc__)
    parser.add_argument("--calls", type=int, default=150, help="calls one by one, each")
    parser.add_argument("--burst", type=int, default=1000, help="calls in a burst")
    parser.add_argument("--repeats", type=int, default=5, help="bursts, each")
    parser.add_argument("--connections", type=int, default=1000, help="webhooks at once")
    parser.add_argument("--slow-disk", type=float, metavar="MS", help="also with slower syncs")
    parser.add_argument("--today", type=int, default=2, help="bursts of what one builds today")
    try:
        return run(parser, measure)
    except NoCompiler as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
