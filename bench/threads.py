"""Measures what it costs to wake up for those who wait, among few conversations and among very many.

Ten thousand callers wait, in ledgers of ten thousand and of a hundred thousand conversations, each
with the clock of its escalation ladder in the ledger. The engine is the real one, without Home
Assistant around it: what is counted is how many timers it keeps on its loop, and how much processor
time a wake-up takes, in turns on both ledgers.
"""

import argparse
import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
import json
from pathlib import Path
import sqlite3
from statistics import median
import sys
import tempfile
from time import process_time
from typing import Any, Final

from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.engine import Engine
from custom_components.missed_call_textback.core.happenings import Happening, TeamAlerted
from custom_components.missed_call_textback.core.shop import TeamMember
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.ledger.times import to_micros
from tests.core.fake_diary import FakeDiary, PlainBookingWords
from tests.core.fakes import FakeAlarm, FakeClock, PlainTeamWords, PlainWords, ScriptedCarrier

from .aims import at_most, missed
from .past_calls import NOW, SHOP, NothingToMeasure, fill

_TEAM: Final = (TeamMember(id="ANNA", name="Anna", by_app=True),)
_APART: Final = timedelta(seconds=1)
# A wake-up claims so many at most, and looks again at once for the rest.
_WAKE_UP: Final = 50
_MOST_RATIO: Final = 1.2


@dataclass(kw_only=True)
class Waiting:
    """A shop at which many wait."""

    ledger: SqliteLedger
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))
    alarm: FakeAlarm = field(default_factory=FakeAlarm)
    told: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    most_timers: int = 0
    micros: list[float] = field(default_factory=list)

    async def open(self) -> None:
        """Start the engine."""
        self.engine = Engine(
            replace(SHOP, team=_TEAM),
            self.ledger,
            ScriptedCarrier(),
            PlainWords(),
            PlainTeamWords(),
            booking_words=PlainBookingWords(),
            diary=FakeDiary(),
            listener=self._hear,
            spawn=self._spawn,
            clock=self.clock,
            timer=self.alarm,
        )
        await self.engine.start()

    async def wake_up(self) -> None:
        """Let the next lot come due, and measure what telling of it takes."""
        told = self.told
        self.clock.now += _APART * _WAKE_UP
        timers = _timers()
        begin = process_time()
        while self.alarm.at is not None and self.alarm.at <= self.clock.now:
            self.alarm.ring()
            while self.tasks:
                await asyncio.wait(tuple(self.tasks))
        taken = process_time() - begin
        self.most_timers = max(
            self.most_timers, int(self.alarm.at is not None) + _timers() - timers
        )
        if self.told == told:
            raise NothingToMeasure
        self.micros.append(taken * 1_000_000 / (self.told - told))

    def _hear(self, happening: Happening) -> None:
        self.told += isinstance(happening, TeamAlerted)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.Task(work, name=name, eager_start=True)
        if not task.done():
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)


def _timers() -> int:
    """Return how many timers the loop has."""
    # asyncio has no other way to ask.
    return len(asyncio.get_running_loop()._scheduled)  # type: ignore[attr-defined]  # noqa: SLF001


def keep_waiting(path: Path, waiting: int) -> None:
    """Have the last callers of a past wait, their ladders due one after another from now."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE thread SET waiting_since = ?, stage = 'replied', unread = 1"
            " WHERE id > (SELECT max(id) FROM thread) - ?",
            (to_micros(NOW), waiting),
        )
        connection.execute(
            "INSERT INTO clock (thread_id, kind, due_at, since, step) SELECT id, ?,"
            " ? + (row_number() OVER (ORDER BY id)) * ?, waiting_since, 1"
            " FROM thread WHERE waiting_since IS NOT NULL",
            (ClockKind.WAITING.value, to_micros(NOW), _APART // timedelta(microseconds=1)),
        )
    connection.close()


async def measure(threads: tuple[int, int], waiting: int, wake_ups: int) -> dict[str, Any]:
    """Return what a wake-up takes, in microseconds of processor time for each who waits."""
    with tempfile.TemporaryDirectory() as folder:
        shops = []
        for size in threads:
            path = Path(folder) / f"{size}.db"
            fill(path, size)
            keep_waiting(path, waiting)
            shop = Waiting(ledger=SqliteLedger())
            await shop.ledger.open(path)
            await shop.open()
            shops.append(shop)
        for _ in range(wake_ups + 1):
            for shop in shops:
                await shop.wake_up()
        for shop in shops:
            await shop.engine.stop()
            await shop.ledger.close()
    # The first wake-up of each reads pages from the disk.
    few, many = (median(shop.micros[1:]) for shop in shops)
    return {
        "threads": threads,
        "waiting": waiting,
        "told": [shop.told for shop in shops],
        "few_us": round(few, 1),
        "many_us": round(many, 1),
        "ratio": round(many / few, 2),
        "most_timers": max(shop.most_timers for shop in shops),
    }


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(prog="script/bench threads", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--few", type=int, default=10_000, help="conversations of the small ledger")
    parser.add_argument("--many", type=int, default=100_000, help="conversations of the large one")
    parser.add_argument("--waiting", type=int, default=10_000, help="callers who wait, in each")
    parser.add_argument("--wake-ups", type=int, default=40, help="of fifty callers each")
    arguments = parser.parse_args()
    found = asyncio.run(
        measure((arguments.few, arguments.many), arguments.waiting, arguments.wake_ups)
    )
    aims = [
        at_most("ratio", found["ratio"], _MOST_RATIO),
        at_most("most_timers", found["most_timers"], 1),
    ]
    misses = missed(aims)
    if arguments.json:
        print(json.dumps(found | {"missed": misses}))
    else:
        print("\n".join(f"{name}: {value}" for name, value in found.items()))
        print("\n".join(misses) or "All aims are met.")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
