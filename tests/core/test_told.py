"""What a member of the team texts back finds the caller it is for, or nobody."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.told import Told, free_code, read_answer

from .examples import NOON


def told(code: int) -> Told:
    return Told(
        thread_id=code * 10, line_id="LINE1", member_id="SAM", code=code, token=f"t{code}", at=NOON
    )


ONE = told(1)
TWO = told(2)


@pytest.mark.parametrize(
    ("body", "of", "caller", "words"),
    [
        ("Yes, at ten", [ONE], ONE, "Yes, at ten"),
        ("  Yes  ", [ONE], ONE, "Yes"),
        # A number alone may be the answer.
        ("10", [ONE], ONE, "10"),
        ("10 is fine", [ONE], ONE, "10 is fine"),
        ("1 Yes", [ONE], ONE, "Yes"),
        ("2 Yes, at ten", [ONE, TWO], TWO, "Yes, at ten"),
        ("#1: yes", [ONE, TWO], ONE, "yes"),
        ("2) ok", [ONE, TWO], TWO, "ok"),
        ("2\nSee you", [ONE, TWO], TWO, "See you"),
    ],
)
def test_an_answer_finds_its_caller(body: str, of: list[Told], caller: Told, words: str) -> None:
    answer = read_answer(body, of)
    assert answer is not None
    assert (answer.told, answer.body) == (caller, words)


@pytest.mark.parametrize("body", ["Yes", "3 yes", "2", "2pm works", "200 euros", ""])
def test_where_several_could_be_meant_nobody_is_guessed(body: str) -> None:
    assert read_answer(body, [ONE, TWO]) is None


def test_nobody_was_told_of_anybody() -> None:
    assert read_answer("Yes", []) is None
    assert read_answer("  ", [ONE]) is None


@given(st.sets(st.integers(1, 30)))
def test_a_free_code_is_the_smallest_that_nobody_has(taken: set[int]) -> None:
    code = free_code(told(each) for each in taken)
    assert code not in taken
    assert all(smaller in taken for smaller in range(1, code))
