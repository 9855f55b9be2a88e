"""One call on a FRITZ!Box, from its RING or CALL to its DISCONNECT.

                 CALL                CONNECT
    (nothing) ─────────▶ going out ───────────────────────────────▶ made, answered    told at once
        │                    └─────── DISCONNECT ─────────────────▶ made, a try
        │
        │ RING                DISCONNECT, within a second
        └──────▶ ringing ─────────────────────────────────────────▶ blocked: nothing to report
                    │         DISCONNECT, later
                    ├─────────────────────────────────────────────▶ abandoned
                    │ CONNECT, extension 40 to 44         DISCONNECT
                    ├────────────────────▶ machine ───────────────▶ voicemail
                    │                         │ CONNECT, another
                    │ CONNECT, another        ▼           DISCONNECT
                    └────────────────────▶ answered ──────────────▶ answered

Calls are told apart by the box's connection id, which it uses again as soon as one is over:
1. A DISCONNECT ends the call that has its id now; what comes after it belongs to another call.
2. An id that rings or dials anew has lost its end: that end is unknown, and no call is made up of it.
3. `answered` stays: a machine cannot take a call from a person, a person can from a machine.
4. The end of a call whose beginning nobody heard is unheard.

A blocked number rings nowhere, though the monitor writes a RING: the box turns it away at once.
The box does not tell a caller who gave up from one who was let ring until the network did.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from ...core.calls import Outcome
from .monitor_lines import Connect, Dial, Disconnect, MonitorLine, Ring

# The box itself has at most ten connections.
MOST_OPEN: Final = 64
_MACHINES: Final = range(40, 45)
_AT_ONCE: Final = timedelta(seconds=1)
# Longer than any network lets a phone ring: the clock was set in between.
_LONGEST_RING: Final = timedelta(hours=1)
_MOST_COUNTED: Final = 256


class Unheard(Enum):
    """What is not a call that is over, but worth a look into the call list."""

    END = "end"
    """A call's end, or its beginning, was not heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """An inbound call that is over. `outcome` is None for a blocked number.

    `began` is the box's own time, naive. `nth` counts this caller's calls within that minute.
    """

    caller: str | None
    called: str | None
    began: datetime
    ended: datetime
    nth: int
    outcome: Outcome | None
    ring_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A call that went out. `began` and `answered` are the box's own time; None: nobody answered."""

    called: str | None
    began: datetime
    answered: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCall:
    """A call that is not over. `ring` is None for one that goes out, `dial` for one that came in."""

    ring: Ring | None
    dial: Dial | None = None
    heard_at: datetime
    nth: int = 0
    picked_up_at: datetime | None = None
    answered: bool = False


class OpenCalls:
    """All calls of one box that are not over."""

    def __init__(self) -> None:
        self._open: dict[int, OpenCall] = {}
        self._nth: Counter[tuple[datetime, str | None]] = Counter()

    def inbound(self) -> list[OpenCall]:
        """Return those that came in."""
        return [call for call in self._open.values() if call.ring]

    def drop(self) -> list[OpenCall]:
        """Forget them all, and return those that came in: how they end will not be heard."""
        dropped = self.inbound()
        self._open.clear()
        return dropped

    def take(self, line: MonitorLine, heard_at: datetime) -> Over | Made | Unheard | None:
        """Return what a line is the end of, if it is one. `heard_at` is aware. Total."""
        known = self._open.get(line.connection)
        match line:
            case Ring():
                if known and known.ring == line:
                    return None
                call = OpenCall(ring=line, heard_at=heard_at, nth=self._count(line))
                return self._begin(line.connection, call)
            case Dial():
                going_out = OpenCall(ring=None, dial=line, heard_at=heard_at)
                return self._begin(line.connection, going_out)
            case Connect():
                if known is None:
                    return None
                self._open[line.connection] = _picked_up(known, line)
                return _made(known, line.at)
            case Disconnect():
                self._open.pop(line.connection, None)
                return Unheard.END if known is None else _ended(known, line.at, heard_at)

    def _begin(self, connection: int, call: OpenCall) -> Unheard | None:
        lost = self._open.pop(connection, None)
        if lost is None and len(self._open) >= MOST_OPEN:
            lost = self._open.pop(next(iter(self._open)))
        self._open[connection] = call
        return Unheard.END if lost and lost.ring else None

    def _count(self, ring: Ring) -> int:
        key = (ring.at.replace(second=0), ring.caller)
        self._nth[key] += 1
        if len(self._nth) > _MOST_COUNTED:
            del self._nth[next(iter(self._nth))]
        return self._nth[key]


def _ended(call: OpenCall, ended: datetime, heard_at: datetime) -> Over | Made | None:
    return _made(call, None) if call.ring is None else _over(call, call.ring, ended, heard_at)


def _made(call: OpenCall, answered: datetime | None) -> Made | None:
    """Return a call that goes out, where this is the first that is certain of it."""
    if call.dial is None or call.picked_up_at is not None:
        return None
    return Made(called=call.dial.called, began=call.dial.at, answered=answered)


def _picked_up(call: OpenCall, line: Connect) -> OpenCall:
    return replace(
        call,
        picked_up_at=call.picked_up_at or line.at,
        answered=call.answered or line.extension not in _MACHINES,
    )


def _over(call: OpenCall, ring: Ring, ended: datetime, heard_at: datetime) -> Over:
    rang = (call.picked_up_at or ended) - ring.at
    outcome: Outcome | None
    if call.picked_up_at is not None:
        outcome = Outcome.ANSWERED if call.answered else Outcome.VOICEMAIL
    elif _at_once(rang, heard_at - call.heard_at):
        outcome = None
    else:
        outcome = Outcome.ABANDONED
    return Over(
        caller=ring.caller,
        called=ring.called,
        began=ring.at,
        ended=ended,
        nth=call.nth,
        outcome=outcome,
        ring_seconds=rang.total_seconds() if timedelta() <= rang <= _LONGEST_RING else None,
    )


def _at_once(rang: timedelta, heard: timedelta) -> bool:
    """Tell whether less than a second passed: by the box's whole seconds, and by our own clock.

    Where the box's second turned in between, ours decides. It cannot alone: lines that were held up
    on their way arrive at once.
    """
    return rang == timedelta() or (rang == _AT_ONCE and timedelta() <= heard < _AT_ONCE)
