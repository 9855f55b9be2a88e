"""A line's questions, asked by a real engine: one at a time, until a person or the caller ends it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.happenings import TeamAlerted
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.outbox import InboundText, TextKind
from custom_components.missed_call_textback.core.questions import Question, Questionnaire, Topic
from custom_components.missed_call_textback.core.shop import Booking, Shop, TeamMember
from custom_components.missed_call_textback.core.urgency import Urgency
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, NOON, OTHER_CALLER, OTHER_LINE, SHOP, event, missed

FORM = Questionnaire(questions=tuple(Question(topic=topic) for topic in Topic))
ROOF = "Is it a flat roof?"
DESK = replace(LINE, questions=FORM)
WORKSHOP = replace(OTHER_LINE, questions=Questionnaire(questions=(Question(words=ROOF),)))
ANNA = TeamMember(id="ANNA", name="Anna", by_app=True)
ASKS = replace(SHOP, lines=(DESK, WORKSHOP), team=(ANNA,))
_ids = iter(range(1, 10_000))


async def opened(path: Path, shop: Shop = ASKS) -> Office:
    ledger = SqliteLedger()
    await ledger.open(path)
    office = Office(ledger, shop=shop)
    await office.engine.start()
    return office


async def closed(office: Office) -> None:
    await office.engine.stop()
    await office.ledger.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop that asks questions."""
    office = await opened(tmp_path / "ledger.db")
    yield office
    await closed(office)


async def arrives(
    office: Office, body: str, sender: str = CALLER, line_id: str = LINE.id, behind: int = 0
) -> None:
    """Have somebody write, by a telephone whose clock is so many seconds behind; and no more."""
    await office.engine.handle_text(
        InboundText(
            line_id=line_id,
            carrier_id=f"IN{next(_ids)}",
            sender=sender,
            body=body,
            at=office.clock.now - timedelta(seconds=behind),
        )
    )


async def writes(
    office: Office, body: str, sender: str = CALLER, line_id: str = LINE.id, after: int = 60
) -> list[str]:
    """Have somebody write a while later, and return what they are asked at once."""
    before = len(questions(office))
    office.clock.forward(seconds=after)
    await arrives(office, body, sender, line_id)
    await office.idle()
    await office.wake()
    return [text for text, _ in questions(office)[before:]]


def questions(office: Office) -> list[tuple[str, str]]:
    """Return what was asked so far, and whom."""
    ours = (TextKind.MACHINE, TextKind.APPOINTMENT)
    machine = (text for text in office.carrier.sent if text.kind in ours)
    return [(text.body, text.to) for text in machine]


async def answers(office: Office, thread_id: int = 1) -> dict[str, str | None]:
    summary = await office.ledger.thread(office.shop.id, thread_id)
    assert summary is not None
    return {each.key: each.value for each in summary.answers}


async def test_a_caller_is_asked_one_thing_after_the_other_and_people_have_it_all(
    office: Office,
) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    assert await writes(office, "Hi") == ["service? (en)"]
    assert await writes(office, "My boiler is broken") == ["place? (en)"]
    assert await writes(office, "90210") == ["timeline? (en)"]
    assert await writes(office, "no hurry") == []
    assert await answers(office) == {
        "service": "My boiler is broken",
        "place": "90210",
        "timeline": "no hurry",
    }
    # They waited for a person from their first word on.
    thread = await office.engine.conversations.thread(1)
    assert thread.waiting_since == NOON + timedelta(minutes=1)
    assert any(isinstance(each, TeamAlerted) for each in office.told)
    # Whatever they write then, they are asked nothing.
    assert await writes(office, "Are you there") == []


async def test_a_line_that_asks_nothing_asks_nothing(tmp_path: Path) -> None:
    office = await opened(tmp_path / "plain.db", SHOP)
    assert await writes(office, "Hi") == []
    assert await answers(office) == {}
    assert await office.ledger.write(lambda book: book.clock(1, ClockKind.TURN)) is None
    await closed(office)


