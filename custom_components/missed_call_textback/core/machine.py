"""Whose turn it is to answer a caller by itself: at most one automation speaks, and no person's turn.

    a reply ──sets──▶ TURN, due at once ──rings──▶ has a person written? ─ yes ─▶ people
                                          │no
                                          └▶ each automation in turn: is it mine? ─ nobody's ─▶ people
                                                │yes
                                                ├ I know what to say ─▶ it speaks
                                                └ I do not            ─▶ people

What is left to people is told to the team at once; while the machine thinks, they are told a moment
later, so that nobody is called for what it answers.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Protocol
from weakref import WeakValueDictionary

from .book import Book
from .clocks import ClockKind, ThreadClock
from .desk import Desk
from .threads import Thread
from .waiting import ANSWERED_WITHIN
from .workplace import Workplace


class Turned(Enum):
    """What an automation makes of a turn."""

    NOT_MINE = auto()
    """It has nothing to do with it."""
    FOR_PEOPLE = auto()
    """It has to do with it, and leaves it to people."""
    DONE = auto()
    """It answered, or will: the clock is in its hands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A caller has written, and nobody has answered yet."""

    clock: ThreadClock
    thread: Thread
    words: str
    desk: Desk

    @property
    def thread_id(self) -> int:
        """Whose turn it is."""
        return self.clock.thread_id

    @property
    def is_late(self) -> bool:
        """Whether the caller wrote so long ago that they expect no answer at once any more."""
        return self.desk.now - self.clock.since >= ANSWERED_WITHIN

    def holds(self, book: Book) -> Thread | None:
        """Return the thread as long as nobody wrote meanwhile, the caller neither.

        Who writes that they want nothing any more begins no turn, and waits for none.
        """
        thread = book.thread_by_id(self.thread_id)
        if thread is None or thread.waiting_since is None or not thread.machine_may_speak:
            return None
        return thread if self.is_latest(book) else None

    def is_latest(self, book: Book) -> bool:
        """Tell whether the caller has written nothing since."""
        clock = book.clock(self.thread_id, ClockKind.TURN)
        return clock is not None and clock.since == self.clock.since

    def end(self, book: Book) -> None:
        """Have it ring no more, unless the caller has written since."""
        book.end_clock(self.clock)


class Speaker(Protocol):
    """An automation that answers callers."""

    async def go_on(self, turn: Turn) -> bool:
        """Go on with what was begun, whoever writes now; tell whether that was all of the turn.

        Raises LedgerUnavailable.
        """

    async def speak(self, turn: Turn) -> Turned:
        """Answer, or leave it. Raises LedgerUnavailable."""


class Machine:
    """Hears the clocks of turns."""

    def __init__(self, place: Workplace, speakers: Sequence[Speaker]) -> None:
        self._place = place
        self._speakers = speakers
        # Who writes again while the machine thinks has the next turn, not one beside it.
        self._alone: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def ring(self, clock: ThreadClock) -> None:
        """Have a turn taken, by one automation or by people. Raises LedgerUnavailable."""
        alone = self._alone.setdefault(clock.thread_id, asyncio.Lock())
        async with alone:
            if (turn := await self._turn(clock)) is None:
                return
            for speaker in self._speakers:
                if await speaker.go_on(turn):
                    return
            # What was begun and given up is for people, and is not begun once more.
            fresh = not clock.step and not turn.is_late and turn.thread.machine_may_speak
            if fresh and await self._speak(turn):
                return
            self._place.wake_by(
                await self._place.ledger.write(partial(self._leave_to_people, turn=turn))
            )

    async def _speak(self, turn: Turn) -> bool:
        for speaker in self._speakers:
            turned = await speaker.speak(turn)
            if turned is not Turned.NOT_MINE:
                return turned is Turned.DONE
        return False

    async def _turn(self, clock: ThreadClock) -> Turn | None:
        """Return the turn of a clock, if it still is one."""
        summary = await self._place.ledger.thread(self._place.shop.id, clock.thread_id)
        now = await self._place.ledger.write(lambda book: book.clock(clock.thread_id, clock.kind))
        if now is None or now.since != clock.since:
            return None
        if summary is None or self._place.shop.line(summary.thread.line_id) is None:
            await self._place.ledger.write(lambda book: book.end_clock(clock))
            return None
        return Turn(
            clock=clock,
            thread=summary.thread,
            words=summary.last_words or "" if summary.theirs else "",
            desk=self._place.reception.desk(summary.thread.line_id),
        )

    def _leave_to_people(self, book: Book, *, turn: Turn) -> datetime | None:
        turn.end(book)
        news = book.clock(turn.thread_id, ClockKind.NEWS)
        if news is None or news.due_at <= turn.desk.now:
            return None
        book.set_clock(replace(news, due_at=turn.desk.now))
        return turn.desk.now
