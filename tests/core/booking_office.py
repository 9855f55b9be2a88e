"""A shop that makes appointments, and what its callers write."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.diary import Event
from custom_components.missed_call_textback.core.happenings import (
    TeamAlerted,
)
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.outbox import InboundText
from custom_components.missed_call_textback.core.shop import (
    Booking,
    Line,
    Patience,
    Shop,
    TeamMember,
)
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, NOON, OTHER_LINE, SHOP
from .fakes import FakeClock

JOBS = "calendar.jobs"
BOOKING = Booking(calendar=JOBS, invites=True)
DESK = replace(LINE, booking=BOOKING)
WORKSHOP = replace(OTHER_LINE, booking=replace(BOOKING, calendar="calendar.workshop"))
ANNA = TeamMember(id="ANNA", name="Anna", by_app=True)
BOOKS = replace(SHOP, lines=(DESK, WORKSHOP), team=(ANNA,), patience=Patience(wait=timedelta(0)))
FIRST_OFFER = "ASKED 1: 18 14:00, 2: 19 09:00, 3: 19 12:00"
_ids = iter(range(1, 10_000))


async def opened(path: Path, shop: Shop = BOOKS) -> Office:
    ledger = SqliteLedger()
    await ledger.open(path)
    # Whoever writes takes a moment, and two hours' notice is not to begin just then.
    office = Office(ledger, shop=shop, clock=FakeClock(NOON - timedelta(minutes=10)))
    await office.engine.start()
    return office


async def closed(office: Office) -> None:
    await office.engine.stop()
    await office.ledger.close()


async def reopened(office: Office, shop: Shop) -> None:
    """Have the owner change how the shop is set up."""
    office.shop = shop
    await office.restart()


async def arrives(office: Office, body: str, sender: str = CALLER, line: Line = DESK) -> None:
    """Have somebody write, and no more."""
    await office.engine.handle_text(
        InboundText(
            line_id=line.id,
            carrier_id=f"IN{next(_ids)}",
            sender=sender,
            body=body,
            at=office.clock.now,
        )
    )


async def writes(office: Office, body: str, sender: str = CALLER, line: Line = DESK) -> list[str]:
    """Have somebody write, and return what they are answered at once."""
    before = len(office.carrier.sent)
    office.clock.forward(seconds=1)
    await arrives(office, body, sender, line)
    await office.idle()
    await office.wake()
    return [text.body for text in office.carrier.sent[before:]]


async def books(office: Office, choice: str = "1", sender: str = CALLER) -> None:
    """Have somebody book one of the first times."""
    await writes(office, "1", sender)
    [answer] = await writes(office, choice, sender)
    assert answer.startswith("Booked")


async def states(office: Office, thread_id: int = 1) -> list[str]:
    found = await office.ledger.write(lambda book: book.appointments_of(thread_id))
    return [each.state.value for each in found]


async def rings(office: Office, kind: ClockKind, thread_id: int = 1) -> bool:
    """Tell whether a clock of a kind is set."""
    return await office.ledger.write(lambda book: book.clock(thread_id, kind)) is not None


async def stage(office: Office) -> Stage:
    return (await office.engine.conversations.thread(1)).lead.stage


async def later(office: Office, written: str) -> None:
    """Let it become a time."""
    office.clock.now = at(written)
    await office.wake()


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SHOP.time_zone)


def event(start: str, minutes: int = 30, note: str = "") -> Event:
    begins = at(start)
    return Event(start=begins, end=begins + timedelta(minutes=minutes), note=note)


def booked_at(office: Office, calendar: str = JOBS) -> list[str]:
    events = office.diary.events(calendar)
    return [f"{each.start.astimezone(SHOP.time_zone):%d %H:%M}" for each in events]


def alerts(office: Office) -> int:
    return sum(isinstance(each, TeamAlerted) for each in office.told)


def at_the_second_question(office: Office, what: Callable[[], Awaitable[object]]) -> None:
    """Have something happen while the calendar is asked for the second time."""

    async def second() -> None:
        await what()

    async def first() -> None:
        office.diary.meanwhile = second

    office.diary.meanwhile = first
