"""Every recorded call has the outcome that it had, alone and amid others."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.asterisk.linked_calls import (
    LinkedCalls,
    Verdict,
)

from .recordings import BEGUN, RIGHTS, Heard, apart, expected, followed, streams

SCENARIOS = sorted(expected())


def test_there_is_a_recording_of_every_scenario_under_both_rights() -> None:
    assert set(streams()) == {(each, rights) for each in SCENARIOS for rights in RIGHTS}
    assert len(SCENARIOS) == 30


@pytest.mark.parametrize("rights", RIGHTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_recorded_call_is_told_once_as_it_was(scenario: str, rights: str) -> None:
    calls = LinkedCalls()

    told = followed(streams()[scenario, rights], calls)

    wanted = expected()[scenario]
    if wanted is None:
        assert told == []
    else:
        [verdict] = told
        assert verdict.outcome is wanted.outcome
        assert verdict.caller == wanted.caller
        assert verdict.dialled == wanted.dialled
        assert verdict.ring_seconds == pytest.approx(wanted.rang, abs=0.06)
    assert calls.lose_all() == []
    assert calls.unknown == 0


@pytest.mark.parametrize("rights", RIGHTS)
def test_a_missed_call_is_told_at_its_last_event_and_an_answered_one_before(rights: str) -> None:
    for scenario, wanted in expected().items():
        if wanted is None:
            continue
        stream = streams()[scenario, rights]
        [verdict] = followed(stream)
        hung_up = max(
            each.after
            for each in stream
            if each.wire.startswith(b"Event: Hangup\r\n")
            and f"\r\nUniqueid: {verdict.linkedid}\r\n".encode() in each.wire
        )
        told_after = (verdict.at - BEGUN) / timedelta(seconds=1)
        if wanted.outcome is Outcome.ANSWERED:
            assert told_after < hung_up - 1
        else:
            assert told_after == hung_up


@pytest.mark.parametrize("rights", RIGHTS)
def test_the_right_to_read_the_dialplan_decides_voicemail_alone(rights: str) -> None:
    for scenario, wanted in expected().items():
        if wanted is None:
            continue
        stream = [
            each
            for each in streams()[scenario, rights]
            if b"Privilege: dialplan,all" not in each.wire
        ]
        [verdict] = followed(stream)
        assert (verdict.outcome is Outcome.ANSWERED) is (wanted.outcome is Outcome.ANSWERED)
        if verdict.outcome is not wanted.outcome:
            assert wanted.outcome is Outcome.VOICEMAIL


def test_a_message_left_is_voicemail_without_the_dialplans_word_too() -> None:
    calls = LinkedCalls()
    stream = [
        each
        for each in streams()["voicemail_message", "least"]
        if b"Event: Newexten" not in each.wire
    ]

    [verdict] = followed(stream, calls)

    assert verdict.outcome is Outcome.VOICEMAIL
    assert calls.untold_voicemail == 1


def _mixed(chosen: list[tuple[str, str]], chance: Random) -> list[Heard]:
    """Return several streams dealt into one, each in its own order."""
    left = [apart(streams()[which], f"x{index}") for index, which in enumerate(chosen)]
    mixed = []
    while left := [stream for stream in left if stream]:
        # In runs, as they come: Asterisk says several things of one call at once.
        stream = chance.choice(left)
        run = chance.randint(1, 12)
        mixed += stream[:run]
        del stream[:run]
    return mixed


def _facts(verdict: Verdict) -> tuple[object, ...]:
    return (
        verdict.outcome,
        verdict.caller,
        verdict.caller_name,
        verdict.dialled,
        verdict.ring_seconds,
    )


@settings(max_examples=40, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(sorted(streams())), min_size=2, max_size=6),
    chance=st.randoms(use_true_random=False),
)
def test_calls_at_once_do_not_touch_each_other(
    chosen: list[tuple[str, str]], chance: Random
) -> None:
    told = followed(_mixed(chosen, chance))

    alone = {
        f"{verdict.linkedid}x{index}": _facts(verdict)
        for index, which in enumerate(chosen)
        for verdict in followed(streams()[which])
    }
    assert len(told) == len(alone)
    assert {verdict.linkedid: _facts(verdict) for verdict in told} == alone


def test_a_thousand_calls_at_once_are_each_told_what_became_of_them() -> None:
    inbound = [(each, "least") for each in SCENARIOS if expected()[each]]
    chosen = [inbound[index % len(inbound)] for index in range(1000)]
    calls = LinkedCalls()

    # By their moment within the call, so that all are open when the first ends.
    told = followed(
        sorted(
            (
                each
                for index, which in enumerate(chosen)
                for each in apart(streams()[which], f"x{index}")
            ),
            key=lambda each: each.after,
        ),
        calls,
    )

    assert calls.unknown == 0
    alone = {
        which: [_facts(verdict) for verdict in followed(streams()[which])] for which in inbound
    }
    marked = {verdict.linkedid.rpartition("x")[2]: _facts(verdict) for verdict in told}
    assert [[marked[str(index)]] for index in range(1000)] == [alone[which] for which in chosen]


@settings(max_examples=30, deadline=None)
@given(
    scenario=st.sampled_from([each for each in SCENARIOS if expected()[each]]),
    cut=st.floats(0, 1),
    rights=st.sampled_from(RIGHTS),
)
def test_of_a_call_whose_beginning_was_not_heard_nothing_is_told(
    scenario: str, cut: float, rights: str
) -> None:
    stream = streams()[scenario, rights]
    first = next(
        index for index, each in enumerate(stream) if each.wire.startswith(b"Event: Newchannel")
    )
    start = first + 1 + int(cut * (len(stream) - first - 1))

    assert followed(stream[start:]) == []
