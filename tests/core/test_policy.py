"""Every call gets exactly one decision, with its reason."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.policy import (
    Caller,
    Decision,
    Reason,
    Skip,
    TextBack,
    decide,
    guard,
)

from .examples import CALLER, LINE, MOBILE, NIGHT, NOON, SHOP

NEW = Caller()


def call(caller: str | None = CALLER, outcome: Outcome = Outcome.NO_ANSWER) -> Call:
    return Call(line_id=LINE.id, source_id="x:1", caller=caller, started_at=NOON, outcome=outcome)


def decided(
    the_call: Call, caller: Caller = NEW, *, automatic: bool = True, now: datetime = NOON
) -> Decision:
    return decide(the_call, caller, SHOP, LINE, automatic=automatic, now=now)


def test_a_missed_caller_is_texted_in_opening_hours_and_after_them() -> None:
    assert decided(call()) == TextBack(Reason.MISSED_OPEN)
    assert decided(call(), now=NIGHT) == TextBack(Reason.MISSED_CLOSED)


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.ANSWERED])
def test_every_kind_of_missed_call_is_texted(outcome: Outcome) -> None:
    assert isinstance(decided(call(outcome=outcome)), TextBack)


@pytest.mark.parametrize(
    ("the_call", "caller", "reason"),
    [
        (call(outcome=Outcome.ANSWERED), NEW, Reason.ANSWERED),
        (call("anonymous"), NEW, Reason.NO_CALLER_ID),
        (call(None), NEW, Reason.NO_CALLER_ID),
        (call("+266696687"), NEW, Reason.NO_CALLER_ID),
        (call("12345"), NEW, Reason.NOT_A_PHONE_NUMBER),
        (call("sip:x@example.com"), NEW, Reason.NOT_A_PHONE_NUMBER),
        (call(LINE.number), NEW, Reason.OWN_NUMBER),
        (call(MOBILE), NEW, Reason.TEAM),
        (call("(202) 555-0188"), NEW, Reason.TEAM),
        (call(), Caller(opted_out=True), Reason.OPTED_OUT),
        (
            call(),
            Caller(last_text_back_at=NOON - timedelta(hours=23)),
            Reason.TEXTED_RECENTLY,
        ),
        (call(), Caller(last_text_back_at=NOON + timedelta(hours=1)), Reason.TEXTED_RECENTLY),
    ],
)
def test_who_is_not_texted_and_why(the_call: Call, caller: Caller, reason: Reason) -> None:
    assert decided(the_call, caller) == Skip(reason)


def test_after_the_cooldown_a_caller_is_texted_again() -> None:
    caller = Caller(last_text_back_at=NOON - SHOP.again_after)
    assert isinstance(decided(call(), caller), TextBack)


def test_with_the_switch_off_an_automation_decides_but_the_guards_are_named_first() -> None:
    assert decided(call(), automatic=False) == Skip(Reason.AUTOMATIC_OFF)
    assert decided(call(MOBILE), automatic=False) == Skip(Reason.TEAM)


@pytest.mark.parametrize(
    ("address", "caller", "reason"),
    [
        (CALLER, NEW, None),
        (MOBILE, NEW, None),
        (CALLER, Caller(opted_out=True), Reason.OPTED_OUT),
        (LINE.number, NEW, Reason.OWN_NUMBER),
        ("private", NEW, Reason.NO_CALLER_ID),
        ("911", NEW, Reason.NOT_A_PHONE_NUMBER),
    ],
)
def test_free_words_may_go_to_the_team_but_to_nobody_against_their_will(
    address: str, caller: Caller, reason: Reason | None
) -> None:
    assert guard(address, caller, SHOP) is reason


CALLERS = st.builds(
    Caller,
    opted_out=st.booleans(),
    last_text_back_at=st.none()
    | st.datetimes(
        min_value=datetime(2026, 11, 1),  # noqa: DTZ001
        max_value=datetime(2026, 12, 1),  # noqa: DTZ001
    ).map(lambda at: at.replace(tzinfo=NOON.tzinfo)),
)
ADDRESSES = st.none() | st.sampled_from([CALLER, MOBILE, LINE.number]) | st.text(max_size=20)


@given(ADDRESSES, st.sampled_from(Outcome), CALLERS, st.booleans())
def test_decide_is_total_and_never_texts_whom_it_must_not(
    address: str | None, outcome: Outcome, caller: Caller, automatic: bool
) -> None:
    decision = decided(call(address, outcome), caller, automatic=automatic)
    assert decision.reason in Reason
    if isinstance(decision, TextBack):
        assert automatic
        assert outcome is not Outcome.ANSWERED
        assert not caller.opted_out
        assert address not in (MOBILE, LINE.number)
        last = caller.last_text_back_at
        assert last is None or NOON - last >= SHOP.again_after


def test_the_cooldown_is_the_owners() -> None:
    shop = replace(SHOP, again_after=timedelta(0))
    caller = Caller(last_text_back_at=NOON)
    again = decide(call(), caller, shop, LINE, automatic=True, now=NOON)
    assert isinstance(again, TextBack)