async def test_what_a_caller_said_is_not_asked_and_told_to_people_at_once(office: Office) -> None:
    assert await writes(office, "My boiler broke, 12 Elm Street, tomorrow please") == []
    assert (await answers(office))["place"] == "12 Elm Street"
    assert any(isinstance(each, TeamAlerted) for each in office.told)


async def test_a_restart_between_question_and_answer_forgets_nothing(office: Office) -> None:
    assert await writes(office, "Hi") == ["service? (en)"]
    await office.restart()
    assert await writes(office, "a haircut") == ["place? (en)"]


async def test_a_restart_before_the_question_asks_it_once(office: Office) -> None:
    await arrives(office, "Hi")
    await office.restart()
    await office.idle()
    await office.wake(seconds=10)
    await office.wake(minutes=2)
    assert [body for body, _ in questions(office)] == ["service? (en)"]


async def test_who_wrote_while_home_assistant_was_away_for_long_is_for_people(
    office: Office,
) -> None:
    await arrives(office, "Hi")
    for task in tuple(office.tasks):
        task.cancel()
    office.clock.forward(hours=2)
    await office.restart()
    await office.idle()
    await office.wake()
    assert questions(office) == []


async def test_two_lines_and_two_callers_never_mix(office: Office) -> None:
    assert await writes(office, "Hi") == ["service? (en)"]
    assert await writes(office, "Hi", line_id=OTHER_LINE.id) == [f"{ROOF}? (en)"]
    assert await writes(office, "Hello", OTHER_CALLER) == ["service? (en)"]
    assert await writes(office, "yes", line_id=OTHER_LINE.id) == []
    assert await writes(office, "a haircut", OTHER_CALLER) == ["place? (en)"]
    assert await writes(office, "a beard trim") == ["place? (en)"]
    assert await answers(office, 1) == {"service": "a beard trim", "place": None}
    assert await answers(office, 2) == {ROOF: "yes"}
    assert await answers(office, 3) == {"service": "a haircut", "place": None}


async def test_a_person_ends_it_by_a_word(office: Office) -> None:
    await writes(office, "Hi")
    await office.engine.send_text(LINE.id, CALLER, "Anna here, what is it?")
    await office.idle()
    assert await writes(office, "my boiler") == []
    assert await answers(office) == {"service": None}


async def test_a_person_who_is_quicker_than_the_machine_is_not_talked_over(office: Office) -> None:
    await arrives(office, "Hi")
    await office.engine.send_text(LINE.id, CALLER, "Anna here")
    await office.idle()
    await office.wake(minutes=1)
    assert questions(office) == []


async def test_an_answered_call_ends_it(office: Office) -> None:
    await writes(office, "Hi")
    await office.engine.handle_call(
        event(CallStep.ENDED, source_id="x:2", outcome=Outcome.ANSWERED, at=office.clock.now)
    )
    assert await writes(office, "my boiler") == []


@pytest.mark.parametrize("stage", [Stage.BOOKED, Stage.QUOTED, Stage.WON])
async def test_a_booking_ends_it(office: Office, stage: Stage) -> None:
    await writes(office, "Hi")
    await office.engine.conversations.resolve(1, stage)
    assert await writes(office, "my boiler") == []


async def test_an_opt_out_ends_it(office: Office) -> None:
    await writes(office, "Hi")
    assert await writes(office, "STOP") == []
    assert await writes(office, "my boiler") == []


async def test_who_is_blocked_is_asked_nothing(office: Office) -> None:
    await office.engine.people.set_blocked(CALLER, blocked=True)
    assert await writes(office, "Hi") == []
    assert await answers(office) == {}


async def test_who_wants_a_person_is_told_of_at_once_and_asked_nothing_any_more(
    office: Office,
) -> None:
    await writes(office, "Hi")
    office.told.clear()
    assert await writes(office, "call me") == []
    assert any(isinstance(each, TeamAlerted) for each in office.told)
    assert await writes(office, "my boiler") == []


async def test_what_was_on_its_way_is_no_answer(office: Office) -> None:
    await writes(office, "Hello there")
    assert await writes(office, "it is me", after=2) == []
    assert await writes(office, "a haircut") == ["place? (en)"]
    assert await answers(office) == {"service": "a haircut", "place": None}


