"""What is urgent is told once, with the words that made it so, until a person has dealt with it."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.channels import Channel
from custom_components.missed_call_textback.core.happenings import TextReceived
from custom_components.missed_call_textback.core.inbox import Wanted, mark_after
from custom_components.missed_call_textback.core.leads import SAID, Stage
from custom_components.missed_call_textback.core.outbox import InboundText
from custom_components.missed_call_textback.core.threads import (
    Thread,
    ThreadState,
    after_call,
    after_done,
    after_handling,
    after_machine_words,
    after_our_words,
    after_reply,
    after_resolving,
    new_thread,
    to_call_back,
)

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NOON, OTHER_CALLER, OTHER_LINE, SHOP, missed

LINES = (LINE.id, OTHER_LINE.id)
LATER = NOON + timedelta(minutes=5)


def call(outcome: Outcome) -> Call:
    return Call(line_id=LINE.id, source_id="x:1", caller=CALLER, started_at=NOON, outcome=outcome)


URGENT = after_reply(new_thread(LINE.id, CALLER, NOON), NOON, Channel.SMS, ("gas leak",)).thread

type Step = Callable[[Thread], Thread]


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(lambda thread: after_our_words(thread, LATER), id="a person writes"),
        pytest.param(lambda thread: after_handling(thread, LATER), id="a person deals with it"),
        pytest.param(
            lambda thread: after_call(thread, call(Outcome.ANSWERED), LATER).thread,
            id="they get through",
        ),
        pytest.param(lambda thread: after_done(thread, LATER).thread, id="it is done"),
        *(
            pytest.param(
                lambda thread, stage=stage: after_resolving(thread, stage, LATER).thread,
                id=f"it is said to be {stage}",
            )
            for stage in SAID
        ),
    ],
)
def test_a_person_of_the_shop_ends_the_urgency(step: Step) -> None:
    after = step(URGENT)
    assert (after.urgent_since, after.urgent_words) == (None, ())


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(lambda thread: after_machine_words(thread, LATER), id="a machine writes"),
        pytest.param(lambda thread: after_reply(thread, LATER).thread, id="they write again"),
        pytest.param(
            lambda thread: after_reply(thread, LATER, Channel.SMS, ("flood",)).thread,
            id="they write of another urgency",
        ),
        pytest.param(
            lambda thread: after_call(thread, call(Outcome.NO_ANSWER), LATER).thread,
            id="they call in vain",
        ),
        pytest.param(lambda thread: to_call_back(thread, LATER), id="they ought to be called"),
    ],
)
def test_nothing_else_ends_or_renews_it(step: Step) -> None:
    after = step(URGENT)
    assert (after.urgent_since, after.urgent_words) == (NOON, ("gas leak",))


@given(
    st.lists(st.sampled_from(["reply", "urgent", "ours", "machine", "missed", "answered", "said"]))
)
def test_what_is_urgent_waits_for_an_answer_or_was_asked_about(events: list[str]) -> None:
    thread = new_thread(LINE.id, CALLER, NOON)
    for number, event in enumerate(events):
        at = NOON + timedelta(minutes=number)
        match event:
            case "reply":
                thread = after_reply(thread, at).thread
            case "urgent":
                thread = after_reply(thread, at, Channel.SMS, ("sparks",)).thread
            case "ours":
                thread = after_our_words(thread, at)
            case "machine":
                thread = after_machine_words(thread, at)
            case "said":
                thread = after_resolving(thread, Stage.QUOTED, at).thread
            case _:
                outcome = Outcome.ANSWERED if event == "answered" else Outcome.NO_ANSWER
                thread = after_call(thread, call(outcome), at).thread
        assert (thread.urgent_since is None) is (thread.urgent_words == ())
        assert thread.urgent_since is None or thread.state is ThreadState.WAITING


async def writes(
    office: Office, body: str, *, sender: str = CALLER, line_id: str = LINE.id
) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=line_id,
            carrier_id=f"SM{body}{sender}",
            sender=sender,
            body=body,
            at=office.clock.now,
        )
    )
    office.clock.forward(seconds=1)


def told(office: Office) -> list[tuple[tuple[str, ...], bool]]:
    return [(each.urgent, each.alarm) for each in office.told if isinstance(each, TextReceived)]


async def thread_of(office: Office) -> Thread:
    [summary] = await office.ledger.threads(SHOP.id, LINES, Wanted())
    return summary.thread


async def test_an_urgent_text_is_told_with_its_words_and_alarms_once(office: Office) -> None:
    began_at = office.clock.now
    await writes(office, "Hello?")
    await writes(office, "It is URGENT, there's a gas leak")
    await writes(office, "Anybody there? Emergency!!")
    assert told(office) == [((), False), (("URGENT", "gas leak"), True), (("Emergency",), False)]
    thread = await thread_of(office)
    assert thread.urgent_since == began_at + timedelta(seconds=1)
    assert thread.urgent_words == ("URGENT", "gas leak")
    assert (await office.figures()).urgent == 1


async def test_after_an_answer_the_next_urgent_text_is_an_alarm_of_its_own(office: Office) -> None:
    await writes(office, "urgent")
    await office.engine.send_text(LINE.id, CALLER, "We are on our way")
    await office.idle()
    assert (await thread_of(office)).urgent_since is None
    assert (await office.figures()).urgent == 0
    await writes(office, "it is urgent again")
    assert told(office) == [(("urgent",), True), (("urgent",), True)]


async def test_who_gets_through_is_urgent_no_more(office: Office) -> None:
    await writes(office, "urgent")
    await office.engine.handle_call(missed(outcome=Outcome.ANSWERED, at=office.clock.now))
    assert (await thread_of(office)).urgent_since is None


async def test_a_callers_matter_is_not_urgent_when_the_text_says_so(office: Office) -> None:
    await writes(office, "Not urgent, whenever you can")
    assert told(office) == [((), False)]
    assert (await thread_of(office)).urgent_since is None


@pytest.mark.parametrize(
    ("body", "sender"), [("STOP. It was urgent", CALLER), ("urgent", MOBILE)], ids=["STOP", "team"]
)
async def test_neither_a_stop_nor_the_team_alarms(office: Office, body: str, sender: str) -> None:
    await writes(office, body, sender=sender)
    assert told(office) == [((), False)]


async def test_the_urgent_ones_are_listed_longest_first_and_page_by_page(office: Office) -> None:
    numbers = [f"+1202555014{number}" for number in range(5)]
    for number in numbers:
        await writes(office, "no rush", sender=number)
    urgent = [numbers[3], numbers[1], numbers[4]]
    for number, line in zip(urgent, (LINE, OTHER_LINE, LINE), strict=True):
        await writes(office, "emergency", sender=number, line_id=line.id)
    await office.engine.handle_call(missed("x:1", OTHER_CALLER))
    wanted = Wanted(limit=2, urgent=True)
    first = await office.ledger.threads(SHOP.id, LINES, wanted)
    mark = mark_after(first, wanted)
    rest = await office.ledger.threads(SHOP.id, LINES, Wanted(limit=2, urgent=True, after=mark))
    assert [each.thread.peer for each in (*first, *rest)] == urgent
    of_line = Wanted(urgent=True, line_id=LINE.id, state=ThreadState.WAITING)
    page = await office.ledger.threads(SHOP.id, LINES, of_line)
    assert [each.thread.peer for each in page] == [numbers[3], numbers[4]]
    booked = Wanted(urgent=True, state=ThreadState.BOOKED)
    assert await office.ledger.threads(SHOP.id, LINES, booked) == []
