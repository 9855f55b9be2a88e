"""What booking needs of the rooms around it: calendars, and words about times."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from .booking import Appointment
from .ports import Occasion
from .slots import Span


class DiarySilent(Exception):
    """A calendar can be neither read nor written now. What was asked of it may have been done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What takes time in a calendar; `note` is what is written under it."""

    start: datetime
    end: datetime
    note: str = ""

    @property
    def span(self) -> Span:
        """Return the time that it takes."""
        return self.start, self.end

    def is_of(self, appointment: Appointment) -> bool:
        """Tell whether it is the event of an appointment, wherever it is now."""
        return appointment.mark in self.note


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who an appointment is with (E.164), and on which line."""

    number: str
    name: str | None
    line: str


class Page(Protocol):
    """A calendar that is held alone. All of it raises DiarySilent."""

    async def events(self, since: datetime, until: datetime) -> list[Event]:
        """Return what takes time in a period (aware)."""

    async def add(self, appointment: Appointment, contact: Contact) -> None:
        """Write an appointment into the calendar, under its mark."""

    async def remove(self, appointment: Appointment, contact: Contact) -> None:
        """Take an appointment out, or ask the owner to, where the calendar does not let anybody."""


class Diary(Protocol):
    """The calendars of the house."""

    def open(self, calendar: str) -> AbstractAsyncContextManager[Page]:
        """Hold a calendar alone until what was found out in it is kept."""


class Why(Enum):
    """Why somebody is offered times."""

    ASKED = auto()
    OTHERS = auto()
    """In place of the appointment that they have."""
    TAKEN = auto()
    """The time that they chose is somebody else's."""


class BookingWords(Protocol):
    """Words about appointments. Like `Words`, they never fail. All times are aware."""

    def offer(
        self, occasion: Occasion, times: Sequence[datetime], why: Why, booked: datetime | None
    ) -> str:
        """Offer times, each with its number, and tell how to answer. Pure: it sees nothing else."""

    def booked(self, occasion: Occasion, at: datetime) -> str:
        """Confirm an appointment."""

    def reminder(self, occasion: Occasion, at: datetime) -> str:
        """Remind of an appointment."""

    def called_off(self, occasion: Occasion, at: datetime) -> str:
        """Confirm that an appointment is called off."""
