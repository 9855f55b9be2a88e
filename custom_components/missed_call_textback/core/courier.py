"""Tells a receiver, such as a CRM, what happened to leads: each event once, in order, or not at all.

    an event ──in its transaction──▶ a row and, unless one runs, a REPORT clock of its thread
    the clock rings ──▶ the oldest row is told ──taken──▶ it is dropped, and the next one is told
                                               ├─ not now ──▶ the clock rings later, up to the deadline
                                               ├─ deadline ──▶ it is dropped, and the owner is told
                                               └─ gone ─────▶ all rows of the thread are dropped

A crash between the telling and its commit tells once more, under the same reference. Of whoever was
erased there are no rows; of whoever is blocked they are dropped.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from .book import Book
from .clocks import ClockKind, ThreadClock
from .happenings import CallDecided, Happening, LeadMoved, TextReceived
from .inbox import Summary
from .lead_events import LeadEvent, LeadReport
from .ports import Clock, Ledger, Receiver, Response
from .shop import Shop
from .transit import LOOK_AGAIN

_PAUSES: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 300, 900, 1800, 3600, 7200, 14400)
)
# A receiver that is slow must not have us hold a hundred connections.
_AT_ONCE: Final = 4


def pause(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait after so many attempts; `jitter` is from 0 to 1."""
    return _PAUSES[min(attempts, len(_PAUSES) - 1)] * (0.8 + 0.4 * jitter)


class Courier:
    """Hears the REPORT clocks of one shop."""

    def __init__(
        self,
        shop: Shop,
        ledger: Ledger,
        receiver: Receiver | None,
        *,
        wake_by: Callable[[datetime | None], None],
        clock: Clock,
        jitter: Callable[[], float],
    ) -> None:
        self._shop = shop
        self._ledger = ledger
        self._receiver = receiver
        self._wake_by = wake_by
        self._clock = clock
        self._jitter = jitter
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._on_the_way: set[int] = set()

    def hear(self, happening: Happening) -> None:
        """Look at once whether something is to be told of what happened."""
        told = isinstance(happening, CallDecided | TextReceived | LeadMoved)
        if told and self._shop.reports:
            self._wake_by(self._clock())

    async def ring(self, clock: ThreadClock) -> None:
        """Tell what is to be told of a thread, as far as it is taken. Raises LedgerUnavailable."""
        thread_id = clock.thread_id
        if thread_id in self._on_the_way:
            return
        self._on_the_way.add(thread_id)
        try:
            async with self._turns:
                while await self._tell_next(thread_id):
                    pass
        finally:
            self._on_the_way.discard(thread_id)

    async def _tell_next(self, thread_id: int) -> bool:
        """Tell the oldest event of a thread; return whether another one is to be told."""
        receiver = self._receiver
        summary = await self._ledger.thread(self._shop.id, thread_id)
        work = partial(_oldest, self._shop, thread_id, summary if receiver is not None else None)
        event = await self._ledger.write(work)
        if event is None or summary is None or receiver is None:
            return False
        response = Response.LOST
        if self._clock() < event.deadline:
            response = await receiver.take(LeadReport(event=event, summary=summary))
        settled = partial(
            _settle, event, response=response, now=self._clock(), jitter=self._jitter()
        )
        goes_on, due_at = await self._ledger.write(settled)
        if response is Response.LOST:
            receiver.note_lost()
        self._wake_by(due_at)
        return goes_on


def _oldest(shop: Shop, thread_id: int, summary: Summary | None, book: Book) -> LeadEvent | None:
    """Return what is to be told first; drop all where it must not be told, or nobody is there to."""
    may_be_told = False
    if summary is not None:
        thread = summary.thread
        caller = book.history(shop.id, thread.line_id, thread.peer).caller
        may_be_told = shop.line(thread.line_id) is not None and not caller.blocked
    if not may_be_told:
        book.drop_lead_events(thread_id)
    event = book.next_lead_event(thread_id)
    if event is None:
        book.stop_clock(thread_id, ClockKind.REPORT)
    return event


def _settle(
    event: LeadEvent, book: Book, *, response: Response, now: datetime, jitter: float
) -> tuple[bool, datetime | None]:
    """Store how an event was taken; return whether to go on at once, else when to look again."""
    thread_id = event.thread_id
    clock = book.clock(thread_id, ClockKind.REPORT)
    if clock is None:
        # They were erased meanwhile.
        return False, None
    if response is Response.NOT_NOW:
        due_at = min(now + pause(clock.step, jitter), event.deadline)
        book.set_clock(replace(clock, due_at=due_at, step=clock.step + 1))
        return False, due_at
    if response is Response.GONE:
        book.drop_lead_events(thread_id)
    else:
        book.drop_lead_event(event.id)
    if book.next_lead_event(thread_id) is None:
        book.stop_clock(thread_id, ClockKind.REPORT)
        return False, None
    # Should a crash cut short what comes next.
    book.set_clock(replace(clock, due_at=now + LOOK_AGAIN, step=0))
    return True, None
