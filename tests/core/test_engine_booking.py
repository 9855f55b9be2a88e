"""A caller books, moves and calls off an appointment by text, and never has one of somebody else's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.booking import AppointmentState
from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.diary import Contact, Event
from custom_components.missed_call_textback.core.happenings import (
    LeadMoved,
    TeamAlerted,
    TextReceived,
)
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.machine import Machine
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import InboundText, TextKind
from custom_components.missed_call_textback.core.shop import (
    Booking,
    Line,
    Patience,
    Shop,
    TeamMember,
)
from custom_components.missed_call_textback.core.slots import Job
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.urgency import Topic, Urgency
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, NOON, OTHER_CALLER, OTHER_LINE, SHOP, missed

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
    office = Office(ledger, shop=shop)
    # Whoever writes takes a moment, and two hours' notice is not to begin just then.
    office.clock.now = NOON - timedelta(minutes=10)
    await office.engine.start()
    return office


async def closed(office: Office) -> None:
    await office.engine.stop()
    await office.ledger.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop that makes appointments."""
    office = await opened(tmp_path / "ledger.db")
    yield office
    await closed(office)


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


async def test_who_answers_1_is_offered_times_and_books_one(office: Office) -> None:
    await office.engine.people.describe(CALLER, name="Alex")
    await office.engine.handle_call(missed(at=office.clock.now))
    await office.idle()
    assert await writes(office, "1") == [FIRST_OFFER]
    assert await states(office) == ["held", "held", "held"]
    assert await writes(office, "tomorrow at 9") == ["Booked 19 09:00"]
    assert await states(office) == ["booked"]
    assert booked_at(office) == ["19 09:00"]
    assert office.diary.contacts == [Contact(number=CALLER, name="Alex", line="Front desk")]
    thread = await office.engine.conversations.thread(1)
    assert (thread.lead.stage, thread.waiting_since) == (Stage.BOOKED, None)
    assert await office.total(Tally.BOOKED) == 1
    [moved] = [each for each in office.told if isinstance(each, LeadMoved)]
    assert (moved.before.stage, moved.lead.stage) == (Stage.REPLIED, Stage.BOOKED)
    assert {text.kind for text in office.carrier.sent[1:]} == {TextKind.MACHINE}


async def test_of_what_the_machine_answers_nobody_is_told(office: Office) -> None:
    await books(office)
    await office.wake(minutes=10)
    assert alerts(office) == 0


async def test_what_is_not_understood_is_left_to_people_at_once(office: Office) -> None:
    await writes(office, "1")
    assert await writes(office, "how much is it?") == []
    assert alerts(office) == 1
    thread = await office.engine.conversations.thread(1)
    assert thread.waiting_since is not None
    # What they were offered is theirs all the same, and their question is open still.
    assert await writes(office, "2") == ["Booked 19 09:00"]
    thread = await office.engine.conversations.thread(1)
    assert (thread.lead.stage, thread.waiting_since is None) == (Stage.BOOKED, False)


async def test_what_is_urgent_waits_for_people_whatever_the_machine_answers(
    office: Office,
) -> None:
    await reopened(office, replace(BOOKS, urgency=Urgency(topics=frozenset(Topic))))
    await writes(office, "1")
    await writes(office, "water everywhere, the pipe burst")
    assert await writes(office, "2") == ["Booked 19 09:00"]
    thread = await office.engine.conversations.thread(1)
    assert (thread.urgent_since is None, thread.waiting_since is None) == (False, False)


async def test_where_no_text_invites_a_number_asks_for_nothing(
    office: Office,
) -> None:
    quiet = replace(BOOKS, lines=(replace(DESK, booking=replace(BOOKING, invites=False)),))
    await reopened(office, quiet)
    assert await writes(office, "1") == []
    # Who asks in so many words is answered all the same.
    third = "+12025550145"
    assert await writes(office, "appointment please", third) == [FIRST_OFFER]
    await reopened(office, replace(BOOKS, lines=(LINE,)))
    assert await writes(office, "1", OTHER_CALLER) == []
    assert alerts(office) == 2
    # Nobody thinks of a turn where no machine answers.
    assert not await rings(office, ClockKind.TURN, 2)


async def test_other_times_are_others_and_those_before_go_back(office: Office) -> None:
    await writes(office, "1")
    assert await writes(office, "more") == ["ASKED 1: 20 09:00, 2: 20 12:00, 3: 23 09:00"]
    assert await states(office) == ["passed"] * 3 + ["held"] * 3
    [answer] = await writes(office, "1", OTHER_CALLER)
    assert answer == FIRST_OFFER


