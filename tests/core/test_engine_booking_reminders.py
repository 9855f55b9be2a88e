"""Whoever has an appointment is reminded of it once, while it stands and while it helps."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.booking import AppointmentState
from custom_components.missed_call_textback.core.clocks import ClockKind, ThreadClock
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.opt_out import Wish

from .booking_office import (
    BOOKS,
    JOBS,
    WORKSHOP,
    at,
    booked_at,
    books,
    closed,
    later,
    opened,
    reopened,
    rings,
    stage,
    states,
    writes,
)
from .conftest import Office
from .examples import CALLER


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop that makes appointments."""
    office = await opened(tmp_path / "ledger.db")
    yield office
    await closed(office)


async def test_who_booked_is_reminded_once_the_evening_before(office: Office) -> None:
    await books(office, "2")
    await later(office, "2026-11-18 17:59")
    assert office.carrier.sent[-1].body == "Booked 19 09:00"
    await later(office, "2026-11-18 18:00")
    assert office.carrier.sent[-1].body == "Reminder 19 09:00"
    assert await states(office) == ["reminded"]
    sent = len(office.carrier.sent)
    await office.wake(days=2)
    assert len(office.carrier.sent) == sent


async def test_who_moved_is_reminded_of_the_new_time_alone(office: Office) -> None:
    await books(office, "2")
    await writes(office, "change")
    await writes(office, "more")
    assert await writes(office, "2") == ["Booked 23 09:00"]
    sent = len(office.carrier.sent)
    for _ in range(6 * 24):
        await office.wake(hours=1)
    assert [text.body for text in office.carrier.sent[sent:]] == ["Reminder 23 09:00"]


async def test_what_is_no_longer_in_the_calendar_nobody_is_reminded_of(office: Office) -> None:
    await books(office, "2")
    office.diary.events(JOBS).clear()
    await later(office, "2026-11-18 18:00")
    assert office.carrier.sent[-1].body == "Booked 19 09:00"
    assert await states(office) == ["gone"]
    assert await stage(office) is Stage.REPLIED


async def test_an_event_whose_mark_is_lost_stands_at_its_time(office: Office) -> None:
    await books(office, "2")
    [only] = office.diary.events(JOBS)
    office.diary.calendars[JOBS] = [replace(only, note="")]
    await later(office, "2026-11-18 18:00")
    assert office.carrier.sent[-1].body == "Reminder 19 09:00"


@pytest.mark.parametrize(
    ("minutes", "lasts", "reminded"),
    [
        (15, 30, "Reminder 19 09:15"),
        (-30, 60, "Reminder 19 08:30"),
        (-540, 1440, "Reminder 19 09:00"),
    ],
)
async def test_who_was_moved_a_little_by_hand_is_reminded_of_when_they_are_expected(
    office: Office, minutes: int, lasts: int, reminded: str
) -> None:
    """An event that was made one of the whole day says no time."""
    await books(office, "2")
    [only] = office.diary.events(JOBS)
    start = only.start + timedelta(minutes=minutes)
    office.diary.calendars[JOBS] = [
        replace(only, start=start, end=start + timedelta(minutes=lasts))
    ]
    await later(office, "2026-11-18 18:00")
    assert office.carrier.sent[-1].body == reminded


async def test_a_reminder_waits_for_a_silent_calendar(office: Office) -> None:
    await books(office, "2")
    office.diary.answers = 0
    await later(office, "2026-11-18 18:00")
    office.diary.answers = None
    await office.wake(minutes=2)
    assert office.carrier.sent[-1].body == "Reminder 19 09:00"


async def test_a_reminder_that_was_missed_comes_while_it_helps_and_people_are_awake(
    office: Office,
) -> None:
    await books(office, "2")
    office.clock.now = at("2026-11-18 23:00")
    await office.restart()
    await office.wake()
    assert office.carrier.sent[-1].body == "Booked 19 09:00"
    office.clock.now = at("2026-11-19 08:00")
    await office.wake()
    assert office.carrier.sent[-1].body == "Reminder 19 09:00"


