"""Growth, as the soak tells it from samples."""

import pytest

from bench.growth import TooFewSamples, growth


def test_what_stays_the_same_does_not_grow() -> None:
    found = growth(range(40), [7.0] * 40)
    assert found.rise == 0
    assert found.per_hour == 0


def test_what_leaks_steadily_rises_by_what_leaks_in_half_a_run() -> None:
    found = growth(range(40), [100.0 + 2 * second for second in range(40)])
    assert found.rise == 40
    assert found.per_hour == 7200


def test_warming_up_is_not_growth() -> None:
    assert growth(range(40), [*range(10), *[10.0] * 30]).rise == 0


def test_one_sample_out_of_line_is_not_growth() -> None:
    samples = [5.0] * 40
    samples[37] = 500.0
    assert growth(range(40), samples).rise == 0


def test_what_shrinks_has_a_negative_rise() -> None:
    assert growth(range(40), [40.0 - second for second in range(40)]).rise == -20


def test_a_run_too_short_to_tell_is_refused() -> None:
    with pytest.raises(TooFewSamples, match="7 samples"):
        growth(range(7), [1.0] * 7)
