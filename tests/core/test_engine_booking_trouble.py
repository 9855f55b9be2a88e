"""Whatever calendars, crashes and second thoughts do, an appointment is booked once or not at all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.booking import AppointmentState
from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.machine import Machine
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Refused,
    TextState,
)

from .booking_office import (
    BOOKS,
    DESK,
    FIRST_OFFER,
    JOBS,
    WORKSHOP,
    alerts,
    arrives,
    at,
    at_the_second_question,
    booked_at,
    books,
    closed,
    event,
    later,
    opened,
    reopened,
    rings,
    stage,
    states,
    writes,
)
from .conftest import Office
from .examples import CALLER, LINE, OTHER_CALLER


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop that makes appointments."""
    office = await opened(tmp_path / "ledger.db")
    yield office
    await closed(office)


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


async def test_a_line_whose_calendar_was_taken_away_leaves_callers_to_people(
    office: Office,
) -> None:
    await arrives(office, "1")
    await reopened(office, replace(BOOKS, lines=(LINE,)))
    await office.wake()
    assert office.carrier.sent == []
    assert alerts(office) == 1


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
    machine = Machine(office.engine.people._place, ())
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


async def test_who_was_erased_is_forgotten_with_what_they_were_offered(office: Office) -> None:
    await books(office)
    await writes(office, "change")
    await office.engine.people.erase(CALLER)
    await office.wake(days=2)
    assert office.carrier.sent[-1].body.startswith("OTHERS")
    assert await states(office) == []


async def test_what_is_booked_is_confirmed_though_they_write_once_more_before(
    office: Office,
) -> None:
    await writes(office, "1")
    office.carrier.answers.append(Refused("20429", Reaction.RETRY))
    await writes(office, "2")
    assert office.standing() is TextState.QUEUED
    await writes(office, "Thanks!")
    await office.wake(minutes=2)
    assert office.standing() is TextState.ACCEPTED
    assert office.carrier.sent[-1].body == "Booked 19 09:00"


async def test_whoever_is_blocked_is_told_nothing_more_by_the_machine(office: Office) -> None:
    await writes(office, "1")
    office.carrier.answers.append(Refused("20429", Reaction.RETRY))
    await writes(office, "2")
    await office.engine.people.set_blocked(CALLER, blocked=True)
    sent = len(office.carrier.sent)
    await office.wake(minutes=2)
    assert len(office.carrier.sent) == sent
    assert office.standing() is TextState.FAILED
