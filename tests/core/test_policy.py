"""Every call gets exactly one decision, with its reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.caller import Caller
from custom_components.missed_call_textback.core.calls import Attestation, Call, Outcome
from custom_components.missed_call_textback.core.limits import Limits, Traffic
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.policy import (
    Decision,
    Hold,
    Moment,
    Skip,
    TextBack,
    decide,
    guard,
    why_no_answer,
)
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Rules, Shop

from .examples import CALLER, LINE, MOBILE, NIGHT, NOON, SHOP

NEW = Caller()
FOUND_OUT = Caller(line_kind=NumberKind.LANDLINE, line_kind_at=NOON - timedelta(days=179))
GERMAN = replace(SHOP, limits=Limits(countries=frozenset({"DE"})), country="DE")
OPEN = Moment(now=NOON, is_open=True)
MINUTE = timedelta(minutes=1)


def call(
    caller: str | None = CALLER,
    outcome: Outcome = Outcome.NO_ANSWER,
    *,
    rang: float | None = None,
    attestation: Attestation | None = None,
) -> Call:
    return Call(
        line_id=LINE.id,
        source_id="x:1",
        caller=caller,
        started_at=NOON,
        outcome=outcome,
        ring_seconds=rang,
        attestation=attestation,
    )


def decided(
    the_call: Call,
    caller: Caller = NEW,
    *,
    shop: Shop = SHOP,
    rules: Rules = LINE.rules,
    moment: Moment = OPEN,
) -> Decision:
    return decide(the_call, caller, shop, replace(LINE, rules=rules), moment)


def test_a_missed_caller_is_texted_in_opening_hours_and_after_them() -> None:
    assert decided(call()) == TextBack(Reason.MISSED_OPEN)
    assert decided(call(), moment=replace(OPEN, is_open=False)) == TextBack(Reason.MISSED_CLOSED)


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.ANSWERED])
def test_every_kind_of_missed_call_is_texted_unless_the_owner_leaves_it_out(
    outcome: Outcome,
) -> None:
    assert isinstance(decided(call(outcome=outcome)), TextBack)
    others = Rules(outcomes=frozenset(Outcome) - {outcome})
    assert decided(call(outcome=outcome), rules=others) == Skip(Reason.OUTCOME_OFF)


@pytest.mark.parametrize(
    ("the_call", "caller", "reason"),
    [
        (call(outcome=Outcome.ANSWERED), NEW, Reason.ANSWERED),
        (call("anonymous"), NEW, Reason.NO_CALLER_ID),
        (call(None), NEW, Reason.NO_CALLER_ID),
        (call("+266696687"), NEW, Reason.NO_CALLER_ID),
        (call("12345"), NEW, Reason.SHORT_CODE),
        (call("sip:x@example.com"), NEW, Reason.NOT_A_PHONE_NUMBER),
        (call(LINE.number), NEW, Reason.OWN_NUMBER),
        (call(MOBILE), NEW, Reason.TEAM),
        (call("(202) 555-0188"), NEW, Reason.TEAM),
        (call(), Caller(opted_out=True), Reason.OPTED_OUT),
        (call(), Caller(blocked=True), Reason.BLOCKED),
        (call("+4915112345678"), NEW, Reason.FOREIGN),
        (call("+14165550123"), NEW, Reason.FOREIGN),
        (call("+18005550123"), NEW, Reason.CANNOT_GET_TEXTS),
        (call(), FOUND_OUT, Reason.LANDLINE),
        (call(), replace(FOUND_OUT, line_kind=NumberKind.UNTEXTABLE), Reason.CANNOT_GET_TEXTS),
        (call(outcome=Outcome.ABANDONED, rang=2.9), NEW, Reason.SHORT_RING),
        (call(attestation=Attestation.FAILED), NEW, Reason.SPOOFED),
        (call(), Caller(reached_at=NOON - 29 * MINUTE), Reason.REACHED),
        (call(), Caller(spoke_at=NOON - 29 * MINUTE), Reason.TALKING),
        (call(), Caller(last_text_back_at=NOON - timedelta(hours=23)), Reason.TEXTED_RECENTLY),
        (call(), Caller(last_text_back_at=NOON + timedelta(hours=1)), Reason.TEXTED_RECENTLY),
    ],
)
def test_who_is_not_texted_and_why(the_call: Call, caller: Caller, reason: Reason) -> None:
    assert decided(the_call, caller) == Skip(reason)


@pytest.mark.parametrize(
    ("the_call", "caller", "rules"),
    [
        (call(), Caller(last_text_back_at=NOON - LINE.rules.again_after), LINE.rules),
        (call(), Caller(last_text_back_at=NOON), Rules(again_after=timedelta(0))),
        (call(outcome=Outcome.ABANDONED, rang=3), NEW, LINE.rules),
        (call(outcome=Outcome.ABANDONED, rang=0), NEW, Rules(short_ring=timedelta(0))),
        (call(outcome=Outcome.ABANDONED), NEW, LINE.rules),
        (call(outcome=Outcome.BUSY, rang=0), NEW, LINE.rules),
        (call(attestation=Attestation.PASSED), NEW, LINE.rules),
        (call(attestation=Attestation.FAILED), NEW, Rules(holds_back_spoofed=False)),
        (call(), Caller(spoke_at=NOON - 30 * MINUTE), LINE.rules),
        (call(), Caller(reached_at=NOON), Rules(in_conversation=timedelta(0))),
    ],
    ids=[
        "cooldown over", "no cooldown", "rang long enough", "no ring too short", "ring unknown",
        "busy at once", "confirmed caller", "spoofing not minded", "conversation over",
        "conversations not minded",
    ],
)  # fmt: skip
def test_who_is_texted_all_the_same(the_call: Call, caller: Caller, rules: Rules) -> None:
    assert decided(the_call, caller, rules=rules) == TextBack(Reason.MISSED_OPEN)


@pytest.mark.parametrize(
    ("number", "caller", "wrote", "reason"),
    [
        (CALLER, Caller(), False, None),
        (CALLER, Caller(opted_out=True), True, Reason.OPTED_OUT),
        (CALLER, Caller(blocked=True), True, Reason.BLOCKED),
        (CALLER, FOUND_OUT, False, Reason.LANDLINE),
        (CALLER, FOUND_OUT, True, None),
        (CALLER, replace(FOUND_OUT, line_kind=NumberKind.MOBILE), False, None),
        (LINE.number, Caller(), False, Reason.OWN_NUMBER),
        ("+4915112345678", Caller(), True, Reason.FOREIGN),
    ],
)
def test_it_is_known_beforehand_whether_an_answer_would_arrive(
    number: str, caller: Caller, wrote: bool, reason: Reason | None
) -> None:
    assert why_no_answer(number, caller, SHOP, NOON, wrote=wrote) is reason


def test_a_landline_by_its_countrys_plan_is_not_texted() -> None:
    assert decided(call("+493012345678"), shop=GERMAN) == Skip(Reason.LANDLINE)
    assert decided(call("030 12345678"), shop=GERMAN) == Skip(Reason.LANDLINE)
    assert decided(call("+4915112345678"), shop=GERMAN) == TextBack(Reason.MISSED_OPEN)


def test_what_the_carrier_found_out_of_a_number_counts_for_half_a_year() -> None:
    long_ago = replace(FOUND_OUT, line_kind_at=NOON - timedelta(days=180))
    assert decided(call(), long_ago) == TextBack(Reason.MISSED_OPEN)
    ported = Caller(line_kind=NumberKind.MOBILE, line_kind_at=NOON)
    assert decided(call("+493012345678"), ported, shop=GERMAN) == TextBack(Reason.MISSED_OPEN)


def test_a_shop_that_names_no_country_texts_any() -> None:
    anywhere = replace(SHOP, limits=Limits())
    assert decided(call("+4915112345678"), shop=anywhere) == TextBack(Reason.MISSED_OPEN)


LIMITED = replace(
    SHOP, limits=Limits(per_caller=2, per_hour=3, per_day=4, burst=5, budget=100, price=10)
)


@pytest.mark.parametrize(
    ("traffic", "cost", "reason"),
    [
        (Traffic(to_caller=2), 0, Reason.CAP_CALLER),
        (Traffic(last_hour=3), 0, Reason.CAP_HOUR),
        (Traffic(last_day=4), 0, Reason.CAP_DAY),
        (Traffic(first_callers=5), 0, Reason.BURST),
        (Traffic(spent=91), 10, Reason.BUDGET),
    ],
)
def test_beyond_a_limit_nobody_is_texted(traffic: Traffic, cost: int, reason: Reason) -> None:
    moment = replace(OPEN, traffic=traffic, cost=cost)
    assert decided(call(), shop=LIMITED, moment=moment) == Skip(reason)


def test_up_to_its_limits_a_shop_texts() -> None:
    traffic = Traffic(to_caller=1, last_hour=2, last_day=3, first_callers=4, spent=90)
    moment = replace(OPEN, traffic=traffic, cost=10)
    assert decided(call(), shop=LIMITED, moment=moment) == TextBack(Reason.MISSED_OPEN)


def test_a_burst_of_strangers_keeps_nobody_back_who_is_known() -> None:
    moment = replace(OPEN, traffic=Traffic(first_callers=5))
    known = Caller(first_at=NOON - timedelta(days=1))
    assert decided(call(), known, shop=LIMITED, moment=moment) == TextBack(Reason.MISSED_OPEN)


def test_at_night_the_first_text_goes_at_once_or_waits_for_the_morning_as_the_owner_wants() -> None:
    moment = replace(OPEN, now=NIGHT, is_open=False)
    assert decided(call(), moment=moment) == TextBack(Reason.MISSED_CLOSED)
    # Washington, D.C.: 8:00 is 13:00 UTC.
    morning = datetime(2026, 11, 19, 13, tzinfo=UTC)
    night_call = replace(call(), ended_at=NIGHT)
    held = decided(night_call, moment=moment, rules=Rules(by_day_only=True))
    assert held == Hold(morning, Reason.SENSIBLE_HOURS)
    assert decided(call(), rules=Rules(by_day_only=True)) == TextBack(Reason.MISSED_OPEN)


def test_with_the_switch_off_an_automation_decides_but_the_guards_are_named_first() -> None:
    off = replace(OPEN, automatic=False)
    assert decided(call(), moment=off) == Skip(Reason.AUTOMATIC_OFF)
    assert decided(call(MOBILE), moment=off) == Skip(Reason.TEAM)


@pytest.mark.parametrize(
    ("address", "caller", "reason"),
    [
        (CALLER, NEW, None),
        (MOBILE, NEW, None),
        (MOBILE, Caller(blocked=True), None),
        (CALLER, FOUND_OUT, None),
        (CALLER, Caller(opted_out=True), Reason.OPTED_OUT),
        (CALLER, Caller(blocked=True), Reason.BLOCKED),
        (MOBILE, Caller(opted_out=True), Reason.OPTED_OUT),
        ("+4915112345678", NEW, Reason.FOREIGN),
        (LINE.number, NEW, Reason.OWN_NUMBER),
        ("private", NEW, Reason.NO_CALLER_ID),
        ("911", NEW, Reason.SHORT_CODE),
    ],
)
def test_free_words_may_go_to_the_team_but_to_nobody_against_their_will(
    address: str, caller: Caller, reason: Reason | None
) -> None:
    assert guard(address, caller, SHOP) is reason


def test_an_older_reason_stands_before_a_later_one() -> None:
    # Each caller breaks every rule from its place on, so only the first reason may be named.
    everything = Caller(
        opted_out=True, blocked=True, line_kind=NumberKind.LANDLINE, line_kind_at=NOON,
        reached_at=NOON, spoke_at=NOON,
        last_text_back_at=NOON,
    )  # fmt: skip
    steps = [
        everything,
        replace(everything, opted_out=False),
        replace(everything, opted_out=False, blocked=False),
        replace(everything, opted_out=False, blocked=False, line_kind=None),
    ]
    reasons = [decided(call(), caller).reason for caller in steps]
    assert reasons == [Reason.OPTED_OUT, Reason.BLOCKED, Reason.LANDLINE, Reason.REACHED]
    assert all(before is not after for before, after in pairwise(reasons))


TIMES = st.none() | st.datetimes(
    min_value=datetime(2026, 11, 1),  # noqa: DTZ001
    max_value=datetime(2026, 12, 1),  # noqa: DTZ001
).map(lambda at: at.replace(tzinfo=UTC))
CALLERS = st.builds(
    Caller,
    opted_out=st.booleans(),
    blocked=st.booleans(),
    line_kind=st.none() | st.sampled_from(NumberKind),
    line_kind_at=TIMES,
    last_text_back_at=TIMES,
    spoke_at=TIMES,
    reached_at=TIMES,
    first_at=TIMES,
)
ADDRESSES = (
    st.none()
    | st.sampled_from([CALLER, MOBILE, LINE.number, "+4915112345678", "+493012345678", "12345"])
    | st.from_regex(r"\+?[0-9 ().-]{3,20}", fullmatch=True)
    | st.text(max_size=20)
)
MOMENTS = st.builds(
    Moment,
    now=st.sampled_from([NOON, NIGHT]),
    is_open=st.booleans(),
    automatic=st.booleans(),
    traffic=st.builds(
        Traffic,
        to_caller=st.integers(0, 5),
        last_hour=st.integers(0, 5),
        last_day=st.integers(0, 5),
        first_callers=st.integers(0, 6),
        spent=st.integers(0, 200),
    ),
    cost=st.integers(0, 50),
)
RULES = st.builds(
    Rules,
    outcomes=st.frozensets(st.sampled_from(Outcome)),
    again_after=st.sampled_from([timedelta(0), timedelta(hours=24)]),
    in_conversation=st.sampled_from([timedelta(0), timedelta(hours=1)]),
    holds_back_spoofed=st.booleans(),
    by_day_only=st.booleans(),
)
CALLS = st.builds(
    call,
    ADDRESSES,
    st.sampled_from(Outcome),
    rang=st.none() | st.floats(0, 60),
    attestation=st.none() | st.sampled_from(Attestation),
)


@given(CALLS, CALLERS, RULES, MOMENTS)
def test_decide_is_total_and_never_texts_whom_it_must_not(
    the_call: Call, caller: Caller, rules: Rules, moment: Moment
) -> None:
    decision = decided(the_call, caller, shop=LIMITED, rules=rules, moment=moment)
    assert decision == decided(the_call, caller, shop=LIMITED, rules=rules, moment=moment)
    assert decision.reason in Reason
    if isinstance(decision, Hold):
        assert decision.until > moment.now
    if not isinstance(decision, Skip):
        assert moment.automatic
        assert the_call.missed
        assert the_call.outcome in rules.outcomes
        assert not caller.opted_out
        assert not caller.blocked
        assert the_call.caller not in (MOBILE, LINE.number, None)
        last = caller.last_text_back_at
        assert last is None or moment.now - last >= rules.again_after
        assert moment.traffic.last_hour < 3
        assert moment.traffic.spent + moment.cost <= 100
