"""A shop's periods: which days each has, and how its lines count together."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from custom_components.missed_call_textback.core.periods import (
    first_needed,
    of_all,
    periods_of,
    week_of,
)
from custom_components.missed_call_textback.core.tally import Tally

_DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(_DAYS)
def test_each_period_ends_today_and_all_begin_with_the_first_day_that_is_needed(
    today: date,
) -> None:
    first = first_needed(today)
    days = {
        (first + timedelta(days=n)).isoformat(): {Tally.MISSED.value: 1}
        for n in range((today - first).days + 9)
    }
    periods = periods_of(days, today)
    assert periods.today[Tally.MISSED] == 1
    assert periods.week[Tally.MISSED] == today.weekday() + 1
    assert periods.month[Tally.MISSED] == today.day
    assert periods.lately[Tally.MISSED] == 30
    assert week_of(today).weekday() == 0


def test_the_lines_of_a_shop_count_together() -> None:
    today = date(2026, 11, 21)
    line = periods_of({"2026-11-16": {"missed": 2}, "2026-11-21": {"missed": 3}}, today)
    both = of_all([line, line])
    assert (both.today["missed"], both.week["missed"]) == (6, 10)
    assert (both.month["missed"], both.lately["missed"]) == (10, 10)
    assert not of_all([]).lately


def test_imported_days_are_in_shares_and_not_in_what_the_recorder_adds_up() -> None:
    today = date(2026, 11, 21)
    own, past = {"2026-11-20": {"missed": 2}}, {"2026-11-19": {"missed": 7}}
    periods = periods_of(own, today, past)
    assert periods.lately["missed"] == 9
    assert (periods.week["missed"], periods.month["missed"]) == (2, 2)
