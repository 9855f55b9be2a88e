"""What became of calls, read from Twilio's call log when nobody was there to hear of them.

A line that gets only forwarded calls has missed each one that it got. A line that rings the team:

| the call's legs to the team                | the call itself     | outcome                     |
|--------------------------------------------|---------------------|-----------------------------|
| one `completed` that was talked on         | any                 | answered                    |
| some                                       | no-answer, canceled | abandoned                   |
| some `canceled`, none `completed`          | any                 | abandoned                   |
| all `busy` or `failed`, one of them `busy` | completed           | busy                        |
| all `failed`                               | completed           | failed                      |
| any others                                 | completed           | no answer                   |
| none                                       | completed           | closed if it was, no answer |
| none                                       | no-answer, canceled | abandoned                   |
| none, or some                              | busy, failed        | busy, failed                |

A call that is not over is left out.

A leg was talked on if it lasted longer than the whisper, from its first word to the hang-up when no
key came (`longest_whisper`): a mailbox that picks up cannot press one, so its leg ends there. A
person who says goodbye sooner than that is taken for a mailbox: a text too many, where the other
error would forget somebody.

Legs are cancelled when somebody picks up, whose own leg is then `completed`, or when the caller hangs
up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ...core.calls import CallEvent, CallStep, Outcome
from ...core.shop import Line, LineMode
from .caller_id import attested, shown_name
from .client import Json
from .dates import moment
from .resources import number_in, sid_of, text_in

type WasOpen = Callable[[Line, datetime], bool]

_OVER: Final = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
# The caller's leg ended before anything was played on it.
_GAVE_UP: Final = frozenset({"no-answer", "canceled"})
_NAME_LENGTH: Final = 256
_LONGEST_RING: Final = 3600


class LoggedCalls:
    """How each call to a line ended that was over after a time, read page by page. Total.

    `whisper` is `longest_whisper` of the shop. Of what is over for longer nothing is kept, nor of its
    legs, which a log that begins with the newest tells of first.
    """

    def __init__(self, line: Line, since: datetime, whisper: float, was_open: WasOpen) -> None:
        self._line = line
        self._since = since
        self._whisper = whisper
        self._was_open = was_open
        self._ended: dict[str, tuple[Json, datetime]] = {}
        self._legs: defaultdict[str, list[Json]] = defaultdict(list)

    def add(self, listed: Iterable[Json]) -> None:
        """Take a page of the log."""
        for call in listed:
            if parent := text_in(call, "parent_call_sid"):
                self._legs[parent].append(call)
            elif _is_to(self._line, call) and (sid := sid_of(call)) and (at := _end(call)):
                if at >= self._since:
                    self._ended[sid] = call, at
                else:
                    self._legs.pop(sid, None)

    def events(self) -> list[CallEvent]:
        """Return what became of the calls, once all pages were read."""
        calls = [
            _Call(sid, call, self._legs.get(sid, ()), at) for sid, (call, at) in self._ended.items()
        ]
        return [
            _event(call, self._line, _outcome(call, self._line, self._whisper, self._was_open))
            for call in calls
        ]


@dataclass(frozen=True, slots=True)
class _Call:
    sid: str
    resource: Json
    legs: Sequence[Json]
    ended: datetime


def _is_to(line: Line, call: Json) -> bool:
    return (
        text_in(call, "direction") == "inbound"
        and text_in(call, "to") == line.number
        and text_in(call, "status") in _OVER
    )


def _event(call: _Call, line: Line, outcome: Outcome) -> CallEvent:
    resource = call.resource
    return CallEvent(
        line_id=line.id,
        source_id=source_id(call.sid),
        step=CallStep.ENDED,
        at=call.ended,
        caller=text_in(resource, "from") or None,
        outcome=outcome,
        ring_seconds=_rang(call, outcome),
        caller_name=shown_name(text_in(resource, "caller_name", _NAME_LENGTH)),
        attestation=attested(text_in(resource, "stir_verstat")),
    )


def _outcome(call: _Call, line: Line, whisper: float, was_open: WasOpen) -> Outcome:
    if line.mode is LineMode.FORWARDED:
        return _unrung(call, line, was_open)
    if any(_was_talked_on(leg, whisper) for leg in call.legs):
        return Outcome.ANSWERED
    status = text_in(call.resource, "status")
    states = {text_in(leg, "status") for leg in call.legs}
    if status in _GAVE_UP or ("canceled" in states and "completed" not in states):
        return Outcome.ABANDONED
    if status == "busy" or (states <= {"busy", "failed"} and "busy" in states):
        return Outcome.BUSY
    if status == "failed" or states == {"failed"}:
        return Outcome.FAILED
    return Outcome.NO_ANSWER if states else _unrung(call, line, was_open)


def _unrung(call: _Call, line: Line, was_open: WasOpen) -> Outcome:
    began = moment(call.resource.get("start_time")) or call.ended
    return Outcome.NO_ANSWER if was_open(line, began) else Outcome.CLOSED


def _was_talked_on(leg: Json, whisper: float) -> bool:
    return text_in(leg, "status") == "completed" and number_in(leg, "duration") > whisper


def _rang(call: _Call, outcome: Outcome) -> float | None:
    """Return how long it rang. Whoever gave up before it rang anybody was there no longer than this."""
    if outcome is Outcome.ANSWERED:
        return None
    began = moment(call.resource.get("start_time"))
    if not call.legs and outcome is Outcome.ABANDONED and began is not None:
        return max(0.0, (call.ended - began).total_seconds())
    return _ring_seconds(call.legs)


def _ring_seconds(legs: Sequence[Json]) -> float | None:
    """Return how long the team's phones rang, or somebody's mailbox spoke, None where not told."""
    starts = [moment(leg.get("start_time")) for leg in legs]
    ends = [moment(leg.get("end_time")) for leg in legs]
    began = min((start for start in starts if start), default=None)
    ended = max((end for end in ends if end), default=None)
    if began is None or ended is None:
        return None
    seconds = (ended - began).total_seconds()
    return seconds if 0 <= seconds <= _LONGEST_RING else None


def _end(call: Json) -> datetime | None:
    """Return when a call was over: Twilio leaves `end_time` empty where nobody was got through to."""
    return (
        moment(call.get("end_time"))
        or moment(call.get("date_updated"))
        or moment(call.get("start_time"))
    )


def source_id(call_sid: str) -> str:
    """Return the id under which a call is known, whoever tells of it."""
    return f"twilio:{call_sid}"
