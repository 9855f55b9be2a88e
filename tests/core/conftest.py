"""One shop at work on a real ledger."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from custom_components.missed_call_textback.core.engine import Engine
from custom_components.missed_call_textback.core.happenings import CallDecided, Happening, TextMoved
from custom_components.missed_call_textback.core.inbox import Summary
from custom_components.missed_call_textback.core.opening import OPEN_ALL_THE_TIME, Closures
from custom_components.missed_call_textback.core.outbox import OutgoingText, TextState
from custom_components.missed_call_textback.core.ports import Receiver
from custom_components.missed_call_textback.core.records import Figures
from custom_components.missed_call_textback.core.shop import Line, Shop
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import Thread
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import LINE, SHOP
from .fake_diary import FakeDiary, PlainBookingWords
from .fakes import (
    FakeAlarm,
    FakeClock,
    PlainTeamWords,
    PlainWords,
    ScriptedCarrier,
    ScriptedTeamCaller,
    ScriptedTranscriber,
)


@dataclass(slots=True)
class Office:
    """An engine with everything around it, and what it told."""

    ledger: SqliteLedger
    shop: Shop = SHOP
    carrier: ScriptedCarrier = field(default_factory=ScriptedCarrier)
    clock: FakeClock = field(default_factory=FakeClock)
    alarm: FakeAlarm = field(default_factory=FakeAlarm)
    told: list[Happening] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    words: PlainWords = field(default_factory=PlainWords)
    closures: Closures = OPEN_ALL_THE_TIME
    has_log: bool = False
    transcriber: ScriptedTranscriber = field(default_factory=ScriptedTranscriber)
    off_duty: set[str] = field(default_factory=set)
    diary: FakeDiary = field(default_factory=FakeDiary)
    receiver: Receiver | None = None
    team_caller: ScriptedTeamCaller | None = None
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = self.new_engine()

    def new_engine(self) -> Engine:
        """Return an engine as a start of Home Assistant builds it."""
        return Engine(
            self.shop,
            self.ledger,
            self.carrier,
            self.words,
            PlainTeamWords(),
            booking_words=PlainBookingWords(),
            diary=self.diary,
            listener=self.told.append,
            spawn=self.spawn,
            clock=self.clock,
            timer=self.alarm,
            closures=lambda: self.closures,
            on_duty=lambda member_id: member_id not in self.off_duty,
            has_log=self.has_log,
            receiver=self.receiver,
            transcriber=self.transcriber,
            team_caller=self.team_caller,
            jitter=lambda: 1.0,
        )

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run a piece of work in the background."""
        # As Home Assistant's own background tasks start.
        task = asyncio.Task(work, name=name, eager_start=True)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def restart(self) -> None:
        """Kill the engine where it stands, and start another on the same ledger."""
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.engine = self.new_engine()
        await self.engine.start()

    async def idle(self) -> None:
        """Wait until nothing runs in the background but what waits for its turn."""
        while len(self.tasks) > self.stuck():
            done, _ = await asyncio.wait(
                self.tasks, timeout=0.001, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()
            # What is done already does not yield, and is discarded only when somebody does.
            await asyncio.sleep(0)

    def stuck(self) -> int:
        """Return how many of the tasks cannot go on by themselves."""
        return self.engine._sender._turns.waiting

    async def wake(self, **by: float) -> None:
        """Move the clock and let the alarm ring where it was set for by then."""
        self.clock.forward(**by)
        while self.alarm.at is not None and self.alarm.at <= self.clock.now:
            self.alarm.ring()
            await self.idle()

    async def figures(self, line: Line = LINE) -> Figures:
        """Return a line's numbers."""
        return await self.ledger.figures(line.id, self.shop.local_day(self.clock.now))

    async def to_call_back(self, line: Line = LINE) -> list[Thread]:
        """Return the threads of those who ought to be called, longest first."""
        owed = await self.ledger.owed(self.shop.id, line.id, 9)
        return [each.thread for each in owed if each.thread.call_back_since is not None]

    async def total(self, tally: Tally, line: Line = LINE) -> int:
        """Return one total of a line."""
        return (await self.figures(line)).total.get(tally, 0)

    @property
    def decided(self) -> list[CallDecided]:
        """The decisions told so far."""
        return [each for each in self.told if isinstance(each, CallDecided)]

    def standing(self) -> TextState:
        """Where the text stands that moved last."""
        return self.last_text.state

    @property
    def moved(self) -> list[TextMoved]:
        """The moves of texts told so far."""
        return [each for each in self.told if isinstance(each, TextMoved)]

    @property
    def last_text(self) -> OutgoingText:
        """The text that moved last."""
        return self.moved[-1].text


def just_after_reading(
    monkeypatch: pytest.MonkeyPatch, what: Callable[[], Awaitable[object]]
) -> None:
    """Have something happen right after a conversation was read next."""
    read = SqliteLedger.thread

    async def thread(ledger: SqliteLedger, shop_id: str, thread_id: int) -> Summary | None:
        monkeypatch.undo()
        summary = await read(ledger, shop_id, thread_id)
        await what()
        return summary

    monkeypatch.setattr(SqliteLedger, "thread", thread)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop at work."""
    ledger = SqliteLedger()
    await ledger.open(tmp_path / "ledger.db")
    office = Office(ledger)
    await office.engine.start()
    yield office
    await office.engine.stop()
    await ledger.close()
