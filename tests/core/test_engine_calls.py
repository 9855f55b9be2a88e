"""A missed call texts its caller once, and everything is on disk first."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core import intake
from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.desk import Desk, Draft
from custom_components.missed_call_textback.core.engine import Refusal, UnknownLine
from custom_components.missed_call_textback.core.outbox import InboundText, TextState
from custom_components.missed_call_textback.core.policy import Hold, Skip, TextBack
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Line, Rules
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import (
    CALLER,
    LINE,
    MOBILE,
    NIGHT,
    OTHER_CALLER,
    OTHER_LINE,
    event,
    missed,
    with_rules,
)


async def test_a_missed_call_texts_the_caller(office: Office) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))
    await office.engine.handle_call(missed())
    await office.idle()
    [text] = office.carrier.sent
    assert (text.to, text.sender, text.body) == (
        CALLER, LINE.number, "Front desk: sorry we missed you.",
    )  # fmt: skip
    assert office.standing() is TextState.ACCEPTED
    figures = await office.figures()
    assert figures.total == figures.today
    assert {tally: n for tally, n in figures.total.items() if n} == {
        Tally.MISSED: 1, Tally.TEXTED: 1, Tally.EPISODES: 1, Tally.ELIGIBLE: 1,
    }  # fmt: skip


async def test_a_call_is_decided_by_what_is_known_of_whom_it_began_with(office: Office) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id, carrier_id="SM1", sender=CALLER, body="STOP", at=office.clock.now
        )
    )
    await office.idle()
    sent = len(office.carrier.sent)
    await office.engine.handle_call(event(CallStep.ARRIVED))
    another = event(CallStep.ENDED, outcome=Outcome.NO_ANSWER, caller=OTHER_CALLER)
    await office.engine.handle_call(another)
    await office.idle()
    [decided] = office.decided
    assert (decided.call.caller, decided.decision) == (CALLER, Skip(Reason.OPTED_OUT))
    assert len(office.carrier.sent) == sent


async def test_after_hours_the_words_are_others(office: Office) -> None:
    office.clock.now = NIGHT
    await office.engine.handle_call(missed())
    await office.idle()
    assert office.carrier.sent[0].body.endswith("we are closed.")
    assert office.decided[0].decision == TextBack(Reason.MISSED_CLOSED)


async def test_ten_calls_of_one_caller_at_once_make_one_text(office: Office) -> None:
    await asyncio.gather(*(office.engine.handle_call(missed(f"x:{n}")) for n in range(10)))
    await office.idle()
    assert len(office.carrier.sent) == 1
    assert await office.total(Tally.MISSED) == 10
    assert await office.total(Tally.EPISODES) == 1
    reasons = sorted(each.decision.reason for each in office.decided)
    assert reasons == [Reason.MISSED_OPEN, *[Reason.TEXTED_RECENTLY] * 9]


async def test_a_webhook_that_comes_twice_counts_once(office: Office) -> None:
    for _ in range(3):
        await office.engine.handle_call(event(CallStep.ARRIVED))
        await office.engine.handle_call(event(CallStep.ARRIVED))
        await office.engine.handle_call(missed())
    await office.idle()
    assert len(office.carrier.sent) == len(office.decided) == 1
    assert await office.total(Tally.MISSED) == 1


async def test_callers_and_lines_are_told_apart(office: Office) -> None:
    await office.engine.handle_call(missed("x:1"))
    await office.engine.handle_call(missed("x:2", OTHER_CALLER))
    await office.engine.handle_call(missed("x:3", line=OTHER_LINE))
    await office.idle()
    assert [(text.to, text.line_id) for text in office.carrier.sent] == [
        (CALLER, LINE.id), (OTHER_CALLER, LINE.id), (CALLER, OTHER_LINE.id),
    ]  # fmt: skip


async def test_after_the_cooldown_the_caller_is_texted_again(office: Office) -> None:
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    office.clock.forward(hours=24)
    await office.engine.handle_call(missed("x:2"))
    await office.idle()
    assert len(office.carrier.sent) == 2


async def test_without_a_cooldown_a_text_in_flight_still_keeps_a_second_one_back(
    office: Office,
) -> None:
    """The ledger's uniqueness holds where no rule does."""
    office.shop = with_rules(Rules(again_after=timedelta(0)), office.shop)
    office.engine = office.new_engine()
    await asyncio.gather(*(office.engine.handle_call(missed(f"x:{n}")) for n in range(2)))
    assert [each.decision.reason for each in office.decided] == [
        Reason.MISSED_OPEN,
        Reason.TEXTED_RECENTLY,
    ]
    await office.idle()
    assert len(office.carrier.sent) == 1
    with pytest.raises(Refusal):
        await asyncio.gather(
            *(office.engine.text_back(LINE.id, number=OTHER_CALLER) for _ in range(2))
        )
    await office.idle()


