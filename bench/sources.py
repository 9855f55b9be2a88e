"""Measures what a thousand calls at once from a phone system cost, and how soon each is texted.

The calls are told as AMI events by a stand-in Asterisk: all ring at the same time, and all callers hang
up at once. Turns are taken with a line of Twilio's in the same Home Assistant, which hears of as many
calls by webhooks: processor time for a call, and the time from its end to its text's request, are held
against that.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched, islice
from statistics import median
import sys
from time import perf_counter
import tracemalloc
from typing import Final, override

from custom_components.missed_call_textback.providers.asterisk.frames import Framer
from custom_components.missed_call_textback.providers.asterisk.linked_calls import LinkedCalls
from tests.exchange import PhoneNumber
from tests.process import HomeAssistantProcess
from tests.process.rest import Steps
from tests.providers.asterisk.stand_in import SECRET, USERNAME, StandIn, standing_in

from .aims import Aim, at_most
from .ami_calls import DIALLED, ending, events_before_the_end, ringing
from .command import Finding, NothingToMeasure, parser_of, run
from .company import BusyExchange, fictional_numbers
from .figures import milliseconds, paired_ratio, worst_stall
from .inside import PROBE, PROBE_SETTINGS, look_inside, stalls
from .runners import Burst, Runner, TextBack
from .shop import open_shop, settle

_NUMBERS: Final = ("+12025550100", "+12025550101")
_WARM_UP: Final = 100
_EVENTS_AT_ONCE: Final = 100
_LONGEST_RUN: Final = 1800
_OPEN_CALLS: Final = 1000
_NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
_LOOK_EVERY: Final = 0.5
# What a Home Assistant with nothing to do uses in that time, and a bit.
_IDLE_SECONDS: Final = 0.06


class ByAmi(Runner):
    """The integration, hearing an Asterisk whose phones nobody picks up."""

    def __init__(self, exchange: BusyExchange, number: PhoneNumber, asterisk: StandIn) -> None:
        super().__init__(exchange, number)
        self._asterisk = asterisk

    @override
    async def ring(self, callers: Sequence[str]) -> None:
        await super().ring(callers)
        for events in batched(ringing(callers), _EVENTS_AT_ONCE, strict=False):
            await self._asterisk.tell([b"".join(events)])

    @override
    async def _end_call(self, caller: str) -> float:
        told_at = perf_counter()
        await self._asterisk.tell(ending(caller))
        return told_at

    @override
    async def _calm_down(self) -> None:
        await self._exchange.settle()


@dataclass(slots=True)
class Rounds:
    """What was measured of one runner, round by round."""

    bursts: list[Burst] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)
    ringing_ms: list[float] = field(default_factory=list)
    """Processor time for a call until its end."""
    cpu_ms: list[float] = field(default_factory=list)
    """Processor time for a call, with its text and all that follows."""
    open_mib: list[float] = field(default_factory=list)
    """By how much memory grew while all calls rang."""
    objects_left: list[int] = field(default_factory=list)
    """By how many the integration's living objects grew over the round."""

    @property
    def p99(self) -> list[float]:
        """Return the time of each round after which all but one in a hundred were texted."""
        return [milliseconds(burst.latencies, 99) for burst in self.bursts]

    def figures(self) -> dict[str, float]:
        """Return medians of the rounds."""
        return {
            "p50_ms": median(milliseconds(burst.latencies, 50) for burst in self.bursts),
            "p99_ms": median(self.p99),
            "ringing_cpu_ms": round(median(self.ringing_ms), 3),
            "cpu_ms": round(median(self.cpu_ms), 3),
            "stall_ms": round(median(self.stalls) * 1000, 1),
            "objects_left": median(self.objects_left),
        }


class Rig:
    """One Home Assistant that hears calls in two ways."""

    def __init__(self, home_assistant: HomeAssistantProcess, webhooks: Runner, ami: Runner) -> None:
        self.home_assistant = home_assistant
        self.webhooks = webhooks
        self.ami = ami
        self._callers: Iterator[str] = fictional_numbers()

    async def in_turns(self, size: int, rounds: int) -> tuple[Rounds, Rounds]:
        """Have both hear as many calls at once, each round in the other order."""
        kept = Rounds(), Rounds()
        turns = list(zip((self.webhooks, self.ami), kept, strict=True))
        for number in range(rounds):
            for runner, theirs in turns if number % 2 == 0 else reversed(turns):
                await self._round(runner, size, theirs)
        return kept

    async def _round(self, runner: Runner, size: int, kept: Rounds) -> None:
        callers = list(islice(self._callers, size))
        objects = (await look_inside(self.home_assistant)).objects
        await self._until_idle()
        memory, began = self.home_assistant.memory_mib(), self.home_assistant.cpu_seconds()
        await runner.ring(callers)
        await self._until_idle()
        rang = self.home_assistant.cpu_seconds()
        kept.open_mib.append(round(self.home_assistant.memory_mib() - memory, 1))
        before = await stalls(self.home_assistant)
        # The probe's own look, which includes a garbage collection, is nobody's call.
        aside = self.home_assistant.cpu_seconds() - rang
        burst = await runner.burst(callers)
        await self._until_idle()
        over = self.home_assistant.cpu_seconds()
        found = before + await stalls(self.home_assistant)
        if not burst.latencies:
            raise NothingToMeasure(f"Nobody was texted:\n{self.home_assistant.log_tail()}")
        kept.bursts.append(burst)
        kept.stalls.append(worst_stall(found, [burst.window]))
        kept.ringing_ms.append((rang - began) / size * 1000)
        kept.cpu_ms.append((over - began - aside) / size * 1000)
        kept.objects_left.append((await look_inside(self.home_assistant)).objects - objects)

    async def _until_idle(self) -> None:
        """Wait until all that was told has been heard."""
        used = self.home_assistant.cpu_seconds()
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = self.home_assistant.cpu_seconds()
            if now - used <= _IDLE_SECONDS:
                return
            used = now


