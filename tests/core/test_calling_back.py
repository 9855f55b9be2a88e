"""Somebody of the shop calls a caller back: whoever was spoken to is waited for no longer."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.missed_call_textback.core.calls_made import SAME_CALL, CallMade
from custom_components.missed_call_textback.core.happenings import CalledBack, WaitingOver
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.outbox import InboundText
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import RecordKind
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import Thread, ThreadState
from custom_components.missed_call_textback.core.told import Told

from .conftest import Office
from .examples import CALLER, LINE, OTHER_CALLER, OTHER_LINE, SHOP, missed

LINES = (LINE.id, OTHER_LINE.id)


def called(
    office: Office, *numbers: str, answered: bool = True, at: datetime | None = None
) -> CallMade:
    began_at = office.clock.now if at is None else at
    return CallMade(
        numbers=numbers or (CALLER,),
        began_at=began_at,
        answered_at=began_at + timedelta(seconds=8) if answered else None,
    )


async def writes(office: Office) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id, carrier_id="SMin1", sender=CALLER, body="Hi?", at=office.clock.now
        )
    )


async def thread_of(office: Office, line_id: str = LINE.id) -> Thread:
    page = await office.ledger.threads(SHOP.id, LINES, Wanted())
    return next(each.thread for each in page if each.thread.line_id == line_id)


async def kinds(office: Office) -> list[tuple[str, str]]:
    records = await office.ledger.records(SHOP.id, LINES)
    return [(each.kind.value, each.what) for each in records if each.kind is RecordKind.CALL_OUT]


def told(office: Office) -> list[CalledBack]:
    return [each for each in office.told if isinstance(each, CalledBack)]


async def test_whoever_was_called_back_is_recovered_and_waited_for_no_longer(
    office: Office,
) -> None:
    await office.engine.handle_call(missed())
    await writes(office)
    await office.engine.handle_call(missed("twilio:CA2", at=office.clock.now))
    office.clock.forward(minutes=5)
    assert (await thread_of(office)).state is ThreadState.WAITING
    await office.engine.handle(called(office))
    thread = await thread_of(office)
    assert (thread.state, thread.episode_at) == (ThreadState.REPLIED, None)
    assert thread.reached_at == thread.last_at
    [happened] = told(office)
    assert (happened.peer, happened.line_id, happened.recovered) == (CALLER, LINE.id, True)
    assert await kinds(office) == [("call_out", "answered")]
    assert await office.total(Tally.RECOVERED) == await office.total(Tally.EPISODES) == 2


async def test_a_try_is_noted_and_changes_nothing(office: Office) -> None:
    await office.engine.handle_call(missed())
    before = await thread_of(office)
    office.clock.forward(minutes=5)
    await office.engine.handle(called(office, answered=False))
    assert await thread_of(office) == before
    assert [(each.answered_at, each.recovered) for each in told(office)] == [(None, False)]
    assert await kinds(office) == [("call_out", "no_answer")]
    assert await office.total(Tally.RECOVERED) == 0


async def test_nobody_is_texted_because_of_a_call_that_the_shop_makes(office: Office) -> None:
    for number, answered in ((CALLER, True), (OTHER_CALLER, False)):
        await office.engine.handle(called(office, number, answered=answered))
    await office.idle()
    assert (office.carrier.sent, office.told) == ([], [])
    assert await office.ledger.threads(SHOP.id, LINES, Wanted()) == []
    assert await kinds(office) == []


@pytest.mark.parametrize("answered", [True, False])
async def test_a_call_that_two_sources_hear_is_one(office: Office, answered: bool) -> None:
    await office.engine.handle_call(missed())
    office.clock.forward(minutes=5)
    made = called(office, answered=answered)
    for heard in (made, made, replace(made, began_at=made.began_at - SAME_CALL)):
        await office.engine.handle(heard)
    assert len(told(office)) == len(await kinds(office)) == 1


async def test_what_was_a_try_to_one_source_and_a_talk_to_another_is_a_talk(
    office: Office,
) -> None:
    await office.engine.handle_call(missed())
    office.clock.forward(minutes=5)
    await office.engine.handle(called(office, answered=False))
    await office.engine.handle(called(office))
    assert [each.recovered for each in told(office)] == [False, True]
    assert await kinds(office) == [("call_out", "answered")]


async def test_a_call_from_one_desk_to_another_is_nobodys(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.handle(called(office, "101", "*8"))
    assert (told(office), await kinds(office)) == ([], [])


async def test_they_are_known_by_whichever_number_is_theirs(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.handle(called(office, f"9{CALLER[1:]}", CALLER[1:], "101"))
    assert [each.peer for each in told(office)] == [CALLER]


async def test_a_call_ends_what_is_open_on_every_line(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.handle_call(missed("twilio:CA2", line=OTHER_LINE))
    office.clock.forward(minutes=5)
    await office.engine.handle(called(office))
    assert [each.line_id for each in told(office)] == list(LINES)
    for line_id in LINES:
        assert (await thread_of(office, line_id)).episode_at is None


async def test_what_they_did_after_a_call_that_is_learnt_of_late_stays_open(
    office: Office,
) -> None:
    before = office.clock.now
    office.clock.forward(hours=1)
    await office.engine.handle_call(missed(at=office.clock.now))
    await writes(office)
    await office.engine.handle(called(office, at=before))
    assert (await thread_of(office)).state is ThreadState.WAITING
    assert [each.recovered for each in told(office)] == [False]


@pytest.mark.parametrize("answered", [True, False])
async def test_the_team_hears_that_a_caller_waits_no_more(office: Office, answered: bool) -> None:
    await office.engine.handle_call(missed())
    await writes(office)
    [summary] = await office.ledger.threads(SHOP.id, LINES, Wanted())
    told_sam = Told(
        thread_id=summary.id,
        line_id=LINE.id,
        member_id="SAM",
        code=1,
        token="tap",
        at=office.clock.now,
    )
    await office.ledger.write(lambda book: book.add_told(told_sam))
    office.clock.forward(minutes=5)
    await office.engine.handle(called(office, answered=answered))
    over = [each for each in office.told if isinstance(each, WaitingOver)]
    assert [each.told for each in over] == ([(told_sam,)] if answered else [])


async def test_a_matter_that_is_lost_is_not_opened_again_by_our_call(office: Office) -> None:
    await office.engine.handle_call(missed())
    [summary] = await office.ledger.threads(SHOP.id, LINES, Wanted())
    await office.engine.conversations.resolve(summary.id, Stage.LOST)
    await office.engine.handle(called(office))
    assert (await thread_of(office)).lead.stage is Stage.LOST
    assert await office.total(Tally.LOST) == 1


async def test_a_source_whose_clock_is_ahead_tells_of_no_future(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.handle(called(office, at=office.clock.now + timedelta(days=1)))
    [happened] = told(office)
    assert happened.began_at == happened.answered_at == office.clock.now


async def test_who_was_just_called_back_and_calls_again_is_not_texted(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    await office.engine.handle(called(office))
    office.clock.forward(minutes=1)
    decided = await office.engine.handle_call(missed("twilio:CA2", at=office.clock.now))
    assert decided is not None
    assert decided.decision.reason is Reason.REACHED