async def test_a_telephone_whose_clock_is_behind_answers_all_the_same(office: Office) -> None:
    await office.engine.handle_call(missed())
    office.clock.forward(minutes=1)
    await arrives(office, "Hi", behind=400)
    await office.idle()
    await office.wake()
    office.clock.forward(seconds=30)
    await arrives(office, "a haircut", behind=400)
    await office.idle()
    await office.wake()
    assert [body for body, _ in questions(office)] == ["service? (en)", "place? (en)"]


async def test_caps_end_it_and_nothing_counts_as_asked(tmp_path: Path) -> None:
    capped = replace(ASKS, limits=replace(ASKS.limits, per_caller=1))
    office = await opened(tmp_path / "capped.db", capped)
    assert await writes(office, "Hi") == ["service? (en)"]
    assert await writes(office, "a haircut") == []
    assert await answers(office) == {"service": "a haircut"}
    office.clock.forward(days=2)
    assert await writes(office, "hello again") == ["place? (en)"]
    await closed(office)


async def test_a_question_comes_in_the_language_that_the_caller_just_wrote(tmp_path: Path) -> None:
    office = await opened(tmp_path / "two.db", replace(ASKS, languages=("en", "es")))
    assert await writes(office, "Hola, necesito un presupuesto para mañana por favor") == [
        "place? (es)"
    ]
    await closed(office)


async def test_who_says_that_it_is_urgent_is_not_asked_when(tmp_path: Path) -> None:
    urgent = replace(ASKS, urgency=Urgency(own=("flood",)))
    office = await opened(tmp_path / "urgent.db", urgent)
    assert await writes(office, "There is a flood in my kitchen") == ["place? (en)"]
    assert await writes(office, "12 Elm Street") == []
    await closed(office)


async def test_another_matter_is_asked_about_anew_and_the_former_answers_are_kept(
    office: Office,
) -> None:
    await writes(office, "Hi")
    await writes(office, "a haircut")
    await office.engine.conversations.resolve(1, Stage.WON)
    office.clock.forward(days=40)
    await office.engine.handle_call(missed("x:9", at=office.clock.now))
    await office.idle()
    assert await writes(office, "Hi again") == ["service? (en)"]
    assert await answers(office) == {"service": None}
    conversation = await office.engine.conversations.read(1)
    kept = [(each.what, each.body) for each in conversation.records if each.kind == "answer"]
    assert kept == [("service", "a haircut")]


async def test_who_is_in_the_midst_of_booking_is_asked_nothing(tmp_path: Path) -> None:
    booking = Booking(calendar="calendar.jobs", invites=True)
    desk = replace(DESK, booking=booking)
    office = await opened(tmp_path / "booking.db", replace(ASKS, lines=(desk, WORKSHOP)))
    assert await writes(office, "Hi") == ["service? (en)"]
    [offer] = await writes(office, "1")
    assert offer.startswith("ASKED")
    # What is not understood is for people: no two automations talk.
    assert await writes(office, "a beard trim") == []
    [booked] = await writes(office, "2")
    assert booked.startswith("Booked")
    assert await writes(office, "it is a beard trim") == []
    assert await answers(office) == {"service": None}
    await closed(office)


async def test_a_line_that_makes_appointments_and_asks_nothing_leaves_the_rest_to_people(
    tmp_path: Path,
) -> None:
    desk = replace(LINE, booking=Booking(calendar="calendar.jobs", invites=True))
    office = await opened(tmp_path / "booking.db", replace(ASKS, lines=(desk, WORKSHOP)))
    assert await writes(office, "Hi") == []
    assert await answers(office) == {}
    await closed(office)


async def test_a_text_that_a_telephone_brought_late_is_for_people(office: Office) -> None:
    office.clock.forward(days=1)
    await arrives(office, "Hi", behind=2 * 60 * 60)
    await office.idle()
    await office.wake()
    assert questions(office) == []
    assert any(isinstance(each, TeamAlerted) for each in office.told)