async def test_a_reminder_that_helps_nobody_any_more_is_not_sent(office: Office) -> None:
    await books(office, "2")
    office.clock.now = at("2026-11-19 08:45")
    await office.restart()
    await office.wake()
    assert office.carrier.sent[-1].body == "Booked 19 09:00"
    assert not await rings(office, ClockKind.REMINDER)


async def test_whoever_may_not_be_texted_any_more_is_not_reminded(office: Office) -> None:
    await books(office, "2")
    await office.engine.people.set_wish(CALLER, Wish.STOP)
    await later(office, "2026-11-18 18:00")
    assert office.carrier.sent[-1].body == "Booked 19 09:00"
    assert booked_at(office) == ["19 09:00"]


async def test_of_a_line_that_was_removed_nobody_is_reminded(office: Office) -> None:
    await books(office, "2")
    await reopened(office, replace(BOOKS, lines=(WORKSHOP,)))
    await later(office, "2026-11-18 18:00")
    assert office.carrier.sent[-1].body == "Booked 19 09:00"


async def test_in_the_night_when_clocks_change_all_goes_by_the_shops_clock(office: Office) -> None:
    office.clock.now = at("2026-10-31 10:00")
    await reopened(office, BOOKS)
    # On Sunday the clocks go back; the shop opens on Monday at nine as ever.
    assert await writes(office, "1") == ["ASKED 1: 02 09:00, 2: 02 12:00, 3: 03 09:00"]
    assert await writes(office, "Monday at 9") == ["Booked 02 09:00"]
    assert office.diary.events(JOBS)[0].start == at("2026-11-02 09:00")
    office.clock.now = at("2026-11-01 17:59")
    await office.wake()
    assert office.carrier.sent[-1].body == "Booked 02 09:00"
    await office.wake(minutes=1)
    assert office.carrier.sent[-1].body == "Reminder 02 09:00"


async def test_who_is_erased_while_the_calendar_is_asked_for_a_reminder_is_forgotten(
    office: Office,
) -> None:
    await books(office, "2")
    office.diary.events(JOBS).clear()

    async def erase() -> None:
        await office.engine.people.erase(CALLER)

    office.diary.meanwhile = erase
    await later(office, "2026-11-18 18:00")
    assert office.carrier.sent[-1].body == "Booked 19 09:00"
    assert await states(office) == []


async def test_an_appointment_that_is_moved_while_the_calendar_is_asked_stays_moved(
    office: Office,
) -> None:
    await books(office, "2")
    await writes(office, "change")
    former, *_, other = await office.ledger.write(lambda book: book.appointments_of(1))

    def move(book: Book) -> None:
        book.move_appointment(former.id, AppointmentState.GONE, office.clock.now)
        book.move_appointment(other.id, AppointmentState.BOOKED, office.clock.now)
        start = other.slot.start
        book.set_clock(
            ThreadClock(
                thread_id=1,
                kind=ClockKind.REMINDER,
                due_at=start - timedelta(hours=2),
                since=start,
            )
        )

    async def moves() -> None:
        # To another calendar, say, which nobody holds meanwhile.
        office.diary.events(JOBS).clear()
        await office.ledger.write(move)

    office.diary.meanwhile = moves
    await later(office, "2026-11-18 18:00")
    assert await stage(office) is Stage.BOOKED
    assert await rings(office, ClockKind.REMINDER)
    assert office.carrier.sent[-1].body != "Reminder 19 09:00"


async def test_times_that_were_offered_anew_stay_held_when_the_former_hold_ends(
    office: Office,
) -> None:
    await writes(office, "1")
    former = await office.ledger.write(lambda book: book.clock(1, ClockKind.HOLD))
    assert former is not None
    await writes(office, "other times")
    office.engine._clockwork.ring([former])
    await office.idle()
    assert (await states(office))[-3:] == ["held"] * 3
    assert await rings(office, ClockKind.HOLD)