async def test_when_there_are_no_other_times_people_are_told(office: Office) -> None:
    office.diary.events(JOBS).append(event("2026-11-18 14:30", 60 * 24 * 30))
    assert await writes(office, "1") == ["ASKED 1: 18 14:00"]
    assert await writes(office, "more") == []
    assert alerts(office) == 1


async def test_what_one_may_choose_from_nobody_else_is_offered_for_a_while(office: Office) -> None:
    await writes(office, "1")
    assert await writes(office, "1", OTHER_CALLER) == [
        "ASKED 1: 18 14:30, 2: 19 09:30, 3: 19 12:30"
    ]
    await office.wake(minutes=31)
    assert await states(office) == ["offered"] * 3
    third = "+12025550145"
    assert await writes(office, "1", third) == ["ASKED 1: 18 14:30, 2: 19 09:00, 3: 19 12:00"]


async def test_who_chooses_what_is_taken_by_now_is_offered_others(office: Office) -> None:
    await writes(office, "1")
    office.diary.events(JOBS).append(event("2026-11-19 08:30", 60))
    assert await writes(office, "2") == ["TAKEN 1: 20 09:00, 2: 20 12:00, 3: 23 09:00"]
    assert len(office.diary.events(JOBS)) == 1
    assert await writes(office, "1") == ["Booked 20 09:00"]


async def test_of_two_who_choose_the_same_one_has_it(office: Office) -> None:
    await writes(office, "1")
    await office.wake(minutes=31)
    await writes(office, "1", OTHER_CALLER)
    assert await writes(office, "2", OTHER_CALLER) == ["Booked 19 09:00"]
    [answer] = await writes(office, "2")
    assert answer.startswith("TAKEN 1: ")
    assert "19 09:00" not in answer
    assert booked_at(office) == ["19 09:00"]


async def test_what_another_one_holds_is_no_longer_theirs_whose_hold_is_over(
    office: Office,
) -> None:
    await writes(office, "1")
    await office.wake(minutes=31)
    await writes(office, "1", OTHER_CALLER)
    [answer] = await writes(office, "2")
    assert answer.startswith("TAKEN")
    assert await states(office, 2) == ["held"] * 3


async def test_who_asks_anew_when_the_hold_is_over_may_be_offered_the_same(office: Office) -> None:
    await writes(office, "1")
    assert await writes(office, "appointment please") == []
    await office.wake(minutes=31)
    [answer] = await writes(office, "appointment please")
    assert answer.startswith("ASKED 1: 18 14:30, 2: 19 09:00")
    assert await states(office) == ["held"] * 3


async def test_who_thinks_for_long_may_still_choose_what_is_free(office: Office) -> None:
    await writes(office, "1")
    await office.wake(hours=3)
    assert await writes(office, "3") == ["Booked 19 12:00"]


async def test_a_time_that_is_held_may_be_chosen_though_it_is_soon_by_now(office: Office) -> None:
    await writes(office, "1")
    await office.wake(minutes=20)
    assert await writes(office, "1") == ["Booked 18 14:00"]
    await reopened(office, replace(BOOKS, lines=(replace(DESK, booking=BOOKING), WORKSHOP)))
    await writes(office, "1", OTHER_CALLER)
    await office.wake(minutes=31)
    # Held no more, it is too soon to get ready for it.
    [answer] = await writes(office, "1", OTHER_CALLER)
    assert answer.startswith("TAKEN")


async def test_who_writes_change_is_offered_others_and_keeps_the_one_until_then(
    office: Office,
) -> None:
    await books(office)
    assert await writes(office, "change") == [
        "OTHERS instead of 18 14:00 1: 19 09:00, 2: 19 12:00, 3: 20 09:00"
    ]
    assert booked_at(office) == ["18 14:00"]
    assert await writes(office, "2") == ["Booked 19 12:00"]
    assert booked_at(office) == ["19 12:00"]
    assert sorted(await states(office)) == ["booked", "gone"]
    assert await office.total(Tally.BOOKED) == 1
    assert len([each for each in office.told if isinstance(each, LeadMoved)]) == 1


async def test_an_appointment_is_called_off_by_text_and_people_are_told(office: Office) -> None:
    await books(office)
    assert await writes(office, "0") == ["Called off 18 14:00"]
    assert office.diary.events(JOBS) == []
    assert await states(office) == ["gone"]
    assert await stage(office) is Stage.REPLIED
    assert await office.total(Tally.BOOKED) == 0
    assert alerts(office) == 1
    for kind in (ClockKind.REMINDER, ClockKind.HOLD, ClockKind.TURN):
        assert not await rings(office, kind)
    [answer] = await writes(office, "1")
    assert answer.startswith("ASKED")