@pytest.mark.parametrize(
    ("caller", "reason", "counted"),
    [
        ("anonymous", Reason.NO_CALLER_ID, 1),
        ("+266696687", Reason.NO_CALLER_ID, 1),
        ("garbage \u202e", Reason.NOT_A_PHONE_NUMBER, 1),
        (MOBILE, Reason.TEAM, 0),
        (OTHER_LINE.number, Reason.OWN_NUMBER, 0),
    ],
)
async def test_who_is_not_texted_is_still_told_with_the_reason(
    office: Office, caller: str, reason: Reason, counted: int
) -> None:
    await office.engine.handle_call(missed(caller=caller))
    await office.idle()
    assert office.carrier.sent == []
    assert office.decided[0].decision == Skip(reason)
    assert await office.total(Tally.MISSED) == counted
    assert await office.total(Tally.EPISODES) == 0


async def test_an_answered_call_texts_nobody(office: Office) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))
    await office.engine.handle_call(event(CallStep.ENDED, outcome=Outcome.ANSWERED))
    assert office.decided[0].decision == Skip(Reason.ANSWERED)
    assert await office.total(Tally.MISSED) == 0


async def test_a_caller_who_gets_through_is_recovered_once(office: Office) -> None:
    await office.engine.handle_call(missed("x:1"))
    for source_id in ("x:2", "x:3"):
        await office.engine.handle_call(
            event(CallStep.ENDED, source_id=source_id, outcome=Outcome.ANSWERED)
        )
    await office.idle()
    assert await office.total(Tally.RECOVERED) == 1


