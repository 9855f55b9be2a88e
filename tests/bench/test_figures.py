"""Percentiles and stalls, as the benchmarks report them."""

import pytest

from bench.figures import milliseconds, paired_ratio, percentile, ratio, worst_stall
from bench.runners import Burst, Window


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        pytest.param([], 50, 0.0, id="nothing measured"),
        pytest.param([7.0], 99, 7.0, id="one value is every percentile"),
        pytest.param([3.0, 1.0, 2.0], 50, 2.0, id="the middle of an odd number"),
        pytest.param([4.0, 1.0, 3.0, 2.0], 50, 2.0, id="the lower middle of an even number"),
        pytest.param([float(n) for n in range(1, 101)], 99, 99.0, id="all but the worst"),
        pytest.param([1.0, 2.0], 100, 2.0, id="the worst"),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(
    values: list[float], percent: float, expected: float
) -> None:
    assert percentile(values, percent) == expected


@pytest.mark.parametrize(
    ("stalls", "expected"),
    [
        pytest.param([], 0.0, id="none"),
        pytest.param([(9.0, 0.5)], 0.0, id="over before the window"),
        pytest.param([(31.0, 0.5)], 0.0, id="begun after all windows"),
        pytest.param([(15.0, 4.0)], 0.0, id="between two windows"),
        pytest.param([(10.5, 2.0)], 2.0, id="begun before the window, ended in it"),
        pytest.param([(13.0, 3.0)], 3.0, id="begun in the window, ended after it"),
        pytest.param([(40.0, 35.0)], 35.0, id="longer than everything"),
        pytest.param([(10.5, 0.1), (11.0, 0.3), (25.0, 0.2)], 0.3, id="the longest of several"),
    ],
)
def test_a_stall_counts_where_it_overlaps_a_window(
    stalls: list[tuple[float, float]], expected: float
) -> None:
    assert worst_stall(stalls, [Window(10.0, 11.0), Window(20.0, 30.0)]) == expected


def test_a_time_is_told_in_milliseconds() -> None:
    assert milliseconds([0.001234, 0.5], 50) == 1.23


def test_a_ratio_to_nothing_is_no_ratio() -> None:
    assert ratio(3.0, 2.0) == 1.5
    assert ratio(3.0, 0.0) is None
    assert paired_ratio([1.0], [0.0]) is None
    assert paired_ratio([], []) is None


def test_what_slows_both_sides_of_a_pair_does_not_change_their_ratio() -> None:
    assert paired_ratio([2.0, 20.0, 200.0], [1.0, 10.0, 100.0]) == 2.0


def test_one_round_that_went_wrong_does_not_change_the_ratio() -> None:
    assert paired_ratio([2.0, 2.0, 90.0], [1.0, 1.0, 1.0]) == 2.0


def test_a_burst_is_as_quick_as_its_last_text() -> None:
    assert Burst([0.1, 0.5, 0.2], Window(0.0, 9.0)).per_second == 6.0
    assert Burst([], Window(0.0, 9.0)).per_second == 0.0