async def test_what_was_won_stays_won_when_they_come_again(office: Office) -> None:
    await books(office)
    await office.engine.conversations.resolve(1, Stage.WON)
    await office.wake(days=1)
    [answer] = await writes(office, "1")
    assert answer.startswith("ASKED")
    await writes(office, "1")
    assert await stage(office) is Stage.WON
    await writes(office, "0")
    assert await stage(office) is Stage.WON


async def test_who_a_person_wrote_to_is_answered_by_no_machine(office: Office) -> None:
    await writes(office, "1")
    await office.engine.send_text(DESK.id, CALLER, "We can do tonight as well.", by="Anna")
    await office.idle()
    assert await writes(office, "2") == []
    assert office.diary.events(JOBS) == []


async def test_a_person_who_writes_while_the_calendar_is_asked_has_the_word(office: Office) -> None:
    async def person() -> None:
        await office.engine.send_text(DESK.id, CALLER, "I will call you.", by="Anna")

    office.diary.meanwhile = person
    assert await writes(office, "1") == ["I will call you."]
    assert await states(office) == []


async def test_a_caller_who_writes_while_the_calendar_is_asked_is_answered_to_that(
    office: Office,
) -> None:
    await writes(office, "1")

    async def second_thought() -> None:
        office.clock.forward(seconds=1)
        await arrives(office, "3")

    office.diary.meanwhile = second_thought
    assert await writes(office, "2") == ["Booked 19 12:00"]
    assert booked_at(office) == ["19 12:00"]


@pytest.mark.parametrize("word", ["STOP", "cancel"])
async def test_who_wants_no_more_texts_gets_none(office: Office, word: str) -> None:
    await writes(office, "1")
    assert await writes(office, word) == []
    assert await writes(office, "2") == []
    assert office.diary.events(JOBS) == []
    received = [each for each in office.told if isinstance(each, TextReceived)]
    assert received[1].wish is Wish.STOP


async def test_what_the_shop_allows_no_text_for_is_left_to_people(office: Office) -> None:
    await reopened(office, replace(BOOKS, limits=Limits(countries=frozenset({"US"}), per_caller=1)))
    assert len(await writes(office, "1")) == 1
    assert await writes(office, "2") == []
    assert office.diary.events(JOBS) == []
    assert alerts(office) == 1


async def test_a_silent_calendar_has_the_machine_keep_silent_and_people_told(
    office: Office,
) -> None:
    office.diary.answers = 0
    assert await writes(office, "1") == []
    assert alerts(office) == 1
    assert await states(office) == []
    office.diary.answers = None
    [answer] = await writes(office, "1")
    assert answer == FIRST_OFFER
    office.diary.answers = 0
    assert await writes(office, "2") == []
    assert await states(office) == ["held"] * 3


@pytest.mark.parametrize("loses_answers", [False, True])
async def test_a_calendar_that_falls_silent_while_it_is_written_is_written_once(
    office: Office, loses_answers: bool
) -> None:
    await writes(office, "1")
    office.diary.answers, office.diary.loses_answers = 1, loses_answers
    assert await writes(office, "2") == []
    assert await states(office) == ["held", "writing", "held"]
    office.diary.answers = None
    await office.wake(minutes=2)
    assert office.carrier.sent[-1].body == "Booked 19 09:00"
    assert booked_at(office) == ["19 09:00"]
    assert await states(office) == ["booked"]
    assert not await rings(office, ClockKind.TURN)


async def test_a_calendar_that_stays_silent_is_given_up_and_the_time_is_free_again(
    office: Office,
) -> None:
    await writes(office, "1")
    office.diary.answers = 1
    assert await writes(office, "2") == []
    office.diary.answers = 0
    for _ in range(10):
        await office.wake(minutes=2)
    assert await states(office) == ["held", "gone", "held"]
    assert alerts(office) == 1
    assert not await rings(office, ClockKind.TURN)
    office.diary.answers = None
    [answer] = await writes(office, "1", OTHER_CALLER)
    assert "19 09:00" in answer


async def test_a_crash_while_the_calendar_is_written_books_once(office: Office) -> None:
    await writes(office, "1")
    office.diary.answers, office.diary.loses_answers = 1, True
    await writes(office, "2")
    await office.restart()
    office.diary.answers = None
    await office.wake(minutes=2)
    assert booked_at(office) == ["19 09:00"]
    assert await states(office) == ["booked"]


