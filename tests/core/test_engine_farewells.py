"""The waiting clock stops when the caller says goodbye, and thanks for an answer start none."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.clocks import ClockKind
from custom_components.missed_call_textback.core.farewell import Farewell
from custom_components.missed_call_textback.core.happenings import TextReceived, WaitingOver
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.outbox import InboundText, Reaction, Refused
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import (
    Thread,
    after_done,
    after_our_words,
    after_reply,
    new_thread,
    to_call_back,
)
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NOON, SHOP, missed
from .test_engine_alerts import TEAM, alerts, overs, texts, writes

_ids = count()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop whose team is told of callers."""
    ledger = SqliteLedger()
    await ledger.open(tmp_path / "ledger.db")
    office = Office(ledger, shop=TEAM)
    await office.engine.start()
    yield office
    await office.engine.stop()
    await ledger.close()


async def says(office: Office, body: str) -> None:
    """Have the caller write now, and what follows at once happen."""
    await writes(office, body, carrier_id=f"IN{next(_ids)}")


async def thread(office: Office) -> Thread:
    [summary] = await office.ledger.threads(SHOP.id, [LINE.id], Wanted())
    return summary.thread


async def answers(office: Office, body: str) -> None:
    office.clock.forward(minutes=1)
    await office.engine.send_text(LINE.id, CALLER, body, by="Anna")
    await office.idle()
    office.clock.forward(minutes=1)


async def test_thanks_for_an_answer_are_unread_and_nobody_is_told(office: Office) -> None:
    await says(office, "Can you come today?")
    await answers(office, "We come at four.")
    told = len(alerts(office))
    await says(office, "Perfect, thanks! 👍")
    await says(office, "See you")
    await office.wake(hours=3)
    assert len(alerts(office)) == told
    stands = await thread(office)
    assert (stands.waiting_since, stands.unread) == (None, 2)
    assert isinstance(last := office.told[-1], TextReceived)
    assert not last.waits
    assert len(overs(office)) == 1, "that of the answer"
    clocks = await office.ledger.write(lambda book: [book.clock(1, kind) for kind in ClockKind])
    assert set(clocks) == {None}


async def test_ok_to_a_question_is_an_answer_and_the_team_is_told(office: Office) -> None:
    await says(office, "Can you come today?")
    await answers(office, "Does four o'clock suit you?")
    await says(office, "ok")
    assert (await thread(office)).waiting_since == office.clock.now
    assert len(alerts(office)) == 2


async def test_a_question_that_never_went_out_was_not_asked(office: Office) -> None:
    await says(office, "Can you come today?")
    await answers(office, "We come at four.")
    office.carrier.answers.append(Refused("21211", Reaction.NEVER))
    await answers(office, "Or is five better?")
    assert office.carrier.sent[-1].body == "Or is five better?"
    await says(office, "Great, thanks")
    assert (await thread(office)).waiting_since is None


async def test_thanks_with_a_picture_are_looked_at(office: Office) -> None:
    await says(office, "Can you come today?")
    await answers(office, "We come at four.")
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id,
            carrier_id="MM1",
            sender=CALLER,
            body="ok thanks",
            at=office.clock.now,
            media=1,
        )
    )
    assert (await thread(office)).waiting_since is not None


async def test_thanks_while_they_wait_end_nothing(office: Office) -> None:
    await says(office, "Can you come today?")
    since = (await thread(office)).waiting_since
    await says(office, "Thanks!")
    assert (await thread(office)).waiting_since == since


async def test_thanks_for_a_text_back_wait_for_somebody(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    await says(office, "ok thanks")
    assert (await thread(office)).waiting_since is not None
    assert await office.total(Tally.RECOVERED) == 1


async def test_who_wants_nothing_any_more_waits_no_more_and_the_team_hears_why(
    office: Office,
) -> None:
    await says(office, "Can you come today?")
    await says(office, "Never mind, found someone else")
    (over,) = overs(office)
    assert (over.by, over.words, over.peer) == (None, "Never mind, found someone else", CALLER)
    assert {told.member_id for told in over.told} == {"SAM", "ANNA"}
    assert texts(office, MOBILE)[1:] == [f"None answered {CALLER}: Never mind, found someone else"]
    await office.wake(hours=3)
    assert len(alerts(office)) == 1
    stands = await thread(office)
    assert (stands.waiting_since, stands.unread) == (None, 2)
    assert (await office.figures()).waiting == 0


async def test_who_says_never_mind_to_a_text_back_alarms_nobody_and_was_not_won_back(
    office: Office,
) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    await says(office, "Never mind, it's sorted")
    await office.wake(hours=3)
    assert alerts(office) == []
    assert not any(isinstance(each, WaitingOver) for each in office.told)
    assert (await thread(office)).episode_at is None
    assert await office.total(Tally.RECOVERED) == 0
    assert await office.total(Tally.REPLIES) == 1
    # A call of theirs later on is another one to win back.
    office.clock.forward(days=2)
    await office.engine.handle_call(missed("x:2", at=office.clock.now))
    assert await office.total(Tally.EPISODES) == 2


async def test_what_comes_after_a_goodbye_is_told_as_ever(office: Office) -> None:
    await says(office, "Can you come today?")
    await says(office, "Never mind")
    office.clock.forward(minutes=1)
    await says(office, "Or could you come tomorrow?")
    assert len(alerts(office)) == 2
    assert (await thread(office)).waiting_since == office.clock.now


def test_who_was_never_spoken_with_is_not_answered() -> None:
    thread = new_thread(LINE.id, CALLER, NOON)
    assert not thread.is_answered
    assert after_reply(thread, NOON, farewell=Farewell.THANKS).thread.waiting_since == NOON
    spoken = after_our_words(thread, NOON)
    assert spoken.is_answered
    assert not to_call_back(spoken, NOON).is_answered
    assert after_done(spoken, NOON).thread.is_answered


@given(st.lists(st.sampled_from(["words", "ours", *Farewell]), max_size=12))
def test_only_a_goodbye_begins_no_waiting_and_only_a_never_mind_ends_one(events: list[str]) -> None:
    thread = new_thread(LINE.id, CALLER, NOON)
    for event in events:
        before = thread
        if event == "ours":
            thread = after_our_words(thread, NOON)
            continue
        farewell = Farewell(event) if event in set(Farewell) else None
        thread = after_reply(thread, NOON, farewell=farewell).thread
        assert thread.unread == before.unread + 1
        match farewell:
            case None:
                assert thread.waiting_since is not None
            case Farewell.THANKS:
                waits = before.waiting_since is not None or not before.is_answered
                assert (thread.waiting_since is not None) is waits
            case Farewell.NEVER_MIND:
                assert thread.waiting_since is None
