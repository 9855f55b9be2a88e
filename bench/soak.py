"""Measures whether anything grows while a shop is busy for long: memory, tasks, timers, files, threads.

A steady mix of traffic on a real Home Assistant, with trouble on all ways, and the shop reloaded now
and then. What is sampled in the last quarter is held against the second; the first is warm-up, and so
are the calls before it, after which all that is kept at hand up to a bound is full.
"""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
import sys
from time import perf_counter
from typing import Final

import psutil

from script.demonstration.shop import SHOP_NUMBER
from tests.process import HomeAssistantProcess

from .aims import Aim, at_most
from .command import Finding, NothingToMeasure, parser_of, run
from .company import BusyExchange, fictional_numbers
from .growth import Growth, TooFewSamples, growth
from .inside import PROBE, PROBE_SETTINGS, look_inside, make_past
from .shop import open_shop, reopen, settle
from .traffic import Traffic

_SAMPLES: Final = 60
_LONGEST_PAUSE: Final = 15.0
_MIB: Final = 2**20
# By how much each may grow from the second quarter of a run to the last, however long it is. There are
# always calls under way, and Home Assistant keeps caches of its own, so nothing stays quite the same.
BOUNDS: Final = {
    "memory_mib": 12.0,
    "tasks": 10.0,
    "timers": 10.0,
    "files": 10.0,
    "threads": 3.0,
    "objects": 200.0,
    "issues": 0.0,
}
# SQLite moves its log into the database once it has 16 MiB, and keeps the file for what comes next: it
# grows to that size and no further, but for what comes in while it is moved.
_WAL_MIB: Final = 20.0
# The recorder keeps up to 16 MiB of its database in memory. It is let fill that before, for whoever
# measures it filling measures Home Assistant.
_RECORDED_MIB: Final = 18.0
# By then 200 conversations are owed an answer and 256 texts were measured, and no more are kept at hand.
_WARM_UP_CALLS: Final = 1800

type Samples = Mapping[str, Sequence[float]]


async def measure(arguments: argparse.Namespace) -> Finding:
    """Keep a shop busy, and return what grew."""
    seconds = arguments.minutes * 60
    warm_up = _WARM_UP_CALLS / arguments.rate
    async with (
        asyncio.timeout(warm_up + seconds + 600),
        BusyExchange(arguments.connections) as exchange,
        HomeAssistantProcess(
            arguments.venv, components=[PROBE], extra_yaml=PROBE_SETTINGS
        ) as home_assistant,
    ):
        account = exchange.open_account()
        number = exchange.add_number(SHOP_NUMBER, account)
        await settle(home_assistant, exchange)
        await make_past(home_assistant, _RECORDED_MIB)
        shop = await open_shop(home_assistant, exchange, account, number)
        version = await home_assistant.version()
        await home_assistant.ws.close()
        exchange.pace(time_scale=0.02, receipt_delay=0.2)
        traffic = Traffic(exchange, number, fictional_numbers(), arguments.seed)
        await traffic.run(arguments.rate, warm_up)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(traffic.run(arguments.rate, seconds))
            reloads = tasks.create_task(_reload(home_assistant, shop.entry_id, seconds / 8))
            samples = await _sample(home_assistant, shop.ledger, seconds)
            reloads.cancel()
        if not exchange.texts:
            raise NothingToMeasure(f"Nobody was texted:\n{home_assistant.log_tail()}")
    return _finding(
        samples,
        {
            "minutes": arguments.minutes,
            "calls": traffic.calls,
            "texts": len(exchange.texts),
            "replies": traffic.replies,
            "troubles": traffic.troubles,
            "home_assistant": version,
        },
    )


def _finding(samples: Samples, figures: dict[str, object]) -> Finding:
    """Compare the quarters of a run, and hold them against the bounds."""
    seconds = samples["seconds"]
    try:
        found: dict[str, Growth] = {name: growth(seconds, samples[name]) for name in BOUNDS}
    except TooFewSamples as error:
        raise NothingToMeasure(str(error)) from error
    highest_wal = round(max(samples["wal_mib"]), 2)
    aims: list[Aim] = [
        at_most(f"growth of {name}", found[name].rise, bound) for name, bound in BOUNDS.items()
    ]
    aims.append(at_most("highest_wal_mib", highest_wal, _WAL_MIB))
    growths = {name: asdict(each) | {"rise": each.rise} for name, each in found.items()}
    return Finding(
        figures | {"samples": len(seconds), "growth": growths, "highest_wal_mib": highest_wal},
        aims,
    )


async def _sample(home_assistant: HomeAssistantProcess, ledger: Path, seconds: float) -> Samples:
    """Take samples while the shop is busy."""
    samples: defaultdict[str, list[float]] = defaultdict(list)
    pause = min(seconds / _SAMPLES, _LONGEST_PAUSE)
    process = psutil.Process(home_assistant.pid)
    wal = ledger.with_name(f"{ledger.name}-wal")
    began = perf_counter()
    while perf_counter() - began < seconds:
        await asyncio.sleep(pause)
        inside = await look_inside(home_assistant)
        now = {
            "seconds": perf_counter() - began,
            "memory_mib": process.memory_info().rss / _MIB,
            "files": process.num_fds(),
            "threads": process.num_threads(),
            "wal_mib": wal.stat().st_size / _MIB if wal.exists() else 0.0,
            **asdict(inside),
        }
        for name, value in now.items():
            samples[name].append(value)
    return samples


async def _reload(home_assistant: HomeAssistantProcess, entry_id: str, every: float) -> None:
    """Reload the shop now and then: what its end leaves behind would add up."""
    while True:
        await asyncio.sleep(every)
        await reopen(home_assistant, entry_id)


def main() -> int:
    """Measure, print, and fail where something grew."""
    parser = parser_of("soak", __doc__)
    parser.add_argument("--minutes", type=float, default=2, help="how long the shop is busy")
    parser.add_argument("--rate", type=float, default=10, help="calls a second")
    parser.add_argument("--seed", type=int, default=1, help="which lots are drawn")
    parser.add_argument("--connections", type=int, default=48, help="webhooks at once")
    return run(parser, measure)


if __name__ == "__main__":
    sys.exit(main())