async def test_who_is_quicker_than_a_second_try_has_the_time(office: Office) -> None:
    await writes(office, "1")
    office.diary.answers = 1
    await writes(office, "2")
    office.diary.answers = None
    office.diary.events(JOBS).append(event("2026-11-19 09:00"))
    await office.wake(minutes=2)
    assert "gone" in await states(office)
    assert booked_at(office) == ["19 09:00"]
    assert alerts(office) == 1


async def test_a_restart_between_the_offer_and_the_choice_forgets_nothing(office: Office) -> None:
    await writes(office, "1")
    await office.restart()
    assert await writes(office, "2") == ["Booked 19 09:00"]
    await office.restart()
    [answer] = await writes(office, "change")
    assert answer.startswith("OTHERS instead of 19 09:00")
    await office.restart()
    await office.wake(minutes=31)
    assert AppointmentState.HELD not in await states(office)


async def test_a_move_whose_former_time_cannot_be_freed_yet_is_ended_later(office: Office) -> None:
    await books(office)
    await writes(office, "change")
    office.diary.answers = 2
    assert await writes(office, "3") == ["Booked 20 09:00"]
    assert booked_at(office) == ["18 14:00", "20 09:00"]
    await office.restart()
    office.diary.answers = None
    await office.wake(minutes=2)
    assert booked_at(office) == ["20 09:00"]
    assert sorted(await states(office)) == ["booked", "gone"]
    assert not await rings(office, ClockKind.TURN)


async def test_what_they_write_while_something_is_half_done_is_answered_when_it_is_done(
    office: Office,
) -> None:
    await writes(office, "1")
    office.diary.answers = 1
    await writes(office, "2")
    office.diary.answers = None
    assert await writes(office, "change") == [
        "Booked 19 09:00",
        *[text.body for text in office.carrier.sent[-1:]],
    ]
    assert office.carrier.sent[-1].body.startswith("OTHERS instead of 19 09:00")


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


async def test_who_was_erased_is_forgotten_with_what_they_were_offered(office: Office) -> None:
    await books(office)
    await writes(office, "change")
    await office.engine.people.erase(CALLER)
    await office.wake(days=2)
    assert office.carrier.sent[-1].body.startswith("OTHERS")
    assert await states(office) == []


async def test_lines_and_shops_side_by_side_never_mix(office: Office, tmp_path: Path) -> None:
    other = await opened(tmp_path / "other.db", replace(BOOKS, id="OTHER"))
    try:
        await writes(office, "1")
        # Another calendar, and another ledger: all of it is free there.
        assert await writes(office, "1", line=WORKSHOP) == [FIRST_OFFER]
        assert await writes(other, "1") == [FIRST_OFFER]
        assert await writes(office, "1", line=WORKSHOP) == ["Booked 18 14:00"]
        assert await writes(office, "2") == ["Booked 19 09:00"]
        assert (booked_at(office), booked_at(office, "calendar.workshop")) == (
            ["19 09:00"],
            ["18 14:00"],
        )
        assert booked_at(other) == []
        assert [text.line_id for text in office.carrier.sent[-2:]] == [WORKSHOP.id, DESK.id]
    finally:
        await closed(other)


async def test_two_lines_may_share_a_calendar(office: Office) -> None:
    shared = replace(WORKSHOP, booking=replace(BOOKING, job=Job(duration=timedelta(hours=2))))
    await reopened(office, replace(BOOKS, lines=(DESK, shared)))
    await writes(office, "1")
    # Two hours that leave alone what the other line's caller may choose.
    assert await writes(office, "1", OTHER_CALLER, shared) == [
        "ASKED 1: 18 14:30, 2: 19 09:30, 3: 19 12:30"
    ]


async def test_the_time_around_an_appointment_is_kept_free(office: Office) -> None:
    job = Job(before=timedelta(minutes=30), after=timedelta(minutes=30))
    await reopened(
        office, replace(BOOKS, lines=(replace(DESK, booking=replace(BOOKING, job=job)),))
    )
    office.diary.events(JOBS).append(event("2026-11-18 13:00", 45))
    [answer] = await writes(office, "1")
    assert answer.startswith("ASKED 1: 18 14:30")


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


def at_the_second_question(office: Office, what: Callable[[], Awaitable[object]]) -> None:
    """Have something happen while the calendar is asked for the second time."""

    async def second() -> None:
        await what()

    async def first() -> None:
        office.diary.meanwhile = second

    office.diary.meanwhile = first


async def test_who_is_erased_while_the_calendar_is_written_is_told_nothing(office: Office) -> None:
    await writes(office, "1")
    at_the_second_question(office, lambda: office.engine.people.erase(CALLER))
    assert await writes(office, "2") == []
    assert await states(office) == []


