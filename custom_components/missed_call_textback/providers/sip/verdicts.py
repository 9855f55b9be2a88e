"""What became of a call, from legs that rang and stopped: a pure machine, one for each caller.

    (nobody) ─a leg rings─▶ ringing ─its last leg stops─▶ held ─nobody rings for `hold` s─▶ over
                              ▲                            │
                              └──────a leg rings───────────┘
                            ringing ─its last leg stops, another phone answered─▶ over

1. A queue lets its phones ring in rounds, each a call of its own as SIP sees it (another Call-ID),
   a second or so apart; and one call may ring this phone by several ways at once. So legs of one
   caller are one call for as long as no more than `hold` seconds lie between them.
2. `answered` wins: if any leg was answered elsewhere, the call was.
3. A leg whose end nobody heard makes the call's end unknown, unless it was answered.
4. Whoever calls again after an answer is a call anew. Whoever calls again while held has called
   once: had they been answered meanwhile, a text would be wrong; if not, one is enough.
5. Callers without a number are one caller: nobody can tell them apart, nor text them.
6. What is ringing or held when the connection breaks has an unknown end: the next round, or the
   answer, may have been missed.
"""

from dataclasses import dataclass, field
import math
from typing import Final

from ...core.calls import Outcome
from .addresses import Caller
from .ringing import End

MOST_CALLS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """What the first leg of a call tells of it. `ref` is unique among all calls of the account."""

    ref: str
    caller: Caller
    dialled: tuple[str, ...] = ()
    strange: bool = False
    """Whether a number was dialled that is not the account's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A call that is over. Times are of the clock that `now` is of."""

    ring: Ring
    end: End
    ended: float
    rang_for: float


@dataclass(slots=True, kw_only=True)
class _Call:
    ring: Ring
    began: float
    legs: set[str] = field(default_factory=set)
    ends: set[End] = field(default_factory=set)
    last: End = End.UNMARKED
    ended: float = 0.0

    @property
    def end(self) -> End:
        """What its legs amount to (2, 3)."""
        for strongest in (End.ELSEWHERE, End.UNKNOWN):
            if strongest in self.ends:
                return strongest
        return self.last


class Verdicts:
    """Holds the calls of one account until it is sure what became of them."""

    def __init__(self, *, hold: float) -> None:
        self._hold = hold
        self._calls: dict[str | None, _Call] = {}
        self._callers: dict[str, str | None] = {}
        self._over: list[Verdict] = []

    @property
    def due(self) -> float:
        """When the next held call is over."""
        if self._over:
            return -math.inf
        return min(
            (call.ended + self._hold for call in self._calls.values() if not call.legs),
            default=math.inf,
        )

    def rings(self, leg: str, ring: Ring, now: float) -> None:
        """Take a leg that begins to ring."""
        who = ring.caller.number
        call = self._calls.get(who)
        if call is not None and not call.legs and now >= call.ended + self._hold:
            self._close(who, call)
            call = None
        if call is None:
            self._make_room()
            call = self._calls[who] = _Call(ring=ring, began=now)
        call.legs.add(leg)
        self._callers[leg] = who

    def stops(self, leg: str, end: End, now: float) -> None:
        """Take the end of a leg."""
        if leg not in self._callers:
            return
        who = self._callers.pop(leg)
        call = self._calls[who]
        call.legs.discard(leg)
        call.ends.add(end)
        call.last, call.ended = end, now
        if not call.legs and End.ELSEWHERE in call.ends:
            self._close(who, call)

    def over(self, now: float) -> list[Verdict]:
        """Return the calls that are over by now, each once."""
        for who, call in list(self._calls.items()):
            if not call.legs and now >= call.ended + self._hold:
                self._close(who, call)
        verdicts, self._over = self._over, []
        return verdicts

    def lose(self) -> list[Ring]:
        """Forget all that is not over, and return it."""
        lost = [call.ring for call in self._calls.values()]
        self._calls.clear()
        self._callers.clear()
        return lost

    def _make_room(self) -> None:
        """Bound what a flood of callers can cost: who waits longest is unknown from now on."""
        if len(self._calls) < MOST_CALLS:
            return
        held = {who: call for who, call in self._calls.items() if not call.legs}
        who = min(held, key=lambda known: held[known].ended) if held else next(iter(self._calls))
        call = self._calls[who]
        for leg in call.legs:
            del self._callers[leg]
        call.ends.add(End.UNKNOWN)
        self._close(who, call)

    def _close(self, who: str | None, call: _Call) -> None:
        del self._calls[who]
        self._over.append(
            Verdict(
                ring=call.ring,
                end=call.end,
                ended=call.ended,
                rang_for=max(0, call.ended - call.began),
            )
        )


def outcome(end: End, *, marks_elsewhere: bool | None) -> Outcome | None:
    """Return what to report of a call; None where nobody can tell.

    That another phone answered is believed of every company. That none did follows from silence
    only where a test has shown that the company would have said so.
    """
    if end is End.ELSEWHERE:
        return Outcome.ANSWERED
    if end is End.UNKNOWN or not marks_elsewhere:
        return None
    return Outcome.ABANDONED if end is End.CALLER_LEFT else Outcome.NO_ANSWER
