"""Hands on what was heard of calls, and keeps it while the ledger cannot take it."""

import asyncio
from collections.abc import Callable
import logging
from typing import Final

from ...core.calls import CallEvent
from ...core.numbers import masked
from ...core.ports import LedgerUnavailable
from ...core.reception import UnknownLine
from ..backoff import Backoff
from ..source import Hear, Sleep

_LOGGER = logging.getLogger(__name__)

# The ledger commits together what comes together.
_AT_ONCE: Final = 16
_KEPT: Final = 1000


class Delivery:
    """A queue of calls on their way to the shop.

    Asterisk cannot be asked again: none is dropped because of a moment's trouble, and only the
    oldest where there are far too many.
    """

    def __init__(self, hear: Hear, sleep: Sleep, rand: Callable[[], float]) -> None:
        self._hear = hear
        self._sleep = sleep
        self._rand = rand
        self._queue: asyncio.Queue[CallEvent] = asyncio.Queue()
        self.waiting = 0
        """How many are not handed on yet."""
        self.dropped = 0

    def put(self, event: CallEvent) -> None:
        """Hand on a call, some time soon."""
        if self._queue.qsize() >= _KEPT:
            self._drop(self._queue.get_nowait(), "too many wait for the ledger")
            self._handed_on()
        self.waiting += 1
        self._queue.put_nowait(event)

    async def run(self) -> None:
        """Hand on until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(self._hand_on())

    async def done(self) -> None:
        """Wait until everything is handed on."""
        await self._queue.join()

    async def _hand_on(self) -> None:
        while True:
            event = await self._queue.get()
            await self._until_heard(event)
            self._handed_on()

    def _handed_on(self) -> None:
        self.waiting -= 1
        self._queue.task_done()

    async def _until_heard(self, event: CallEvent) -> None:
        waits = Backoff(rand=self._rand)
        while True:
            try:
                await self._hear(event)
            except LedgerUnavailable:
                await self._sleep(waits.seconds())
            except UnknownLine:
                return self._drop(event, "its line is gone")
            except Exception:
                _LOGGER.exception("A call from %s could not be taken in", masked(event.caller))
                self.dropped += 1
                return None
            else:
                return None

    def _drop(self, event: CallEvent, why: str) -> None:
        self.dropped += 1
        _LOGGER.warning("A call from %s is lost: %s", masked(event.caller), why)