async def test_who_opts_out_while_the_calendar_is_written_has_the_time_and_is_told_nothing(
    office: Office,
) -> None:
    await writes(office, "1")
    at_the_second_question(office, lambda: arrives(office, "STOP"))
    assert await writes(office, "2") == []
    assert booked_at(office) == ["19 09:00"]
    assert await stage(office) is Stage.BOOKED


async def test_who_opts_out_while_they_call_off_is_told_nothing(office: Office) -> None:
    await books(office)

    async def stop() -> None:
        await arrives(office, "STOP")

    office.diary.meanwhile = stop
    assert await writes(office, "0") == []
    assert office.diary.events(JOBS) == []
    assert await states(office) == ["gone"]


async def test_who_opted_out_calls_off_with_people(office: Office) -> None:
    await books(office)
    await writes(office, "STOP")
    assert await writes(office, "0") == []
    assert booked_at(office) == ["18 14:00"]
    assert alerts(office) == 1


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


async def test_a_line_whose_calendar_was_taken_away_leaves_callers_to_people(
    office: Office,
) -> None:
    await arrives(office, "1")
    await reopened(office, replace(BOOKS, lines=(LINE,)))
    await office.wake()
    assert office.carrier.sent == []
    assert alerts(office) == 1


async def test_a_line_whose_calendar_is_another_one_offers_times_of_that(office: Office) -> None:
    await writes(office, "1")
    other = replace(DESK, booking=replace(BOOKING, calendar="calendar.other"))
    await reopened(office, replace(BOOKS, lines=(other,)))
    [answer] = await writes(office, "2")
    assert answer.startswith("TAKEN")
    assert (booked_at(office), await writes(office, "1")) == ([], ["Booked 20 09:00"])
    assert booked_at(office, "calendar.other") == ["20 09:00"]


async def test_a_move_that_the_calendar_cut_short_is_ended_with_the_former_time_freed(
    office: Office,
) -> None:
    await books(office)
    await writes(office, "change")
    office.diary.answers = 1
    assert await writes(office, "1") == []
    assert booked_at(office) == ["18 14:00"]
    office.diary.answers = None
    await office.wake(minutes=2)
    assert booked_at(office) == ["19 09:00"]
    assert sorted(await states(office)) == ["booked", "gone"]


async def test_a_turn_that_another_one_replaced_is_taken_by_nobody(office: Office) -> None:
    machine = Machine(
        office.shop, office.ledger, office.engine._reception, (), wake_by=lambda _at: None
    )
    await arrives(office, "1")
    turn = await office.ledger.write(lambda book: book.clock(1, ClockKind.TURN))
    assert turn is not None
    await machine.ring(replace(turn, since=turn.since - timedelta(seconds=1)))
    assert await rings(office, ClockKind.TURN)
    await machine.ring(turn)
    assert not await rings(office, ClockKind.TURN)


async def test_a_turn_on_a_line_that_was_removed_is_over(office: Office) -> None:
    await arrives(office, "1")
    await reopened(office, replace(BOOKS, lines=(WORKSHOP,)))
    await office.wake()
    assert not await rings(office, ClockKind.TURN)


async def test_what_was_written_long_ago_is_left_to_people(office: Office) -> None:
    office.clock.forward(hours=2)
    written = InboundText(
        line_id=DESK.id,
        carrier_id="IN late",
        sender=CALLER,
        body="1",
        at=office.clock.now - timedelta(hours=1),
    )
    await office.engine.handle_text(written)
    await office.wake()
    assert office.carrier.sent == []
    assert alerts(office) == 1
    # The same where it was Home Assistant that was away.
    await arrives(office, "1", OTHER_CALLER)
    office.clock.forward(hours=1)
    await office.restart()
    await office.wake()
    assert office.carrier.sent == []


@pytest.mark.parametrize(
    ("first", "begun", "ended"),
    [(["1"], "2", "Booked 19 09:00"), (["1", "2"], "0", "Called off 19 09:00")],
    ids=["booked", "called off"],
)
async def test_what_is_ended_at_night_is_told_in_the_morning(
    office: Office, first: list[str], begun: str, ended: str
) -> None:
    for words in first:
        await writes(office, words)
    # It tells what it holds, and is silent when it is to be written.
    office.diary.answers = 1 if begun == "2" else 0
    sent = len(office.carrier.sent)
    assert await writes(office, begun) == []
    office.diary.answers = None
    office.clock.now = at("2026-11-18 23:00")
    await office.restart()
    await office.wake()
    assert booked_at(office) == (["19 09:00"] if begun == "2" else [])
    assert len(office.carrier.sent) == sent
    await later(office, "2026-11-19 08:00")
    assert office.carrier.sent[sent].body == ended
