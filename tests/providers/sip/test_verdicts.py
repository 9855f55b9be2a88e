"""Verdicts: what became of a call whose rounds, forks and ends come in any order. Time is told."""

import math

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.sip.addresses import Caller
from custom_components.missed_call_textback.providers.sip.ringing import End
from custom_components.missed_call_textback.providers.sip.verdicts import (
    MOST_CALLS,
    Ring,
    Verdict,
    Verdicts,
    outcome,
)

JANE = "+12025550147"
JOE = "+12025550148"
HOLD = 15.0


def ring(ref: str, number: str | None = JANE) -> Ring:
    return Ring(ref=ref, caller=Caller(number=number))


def ends(verdicts: list[Verdict]) -> list[tuple[str, End]]:
    return [(verdict.ring.ref, verdict.end) for verdict in verdicts]


@pytest.fixture
def desk() -> Verdicts:
    return Verdicts(hold=HOLD)


def test_a_call_is_over_when_nobody_rang_for_as_long_as_calls_are_held(desk: Verdicts) -> None:
    desk.rings("a", ring("1"), 0)
    assert desk.due == math.inf
    desk.stops("a", End.UNMARKED, 8)
    assert desk.due == 8 + HOLD
    assert desk.over(8 + HOLD - 0.1) == []
    assert desk.over(8 + HOLD) == [Verdict(ring=ring("1"), end=End.UNMARKED, ended=8, rang_for=8)]
    assert desk.over(100) == []


def test_a_call_answered_elsewhere_is_over_at_once(desk: Verdicts) -> None:
    desk.rings("a", ring("1"), 0)
    desk.stops("a", End.ELSEWHERE, 3)
    assert desk.due <= 3
    assert ends(desk.over(3)) == [("1", End.ELSEWHERE)]
    assert desk.due == math.inf


def test_a_caller_answered_in_a_later_round_of_a_queue_was_answered(desk: Verdicts) -> None:
    now = 0.0
    for number in range(12):
        desk.rings(f"leg {number}", ring(f"call {number}"), now)
        now += 4
        desk.stops(f"leg {number}", End.UNMARKED, now)
        now += 1
        assert desk.over(now) == []
    desk.rings("last", ring("last call"), now)
    desk.stops("last", End.ELSEWHERE, now + 2)
    assert desk.over(now + 2) == [
        Verdict(ring=ring("call 0"), end=End.ELSEWHERE, ended=now + 2, rang_for=now + 2)
    ]
    assert desk.over(now + 1000) == []


def test_all_rounds_of_a_queue_nobody_answers_are_one_missed_call(desk: Verdicts) -> None:
    for number in range(3):
        desk.rings(f"leg {number}", ring(f"call {number}"), number * 5)
        desk.stops(f"leg {number}", End.UNMARKED, number * 5 + 4)
    assert ends(desk.over(1000)) == [("call 0", End.UNMARKED)]


def test_forks_are_one_call_and_the_answered_one_wins(desk: Verdicts) -> None:
    desk.rings("a", ring("1"), 0)
    desk.rings("b", ring("2"), 0.01)
    desk.stops("a", End.ELSEWHERE, 5)
    assert desk.over(5) == []
    desk.stops("b", End.UNMARKED, 5.01)
    assert ends(desk.over(5.01)) == [("1", End.ELSEWHERE)]


def test_two_callers_are_two_calls(desk: Verdicts) -> None:
    desk.rings("a", ring("1", JANE), 0)
    desk.rings("b", ring("2", JOE), 1)
    desk.stops("a", End.ELSEWHERE, 5)
    desk.stops("b", End.CALLER_LEFT, 6)
    assert ends(desk.over(1000)) == [("1", End.ELSEWHERE), ("2", End.CALLER_LEFT)]


def test_who_calls_again_after_an_answer_calls_anew(desk: Verdicts) -> None:
    desk.rings("a", ring("1"), 0)
    desk.stops("a", End.ELSEWHERE, 2)
    desk.rings("b", ring("2"), 5)
    desk.stops("b", End.UNMARKED, 9)
    assert ends(desk.over(1000)) == [("1", End.ELSEWHERE), ("2", End.UNMARKED)]


def test_who_calls_again_later_than_calls_are_held_calls_anew(desk: Verdicts) -> None:
    desk.rings("a", ring("1"), 0)
    desk.stops("a", End.UNMARKED, 2)
    desk.rings("b", ring("2"), 2 + HOLD)
    desk.stops("b", End.ELSEWHERE, 20)
    assert ends(desk.over(1000)) == [("1", End.UNMARKED), ("2", End.ELSEWHERE)]


