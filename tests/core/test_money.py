"""What is kept of an amount of money is that amount."""

from hypothesis import example, given, strategies as st
import pytest

from custom_components.missed_call_textback.core.money import in_micros, in_units


@pytest.mark.parametrize(
    ("units", "kept"),
    [
        (0, 0),
        (1, 1_000_000),
        (0.0079, 7_900),
        (49.9, 49_900_000),
        (0.000001, 1),
        (0.1 + 0.2, 300_000),
    ],
)
def test_money_is_kept_in_millionths_of_its_unit(units: float, kept: int) -> None:
    assert in_micros(units) == kept


@given(st.integers(0, 10**15))
@example(10**15 - 1)
def test_what_is_kept_comes_back_to_the_last_millionth(kept: int) -> None:
    assert in_micros(in_units(kept)) == kept
