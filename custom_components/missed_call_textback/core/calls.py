"""One inbound call, from its first ring to its outcome.

    (nothing) ──ARRIVED──▶ ringing ──ENDED, a person took it──▶ answered
                              │
                              └────ENDED, nobody did──────────▶ missed(outcome)

Events may come twice, late, or in the wrong order, so:
1. `answered` is final: no later event makes an answered call missed, and one `answered`
   turns a call that was thought missed into an answered one.
2. The first missed outcome stands, but for `voicemail`, which says more than it: a message
   left after nobody answered makes the call `voicemail`.
3. An ENDED without its ARRIVED is the whole call.
4. A step or a caller that is already known is never forgotten by a poorer event.

So the events of two sources that heard the same call may be taken as one source's (`twins.py`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .printable import make_keepable


class Outcome(StrEnum):
    """What became of a call."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    ABANDONED = "abandoned"
    VOICEMAIL = "voicemail"
    CLOSED = "closed"
    FAILED = "failed"


MISSED_OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.ANSWERED)


class CallStep(StrEnum):
    """What a source reports of a call."""

    ARRIVED = "arrived"
    CONFIRMED = "confirmed"
    """A person of the team pressed 1 after picking up."""
    ENDED = "ended"
    """Ringing is over, with an outcome; the caller may still be listening to an announcement."""
    HUNG_UP = "hung_up"
    """The caller's leg is gone. The safety net: it ends a call whose ENDED got lost."""
    RECORDED = "recorded"
    """The caller left a message."""


class Attestation(StrEnum):
    """What the network says of a caller id (STIR/SHAKEN: RFC 8224, RFC 8588). None: nothing."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent:
    """One thing that a source reported of one call.

    `source_id` is unique over all sources (`twilio:CA…`). `caller` is the caller id as the source
    gave it. `outcome` belongs to ENDED and HUNG_UP; None there means "answered if and only if
    somebody confirmed, else no answer". `at` is aware. `caller_name` is the name that the network
    shows for the caller id.
    """

    line_id: str
    source_id: str
    step: CallStep
    at: datetime
    caller: str | None = None
    outcome: Outcome | None = None
    ring_seconds: float | None = None
    recording: str | None = None
    caller_name: str | None = None
    attestation: Attestation | None = None

    def __post_init__(self) -> None:
        make_keepable(self, "source_id", "caller", "recording", "caller_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One inbound call on a line. It is over when it has an outcome."""

    line_id: str
    source_id: str
    caller: str | None
    started_at: datetime
    confirmed: bool = False
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    ring_seconds: float | None = None
    recording: str | None = None
    caller_name: str | None = None
    attestation: Attestation | None = None

    @property
    def missed(self) -> bool:
        """Tell whether the call is over and no person took it."""
        return self.outcome is not None and self.outcome is not Outcome.ANSWERED

    @property
    def over_at(self) -> datetime:
        """When it ended, or began where nobody knows its end."""
        return self.ended_at or self.started_at


def advance(call: Call | None, event: CallEvent) -> Call:
    """Return the call after an event. Total: any event may follow any state."""
    if call is None:
        call = Call(
            line_id=event.line_id,
            source_id=event.source_id,
            caller=event.caller,
            started_at=event.at,
            recording=event.recording,
            caller_name=event.caller_name,
            attestation=event.attestation,
        )
    else:
        call = _introduced(call, event)
    match event.step:
        case CallStep.ARRIVED:
            return call
        case CallStep.CONFIRMED:
            return replace(call, confirmed=True)
        case CallStep.RECORDED:
            return _recorded(call, event)
        case _:
            return _ended(call, event)


def _introduced(call: Call, event: CallEvent) -> Call:
    """Take from a later event what nobody said of the caller before, or kept of their words."""
    known = (call.caller, call.caller_name, call.attestation, call.recording)
    told = (
        call.caller or event.caller,
        call.caller_name or event.caller_name,
        call.attestation or event.attestation,
        call.recording or event.recording,
    )
    if told == known:
        return call
    caller, caller_name, attestation, recording = told
    return replace(
        call,
        caller=caller,
        caller_name=caller_name,
        attestation=attestation,
        recording=recording,
    )


def _recorded(call: Call, event: CallEvent) -> Call:
    if call.outcome is Outcome.ANSWERED:
        return call
    return replace(call, outcome=Outcome.VOICEMAIL, ended_at=call.ended_at or event.at)


def _ended(call: Call, event: CallEvent) -> Call:
    outcome = event.outcome
    if outcome is None:
        outcome = Outcome.ANSWERED if call.confirmed else Outcome.NO_ANSWER
    says_more = outcome in (Outcome.ANSWERED, Outcome.VOICEMAIL)
    if call.outcome is Outcome.ANSWERED or (call.outcome is not None and not says_more):
        return call
    return replace(
        call,
        outcome=outcome,
        ended_at=call.ended_at or event.at,
        ring_seconds=event.ring_seconds if call.ring_seconds is None else call.ring_seconds,
    )
