"""A caller books, moves and calls off an appointment by text, and never has one of somebody else's."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.diary import Contact
from custom_components.missed_call_textback.core.happenings import (
    LeadMoved,
    TextReceived,
)
from custom_components.missed_call_textback.core.hours import DAYS, WeeklyHours
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import TextKind
from custom_components.missed_call_textback.core.slots import Job
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.urgency import Topic, Urgency

from .booking_office import (
    BOOKING,
    BOOKS,
    DESK,
    FIRST_OFFER,
    JOBS,
    WORKSHOP,
    alerts,
    arrives,
    booked_at,
    books,
    closed,
    event,
    opened,
    reopened,
    rings,
    stage,
    states,
    writes,
)
from .conftest import Office
from .examples import CALLER, LINE, OTHER_CALLER, missed


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop that makes appointments."""
    office = await opened(tmp_path / "ledger.db")
    yield office
    await closed(office)


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
    assert {text.kind for text in office.carrier.sent[1:]} == {
        TextKind.MACHINE,
        TextKind.APPOINTMENT,
    }


async def test_who_copies_one_of_two_times_twelve_hours_apart_has_that_one(office: Office) -> None:
    hours = WeeklyHours.parse(dict.fromkeys(DAYS, "8:00-8:30, 20:00-20:30"))
    await reopened(office, replace(BOOKS, hours=hours, languages=("de",)))
    assert await writes(office, "Termin") == ["ASKED 1: 18 20:00, 2: 19 08:00, 3: 19 20:00"]
    assert await writes(office, "morgen um 8 Uhr") == ["Booked 19 08:00"]


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
    # They wrote of their own accord: nobody was won back.
    assert await office.total(Tally.BOOKED) == 0
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


@pytest.mark.parametrize("begins", [True, False])
async def test_who_wants_nothing_any_more_while_the_calendar_is_asked_is_answered_nothing(
    office: Office, *, begins: bool
) -> None:
    """Whatever the machine was about to say, and whatever it was about to write."""

    async def thinks_again() -> None:
        office.clock.forward(seconds=1)
        await arrives(office, "Never mind")

    if not begins:
        await writes(office, "1")
    office.diary.meanwhile = thinks_again
    assert await writes(office, "1") == []
    assert booked_at(office) == []
    assert not await rings(office, ClockKind.TURN)


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


async def test_a_line_whose_calendar_is_another_one_offers_times_of_that(office: Office) -> None:
    await writes(office, "1")
    other = replace(DESK, booking=replace(BOOKING, calendar="calendar.other"))
    await reopened(office, replace(BOOKS, lines=(other,)))
    [answer] = await writes(office, "2")
    assert answer.startswith("TAKEN")
    assert (booked_at(office), await writes(office, "1")) == ([], ["Booked 20 09:00"])
    assert booked_at(office, "calendar.other") == ["20 09:00"]
