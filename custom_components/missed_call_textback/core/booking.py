"""An appointment by text: from the times that somebody is offered to the reminder.

    they ask ──▶ HELD ──the hold is over──▶ OFFERED
                 │  ▲                          │
                 │  └──"other times": others───┤ (the former: PASSED)
                 │  └──taken meanwhile: others─┤ (the former: PASSED)
                 └───────their choice, free────┴──▶ WRITING ──it is in the calendar──▶ BOOKED

    BOOKED ──its reminder──▶ REMINDED
    BOOKED, REMINDED ──"change", and another one is BOOKED──▶ LEAVING
    BOOKED, REMINDED ──they call it off──▶ LEAVING ──it is out of the calendar──▶ GONE
    BOOKED, REMINDED ──somebody took it out of the calendar──▶ GONE

Invariants:
1. At most one appointment that is live (all but OFFERED, PASSED, GONE) begins in a calendar at a
   time, and none is in the way of another one: the ledger's uniqueness says the one, and everybody
   who looks at the calendar holds it alone until what they found out is written, which says the other.
2. The calendar has the last word: it is asked right before anything is written into it, and what is
   in it is found by the mark that we gave it. So a crash in WRITING neither books twice nor nothing.
3. A conversation has one appointment at most, and while it is moved, the new one as well.
4. What is not understood moves nothing and is answered by nobody but a person. What was offered is
   offered no second time.
5. While it is theirs to choose, the times offered are theirs: nobody else is offered them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from .booking_reading import Ask, read_answer
from .sensible_hours import sensible_until
from .slots import Slot

# As long as somebody looks at a text and into a diary; others wait for these times meanwhile.
HELD_FOR: Final = timedelta(minutes=30)
# The evening before, when people plan the next day; not so soon after the booking that it is no help.
_REMINDED_AT: Final = time(18)
_REMINDED_BEFORE: Final = timedelta(hours=2)
_HELPS_AFTER: Final = timedelta(hours=1)
_HELPS_UNTIL: Final = timedelta(minutes=30)
_INVITED: Final = frozenset({"1", "1.", "#1", "1!", "(1)"})


class AppointmentState(StrEnum):
    """Where an appointment stands; see the picture above."""

    HELD = "held"
    OFFERED = "offered"
    PASSED = "passed"
    WRITING = "writing"
    BOOKED = "booked"
    REMINDED = "reminded"
    LEAVING = "leaving"
    GONE = "gone"


LIVE: Final = (
    AppointmentState.HELD,
    AppointmentState.WRITING,
    AppointmentState.BOOKED,
    AppointmentState.REMINDED,
    AppointmentState.LEAVING,
)
_CHOOSABLE: Final = (AppointmentState.HELD, AppointmentState.OFFERED)
_STANDING: Final = (AppointmentState.BOOKED, AppointmentState.REMINDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A time in a calendar that somebody was offered, or has.

    `mark` is what its event in the calendar is found by.
    """

    id: int
    thread_id: int
    calendar: str
    slot: Slot
    mark: str
    state: AppointmentState


@dataclass(frozen=True, slots=True)
class Choose:
    """They want this one."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Offer:
    """They want to be offered times; `anew`: what they were shown before counts no more."""

    anew: bool = False


@dataclass(frozen=True, slots=True)
class CallOff:
    """They do not come."""

    appointment: Appointment


type Wanted = Choose | Offer | CallOff


@dataclass(frozen=True, slots=True)
class Dialog:
    """All appointments of one conversation, in the order in which they were offered."""

    appointments: tuple[Appointment, ...] = ()

    @classmethod
    def of(cls, appointments: Iterable[Appointment], now: datetime) -> Dialog:
        """Return what is left of a conversation's appointments: what has begun is over."""
        left = (
            each for each in appointments if each.state not in _STANDING or each.slot.start > now
        )
        return cls(tuple(left))

    @property
    def choices(self) -> list[Appointment]:
        """What they can choose from now: the first is number one."""
        return self._in(*_CHOOSABLE)

    @property
    def booked(self) -> Appointment | None:
        """The appointment that they have."""
        return next(iter(self._in(*_STANDING)), None)

    @property
    def half_done(self) -> list[Appointment]:
        """What was begun in the calendar, and perhaps not ended."""
        return self._in(AppointmentState.WRITING, AppointmentState.LEAVING)

    @property
    def shown(self) -> frozenset[datetime]:
        """When those begin that they were offered and did not take."""
        passed = self._in(*_CHOOSABLE, AppointmentState.PASSED)
        return frozenset(each.slot.start for each in passed)

    @property
    def is_open(self) -> bool:
        """Tell whether they are in the midst of it."""
        return bool(self.choices or self.booked or self.half_done)

    def _in(self, *states: AppointmentState) -> list[Appointment]:
        return [each for each in self.appointments if each.state in states]


def wanted(
    dialog: Dialog, words: str, zone: ZoneInfo, now: datetime, *, invited: bool, twelve: bool
) -> Wanted | None:
    """Return what somebody wants who wrote something; None is for a person to answer.

    `invited` tells whether a text of ours offers appointments to whoever answers 1, `twelve` whether
    it offers their times by a 12-hour clock.
    """
    choices, booked = dialog.choices, dialog.booked
    if not dialog.is_open:
        asks = (invited and words.strip() in _INVITED) or (
            read_answer(words, (), zone, now) is Ask.BOOK
        )
        return Offer(anew=True) if asks else None
    answer = read_answer(words, [each.slot.start for each in choices], zone, now, twelve=twelve)
    if isinstance(answer, int):
        return Choose(choices[answer])
    if answer is Ask.CALL_OFF and booked is not None:
        return CallOff(booked)
    if answer is Ask.BOOK and choices and booked is None and not _held(choices):
        # Some time has passed, and they ask anew.
        return Offer(anew=True)
    asks = answer is Ask.MORE and bool(choices)
    moves = answer is Ask.CHANGE and booked is not None
    return Offer() if asks or moves else None


def remind_at(start: datetime, peer: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when somebody who books now (aware) is reminded; None where that would be no help.

    The evening before, or two hours before, at hours at which they may be texted.
    """
    local = start.astimezone(zone)
    evening = datetime.combine(local.date() - timedelta(days=1), _REMINDED_AT, zone)
    early = evening if evening - now >= _REMINDED_BEFORE else start - _REMINDED_BEFORE
    at = remind_from(start, peer, zone, early)
    return at if at is not None and at >= now + _HELPS_AFTER else None


def remind_from(start: datetime, peer: str, zone: ZoneInfo, at: datetime) -> datetime | None:
    """Return the first moment from a time (aware) at which a reminder is right; None: it is too late."""
    at = sensible_until(peer, zone, at) or at
    return at if at <= start - _HELPS_UNTIL else None


def _held(choices: Sequence[Appointment]) -> bool:
    return any(each.state is AppointmentState.HELD for each in choices)
