"""What somebody wants who was offered times, and when they are reminded of the one they have."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.booking import (
    Appointment,
    AppointmentState,
    CallOff,
    Choose,
    Dialog,
    Offer,
    Wanted,
    remind_at,
    wanted,
)
from custom_components.missed_call_textback.core.sensible_hours import sensible_until
from custom_components.missed_call_textback.core.slots import Slot

from .examples import CALLER, NOON

NEW_YORK = ZoneInfo("America/New_York")
FIRST = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)
"""The same day at three in the afternoon, in New York."""


def appointment(number: int, state: AppointmentState) -> Appointment:
    start = FIRST + number * timedelta(days=1)
    return Appointment(
        id=number,
        thread_id=1,
        calendar="calendar.jobs",
        slot=Slot(start, start + timedelta(minutes=30)),
        mark=f"mark{number}",
        state=state,
    )


def dialog(*states: AppointmentState) -> Dialog:
    return Dialog(tuple(appointment(number, state) for number, state in enumerate(states)))


HELD, OFFERED, PASSED, WRITING, BOOKED, REMINDED, LEAVING, GONE = AppointmentState
NOTHING = dialog()
OFFERS = dialog(PASSED, HELD, HELD, HELD)
LAPSED = dialog(OFFERED, OFFERED)
HAS_ONE = dialog(BOOKED)
MOVES_ONE = dialog(REMINDED, HELD, HELD)


@pytest.mark.parametrize(
    ("talk", "words", "expected"),
    [
        (NOTHING, "1", Offer(anew=True)),
        (NOTHING, " 1. ", Offer(anew=True)),
        (NOTHING, "appointment please", Offer(anew=True)),
        (NOTHING, "2", None),
        (NOTHING, "more", None),
        (NOTHING, "0", None),
        (NOTHING, "is it open today?", None),
        (dialog(GONE), "1", Offer(anew=True)),
        (OFFERS, "2", Choose(appointment(2, HELD))),
        (OFFERS, "tomorrow", Choose(appointment(1, HELD))),
        (OFFERS, "more", Offer()),
        (OFFERS, "today", None),
        (OFFERS, "change", None),
        (OFFERS, "0", None),
        (OFFERS, "appointment", None),
        (OFFERS, "how much is it?", None),
        (LAPSED, "2", Choose(appointment(1, OFFERED))),
        (LAPSED, "appointment", Offer(anew=True)),
        (HAS_ONE, "change", Offer()),
        (HAS_ONE, "0", CallOff(appointment(0, BOOKED))),
        (HAS_ONE, "cancel my appointment", CallOff(appointment(0, BOOKED))),
        (HAS_ONE, "1", None),
        (HAS_ONE, "appointment", None),
        (HAS_ONE, "more", None),
        (HAS_ONE, "thanks", None),
        (MOVES_ONE, "1", Choose(appointment(1, HELD))),
        (MOVES_ONE, "more", Offer()),
        (MOVES_ONE, "change", Offer()),
        (MOVES_ONE, "0", CallOff(appointment(0, REMINDED))),
        (dialog(WRITING), "1", None),
        (dialog(LEAVING), "appointment", None),
    ],
)
def test_what_is_wanted_follows_from_what_was_offered(
    talk: Dialog, words: str, expected: Wanted | None
) -> None:
    assert wanted(talk, words, NEW_YORK, NOON, invited=True, twelve=True) == expected


def test_whom_no_text_invites_is_offered_nothing_for_a_number() -> None:
    assert wanted(NOTHING, "1", NEW_YORK, NOON, invited=False, twelve=True) is None
    assert wanted(NOTHING, "book", NEW_YORK, NOON, invited=False, twelve=True) == Offer(anew=True)
    assert wanted(OFFERS, "1", NEW_YORK, NOON, invited=False, twelve=True) == Choose(
        appointment(1, HELD)
    )


def test_a_dialog_tells_what_it_holds() -> None:
    talk = dialog(PASSED, HELD, OFFERED, WRITING, BOOKED, LEAVING, GONE)
    assert [each.id for each in talk.choices] == [1, 2]
    assert talk.booked == appointment(4, BOOKED)
    assert [each.id for each in talk.half_done] == [3, 5]
    assert talk.shown == {FIRST + number * timedelta(days=1) for number in range(3)}
    assert talk.is_open
    assert not dialog(PASSED, GONE).is_open


def test_an_appointment_that_has_begun_is_over() -> None:
    has_one = dialog(BOOKED, HELD).appointments
    assert Dialog.of(has_one, FIRST - timedelta(seconds=1)).appointments == has_one
    assert Dialog.of(has_one, FIRST).appointments == has_one[1:]


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("booked", "start", "reminded"),
    [
        ("2026-11-18 12:00", "2026-11-20 10:00", "2026-11-19 18:00"),
        ("2026-11-18 12:00", "2026-11-19 10:00", "2026-11-18 18:00"),
        ("2026-11-18 16:00", "2026-11-19 10:00", "2026-11-18 18:00"),
        ("2026-11-18 17:00", "2026-11-19 15:00", "2026-11-19 13:00"),
        ("2026-11-18 17:00", "2026-11-19 09:00", "2026-11-19 08:00"),
        ("2026-11-18 17:00", "2026-11-19 08:00", None),
        ("2026-11-18 12:00", "2026-11-18 16:00", "2026-11-18 14:00"),
        ("2026-11-18 12:00", "2026-11-18 14:30", None),
        ("2026-10-30 12:00", "2026-11-01 10:00", "2026-10-31 18:00"),
    ],
    ids=[
        "the evening before",
        "this evening",
        "this evening, soon",
        "too soon for this evening",
        "not before they are up",
        "no help at all",
        "two hours before on the same day",
        "just booked",
        "the evening before clocks change",
    ],
)
def test_who_booked_is_reminded_the_evening_before_or_two_hours_before(
    booked: str, start: str, reminded: str | None
) -> None:
    at = remind_at(local(start), CALLER, NEW_YORK, local(booked))
    assert at == (None if reminded is None else local(reminded))


@given(
    ahead=st.integers(1, 60 * 24 * 4),
    now=st.integers(0, 500 * 24 * 4),
    peer=st.sampled_from([CALLER, "+4930901820", "+18085550143"]),
)
@settings(max_examples=200, deadline=None)
def test_a_reminder_comes_at_a_sensible_hour_while_it_helps(
    ahead: int, now: int, peer: str
) -> None:
    quarter = timedelta(minutes=15)
    booked = datetime(2026, 1, 1, tzinfo=UTC) + now * quarter
    start = booked + ahead * quarter
    at = remind_at(start, peer, NEW_YORK, booked)
    if at is not None:
        assert booked < at < start
        assert sensible_until(peer, NEW_YORK, at) is None
