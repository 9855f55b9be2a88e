"""A held text goes out in the morning, unless the caller calls, writes or opts out meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import InboundText, TextState
from custom_components.missed_call_textback.core.policy import Hold, Skip, TextBack
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Rules

from .conftest import Office
from .examples import CALLER, LINE, NIGHT, OTHER_CALLER, event, missed, with_rules

MORNING = datetime(2026, 11, 19, 13, tzinfo=UTC)
"""8:00 in Washington, D.C., where the caller's number is at home."""


@pytest.fixture
async def night(office: Office) -> Office:
    """Return a shop at night that holds first texts until the morning, with one missed call."""
    office.shop = with_rules(Rules(by_day_only=True), office.shop)
    office.clock.now = NIGHT
    await office.restart()
    await office.engine.handle_call(missed("x:1", at=NIGHT))
    await office.idle()
    assert office.decided[-1].decision == Hold(MORNING, Reason.SENSIBLE_HOURS)
    assert office.carrier.sent == []
    return office


async def morning_comes(office: Office) -> None:
    """Let it become eight in the morning, after a restart in the night."""
    await office.restart()
    await office.wake(seconds=(MORNING - office.clock.now).total_seconds())


def reply(body: str) -> InboundText:
    return InboundText(line_id=LINE.id, carrier_id="SMin1", sender=CALLER, body=body, at=NIGHT)


async def test_in_the_morning_the_text_goes_out(night: Office) -> None:
    await morning_comes(night)
    assert [text.to for text in night.carrier.sent] == [CALLER]


async def test_who_was_texted_in_the_morning_is_not_texted_again_before_the_cooldown_is_over(
    office: Office,
) -> None:
    office.shop = with_rules(Rules(by_day_only=True, again_after=timedelta(hours=2)), office.shop)
    office.clock.now = NIGHT
    await office.restart()
    await office.engine.handle_call(missed("x:1", at=NIGHT))
    await morning_comes(office)
    for minutes, sent in ((4, 1), (115, 1), (2, 2)):
        office.clock.forward(minutes=minutes)
        await office.engine.handle_call(missed(f"x:{minutes}:{sent}", at=office.clock.now))
        await office.idle()
        assert len(office.carrier.sent) == sent


async def test_who_calls_again_at_night_is_held_again_and_texted_once(night: Office) -> None:
    night.clock.forward(hours=1)
    await night.engine.handle_call(missed("x:2", at=night.clock.now))
    assert (night.standing(), night.last_text.error) == (TextState.DROPPED, Reason.CALLED_AGAIN)
    assert night.decided[-1].decision == Hold(MORNING, Reason.SENSIBLE_HOURS)
    await morning_comes(night)
    assert len(night.carrier.sent) == 1


@pytest.mark.parametrize(
    ("again", "reason"),
    [
        (
            event(
                CallStep.ENDED,
                source_id="x:2",
                outcome=Outcome.ABANDONED,
                ring_seconds=1,
                at=NIGHT + timedelta(hours=1),
            ),
            Reason.SHORT_RING,
        ),
        (missed("x:0", at=NIGHT - timedelta(days=400)), Reason.TOO_LATE),
    ],
    ids=["hung up at once", "called long before, as is learnt late"],
)
async def test_a_call_that_leads_to_no_text_takes_none_away_that_was_promised_for_another(
    night: Office, again: CallEvent, reason: Reason
) -> None:
    night.clock.forward(hours=1)
    await night.engine.handle_call(again)
    assert night.decided[-1].decision == Skip(reason)
    await morning_comes(night)
    assert [text.to for text in night.carrier.sent] == [CALLER]


async def test_who_gets_through_at_night_is_not_texted_in_the_morning(night: Office) -> None:
    night.clock.forward(hours=1)
    through = missed("x:2", at=night.clock.now, outcome=Outcome.ANSWERED)
    await night.engine.handle_call(through)
    assert (night.standing(), night.last_text.error) == (TextState.DROPPED, Reason.ANSWERED)
    await morning_comes(night)
    assert night.carrier.sent == []


