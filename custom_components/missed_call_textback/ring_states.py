"""What the states of one phone say of one call at a time: rang in vain, answered, or nobody can tell.

    lost ──no value yet──▶ fresh ─┐
      │                           ├──ringing──▶ ringing ──idle──▶ quiet, and the call was MISSED
      └──idle──▶ quiet ───────────┘                │
                   ▲                               ├──answered──▶ busy, and it was ANSWERED
                   └──idle── busy, doubt ◀─────────┴──anything else: its end is UNSURE

One state has room for one call. So a call is reported only where it alone rang from its beginning to
its end. Its end is unknown, and it is never reported, where
1. another call begins while it rings, or it begins while another is on;
2. the state was not there for a while, or is one that nobody described;
3. it rang when we began to look: what a restart brings back may be long over;
4. it rang longer than a phone does: the state between may have got lost on its way.

`missed` is a word of its own: a state that is reached once for each missed call. The one that is
found when we begin to look is not news.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from .core.calls import Outcome

# No phone and no network gives up so soon: whoever stopped it was the caller.
_HUNG_UP_WITHIN_SECONDS: Final = 10


class Word(StrEnum):
    """What a state means."""

    IDLE = "idle"
    RINGING = "ringing"
    ANSWERED = "answered"
    MISSED = "missed"
    OTHER = "other"
    """A state that nobody described: the phone does something else."""
    NO_VALUE = "no_value"
    """Nothing was reported yet."""
    GONE = "gone"
    """Whoever reports it cannot be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A state as it was seen. `mark` tells it from all others; `at` is aware."""

    word: Word
    at: datetime
    mark: str
    number: str | None = None
    name: str | None = None
    dialled: str | None = None


class Rest(StrEnum):
    """Where a phone is while no call rings whose end could be told."""

    LOST = "lost"
    """Nothing is known, or what was is too old to be believed."""
    FRESH = "fresh"
    """It can be reached, and has told nothing yet."""
    QUIET = "quiet"
    BUSY = "busy"
    """A call is on, or something that nobody described."""
    DOUBT = "doubt"
    """It rings, and nobody will be able to tell for whom."""


_LEADS_TO: Final = {Word.IDLE: Rest.QUIET, Word.MISSED: Rest.QUIET, Word.GONE: Rest.LOST}


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call rings, since its first reading; that has what was told of the caller."""

    first: Reading


type Position = Rest | Ringing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A call is over, and how is known. `mark` is that of its first reading."""

    mark: str
    outcome: Outcome
    at: datetime
    ring_seconds: float | None = None
    number: str | None = None
    name: str | None = None
    dialled: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a reading leads, the call that it ends, and whether one got lost on the way."""

    position: Position
    ended: Ended | None = None
    unsure: bool = False


def step(position: Position, reading: Reading, *, rings_at_most: float) -> Step:
    """Return what follows from a reading. Total: any word may follow any position."""
    if isinstance(position, Ringing):
        return _while_ringing(position.first, reading, rings_at_most)
    match reading.word:
        case Word.RINGING if position in (Rest.QUIET, Rest.FRESH):
            return Step(position=Ringing(reading))
        case Word.RINGING:
            return Step(position=Rest.DOUBT, unsure=position is not Rest.DOUBT)
        case Word.MISSED if position not in (Rest.LOST, Rest.FRESH):
            return Step(position=Rest.QUIET, ended=_ended(reading, reading, Outcome.NO_ANSWER))
        case Word.NO_VALUE:
            return Step(position=Rest.FRESH if position is Rest.LOST else position)
    return Step(position=_LEADS_TO.get(reading.word, Rest.BUSY))


def _while_ringing(first: Reading, reading: Reading, rings_at_most: float) -> Step:
    if reading.word is Word.RINGING:
        if first.number and reading.number not in (None, first.number):
            return Step(position=Rest.DOUBT, unsure=True)
        return Step(position=Ringing(_introduced(first, reading)))
    seconds = (reading.at - first.at).total_seconds()
    # A clock that was set back meanwhile does not tell: no time at all would be a slip's.
    rang = seconds if seconds >= 0 else None
    outcome = _outcome(reading.word, rang, rings_at_most)
    return Step(
        position=_LEADS_TO.get(reading.word, Rest.BUSY),
        ended=None if outcome is None else _ended(first, reading, outcome, rang),
        unsure=outcome is None,
    )


def _outcome(word: Word, rang: float | None, rings_at_most: float) -> Outcome | None:
    """Return how a call ended by the word that follows its ringing; None where it does not tell."""
    match word:
        case Word.ANSWERED:
            return Outcome.ANSWERED
        case Word.MISSED:
            return Outcome.NO_ANSWER
        case Word.IDLE if rang is None or rang <= rings_at_most:
            hung_up = rang is not None and rang < _HUNG_UP_WITHIN_SECONDS
            return Outcome.ABANDONED if hung_up else Outcome.NO_ANSWER
    return None


def _introduced(first: Reading, later: Reading) -> Reading:
    """Take from a later reading what the first did not tell of the caller."""
    return replace(
        first,
        number=first.number or later.number,
        name=first.name or later.name,
        dialled=first.dialled or later.dialled,
    )


def _ended(first: Reading, last: Reading, outcome: Outcome, rang: float | None = None) -> Ended:
    known = _introduced(first, last)
    return Ended(
        mark=first.mark,
        outcome=outcome,
        at=last.at,
        ring_seconds=rang,
        number=known.number,
        name=known.name,
        dialled=known.dialled,
    )