@asynccontextmanager
async def _opened(arguments: argparse.Namespace) -> AsyncIterator[Rig]:
    async with AsyncExitStack() as stack:
        exchange = await stack.enter_async_context(BusyExchange(arguments.connections))
        exchange.pace(time_scale=0, receipt_delay=0)
        asterisk = await stack.enter_async_context(standing_in())
        home_assistant = await stack.enter_async_context(
            HomeAssistantProcess(arguments.venv, components=[PROBE], extra_yaml=PROBE_SETTINGS)
        )
        await settle(home_assistant, exchange)
        numbers = []
        systems: tuple[Steps, Steps] = {}, _own_phones(asterisk)
        for e164, phone_system in zip(_NUMBERS, systems, strict=True):
            account = exchange.open_account()
            number = exchange.add_number(e164, account)
            numbers.append(number)
            await open_shop(home_assistant, exchange, account, number, phone_system)
        webhooks, ami = numbers
        yield Rig(home_assistant, TextBack(exchange, webhooks), ByAmi(exchange, ami, asterisk))


def _own_phones(asterisk: StandIn) -> Steps:
    """Return what an owner types whose phones are an Asterisk's."""
    return {
        "dialled": {"dialled": DIALLED},
        "phone_system": {"next_step_id": "asterisk"},
        "asterisk": {
            "host": "127.0.0.1",
            "username": USERNAME,
            "password": SECRET,
            "advanced": {"port": asterisk.port, "tls": "off"},
        },
    }


async def measure(arguments: argparse.Namespace) -> Finding:
    """Measure both ways in turns."""
    async with asyncio.timeout(_LONGEST_RUN), _opened(arguments) as rig:
        version = await rig.home_assistant.version()
        # Nobody looks at a dashboard: this socket would be told of every change of state.
        await rig.home_assistant.ws.close()
        await rig.in_turns(min(_WARM_UP, arguments.calls), 1)
        webhooks, ami = await rig.in_turns(arguments.calls, arguments.repeats)
        texts = rig.ami.texts_of()
    figures: dict[str, object] = {
        "calls": arguments.calls,
        "events_while_ringing": events_before_the_end(),
        "ami": ami.figures(),
        "webhooks": webhooks.figures(),
        "home_assistant": version,
    }
    return Finding(figures, aims(figures, webhooks, ami, texts))


def open_call_bytes(calls: int) -> int:
    """Return how much memory is taken by each of so many calls that ring at the same time."""
    callers = list(islice(fictional_numbers(), calls))
    wires = list(ringing(callers))
    framer, linked = Framer(), LinkedCalls()
    tracemalloc.start()
    try:
        for wire in wires:
            for frame in framer.feed(wire):
                linked.feed(frame, _NOW)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    if linked.unknown:
        raise NothingToMeasure(f"{linked.unknown} calls were given up")
    return round(taken / calls)


def aims(
    figures: dict[str, object], webhooks: Rounds, ami: Rounds, texts: Sequence[int]
) -> list[Aim]:
    """Add what is held against aims to the figures, and return those."""
    held = {
        "ratio_cpu": paired_ratio(ami.cpu_ms, webhooks.cpu_ms),
        "ratio_p99": paired_ratio(ami.p99, webhooks.p99),
        "open_call_bytes": float(open_call_bytes(_OPEN_CALLS)),
        "open_calls_mib": median(ami.open_mib),
        "lost": float(texts.count(0)),
        "doubled": float(sum(count > 1 for count in texts)),
    }
    figures |= held
    limits = {
        "ratio_cpu": 1.0,
        "ratio_p99": 1.0,
        "open_call_bytes": 4_096.0,
        "open_calls_mib": 16.0,
        "lost": 0.0,
        "doubled": 0.0,
    }
    return [at_most(name, held[name], limit) for name, limit in limits.items()]


def main() -> int:
    """Measure, print, and fail where an aim was missed."""
    parser = parser_of("sources", __doc__)
    parser.add_argument("--calls", type=int, default=1000, help="calls at once")
    parser.add_argument("--repeats", type=int, default=3, help="rounds, each")
    parser.add_argument("--connections", type=int, default=1000, help="webhooks at once")
    return run(parser, measure)


if __name__ == "__main__":
    sys.exit(main())
