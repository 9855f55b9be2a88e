"""What calls count for that only a log tells of."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.figures import (
    Key,
    added,
    all_figures,
    calls,
    heat,
    left_out,
    missed,
)
from custom_components.missed_call_textback.core.past.calls import PastCall, PastLine, count_line
from custom_components.missed_call_textback.core.tally import Tally, of_hour

from .examples import CALLER, LINE, MOBILE, OTHER_CALLER, SHOP

_BEGAN = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_ANSWERED, _NO_ANSWER = Outcome.ANSWERED, Outcome.NO_ANSWER


def _call(
    minutes: float, outcome: Outcome = _NO_ANSWER, number: str | None = CALLER, *, out: bool = False
) -> PastCall:
    at = _BEGAN + minutes * _MINUTE
    return PastCall(line_id=LINE.id, at=at, number=number, outcome=outcome, went_out=out)


def _counted(*told: PastCall) -> PastLine:
    return count_line(told, LINE, SHOP)


def _total(line: PastLine) -> Counter[str]:
    return added(line.days.values())


_CALLED_BACK = _call(10, _ANSWERED, out=True)


def test_who_calls_three_times_before_you_speak_is_one_missed_caller() -> None:
    line = _counted(_call(0), _call(1), _call(2), _CALLED_BACK)
    counts = _total(line)
    assert missed(counts) == 3
    assert counts[Tally.EPISODES] == counts[Tally.WON_BACK] == 1


def test_who_was_called_back_waited_from_the_first_missed_call() -> None:
    figures = all_figures(_total(_counted(_call(0), _call(4), _CALLED_BACK)), None)
    assert figures[Key.CALLBACK_SECONDS] == 600
    assert figures[Key.RECOVERY_RATE] == 100


def test_who_gets_through_when_they_call_again_is_won_back() -> None:
    other = _call(3, out=True, number=OTHER_CALLER)
    line = _counted(_call(0), _call(5, _ANSWERED), _call(2, number=OTHER_CALLER), other)
    counts = _total(line)
    assert (counts[Tally.EPISODES], counts[Tally.WON_BACK]) == (2, 1)


def test_who_was_won_back_and_is_missed_again_is_another_missed_caller() -> None:
    line = _counted(_call(0), _CALLED_BACK, _call(20))
    assert _total(line)[Tally.EPISODES] == 2


def test_after_a_month_without_a_word_a_missed_caller_is_another_one() -> None:
    month = 30 * 24 * 60
    tried = _call(month + 1, out=True)
    often = _counted(_call(0), _call(month - 1), _call(month), tried)
    assert _total(often)[Tally.EPISODES] == 1
    assert _total(_counted(_call(0), _call(month), tried))[Tally.EPISODES] == 2


def test_a_call_that_nobody_took_at_the_other_end_is_no_calling_back() -> None:
    line = _counted(_call(0), _call(5, out=True))
    assert _total(line)[Tally.WON_BACK] == 0
    assert line.follows


def test_a_log_without_calls_to_missed_callers_says_nothing_of_who_was_won_back() -> None:
    elsewhere = _call(1, _ANSWERED, OTHER_CALLER, out=True)
    line = _counted(_call(0), elsewhere, _call(5, _ANSWERED))
    assert not line.follows
    assert _total(line)[Tally.EPISODES] == 0
    figures = all_figures(_total(line), None)
    assert (figures[Key.CALLS], figures[Key.MISSED]) == (2, 1)
    assert figures[Key.RECOVERY_RATE] is None
    assert figures[Key.CALLBACK_SECONDS] is None
    assert figures[Key.RECOVERED] == 0


def test_nothing_is_made_up_of_texts_bookings_and_money() -> None:
    figures = all_figures(_total(_counted(_call(0), _CALLED_BACK)), 90_000_000)
    made_up = (Key.ELIGIBLE, Key.TEXTED, Key.REPLIED, Key.BOOKED, Key.REVENUE, Key.LOST, Key.SPENT)
    assert not any(figures[key] for key in made_up)
    assert [figures[key] for key in (Key.COVERAGE, Key.SCORE, Key.LATENCY_P50)] == [None] * 3


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        pytest.param(None, "no_caller_id", id="withheld"),
        pytest.param("anonymous", "no_caller_id", id="said to be withheld"),
        pytest.param(MOBILE, "team", id="the team"),
        pytest.param(LINE.number, "own_number", id="the shop"),
        pytest.param("777", "short_code", id="a short code"),
        pytest.param("+4930123456", "foreign", id="another country"),
    ],
)
def test_who_is_left_out_today_is_left_out_of_the_past(number: str | None, reason: str) -> None:
    line = _counted(_call(0, number=number), _call(1, number=number))
    assert left_out(_total(line)) == {reason: 2}
    assert missed(_total(line)) == _total(line)[Tally.EPISODES] == 0


def test_a_number_is_the_same_however_it_is_written() -> None:
    twice = _call(0, number="(202) 555-0143"), _call(1, number="+1 202 555 0143")
    assert _total(_counted(*twice, _CALLED_BACK))[Tally.EPISODES] == 1


def test_of_the_same_minute_the_talk_is_the_later_one() -> None:
    reached = [_call(5, _ANSWERED), _call(5), _call(0, number=OTHER_CALLER)]
    line = _counted(*reached, _call(6, out=True, number=OTHER_CALLER))
    assert _total(line)[Tally.WON_BACK] == 1


def test_a_call_counts_for_the_day_and_hour_of_the_shop() -> None:
    # Half past eleven in the evening in New York, and an hour later by the clock's change.
    late = PastCall(
        line_id=LINE.id,
        at=datetime(2026, 3, 8, 4, 30, tzinfo=UTC),
        number=CALLER,
        outcome=_NO_ANSWER,
    )
    line = _counted(late)
    assert list(line.days) == ["2026-03-07"]
    assert line.days["2026-03-07"][of_hour(23)] == 1


_CALLS = st.lists(
    st.builds(
        _call,
        st.integers(0, 90 * 24 * 60),
        st.sampled_from([_ANSWERED, _NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL]),
        st.sampled_from([CALLER, OTHER_CALLER, "+12025550145", MOBILE, None]),
        out=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda call: call.at,
)


@given(_CALLS, st.randoms(use_true_random=False))
def test_each_call_counts_once_in_whatever_order_a_log_has_them(
    told: list[PastCall], random: Random
) -> None:
    line = _counted(*told)
    shuffled = list(told)
    random.shuffle(shuffled)
    assert _counted(*shuffled) == line
    counts = _total(line)
    came_in = [call for call in told if not call.went_out]
    assert calls(counts) + sum(left_out(counts).values()) == len(came_in)
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert sum(n for _, _, n in heat(line.days, *year)) == missed(counts)
    assert counts[Tally.WON_BACK] <= counts[Tally.EPISODES] <= missed(counts)
    assert line.follows or not counts[Tally.EPISODES]
    assert line.told == len(told)
