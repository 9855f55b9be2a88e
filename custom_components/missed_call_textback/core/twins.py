"""The same call heard by two sources: finds which of the calls that are known it is.

A line may have several sources: a telephone system and the trunk before it, say. Each gives a call
an id of its own, so what makes two reports one call is: the same line, the same caller, another
source, and times that overlap or lie close together. Two calls of one source are always two calls.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from .book import StoredCall
from .calls import Call, CallEvent, CallStep, Outcome

# Clocks differ, and a telephone system may ring for a while what it was forwarded.
TWIN_GAP: Final = timedelta(seconds=60)
# A call that began longer before is not looked for.
LONGEST_CALL: Final = timedelta(hours=4)
_AT_ONCE: Final = timedelta(0)


def source_of(source_id: str) -> str:
    """Return the source that gave an id: `asterisk:shop` of `asterisk:shop:1763.4`.

    A source of which a shop has only one has no name: `twilio` of `twilio:CA…`.
    """
    kind, _, rest = source_id.partition(":")
    name, colon, _ = rest.partition(":")
    return f"{kind}:{name}" if colon else kind


def began_between(call: Call) -> tuple[datetime, datetime]:
    """Return between which times a twin of a call that is over began, at most."""
    begin, end = _span(call, call.over_at)
    return begin - TWIN_GAP - LONGEST_CALL, end + TWIN_GAP


def twin_among(call: Call, others: Iterable[StoredCall], now: datetime) -> StoredCall | None:
    """Return which of other sources' calls is the same as one that is over: the nearest in time."""
    nearest: tuple[timedelta, StoredCall] | None = None
    for other in others:
        distance = _distance(call, other.call, now)
        if distance is not None and (nearest is None or distance < nearest[0]):
            nearest = distance, other
    return None if nearest is None else nearest[1]


def report_of(call: Call) -> CallEvent:
    """Return the one event that says as much as a call that is over."""
    return CallEvent(
        line_id=call.line_id,
        source_id=call.source_id,
        step=CallStep.ENDED,
        at=call.over_at,
        caller=call.caller,
        outcome=call.outcome,
        ring_seconds=call.ring_seconds,
        recording=call.recording,
        caller_name=call.caller_name,
        attestation=call.attestation,
    )


def ends_for_all(call: Call, event: CallEvent) -> bool:
    """Tell whether what a second source says ends a call that the first one still has open.

    That a call was missed there does not: it may ring here, or be talked on. A message does, but not
    where a person pressed 1.
    """
    if event.step is CallStep.RECORDED or event.outcome is Outcome.VOICEMAIL:
        return not call.confirmed
    return event.outcome is Outcome.ANSWERED


def _span(call: Call, now: datetime) -> tuple[datetime, datetime]:
    """Return when a call began and ended; one that is not over lasts until now."""
    end = now if call.outcome is None else call.over_at
    rang = call.ring_seconds
    # Whatever a source may say, be it no number at all.
    known = rang is not None and 0 < rang < LONGEST_CALL.total_seconds()
    before_end = timedelta(seconds=rang) if rang is not None and known else _AT_ONCE
    begin = min(call.started_at, call.over_at - before_end)
    return begin, max(begin, end)


def _distance(call: Call, other: Call, now: datetime) -> timedelta | None:
    """Return how far two calls are from being at the same time, None where too far for one call.

    That of the nearer ends: one source may tell of the ringing, another of the talk that followed.
    """
    (begin, end), (other_begin, other_end) = _span(call, now), _span(other, now)
    if max(begin - other_end, other_begin - end) > TWIN_GAP:
        return None
    return min(abs(begin - other_begin), abs(end - other_end))
