"""Clocks that ring: each is heard by whoever it concerns, and none keeps the others waiting."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
import logging

from .clocks import ClockKind, ThreadClock
from .ports import LedgerUnavailable, Spawn

_LOGGER = logging.getLogger(__name__)

type Hears = Callable[[ThreadClock], Awaitable[None]]


class Clockwork:
    """Hands each clock to the one that hears its kind."""

    def __init__(self, hears: Mapping[ClockKind, Hears], spawn: Spawn) -> None:
        self._hears = hears
        self._spawn = spawn

    def ring(self, clocks: Iterable[ThreadClock]) -> None:
        """Have clocks heard that were claimed. One that fails rings again a little later."""
        for clock in clocks:
            self._spawn(self._ring(clock), f"{clock.kind} of a thread")

    async def _ring(self, clock: ThreadClock) -> None:
        try:
            await self._hears[clock.kind](clock)
        except LedgerUnavailable:
            # It rings again: its claim said when.
            return
        except Exception:
            _LOGGER.exception("What was to be done in a conversation failed, and is tried again")
