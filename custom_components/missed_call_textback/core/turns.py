"""Whose turn it is: the texts of one sender in order, in step, and one to a recipient at a time.

    ask ──▶ waiting ──oldest first, a slot free, nobody busy with that recipient──▶ granted
    granted ──let_next──▶ its slot is free ──over──▶ its recipient is free as well

One text in flight to a recipient, from the first byte until its row is settled, keeps the carrier's
list readable: what a look-up finds there beside settled texts can only be the one it looks for.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import heapq
import itertools
from typing import Final

from .outbox import retry_delay
from .ports import Clock

# Enough to keep a carrier busy, few enough to leave the shared session's 100 connections to others.
AT_ONCE: Final = 20


type _Waiting = tuple[int, int, Turn]


@dataclass(slots=True)
class _Lane:
    """One sender. `waiting` is a heap: by age of the text, then by arrival."""

    waiting: list[_Waiting] = field(default_factory=list)
    behind: dict[str, list[_Waiting]] = field(default_factory=dict)
    """Recipients that somebody is busy with, and who waits for each."""
    closed_until: datetime | None = None
    refusals: int = 0
    """How often in a row the carrier wanted a pause."""
    pause_ends: datetime | None = None


class Turns:
    """Grants turns. `per_second` is how many a sender gets; None is as many as there are slots.

    It keeps no time of its own: `wake_by` is told when to call `go_on`.
    """

    def __init__(
        self,
        per_second: float | None,
        *,
        clock: Clock,
        wake_by: Callable[[datetime], None],
        at_once: int = AT_ONCE,
    ) -> None:
        self._step = None if per_second is None else timedelta(seconds=1 / per_second)
        self._clock = clock
        self._wake_by = wake_by
        self._free = at_once
        self._lanes: dict[str, _Lane] = {}
        self._arrivals = itertools.count()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        lanes = self._lanes.values()
        return sum(
            not turn.granted.done()
            for lane in lanes
            for _, _, turn in itertools.chain(lane.waiting, *lane.behind.values())
        )

    def ask(self, sender: str, recipient: str, age: int) -> Turn:
        """Ask for a turn, to be given back by `over`. The lowest `age` (a row's id) comes first."""
        lane = self._lanes.setdefault(sender, _Lane())
        turn = Turn(self, lane, recipient)
        heapq.heappush(lane.waiting, (age, next(self._arrivals), turn))
        self._grant(lane)
        return turn

    def pause(self, sender: str, until: datetime) -> None:
        """Grant a sender's texts no turn before a time (aware)."""
        lane = self._lanes.setdefault(sender, _Lane())
        if lane.closed_until is None or lane.closed_until < until:
            lane.closed_until = until

    def refused(self, sender: str, jitter: float) -> None:
        """Hold a sender's texts back, since the carrier says "not so fast"; `jitter` from 0 to 1.

        The longer, the more often it says so in a row, whichever texts it says it of: one that is
        refused again and again while others are taken must not keep these waiting.
        """
        lane, now = self._lanes.setdefault(sender, _Lane()), self._clock()
        if lane.pause_ends is not None and now < lane.pause_ends:
            # Of what was on its way before the pause.
            return
        lane.pause_ends = now + retry_delay(lane.refusals, jitter)
        lane.refusals += 1
        self.pause(sender, lane.pause_ends)

    def taken(self, sender: str) -> None:
        """Note that the carrier takes a sender's texts."""
        self._lanes.setdefault(sender, _Lane()).refusals = 0

    def go_on(self) -> None:
        """Grant what can be granted now: a pause or a step may be over."""
        waiting = [lane for lane in self._lanes.values() if lane.waiting]
        # By the age of the texts, so that a sender of many does not take each slot of all.
        for lane in sorted(waiting, key=lambda lane: lane.waiting[0][:2]):
            self._grant(lane)

    def send_away(self) -> None:
        """Cancel the turns of all who still wait."""
        for lane in self._lanes.values():
            for _, _, turn in itertools.chain(lane.waiting, *lane.behind.values()):
                turn.granted.cancel()

    def slot_free(self) -> None:
        """Take a slot back."""
        self._free += 1
        self.go_on()

    def recipient_free(self, lane: _Lane, recipient: str) -> None:
        """Let those go on who waited for a recipient."""
        for waiting in lane.behind.pop(recipient, ()):
            heapq.heappush(lane.waiting, waiting)
        self._grant(lane)

    def _grant(self, lane: _Lane) -> None:
        while lane.waiting and self._free:
            if self._is_closed(lane):
                return
            waiting = heapq.heappop(lane.waiting)
            turn = waiting[2]
            if turn.granted.done():
                continue
            if (behind := lane.behind.get(turn.recipient)) is not None:
                behind.append(waiting)
                continue
            lane.behind[turn.recipient] = []
            self._free -= 1
            if self._step is not None:
                lane.closed_until = self._clock() + self._step
            turn.granted.set_result(None)

    def _is_closed(self, lane: _Lane) -> bool:
        if lane.closed_until is None:
            return False
        if self._clock() < lane.closed_until:
            self._wake_by(lane.closed_until)
            return True
        lane.closed_until = None
        return False


class Turn:
    """Somebody's turn: await `granted`, then it is theirs."""

    def __init__(self, turns: Turns, lane: _Lane, recipient: str) -> None:
        self.recipient = recipient
        self.granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._turns = turns
        self._lane = lane
        self._has_slot = True
        self._is_over = False

    @property
    def is_waited_for(self) -> bool:
        """Whether another text to the recipient waits until this turn is over."""
        return bool(self._lane.behind.get(self.recipient))

    def let_next(self) -> None:
        """Give the slot to the next; the recipient stays taken."""
        if self._has_slot:
            self._has_slot = False
            self._turns.slot_free()

    def over(self) -> None:
        """Let the recipient's next text go on, too."""
        if self._is_over:
            return
        self._is_over = True
        if self.granted.cancelled():
            # It never had a turn: its lane passes it by.
            return
        self.let_next()
        self._turns.recipient_free(self._lane, self.recipient)
