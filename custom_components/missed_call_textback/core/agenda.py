"""The engine's one alarm: set to the earliest due row, it claims what is due and hands it on.

Everything timed is a row with a due time, so a restart forgets nothing; the alarm only says when to
look.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Final

from .ports import Clock, Ledger, LedgerUnavailable, Spawn, Timer
from .shop import Shop
from .transit import LOOK_AGAIN, DueWork, claim_due

_LOGGER = logging.getLogger(__name__)

LEDGER_RETRY: Final = timedelta(seconds=5)


class Agenda:
    """What one shop has to do at its time; `do` does what was claimed."""

    def __init__(
        self,
        shop: Shop,
        ledger: Ledger,
        *,
        do: Callable[[DueWork], Awaitable[None]],
        spawn: Spawn,
        clock: Clock,
        timer: Timer,
    ) -> None:
        self._shop = shop
        self._ledger = ledger
        self._do = do
        self._spawn = spawn
        self._clock = clock
        self._timer = timer
        self._alarm_at: datetime | None = None
        self._stopped = False

    def stop(self) -> None:
        """Ring no more."""
        self._stopped = True
        self._timer.set(None, self._ring)

    def wake_by(self, at: datetime | None) -> None:
        """Look at what is due no later than at a time (aware)."""
        if at is None or self._stopped:
            return
        if self._alarm_at is None or at < self._alarm_at:
            self._alarm_at = at
            self._timer.set(at, self._ring)

    def _ring(self) -> None:
        self._alarm_at = None
        self._spawn(self._look(), "due rows")

    async def _look(self) -> None:
        now = self._clock()
        try:
            due = await self._ledger.write(partial(claim_due, shop=self._shop, now=now))
        except LedgerUnavailable:
            self.wake_by(now + LEDGER_RETRY)
        except Exception:
            # Without an alarm, nobody who waits would be thought of again.
            _LOGGER.exception("What is due could not be claimed")
            self.wake_by(now + LOOK_AGAIN)
        else:
            await self._do(due)
