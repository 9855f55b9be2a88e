"""Waits between tries: longer each time up to a bound, and never in step with others."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.providers.backoff import Backoff


def test_waits_double_up_to_a_minute() -> None:
    waits = Backoff(rand=lambda: 0.5)
    assert [waits.seconds() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]


@given(chance=st.floats(0, 1), tries=st.integers(0, 100))
def test_chance_makes_a_wait_a_fifth_longer_or_shorter_at_most(chance: float, tries: int) -> None:
    waits, plain = Backoff(rand=lambda: chance), Backoff(rand=lambda: 0.5)
    for _ in range(tries):
        waits.seconds(), plain.seconds()
    assert waits.seconds() == pytest.approx(plain.seconds() * (0.8 + 0.4 * chance))


def test_after_something_went_well_the_next_wait_is_short() -> None:
    waits = Backoff(first=30, longest=1800, rand=lambda: 0.5)
    assert [waits.seconds() for _ in range(2)] == [30, 60]
    waits.reset()
    assert waits.seconds() == 30
