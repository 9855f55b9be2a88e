"""A missed caller is won back once, and waits until somebody answers."""

from datetime import timedelta

from hypothesis import given, strategies as st

from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.threads import (
    Thread,
    after_call,
    after_our_words,
    after_reply,
)

from .examples import CALLER, LINE, NOON

THREAD = Thread(line_id=LINE.id, peer=CALLER, last_at=NOON)
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


@given(st.lists(st.sampled_from(["missed", "answered", "reply", "words"]), max_size=20))
def test_recoveries_never_outnumber_episodes(events: list[str]) -> None:
    thread, episodes, recovered = THREAD, 0, 0
    for number, what in enumerate(events):
        at = NOON + timedelta(minutes=number)
        if what == "words":
            thread = after_our_words(thread, at)
            continue
        step = (
            after_reply(thread, at)
            if what == "reply"
            else after_call(thread, MISSED if what == "missed" else ANSWERED, at)
        )
        thread = step.thread
        episodes += step.opened_episode
        recovered += step.recovered
        assert recovered <= episodes <= recovered + 1
        assert thread.last_at == at