async def test_a_call_that_was_answered_after_all_closes_what_it_opened(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.handle_call(event(CallStep.ENDED, outcome=Outcome.ANSWERED))
    await office.engine.handle_call(
        event(CallStep.ENDED, source_id="x:2", outcome=Outcome.ANSWERED)
    )
    await office.idle()
    assert await office.total(Tally.RECOVERED) == 0


async def test_a_colleagues_call_leaves_no_trace_in_the_numbers(office: Office) -> None:
    await office.engine.handle_call(missed(caller=MOBILE))
    await office.engine.handle_call(event(CallStep.ENDED, caller=MOBILE, outcome=Outcome.ANSWERED))
    assert not any((await office.figures()).total.values())


async def test_a_call_that_ends_while_it_is_thought_lost_is_decided_once(office: Office) -> None:
    await office.engine.handle_call(missed())
    desk = Desk(shop=office.shop, line=LINE, now=office.clock.now)
    draft = Draft(ref="late", body="late")
    taken = await office.ledger.write(
        lambda book: intake.close_lost_call(book, "twilio:CA1", desk, draft)
    )
    assert taken == intake.CallTaken()


async def test_a_message_left_later_is_kept_with_the_call(office: Office) -> None:
    await office.engine.handle_call(missed())
    recorded = event(CallStep.RECORDED, recording="https://api.twilio.com/RE1")
    await office.engine.handle_call(recorded)
    await office.engine.handle_call(missed("x:2", "anonymous"))
    await office.engine.handle_call(replace(recorded, source_id="x:2", caller="anonymous"))
    await office.idle()
    record = await office.ledger.call_by_id(office.decided[0].call_id)
    assert record is not None
    assert record.call.outcome is Outcome.VOICEMAIL
    assert record.call.recording == "https://api.twilio.com/RE1"
    assert record.reason is Reason.MISSED_OPEN
    assert len(office.carrier.sent) == 1


async def test_with_the_switch_off_nothing_is_sent_and_the_switch_outlives_a_restart(
    office: Office,
) -> None:
    assert office.engine.settings.is_automatic(LINE.id)
    await office.engine.settings.set_automatic(LINE.id, on=False)
    await office.restart()
    assert not office.engine.settings.is_automatic(LINE.id)
    await office.engine.handle_call(missed())
    assert office.decided[0].decision == Skip(Reason.AUTOMATIC_OFF)
    assert await office.total(Tally.EPISODES) == 1


@pytest.mark.parametrize(
    ("after", "confirmed", "outcome", "reason"),
    [
        (25, True, Outcome.ANSWERED, Reason.ANSWERED),
        (25, False, Outcome.NO_ANSWER, Reason.MISSED_OPEN),
        (19, False, Outcome.ABANDONED, Reason.MISSED_OPEN),
        (2, False, Outcome.ABANDONED, Reason.SHORT_RING),
        (2, True, Outcome.ANSWERED, Reason.ANSWERED),
    ],
)
async def test_a_call_whose_end_got_lost_is_ended_by_the_hang_up(
    office: Office, after: int, confirmed: bool, outcome: Outcome, reason: Reason
) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))
    if confirmed:
        await office.engine.handle_call(event(CallStep.CONFIRMED))
    office.clock.forward(seconds=after)
    await office.engine.handle_call(event(CallStep.HUNG_UP, at=office.clock.now))
    assert office.decided == []
    await office.wake(seconds=5)
    assert [(each.call.outcome, each.decision.reason) for each in office.decided] == [
        (outcome, reason)
    ]
    assert len(office.carrier.sent) == (reason is Reason.MISSED_OPEN)


async def test_a_hang_up_that_overtakes_the_answer_texts_nobody(office: Office) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))
    await office.engine.handle_call(event(CallStep.HUNG_UP))
    await office.engine.handle_call(event(CallStep.ENDED, outcome=Outcome.ANSWERED))
    await office.wake(minutes=5)
    assert office.carrier.sent == []
    assert [each.call.outcome for each in office.decided] == [Outcome.ANSWERED]


async def test_a_call_that_only_hung_up_is_not_forgotten(office: Office) -> None:
    await office.engine.handle_call(event(CallStep.HUNG_UP))
    await office.wake(minutes=1)
    assert len(office.carrier.sent) == 1


async def test_a_call_of_which_nothing_more_is_heard_is_missed_even_over_a_restart(
    office: Office,
) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))
    await office.restart()
    await office.wake(minutes=2)
    assert len(office.carrier.sent) == 1


async def test_a_call_lost_on_a_line_that_was_removed_texts_nobody(office: Office) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))
    office.shop = replace(office.shop, lines=(OTHER_LINE,))
    await office.restart()
    await office.wake(minutes=2)
    assert office.carrier.sent == []
    assert office.decided[0].decision == Skip(Reason.AUTOMATIC_OFF)


async def test_a_line_that_the_shop_does_not_have_is_refused(office: Office) -> None:
    elsewhere = Line(id="ELSEWHERE", name="", number="+12025550109")
    with pytest.raises(UnknownLine):
        await office.engine.handle_call(missed(line=elsewhere))


@pytest.mark.parametrize("restarted", [True, False], ids=["over a restart", "in one run"])
async def test_a_held_text_goes_out_at_its_time_and_not_before(
    office: Office, monkeypatch: pytest.MonkeyPatch, restarted: bool
) -> None:
    until = office.clock.now + timedelta(hours=8)
    hold = Hold(until, Reason.MISSED_CLOSED)
    monkeypatch.setattr(intake, "decide", lambda *_args, **_kwargs: hold)
    await office.engine.handle_call(missed())
    if restarted:
        await office.restart()
    await office.wake(hours=7, minutes=59)
    assert office.carrier.sent == []
    await office.wake(minutes=1)
    assert len(office.carrier.sent) == 1
