"""A call comes to the right outcome, whatever the order of its events."""

from functools import reduce
from itertools import permutations

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import (
    Call,
    CallEvent,
    CallStep,
    Outcome,
    advance,
)

from .examples import event

EVENTS = st.builds(
    event,
    st.sampled_from(CallStep),
    outcome=st.none() | st.sampled_from(Outcome),
    recording=st.none() | st.just("https://api.twilio.com/recording"),
)


def after(*events: CallEvent) -> Call:
    call = reduce(advance, events, None)
    assert call is not None
    return call


def test_a_ringing_call_has_no_outcome() -> None:
    call = after(event(CallStep.ARRIVED))
    assert call.outcome is None
    assert not call.missed


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.ANSWERED])
def test_every_outcome_but_answered_is_a_missed_call(outcome: Outcome) -> None:
    assert after(event(CallStep.ARRIVED), event(CallStep.ENDED, outcome=outcome)).missed


def test_a_call_without_its_arrival_is_the_whole_call() -> None:
    call = after(event(CallStep.ENDED, outcome=Outcome.BUSY))
    assert (call.outcome, call.caller) == (Outcome.BUSY, "+12025550143")


@pytest.mark.parametrize(
    ("confirmed", "outcome"), [(True, Outcome.ANSWERED), (False, Outcome.NO_ANSWER)]
)
def test_without_a_verdict_of_the_source_only_the_pressed_1_makes_an_answer(
    confirmed: bool, outcome: Outcome
) -> None:
    events = [event(CallStep.ARRIVED)]
    if confirmed:
        events.append(event(CallStep.CONFIRMED))
    assert after(*events, event(CallStep.ENDED)).outcome is outcome


def test_a_message_left_makes_the_call_a_voicemail() -> None:
    url = "https://api.twilio.com/recording"
    call = after(
        event(CallStep.ENDED, outcome=Outcome.NO_ANSWER), event(CallStep.RECORDED, recording=url)
    )
    assert (call.outcome, call.recording) == (Outcome.VOICEMAIL, url)


def test_an_answered_call_keeps_its_recording_and_stays_answered() -> None:
    call = after(
        event(CallStep.ENDED, outcome=Outcome.ANSWERED),
        event(CallStep.RECORDED, recording="https://api.twilio.com/recording"),
    )
    assert call.outcome is Outcome.ANSWERED
    assert call.recording is not None


def test_the_first_missed_outcome_stands() -> None:
    call = after(
        event(CallStep.ENDED, outcome=Outcome.ABANDONED),
        event(CallStep.HUNG_UP, outcome=Outcome.FAILED),
    )
    assert call.outcome is Outcome.ABANDONED


def test_a_caller_known_late_is_kept() -> None:
    call = after(event(CallStep.ARRIVED, caller=None), event(CallStep.CONFIRMED))
    assert call.caller == "+12025550143"
    assert after(event(CallStep.ARRIVED), event(CallStep.ENDED, caller=None)).caller is not None


def test_any_answered_wins_in_every_order() -> None:
    events = [
        event(CallStep.ARRIVED),
        event(CallStep.ENDED, outcome=Outcome.ANSWERED),
        event(CallStep.ENDED, outcome=Outcome.NO_ANSWER),
        event(CallStep.RECORDED, recording="https://api.twilio.com/recording"),
    ]
    assert {after(*order).outcome for order in permutations(events)} == {Outcome.ANSWERED}


@given(st.lists(EVENTS, min_size=1, max_size=8))
def test_no_event_makes_an_answered_call_missed_or_an_ended_one_ring(
    events: list[CallEvent],
) -> None:
    call: Call | None = None
    for each in events:
        before, call = call, advance(call, each)
        if before is not None and before.outcome is not None:
            assert call.outcome is not None
            assert before.missed or call.outcome is Outcome.ANSWERED
            assert call.ended_at == before.ended_at


@given(st.lists(EVENTS, min_size=1, max_size=6))
def test_a_duplicate_of_the_last_event_changes_nothing(events: list[CallEvent]) -> None:
    assert after(*events, events[-1]) == after(*events)
