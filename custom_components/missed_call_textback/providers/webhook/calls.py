"""Calls of which some letters have come: what became of each is told by all of them together.

    (nothing) ──RINGING──▶ ringing ──ANSWERED──▶ answered
        │                     │
        │                     ├──OVER_AFTER_TALK──▶ answered, but voicemail where that was told
        │                     └──OVER, or an outcome──▶ missed(outcome)
        └──ANSWERED, or an outcome──▶ that

1. `answered` is final. The first missed outcome stands, but for `voicemail`, which says more.
2. That a call is over says nothing where nothing was heard of it before: that may have been while
   Home Assistant was down.
3. The same letter once more gives the same verdict: phone systems repeat what was not acknowledged,
   and a letter that could not be stored is read a second time.

It is in memory only. What is lost by a restart is calls that rang meanwhile, at systems that do not
say of an end how it came about.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ...core.calls import Outcome
from .heard import LONGEST_RING_SECONDS, Heard, Meaning

_MOST_CALLS: Final = 500
_OLDEST: Final = timedelta(hours=4)
_ENDS: Final = (Meaning.OVER, Meaning.OVER_AFTER_TALK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a call, as far as it is known."""

    call: str
    outcome: Outcome
    at: datetime
    caller: str | None
    dialled: str | None
    caller_name: str | None
    ring_seconds: float | None
    recording: str | None


@dataclass(slots=True, kw_only=True)
class _Call:
    leg: str | None
    touched_at: datetime
    rings_since: datetime | None = None
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    ring_seconds: float | None = None
    caller: str | None = None
    dialled: str | None = None
    caller_name: str | None = None


class OpenCalls:
    """Remembers calls for some hours after their last letter, and no more than some hundreds."""

    def __init__(self) -> None:
        self._calls: OrderedDict[str, _Call] = OrderedDict()

    def __len__(self) -> int:
        return len(self._calls)

    def take(self, heard: Heard, now: datetime, *, only_opened: bool = False) -> Verdict | None:
        """Take what a letter says; return what became of its call, where that is known now.

        `only_opened` leaves out calls whose RINGING was not heard, and what other legs of a call say
        but that somebody answered: for systems that report the shop's own calls the same way.
        """
        self._forget(now)
        call = self._calls.get(heard.call)
        if call is None:
            rings = heard.meaning is Meaning.RINGING
            if heard.meaning in _ENDS or (only_opened and not rings):
                return None
            call = self._calls[heard.call] = _Call(leg=heard.leg, touched_at=now)
            if rings:
                call.rings_since = now
            if len(self._calls) > _MOST_CALLS:
                self._calls.popitem(last=False)
        call.touched_at = now
        self._calls.move_to_end(heard.call)
        other_leg = only_opened and heard.leg != call.leg
        if not other_leg:
            _introduce(call, heard)
        if heard.meaning is Meaning.RINGING or (
            other_leg and heard.meaning is not Meaning.ANSWERED
        ):
            return None
        if call.ended_at is None:
            call.ended_at = min(heard.ended_at or now, now)
            call.ring_seconds = _rang(call, heard, now)
        call.outcome = _outcome(call.outcome, heard.meaning)
        return Verdict(
            call=heard.call,
            outcome=call.outcome,
            at=call.ended_at,
            caller=call.caller,
            dialled=call.dialled,
            caller_name=call.caller_name,
            ring_seconds=call.ring_seconds,
            recording=heard.recording,
        )

    def _forget(self, now: datetime) -> None:
        while self._calls:
            oldest = next(iter(self._calls.values()))
            if now - oldest.touched_at < _OLDEST:
                return
            self._calls.popitem(last=False)


def _introduce(call: _Call, heard: Heard) -> None:
    call.caller = call.caller or heard.caller
    call.dialled = call.dialled or heard.dialled
    call.caller_name = call.caller_name or heard.caller_name


def _rang(call: _Call, heard: Heard, now: datetime) -> float | None:
    if heard.ring_seconds is not None:
        return heard.ring_seconds
    # Between the ringing and this lies a talk of unknown length.
    if call.rings_since is None or heard.meaning is Meaning.OVER_AFTER_TALK:
        return None
    rang = (now - call.rings_since).total_seconds()
    return rang if 0 <= rang <= LONGEST_RING_SECONDS else None


def _outcome(known: Outcome | None, told: Meaning) -> Outcome:
    match told:
        case Meaning.OVER:
            return known or Outcome.NO_ANSWER
        case Meaning.OVER_AFTER_TALK:
            return known if known is Outcome.VOICEMAIL else Outcome.ANSWERED
        case Meaning.ANSWERED:
            return Outcome.ANSWERED
        case Meaning.VOICEMAIL if known is not Outcome.ANSWERED:
            return Outcome.VOICEMAIL
        case _:
            return known or Outcome(told)
