"""A missed caller is won back once, and waits until somebody answers."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.threads import (
    Thread,
    ThreadStep,
    after_call,
    after_calling_back,
    after_our_words,
    after_reply,
    new_thread,
    to_call_back,
)

from .examples import CALLER, LINE, NOON

THREAD = new_thread(LINE.id, CALLER, NOON)
LATER = NOON + timedelta(minutes=5)


def call(outcome: Outcome) -> Call:
    return Call(line_id=LINE.id, source_id="x:1", caller=CALLER, started_at=NOON, outcome=outcome)


MISSED, ANSWERED = call(Outcome.NO_ANSWER), call(Outcome.ANSWERED)


def test_three_missed_calls_are_one_customer_to_win_back() -> None:
    first = after_call(THREAD, MISSED, NOON)
    second = after_call(first.thread, MISSED, LATER)
    assert (first.opened_episode, second.opened_episode) == (True, False)
    assert second.thread.episode_at == NOON


def test_a_reply_recovers_and_waits_from_its_first_word() -> None:
    missed = after_call(THREAD, MISSED, NOON).thread
    replied = after_reply(missed, LATER)
    assert replied.recovered
    again = after_reply(replied.thread, LATER + timedelta(minutes=1))
    assert not again.recovered
    assert again.thread.waiting_since == LATER


def test_our_words_end_the_waiting() -> None:
    waiting = after_reply(THREAD, NOON).thread
    assert after_our_words(waiting, LATER).waiting_since is None


def test_an_answered_call_recovers_and_ends_the_waiting() -> None:
    missed = after_call(THREAD, MISSED, NOON).thread
    waiting = after_reply(after_call(missed, MISSED, NOON).thread, NOON).thread
    answered = after_call(waiting, ANSWERED, LATER)
    assert answered.thread.waiting_since is None
    assert after_call(missed, ANSWERED, LATER).recovered
    assert not after_call(THREAD, ANSWERED, LATER).recovered


@given(st.lists(st.sampled_from(["missed", "answered", "called", "reply", "words"]), max_size=20))
def test_recoveries_never_outnumber_episodes(events: list[str]) -> None:
    thread, episodes, recovered = THREAD, 0, 0
    for number, what in enumerate(events):
        at = NOON + timedelta(minutes=number)
        if what == "words":
            thread = after_our_words(thread, at)
            continue
        match what:
            case "reply":
                step = after_reply(thread, at)
            case "called":
                step = after_calling_back(thread, at)
            case _:
                step = after_call(thread, MISSED if what == "missed" else ANSWERED, at)
        thread = step.thread
        episodes += step.opened_episode
        recovered += step.recovered
        assert recovered <= episodes <= recovered + 1
        assert thread.last_at == at


def test_who_cannot_be_texted_is_to_be_called_until_somebody_has_spoken_with_them() -> None:
    first = to_call_back(THREAD, NOON)
    assert to_call_back(first, LATER).call_back_since == NOON
    assert after_call(first, MISSED, LATER).thread.call_back_since == NOON
    assert after_call(first, ANSWERED, LATER).thread.call_back_since is None
    assert after_reply(first, LATER).thread.call_back_since is None


def test_a_thread_knows_when_somebody_was_last_spoken_with() -> None:
    assert after_call(THREAD, MISSED, LATER).thread.reached_at is None
    assert after_call(THREAD, ANSWERED, LATER).thread.reached_at == LATER
    assert after_reply(THREAD, LATER).thread.spoke_at == LATER
    assert after_our_words(THREAD, LATER).spoke_at == LATER


@pytest.mark.parametrize(
    "spoken", [after_calling_back, lambda thread, at: after_call(thread, ANSWERED, at)]
)
def test_a_call_that_is_answered_ends_all_that_was_open_and_nothing_that_came_after(
    spoken: Callable[[Thread, datetime], ThreadStep],
) -> None:
    missed = after_call(THREAD, MISSED, NOON).thread
    waiting = to_call_back(after_reply(missed, LATER).thread, LATER)
    assert spoken(missed, LATER).recovered
    assert not spoken(missed, NOON - timedelta(minutes=1)).recovered
    done = spoken(waiting, LATER).thread
    assert (done.waiting_since, done.call_back_since, done.reached_at) == (None, None, LATER)
    assert spoken(done, NOON).thread == done
    late = spoken(waiting, NOON).thread
    assert (late.waiting_since, late.call_back_since) == (LATER, LATER)
