"""What could not be stored, and may not be told again: kept in memory until it can be."""

import asyncio
from collections import deque
import logging
from typing import Final

from .core.engine import Engine
from .core.ports import Entry, LedgerUnavailable

_LOGGER = logging.getLogger(__name__)

_AGAIN_SECONDS: Final = 5
# As long as a text-back still makes sense: the shop gives one up after half an hour.
_KEPT_SECONDS: Final = 1800
_MOST: Final = 1000


async def async_hand_on(engine: Engine, entries: tuple[Entry, ...]) -> None:
    """Give what happened to the engine. Raises LedgerUnavailable, UnknownLine."""
    for entry in entries:
        await engine.handle(entry)


class Backlog:
    """A line of what happened, oldest first. If it does come a second time, it is known by its ids."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[float, tuple[Entry, ...]]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, entries: tuple[Entry, ...]) -> None:
        """Keep what happened. Beyond all bounds, the oldest is given up for it."""
        if not entries:
            return
        if len(self._waiting) >= _MOST:
            self._waiting.popleft()
            _LOGGER.error("A webhook could not be kept: too many wait for the ledger")
        self._waiting.append((asyncio.get_running_loop().time(), entries))

    async def async_work_off(self, engine: Engine) -> None:
        """Hand on all that waits, and try again where the ledger still cannot take it."""
        now = asyncio.get_running_loop().time
        while self._waiting:
            since, entries = self._waiting[0]
            try:
                await async_hand_on(engine, entries)
            except LedgerUnavailable as err:
                if now() - since < _KEPT_SECONDS:
                    await asyncio.sleep(_AGAIN_SECONDS)
                    continue
                _LOGGER.warning("A webhook is given up, the ledger is away for too long: %s", err)
            except Exception:
                _LOGGER.exception("A webhook could not be kept later, either")
            if self._waiting and self._waiting[0][1] is entries:
                self._waiting.popleft()
