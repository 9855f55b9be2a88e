"""What becomes of a call is told by all its letters together, whatever order and however often."""

from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.webhook.calls import OpenCalls, Verdict
from custom_components.missed_call_textback.providers.webhook.heard import OUTGOING, Heard, Meaning

from .letters import CALLER, NOW

TELLS_ALONE = [
    Meaning.ANSWERED,
    Meaning.NO_ANSWER,
    Meaning.BUSY,
    Meaning.ABANDONED,
    Meaning.VOICEMAIL,
    Meaning.CLOSED,
    Meaning.FAILED,
]


INCOMING = [each for each in Meaning if each not in OUTGOING]


def heard(meaning: Meaning, call: str = "1", **more: str | float) -> Heard:
    return Heard(call=call, meaning=meaning, **more)  # type: ignore[arg-type]


def outcome_of(*meanings: Meaning, only_opened: bool = False) -> Outcome | None:
    """Return what is known after some letters, a second apart."""
    calls, verdict = OpenCalls(), None
    for seconds, meaning in enumerate(meanings):
        at = NOW + timedelta(seconds=seconds)
        verdict = calls.take(heard(meaning), at, only_opened=only_opened)
    return verdict.outcome if verdict else None


@pytest.mark.parametrize("meaning", TELLS_ALONE)
def test_a_letter_that_says_all_needs_no_other(meaning: Meaning) -> None:
    assert outcome_of(meaning) is Outcome(meaning.value)


@pytest.mark.parametrize(
    ("meanings", "outcome"),
    [
        ([Meaning.RINGING], None),
        ([Meaning.RINGING, Meaning.OVER], Outcome.NO_ANSWER),
        ([Meaning.RINGING, Meaning.ANSWERED, Meaning.OVER], Outcome.ANSWERED),
        ([Meaning.RINGING, Meaning.ANSWERED, Meaning.ABANDONED], Outcome.ANSWERED),
        ([Meaning.RINGING, Meaning.BUSY, Meaning.OVER], Outcome.BUSY),
        ([Meaning.RINGING, Meaning.BUSY, Meaning.ABANDONED], Outcome.BUSY),
        ([Meaning.RINGING, Meaning.BUSY, Meaning.ANSWERED], Outcome.ANSWERED),
        ([Meaning.RINGING, Meaning.NO_ANSWER, Meaning.VOICEMAIL], Outcome.VOICEMAIL),
        ([Meaning.RINGING, Meaning.VOICEMAIL, Meaning.OVER_AFTER_TALK], Outcome.VOICEMAIL),
        ([Meaning.RINGING, Meaning.OVER_AFTER_TALK], Outcome.ANSWERED),
        ([Meaning.ANSWERED, Meaning.VOICEMAIL], Outcome.ANSWERED),
        ([Meaning.OVER], None),
        ([Meaning.OVER_AFTER_TALK], None),
    ],
)
def test_letters_together(meanings: list[Meaning], outcome: Outcome | None) -> None:
    assert outcome_of(*meanings) == outcome


@given(st.lists(st.sampled_from(INCOMING), max_size=8))
def test_answered_is_final(meanings: list[Meaning]) -> None:
    if Meaning.ANSWERED in meanings and meanings[-1] is not Meaning.RINGING:
        assert outcome_of(*meanings) is Outcome.ANSWERED


@given(st.lists(st.sampled_from(INCOMING), max_size=8))
def test_a_letter_read_twice_says_the_same_twice(meanings: list[Meaning]) -> None:
    calls = OpenCalls()
    for seconds, meaning in enumerate(meanings):
        at = NOW + timedelta(seconds=seconds)
        once = calls.take(heard(meaning), at)
        assert calls.take(heard(meaning), at + timedelta(minutes=2)) == once


