"""Missed calls of people who do not exist, from numbers set aside for fiction."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
import random
from typing import Final
import uuid

from ...core.calls import CallEvent, CallStep, Outcome
from ...core.ports import Clock
from ..source import Sleep

# 555 0100 to 0199 are never handed out, in any area code; the demo's own line is the first of
# Washington's. From many areas, since a row of strangers from one would look like a flood.
_AREAS: Final = (202, 212, 305, 312, 404, 415, 512, 617, 702, 713)
CALLERS: Final = tuple(f"+1{area}5550{last}" for last in range(110, 118) for area in _AREAS)
RINGS_FOR: Final = 1.0

type HandleCall = Callable[[CallEvent], Awaitable[object]]


class DemoDesk:
    """Places missed calls, each from another caller, so that no cooldown silences the demo.

    `first` chooses who calls first; without it chance does, since after a restart the callers of
    before are still cooling down. The shop's `own` people never call: nobody would text them back.
    """

    def __init__(
        self,
        *,
        handle_call: HandleCall,
        clock: Clock,
        own: Collection[str] = (),
        sleep: Sleep = asyncio.sleep,
        first: int | None = None,
    ) -> None:
        self._handle_call = handle_call
        self._callers = tuple(number for number in CALLERS if number not in own)
        self._clock = clock
        self._sleep = sleep
        # Not for secrets.
        self._next = random.randrange(len(self._callers)) if first is None else first  # noqa: S311

    async def place_missed_call(self, line_id: str) -> None:
        """Let somebody call a line in vain. Returns when the call is over."""
        caller = self._callers[self._next % len(self._callers)]
        self._next += 1
        source_id = f"demo:{uuid.uuid4().hex}"
        await self._handle_call(
            CallEvent(
                line_id=line_id,
                source_id=source_id,
                step=CallStep.ARRIVED,
                at=self._clock(),
                caller=caller,
            )
        )
        await self._sleep(RINGS_FOR)
        await self._handle_call(
            CallEvent(
                line_id=line_id,
                source_id=source_id,
                step=CallStep.ENDED,
                at=self._clock(),
                caller=caller,
                outcome=Outcome.NO_ANSWER,
                ring_seconds=RINGS_FOR,
            )
        )
