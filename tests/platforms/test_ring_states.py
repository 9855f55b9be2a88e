"""What the states of a phone say of a call: missed and answered where that is sure, and else nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.ring_states import (
    Ended,
    Position,
    Reading,
    Rest,
    Ringing,
    Step,
    Word,
    step,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOST = 60
ADA = "+12025550123"
BOB = "+12025550124"

IDLE, RINGING, ANSWERED, MISSED = Word.IDLE, Word.RINGING, Word.ANSWERED, Word.MISSED
OTHER, NO_VALUE, GONE = Word.OTHER, Word.NO_VALUE, Word.GONE


def reading(
    word: Word, second: float, number: str | None = None, name: str | None = None
) -> Reading:
    at = NOON + timedelta(seconds=second)
    return Reading(word=word, at=at, mark=f"{second}", number=number, name=name)


def played(*readings: Reading, start: Position = Rest.LOST) -> list[Step]:
    steps = []
    for each in readings:
        steps.append(step(start, each, rings_at_most=MOST))
        start = steps[-1].position
    return steps


def ended(steps: list[Step]) -> list[Ended]:
    return [each.ended for each in steps if each.ended is not None]


def words(*told: Word, seconds: float = 15) -> list[Step]:
    return played(*(reading(word, at * seconds, ADA) for at, word in enumerate(told)))


def test_a_call_that_rings_and_ends_was_missed() -> None:
    (call,) = ended(words(IDLE, RINGING, IDLE))
    assert call == Ended(
        mark="15",
        outcome=Outcome.NO_ANSWER,
        at=NOON + timedelta(seconds=30),
        ring_seconds=15,
        number=ADA,
    )


def test_whoever_stops_ringing_soon_has_hung_up() -> None:
    (call,) = ended(words(IDLE, RINGING, IDLE, seconds=2))
    assert (call.outcome, call.ring_seconds) == (Outcome.ABANDONED, 2)


def test_a_call_that_somebody_takes_is_answered_and_its_end_is_no_other() -> None:
    (call,) = ended(words(IDLE, RINGING, ANSWERED, IDLE))
    assert call.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("told", "unsure"),
    [
        pytest.param((RINGING, IDLE), 1, id="rang-when-we-began"),
        pytest.param((NO_VALUE, MISSED), 0, id="an-old-missed-call-when-we-began"),
        pytest.param((IDLE, ANSWERED, IDLE), 0, id="an-outgoing-call"),
        pytest.param((IDLE, RINGING, GONE, RINGING, IDLE), 2, id="gone-in-between"),
        pytest.param((IDLE, RINGING, GONE, IDLE), 1, id="gone-till-it-was-over"),
        pytest.param((IDLE, RINGING, NO_VALUE, IDLE), 1, id="unknown-in-between"),
        pytest.param((IDLE, RINGING, OTHER, IDLE), 1, id="nobody-described-it"),
        pytest.param((IDLE, GONE, RINGING, IDLE), 1, id="begun-out-of-sight"),
        pytest.param((IDLE, ANSWERED, RINGING, IDLE), 1, id="called-during-a-call"),
        pytest.param((IDLE, ANSWERED, RINGING, ANSWERED, IDLE), 1, id="a-second-call-taken"),
        pytest.param((IDLE, OTHER, RINGING, IDLE), 1, id="called-while-it-dials"),
    ],
)
def test_what_nobody_can_tell_is_not_reported(told: tuple[Word, ...], unsure: int) -> None:
    steps = words(*told)
    assert ended(steps) == []
    assert sum(each.unsure for each in steps) == unsure


def test_a_missed_call_found_when_we_begin_is_not_news_and_the_next_is() -> None:
    for first in ((MISSED,), (NO_VALUE, MISSED), (GONE, MISSED), (GONE, NO_VALUE, MISSED)):
        assert ended(words(*first)) == []
        (call,) = ended(words(*first, MISSED))
        assert (call.outcome, call.ring_seconds) == (Outcome.NO_ANSWER, None)


def test_the_first_call_after_a_start_is_heard_where_nothing_was_told_before() -> None:
    (call,) = ended(words(GONE, NO_VALUE, RINGING, IDLE))
    assert call.outcome is Outcome.NO_ANSWER


def test_a_missed_word_ends_what_rang() -> None:
    (call,) = ended(words(IDLE, RINGING, MISSED, IDLE))
    assert (call.outcome, call.mark, call.ring_seconds) == (Outcome.NO_ANSWER, "15", 15)


def test_two_callers_at_once_hide_each_others_end() -> None:
    steps = played(
        reading(IDLE, 0),
        reading(RINGING, 5, ADA),
        reading(RINGING, 9, BOB),
        reading(IDLE, 20),
        reading(ANSWERED, 24, BOB),
        reading(IDLE, 60),
    )
    assert ended(steps) == []
    assert [each.unsure for each in steps] == [False, False, True, False, False, False]


def test_a_number_that_comes_later_is_the_callers() -> None:
    (call,) = ended(
        played(
            reading(IDLE, 0),
            reading(RINGING, 5),
            reading(RINGING, 6, ADA, "Ada"),
            reading(RINGING, 7),
            reading(IDLE, 25),
        )
    )
    assert (call.number, call.name, call.ring_seconds) == (ADA, "Ada", 20)
    (call,) = ended(played(reading(IDLE, 0), reading(RINGING, 5), reading(IDLE, 25, ADA)))
    assert call.number == ADA


def test_a_phone_that_seemed_to_ring_for_long_was_probably_answered() -> None:
    just = played(reading(IDLE, 0), reading(RINGING, 0), reading(IDLE, MOST))
    assert len(ended(just)) == 1
    longer = played(reading(IDLE, 0), reading(RINGING, 0), reading(IDLE, MOST + 0.1))
    assert ended(longer) == []
    assert longer[-1].unsure


def test_who_rang_while_the_clock_was_put_back_did_not_give_up_at_once() -> None:
    (call,) = ended(played(reading(IDLE, 0), reading(RINGING, 30), reading(IDLE, 10)))
    assert (call.outcome, call.ring_seconds) == (Outcome.NO_ANSWER, None)


READINGS = st.lists(
    st.builds(
        reading,
        st.sampled_from(Word),
        st.floats(0, 100),
        st.sampled_from((None, ADA, BOB)),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(READINGS)
def test_any_states_in_any_order_report_only_calls_whose_end_was_seen(told: list[Reading]) -> None:
    position: Position = Rest.LOST
    begun = 0
    over = 0
    for before, each in zip([None, *told], told, strict=False):
        taken = step(position, each, rings_at_most=MOST)
        begun += isinstance(taken.position, Ringing) and not isinstance(position, Ringing)
        call = taken.ended
        if call is None:
            # A call that rang and does not any more was either reported, or counted as unsure.
            left = isinstance(position, Ringing) and not isinstance(taken.position, Ringing)
            assert taken.unsure or not left
        else:
            over += 1
            assert not taken.unsure
            assert not isinstance(taken.position, Ringing)
            assert each.word in (IDLE, ANSWERED, MISSED)
            if each.word is not MISSED:
                assert isinstance(position, Ringing)
                assert before is not None
                assert before.word is RINGING
                assert call.mark == position.first.mark
                assert (call.outcome is Outcome.ANSWERED) is (each.word is ANSWERED)
        position = taken.position
    assert over <= begun + sum(each.word is MISSED for each in told)


@settings(max_examples=200, deadline=None)
@given(READINGS)
def test_after_an_idle_phone_the_next_call_is_heard_whatever_was_before(
    told: list[Reading],
) -> None:
    last = played(*told)[-1].position if told else Rest.LOST
    steps = played(reading(IDLE, 200), reading(RINGING, 210, ADA), reading(IDLE, 240), start=last)
    assert [call.number for call in ended(steps[1:])] == [ADA]