async def test_a_call_that_was_answered_after_all_drops_its_text(night: Office) -> None:
    await night.engine.handle_call(missed("x:1", outcome=Outcome.ANSWERED))
    assert night.standing() is TextState.DROPPED
    await morning_comes(night)
    assert night.carrier.sent == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [("Are you open tomorrow?", Reason.REPLIED), ("STOP", Reason.OPTED_OUT)],
    ids=["reply", "stop"],
)
async def test_who_writes_at_night_is_not_texted_back_in_the_morning(
    night: Office, body: str, reason: Reason
) -> None:
    await night.engine.handle_text(reply(body))
    await night.idle()
    dropped = [each.text for each in night.moved if each.text.state is TextState.DROPPED]
    assert [text.error for text in dropped] == [reason]
    await morning_comes(night)
    assert CALLER not in [text.to for text in night.carrier.sent if text.kind == "text_back"]


@pytest.mark.parametrize("blocked", [True, False], ids=["blocked", "opted out by the owner"])
async def test_whom_the_owner_silences_at_night_is_not_texted_in_the_morning(
    night: Office, blocked: bool
) -> None:
    if blocked:
        await night.engine.people.set_blocked(CALLER, blocked=True)
    else:
        await night.engine.people.set_wish(CALLER, Wish.STOP)
    assert night.standing() is TextState.DROPPED
    await morning_comes(night)
    assert night.carrier.sent == []
    await night.engine.handle_call(missed("x:2", at=night.clock.now))
    reason = Reason.BLOCKED if blocked else Reason.OPTED_OUT
    assert night.decided[-1].decision == Skip(reason)


async def test_whom_the_owner_allows_again_is_texted_again(night: Office) -> None:
    await night.engine.people.set_blocked(CALLER, blocked=True)
    await night.engine.people.set_wish(CALLER, Wish.STOP)
    await night.engine.people.set_blocked(CALLER, blocked=False)
    await night.engine.people.set_wish(CALLER, Wish.START)
    night.clock.now = MORNING + timedelta(hours=1)
    await night.engine.handle_call(missed("x:2", at=night.clock.now))
    assert night.decided[-1].decision == TextBack(Reason.MISSED_OPEN)


async def test_a_hold_of_one_caller_is_no_hold_of_another(night: Office) -> None:
    await night.engine.handle_call(missed("x:2", OTHER_CALLER))
    await morning_comes(night)
    assert {text.to for text in night.carrier.sent} == {CALLER, OTHER_CALLER}


async def test_who_is_called_back_at_night_is_not_texted_in_the_morning(night: Office) -> None:
    night.clock.forward(minutes=5)
    now = night.clock.now
    await night.engine.handle(CallMade(numbers=(CALLER,), began_at=now))
    assert night.moved == []
    await night.engine.handle(CallMade(numbers=(CALLER,), began_at=now, answered_at=now))
    assert (night.standing(), night.last_text.error) == (TextState.DROPPED, Reason.CALLED_BACK)
    await morning_comes(night)
    assert night.carrier.sent == []


async def test_a_text_that_was_promised_after_the_call_back_stays(night: Office) -> None:
    before = NIGHT - timedelta(minutes=5)
    await night.engine.handle(CallMade(numbers=(CALLER,), began_at=before, answered_at=before))
    assert night.moved == []
    await morning_comes(night)
    assert [text.to for text in night.carrier.sent] == [CALLER]


async def test_a_text_that_was_promised_after_a_call_that_was_answered_stays(night: Office) -> None:
    night.clock.forward(hours=1)
    before = missed("x:0", at=NIGHT - timedelta(minutes=5), outcome=Outcome.ANSWERED)
    await night.engine.handle_call(before)
    assert night.moved == []
    await morning_comes(night)
    assert [text.to for text in night.carrier.sent] == [CALLER]


async def test_a_text_that_was_promised_after_a_call_that_was_answered_after_all_stays(
    night: Office,
) -> None:
    night.clock.forward(minutes=10)
    await night.engine.handle_call(missed("x:2", at=night.clock.now))
    moved = list(night.moved)
    await night.engine.handle_call(missed("x:1", outcome=Outcome.ANSWERED))
    assert night.moved == moved
    await morning_comes(night)
    assert [text.to for text in night.carrier.sent] == [CALLER]
