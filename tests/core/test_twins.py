"""The call that a second source tells of is found among those that are known."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.book import StoredCall
from custom_components.missed_call_textback.core.calls import (
    Call,
    CallEvent,
    CallStep,
    Outcome,
    advance,
)
from custom_components.missed_call_textback.core.twins import (
    LONGEST_CALL,
    TWIN_GAP,
    began_between,
    ends_for_all,
    report_of,
    source_of,
    twin_among,
)

from .examples import NOON, event

_NO_NUMBERS = (float("nan"), float("inf"), -1.0, 1e12)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def call(begin: float, end: float | None, source_id: str = "twilio:CA1") -> Call:
    """Return a call from its ring to its end, as a source tells it that reports both."""
    rings = advance(None, event(CallStep.ARRIVED, source_id=source_id, at=at(begin)))
    if end is None:
        return rings
    return advance(rings, event(CallStep.ENDED, at=at(end), outcome=Outcome.NO_ANSWER))


def report(end: float, ring: float | None = None) -> Call:
    """Return a call as a source tells it that reports its end alone."""
    ended = event(
        CallStep.ENDED,
        source_id="pbx:1",
        at=at(end),
        outcome=Outcome.NO_ANSWER,
        ring_seconds=ring,
    )
    return advance(None, ended)


def found(one: Call, *others: Call, now: float = 100) -> int | None:
    stored = [StoredCall(id=n, call=each, decided=False) for n, each in enumerate(others)]
    twin = twin_among(one, stored, at(now))
    return None if twin is None else twin.id


@pytest.mark.parametrize(
    ("source_id", "source"),
    [
        ("twilio:CA1", "twilio"),
        ("asterisk:shop:1763.4", "asterisk:shop"),
        ("fritzbox:shop:2026-11-21T10:00:a1b2:1", "fritzbox:shop"),
        ("bare", "bare"),
    ],
)
def test_a_source_is_its_kind_and_its_name(source_id: str, source: str) -> None:
    assert source_of(source_id) == source


@pytest.mark.parametrize(
    ("begin", "end", "same"),
    [(0, 20, True), (-80, -60, True), (80, 100, True), (-81, -61, False), (81, 100, False)],
)
def test_calls_that_overlap_or_are_a_minute_apart_are_one(
    begin: float, end: float, *, same: bool
) -> None:
    assert (found(report(20, ring=20), call(begin, end)) is not None) is same


def test_a_call_lasts_until_now_where_its_end_is_not_known() -> None:
    assert found(report(90), call(0, None)) == 0
    assert found(report(90), call(0, None), now=20) is None


def test_the_ring_tells_how_far_back_a_call_began() -> None:
    assert found(report(200, ring=130), call(0, 10)) == 0
    assert found(report(200), call(0, 10)) is None


@pytest.mark.parametrize("ring", _NO_NUMBERS)
def test_a_ring_that_cannot_be_is_no_ring(ring: float) -> None:
    assert found(report(200, ring=ring), call(0, 10)) is None
    assert found(report(20, ring=ring), call(0, 20)) == 0


def test_who_calls_again_at_once_is_told_apart_by_the_nearest_end() -> None:
    first, second = call(0, 20), call(25, 45)
    assert found(report(20.3, ring=18), first, second) == 0
    assert found(report(20.3), second, first) == 1
    assert found(report(45.2), first, second) == 1
    assert found(report(20.3), first, call(25, None), now=26) == 0


def test_of_two_callers_behind_one_number_the_nearest_end_tells_too() -> None:
    assert found(report(20.1), call(5, 30), call(0, 20)) == 1


def test_a_source_that_tells_of_the_talk_is_one_with_a_source_that_tells_of_the_ring() -> None:
    assert found(report(10, ring=10), call(-50, -30), call(0, 600), now=700) == 1


@given(
    begin=st.floats(-20_000, 20_000),
    lasts=st.floats(0, LONGEST_CALL.total_seconds()),
    end=st.floats(-20_000, 20_000),
    ring=st.none() | st.floats(0, 10_000) | st.sampled_from(_NO_NUMBERS),
)
def test_no_twin_began_outside_of_the_time_that_is_looked_through(
    begin: float, lasts: float, end: float, ring: float | None
) -> None:
    one, other = report(end, ring), call(begin, begin + lasts)
    since, until = began_between(one)
    if found(one, other, now=50_000) is not None:
        assert since <= other.started_at <= until
        assert until - since >= LONGEST_CALL + 2 * TWIN_GAP


@given(
    outcome=st.sampled_from(Outcome),
    ring=st.none() | st.floats(0, 100),
    recording=st.none() | st.just("https://pbx.example/1"),
    name=st.none() | st.just("ADA"),
)
def test_a_report_says_all_that_the_call_said(
    outcome: Outcome, ring: float | None, recording: str | None, name: str | None
) -> None:
    ended = event(CallStep.ENDED, outcome=outcome, ring_seconds=ring, recording=recording)
    whole = advance(None, replace(ended, caller_name=name))
    assert advance(None, report_of(whole)) == whole


@pytest.mark.parametrize(
    ("heard", "ends", "ends_confirmed"),
    [
        (event(CallStep.ENDED, outcome=Outcome.ANSWERED), True, True),
        (event(CallStep.ENDED, outcome=Outcome.VOICEMAIL), True, False),
        (event(CallStep.RECORDED), True, False),
        (event(CallStep.ENDED, outcome=Outcome.ABANDONED), False, False),
        (event(CallStep.ENDED), False, False),
        (event(CallStep.HUNG_UP), False, False),
    ],
)
def test_only_an_answer_or_a_message_ends_a_call_that_another_source_has_open(
    heard: CallEvent, *, ends: bool, ends_confirmed: bool
) -> None:
    rings = call(0, None)
    assert ends_for_all(rings, heard) is ends
    assert ends_for_all(replace(rings, confirmed=True), heard) is ends_confirmed
