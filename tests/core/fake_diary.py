"""Calendars and words about times that do as the test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import override
from zoneinfo import ZoneInfo

from custom_components.missed_call_textback.core.booking import Appointment
from custom_components.missed_call_textback.core.diary import (
    BookingWords,
    Contact,
    Diary,
    DiarySilent,
    Event,
    Page,
    Why,
)
from custom_components.missed_call_textback.core.ports import Occasion

_HERE = ZoneInfo("America/New_York")


class PlainBookingWords(BookingWords):
    """Says each time as a day of the month and an hour."""

    @override
    def offer(
        self, occasion: Occasion, times: Sequence[datetime], why: Why, booked: datetime | None
    ) -> str:
        listed = ", ".join(f"{n}: {_said(each)}" for n, each in enumerate(times, 1))
        has = "" if booked is None else f" instead of {_said(booked)}"
        return f"{why.name}{has} {listed}"

    @override
    def booked(self, occasion: Occasion, at: datetime) -> str:
        return f"Booked {_said(at)}"

    @override
    def reminder(self, occasion: Occasion, at: datetime) -> str:
        return f"Reminder {_said(at)}"

    @override
    def called_off(self, occasion: Occasion, at: datetime) -> str:
        return f"Called off {_said(at)}"


def _said(at: datetime) -> str:
    return f"{at.astimezone(_HERE):%d %H:%M}"


@dataclass(slots=True)
class FakeDiary(Diary):
    """Calendars in memory. `answers` counts down what they answer before they are silent."""

    calendars: dict[str, list[Event]] = field(default_factory=dict)
    answers: int | None = None
    loses_answers: bool = False
    """A silent calendar has written what it was asked to all the same."""
    contacts: list[Contact] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens between the next question to a calendar and its answer."""
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    @override
    @asynccontextmanager
    async def open(self, calendar: str) -> AsyncIterator[Page]:
        async with self._locks.setdefault(calendar, asyncio.Lock()):
            yield FakePage(self, self.events(calendar))

    def events(self, calendar: str) -> list[Event]:
        """Return what is in a calendar."""
        return self.calendars.setdefault(calendar, [])

    async def answer(self, done: Callable[[], None] = lambda: None) -> None:
        """Do something in a calendar and say so, or be silent."""
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        if self.answers == 0:
            if self.loses_answers:
                done()
            raise DiarySilent
        if self.answers is not None:
            self.answers -= 1
        done()


@dataclass(slots=True)
class FakePage(Page):
    """One of them, held alone."""

    diary: FakeDiary
    content: list[Event]

    @override
    async def events(self, since: datetime, until: datetime) -> list[Event]:
        await self.diary.answer()
        return [each for each in self.content if each.start < until and since < each.end]

    @override
    async def add(self, appointment: Appointment, contact: Contact) -> None:
        slot = appointment.slot
        event = Event(start=slot.start, end=slot.end, note=f"{contact} {appointment.mark}")
        await self.diary.answer(lambda: self.content.append(event))
        self.diary.contacts.append(contact)

    @override
    async def remove(self, appointment: Appointment, contact: Contact) -> None:
        def remove() -> None:
            self.content[:] = [each for each in self.content if not each.is_of(appointment)]

        await self.diary.answer(remove)
