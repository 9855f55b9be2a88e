"""The numbers: shares of what there is, added up over days and lines, and nothing where nothing is."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.figures import (
    Key,
    added,
    all_figures,
    between,
    by_outcome,
    calls,
    coverage,
    covered,
    heat,
    latency,
    left_out,
    missed,
    months_until,
    period_before,
    recovery_rate,
    reply_rate,
    revenue,
    score,
)
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import (
    BOUNDS,
    Tally,
    bucket,
    is_counted,
    of_answered,
    of_hour,
    of_left_out,
    of_outcome,
    of_sent,
    within,
)

_NAMES = [
    *Tally,
    *map(of_outcome, Outcome),
    *(bucket(i) for i in range(len(BOUNDS) + 1)),
    of_left_out(Reason.BLOCKED),
    of_hour(7),
    of_sent("x~1"),
    of_answered("x~1"),
]
_COUNTS = st.dictionaries(st.sampled_from(_NAMES), st.integers(0, 1000))
_DAYS = st.dictionaries(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(date.isoformat), _COUNTS, max_size=8
)
_SHARES = (Key.RECOVERY_RATE, Key.COVERAGE, Key.SCORE)
_SUMS = (
    Key.CALLS, Key.MISSED, Key.ELIGIBLE, Key.TEXTED, Key.REPLIED, Key.BOOKED, Key.RECOVERED,
    Key.LOST, Key.SPENT, Key.REVENUE,
)  # fmt: skip


def test_without_calls_there_is_no_share_and_no_time() -> None:
    figures = all_figures({}, 100)
    assert {key for key, value in figures.items() if value is None} == {
        *_SHARES, Key.CALLBACK_SECONDS, Key.LATENCY_P50, Key.LATENCY_P95,
    }  # fmt: skip
    assert not any(value for value in figures.values() if value is not None)
    assert set(figures) == set(Key) - {Key.RECOVERED_TODAY}


@given(_COUNTS)
def test_a_share_is_from_0_to_100(counts: dict[str, int]) -> None:
    figures = all_figures(counts, 5)
    for key in _SHARES:
        value = figures[key]
        assert value is None or 0 <= value <= 100


@given(_COUNTS, _COUNTS)
def test_what_is_counted_of_two_days_or_lines_is_the_sum(
    one: dict[str, int], other: dict[str, int]
) -> None:
    both = all_figures(added([one, other]), 7)
    for key in _SUMS:
        parts = all_figures(one, 7)[key], all_figures(other, 7)[key]
        assert None not in parts
        assert both[key] == pytest.approx(sum(part or 0 for part in parts))


@given(_COUNTS, _COUNTS)
def test_a_share_of_two_days_lies_between_those_of_each(
    one: dict[str, int], other: dict[str, int]
) -> None:
    shares = [recovery_rate(each) for each in (one, other)]
    known = [share for share in shares if share is not None]
    both = recovery_rate(added([one, other]))
    assert (both is None) is (not known)
    if both is not None and all(
        each.get(Tally.WON_BACK, 0) <= each.get(Tally.EPISODES, 0) for each in (one, other)
    ):
        assert min(known) - 1e-9 <= both <= max(known) + 1e-9


@given(st.lists(st.floats(0, 7200), min_size=1, max_size=60), st.floats(0.01, 1))
def test_a_quantile_of_the_histogram_lies_in_the_bucket_of_the_true_one(
    seconds: list[float], share: float
) -> None:
    counts = added({within(each): 1} for each in seconds)
    found = latency(counts, share)
    wanted = share * len(seconds)
    true = sorted(seconds)[max(0, -int(-wanted // 1) - 1)]
    assert found is not None
    if true <= BOUNDS[-1] and found < BOUNDS[-1]:
        edges = (0, *BOUNDS)
        above = next(i for i, bound in enumerate(edges) if true <= bound) or 1
        assert edges[above - 1] - 1e-6 <= found <= edges[above] + 1e-6
    else:
        assert found == BOUNDS[-1] or true > BOUNDS[-2]


def test_what_took_longer_than_any_bound_counts_as_the_last() -> None:
    assert latency({within(10**6): 1}, 0.5) == BOUNDS[-1]
    assert within(30) == "within.30"
    assert within(30.001) == "within.40"
    assert within(10**9) == "within.longer"


def test_only_a_text_within_half_a_minute_covers_a_call() -> None:
    counts = {within(2): 6, within(30): 2, within(31): 1, Tally.ELIGIBLE: 10}
    assert covered(counts) == 8
    assert coverage(counts) == 80


def test_the_score_is_of_what_is_in_the_shops_hands() -> None:
    texted: dict[str, int] = {within(2): 9, Tally.ELIGIBLE: 10}
    heard: dict[str, int] = {Tally.REPLIED: 4, Tally.HEARD: 2}
    assert score(texted) == 90
    assert score(heard) == 50
    assert score({**texted, **heard}) == 70


def test_a_booking_is_worth_what_was_said_of_it_or_what_a_job_mostly_is() -> None:
    counts: dict[str, int] = {Tally.BOOKED: 3, Tally.VALUED: 1, Tally.VALUE: 120_000_000}
    assert revenue(counts, 80_000_000) == 280
    assert revenue(counts, None) == 120


def test_calls_are_those_answered_and_missed() -> None:
    counts = {
        of_outcome(Outcome.ANSWERED): 5,
        of_outcome(Outcome.BUSY): 2,
        of_outcome(Outcome.VOICEMAIL): 1,
        of_left_out(Reason.BLOCKED): 7,
    }
    assert (calls(counts), missed(counts)) == (8, 3)
    assert by_outcome(counts) == {"answered": 5, "busy": 2, "voicemail": 1}
    assert left_out(counts) == {"blocked": 7}


# The reference values are those of published tables for this interval.
@pytest.mark.parametrize(
    ("replied", "sent", "low", "high"),
    [(0, 10, 0.0, 27.75), (1, 10, 1.79, 40.42), (5, 10, 23.66, 76.34), (10, 10, 72.25, 100.0)],
)
def test_the_interval_of_a_reply_rate_is_wilsons(
    replied: int, sent: int, low: float, high: float
) -> None:
    rate = reply_rate({of_sent("a"): sent, of_answered("a"): replied}, "a")
    assert rate.low == pytest.approx(low, abs=0.01)
    assert rate.high == pytest.approx(high, abs=0.01)


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_the_rate_that_was_seen(one: int, other: int) -> None:
    replied, sent = sorted((one, other))
    rate = reply_rate({of_sent("a"): sent, of_answered("a"): replied}, "a")
    assert (rate.sent, rate.replied) == (sent, replied)
    if rate.low is None or rate.high is None:
        assert sent == 0
        return
    assert 0 <= rate.low <= 100 * replied / sent + 1e-9
    assert 100 * replied / sent - 1e-9 <= rate.high <= 100


@given(_DAYS, st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 400))
def test_a_period_and_the_one_before_are_as_long_and_share_no_day(
    days: dict[str, dict[str, int]], since: date, length: int
) -> None:
    until = since + timedelta(days=length)
    first, last = period_before(since, until)
    assert last - first == until - since
    assert last + timedelta(days=1) == since
    both = added([between(days, since, until), between(days, first, last)])
    assert +both == +between(days, first, until)
    assert sum(n for *_, n in heat(days, since, until)) == between(days, since, until)[of_hour(7)]


def test_a_year_of_months_ends_with_the_one_of_the_day() -> None:
    months = months_until(date(2026, 2, 28))
    assert (months[0], months[-1], len(months)) == ("2025-03", "2026-02", 12)


def test_when_calls_are_missed_is_told_by_weekday_and_hour() -> None:
    days = {"2026-11-16": {of_hour(9): 2}, "2026-11-23": {of_hour(9): 1}, "2026-11-18": {}}
    assert heat(days, date(2026, 11, 1), date(2026, 11, 30)) == [(0, 9, 3)]
    assert heat(days, date(2026, 11, 17), date(2026, 11, 20)) == []


def test_what_is_not_counted_is_known_as_such() -> None:
    assert all(is_counted(name) for name in _NAMES)
    assert not is_counted("missed.x")
    assert not is_counted("nonsense")