def test_an_end_that_was_not_heard_makes_the_call_unknown_unless_it_was_answered(
    desk: Verdicts,
) -> None:
    for who, other in ((JANE, End.UNMARKED), (JOE, End.ELSEWHERE)):
        desk.rings(f"{who} a", ring(who, who), 0)
        desk.rings(f"{who} b", ring(who, who), 0)
        desk.stops(f"{who} a", End.UNKNOWN, 1)
        desk.stops(f"{who} b", other, 2)
    assert ends(desk.over(1000)) == [(JOE, End.ELSEWHERE), (JANE, End.UNKNOWN)]


def test_what_is_not_over_when_the_connection_breaks_is_lost_and_told(desk: Verdicts) -> None:
    desk.rings("a", ring("1", JANE), 0)
    desk.stops("a", End.UNMARKED, 1)
    desk.rings("b", ring("2", JOE), 1)
    desk.rings("c", ring("3", None), 1)
    desk.stops("c", End.ELSEWHERE, 2)
    assert [lost.ref for lost in desk.lose()] == ["1", "2"]
    assert ends(desk.over(1000)) == [("3", End.ELSEWHERE)]
    desk.stops("b", End.ELSEWHERE, 3)
    assert desk.over(1000) == []


def test_a_flood_of_callers_is_bounded_and_never_makes_a_missed_call(desk: Verdicts) -> None:
    for number in range(MOST_CALLS + 50):
        desk.rings(str(number), ring(str(number), str(number)), number / 1000)
        if number % 2:
            desk.stops(str(number), End.UNMARKED, number / 1000)
    assert len(desk._calls) == MOST_CALLS
    assert {verdict.end for verdict in desk.over(1)} == {End.UNKNOWN}


def test_a_flood_of_callers_that_all_ring_is_bounded(desk: Verdicts) -> None:
    for number in range(MOST_CALLS + 1):
        desk.rings(str(number), ring(str(number), str(number)), 0)
    assert ends(desk.over(0)) == [("0", End.UNKNOWN)]
    desk.stops("0", End.ELSEWHERE, 1)
    assert len(desk._callers) == MOST_CALLS


@pytest.mark.parametrize("marks", [True, False, None])
def test_only_a_proven_company_makes_silence_a_missed_call(marks: bool | None) -> None:
    assert outcome(End.ELSEWHERE, marks_elsewhere=marks) is Outcome.ANSWERED
    assert outcome(End.UNKNOWN, marks_elsewhere=marks) is None
    sure = (Outcome.NO_ANSWER, Outcome.ABANDONED) if marks else (None, None)
    assert outcome(End.UNMARKED, marks_elsewhere=marks) is sure[0]
    assert outcome(End.CALLER_LEFT, marks_elsewhere=marks) is sure[1]


STEPS = st.lists(
    st.tuples(
        st.sampled_from([JANE, JOE, None]),
        st.sampled_from([End.ELSEWHERE, End.UNMARKED, End.UNMARKED, End.CALLER_LEFT, End.UNKNOWN]),
        st.floats(0.01, 30),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=150)
@given(steps=STEPS)
def test_in_any_order_no_leg_is_counted_twice_and_no_answer_is_lost(
    steps: list[tuple[str | None, End, float, bool]],
) -> None:
    desk, now, found = Verdicts(hold=HOLD), 0.0, []
    open_legs: list[tuple[str, End]] = []
    answered: dict[str | None, list[float]] = {}
    numbers = {str(index): who for index, (who, _, _, _) in enumerate(steps)}
    for index, (who, end, seconds, stop_one) in enumerate(steps):
        desk.rings(str(index), ring(str(index), who), now)
        open_legs.append((str(index), end))
        now += seconds
        if stop_one or len(open_legs) > 3:
            leg, how = open_legs.pop(0)
            desk.stops(leg, how, now)
            if how is End.ELSEWHERE:
                answered.setdefault(numbers[leg], []).append(now)
        found += desk.over(now)
    for leg, how in open_legs:
        desk.stops(leg, how, now)
        if how is End.ELSEWHERE:
            answered.setdefault(numbers[leg], []).append(now)
    found += desk.over(now + HOLD)
    assert desk.lose() == []
    assert desk.due == math.inf
    refs = [verdict.ring.ref for verdict in found]
    assert len(refs) == len(set(refs))
    for verdict in found:
        if verdict.end is not End.ELSEWHERE:
            # No answer to this caller while the call rang or was held.
            began = verdict.ended - verdict.rang_for
            moments = answered.get(verdict.ring.caller.number, [])
            assert not any(began + 0.001 < moment <= verdict.ended for moment in moments)