def test_the_caller_is_remembered_from_the_first_letter_that_knew_it() -> None:
    calls = OpenCalls()
    calls.take(heard(Meaning.RINGING, caller=CALLER, dialled="100", caller_name="Ann"), NOW)
    verdict = calls.take(heard(Meaning.OVER), NOW + timedelta(seconds=21))
    assert verdict == Verdict(
        call="1",
        outcome=Outcome.NO_ANSWER,
        at=NOW + timedelta(seconds=21),
        caller=CALLER,
        dialled="100",
        caller_name="Ann",
        ring_seconds=21,
        recording=None,
    )


def test_how_long_it_rang_is_counted_until_somebody_answered() -> None:
    calls = OpenCalls()
    calls.take(heard(Meaning.RINGING), NOW)
    calls.take(heard(Meaning.ANSWERED), NOW + timedelta(seconds=9))
    verdict = calls.take(heard(Meaning.OVER), NOW + timedelta(seconds=90))
    assert verdict is not None
    assert verdict.ring_seconds == 9


@pytest.mark.parametrize(
    ("letter", "after", "seconds"),
    [
        (heard(Meaning.NO_ANSWER, ring_seconds=4.0), 20, 4),
        (heard(Meaning.OVER_AFTER_TALK), 20, None),
        (heard(Meaning.OVER), 3700, None),
        (heard(Meaning.OVER), -1, None),
    ],
)
def test_the_ringing_is_told_only_where_it_is_known(
    letter: Heard, after: int, seconds: float | None
) -> None:
    calls = OpenCalls()
    calls.take(heard(Meaning.RINGING), NOW)
    verdict = calls.take(letter, NOW + timedelta(seconds=after))
    assert verdict is not None
    assert verdict.ring_seconds == seconds


def test_a_call_ended_when_its_letter_says_but_never_later_than_now() -> None:
    calls = OpenCalls()
    early, late = NOW - timedelta(minutes=9), NOW + timedelta(minutes=4)
    first = calls.take(Heard(call="1", meaning=Meaning.BUSY, ended_at=early), NOW)
    second = calls.take(Heard(call="2", meaning=Meaning.BUSY, ended_at=late), NOW)
    assert first is not None
    assert second is not None
    assert (first.at, second.at) == (early, NOW)


def test_two_calls_at_once_are_told_apart() -> None:
    calls = OpenCalls()
    for call in ("1", "2"):
        calls.take(heard(Meaning.RINGING, call), NOW)
    calls.take(heard(Meaning.ANSWERED, "1"), NOW)
    first, second = (calls.take(heard(Meaning.OVER, call), NOW) for call in ("1", "2"))
    assert first is not None
    assert second is not None
    assert (first.outcome, second.outcome) == (Outcome.ANSWERED, Outcome.NO_ANSWER)


def test_where_only_opened_calls_count_others_say_nothing() -> None:
    for meaning in Meaning:
        assert outcome_of(meaning, only_opened=True) is None
    assert outcome_of(Meaning.RINGING, Meaning.OVER, only_opened=True) is Outcome.NO_ANSWER


def test_of_the_shops_own_legs_only_that_somebody_answered_counts() -> None:
    calls = OpenCalls()

    def take(meaning: Meaning, leg: str, caller: str) -> Verdict | None:
        return calls.take(heard(meaning, leg=leg, caller=caller), NOW, only_opened=True)

    assert take(Meaning.RINGING, "caller's", CALLER) is None
    assert take(Meaning.OVER, "phone's", "+100") is None
    assert take(Meaning.BUSY, "phone's", "+100") is None
    answered = take(Meaning.ANSWERED, "phone's", "+100")
    assert answered is not None
    assert (answered.outcome, answered.caller) == (Outcome.ANSWERED, CALLER)


def test_old_calls_are_forgotten_and_no_more_than_some_hundreds_kept() -> None:
    calls = OpenCalls()
    for number in range(2_000):
        calls.take(heard(Meaning.RINGING, str(number)), NOW)
    assert len(calls) == 500
    assert calls.take(heard(Meaning.OVER, "0"), NOW) is None
    assert calls.take(heard(Meaning.OVER, "1999"), NOW) is not None
    calls.take(heard(Meaning.RINGING, "new"), NOW + timedelta(hours=4))
    assert len(calls) == 1
