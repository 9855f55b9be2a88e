"""The calls that the benchmark of sources tells of, held against what the source makes of them."""

from datetime import UTC, datetime

from bench.ami_calls import ending, ringing
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.asterisk.frames import Framer
from custom_components.missed_call_textback.providers.asterisk.linked_calls import (
    LinkedCalls,
    Verdict,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# One of them is whose number was dialled in the recording.
CALLERS = [*(f"+1202555{number:04}" for number in range(100, 120)), "+15155550100"]


def heard(calls: LinkedCalls, *wires: bytes) -> list[Verdict]:
    framer = Framer()
    return [
        verdict
        for wire in wires
        for frame in framer.feed(wire)
        for verdict in calls.feed(frame, NOW)
    ]


def test_nothing_is_certain_while_they_ring_and_each_is_missed_at_its_own_end() -> None:
    calls = LinkedCalls()

    assert heard(calls, *ringing(CALLERS)) == []
    for caller in reversed(CALLERS):
        [verdict] = heard(calls, *ending(caller))
        assert (verdict.caller, verdict.outcome) == (caller, Outcome.NO_ANSWER)
    assert calls.lose_all() == []


def test_the_end_is_the_first_word_of_what_is_measured() -> None:
    calls = LinkedCalls()
    heard(calls, *ringing(CALLERS))

    assert len(heard(calls, ending(CALLERS[0])[0])) == 1
