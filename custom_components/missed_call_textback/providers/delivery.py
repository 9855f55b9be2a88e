"""Hands on what was heard of calls, and keeps it while the ledger cannot take it."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
import logging
from typing import Final

from ..core.calls import CallEvent, Outcome
from ..core.calls_made import CallMade
from ..core.numbers import masked
from ..core.ports import LedgerUnavailable
from ..core.reception import UnknownLine
from .backoff import Backoff
from .source import Figures, Hear, Sleep

_LOGGER = logging.getLogger(__name__)

# The ledger commits together what comes together.
_AT_ONCE: Final = 16
_KEPT: Final = 1000
_LAST_WORDS: Final = 5.0


type Told = CallEvent | CallMade


class Delivery:
    """A queue of calls on their way to the shop, in the order in which they were over.

    A phone system cannot be asked again: no call is dropped because of a moment's trouble, only the
    oldest where far too many wait. `given_up` is told of a call that the ledger might have taken:
    whoever has a list of calls may find it there. `waiting` is where they wait, for whoever keeps it
    until calls are heard again: what the ledger does not take at the end stays there.
    """

    def __init__(
        self,
        name: str,
        hear: Hear,
        *,
        figures: Figures,
        rand: Callable[[], float],
        sleep: Sleep,
        given_up: Callable[[Told], None] = lambda _: None,
        waiting: deque[Told] | None = None,
        kept: int = _KEPT,
        last_words: float = _LAST_WORDS,
    ) -> None:
        self._name = name
        self._hear = hear
        self._figures = figures
        self._rand = rand
        self._sleep = sleep
        self._given_up = given_up
        self._kept = kept
        self._last_words = last_words
        self._outlives = waiting is not None
        self._waiting: deque[Told] = deque() if waiting is None else waiting
        self._in_hand: list[Told] = []
        self._at_work: asyncio.Task[bool] | None = None
        self._filled = asyncio.Event()
        if self._waiting:
            self._filled.set()
        self._count()

    def put(self, call: Told) -> None:
        """Hand on a call, some time soon."""
        while self._waiting and len(self._waiting) + len(self._in_hand) >= self._kept:
            oldest = self._waiting.popleft()
            self._lose(oldest, "too many wait for the ledger")
            self._given_up(oldest)
        self._waiting.append(call)
        self._filled.set()
        self._count()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Hand on what is put; at the end, try what waits once more, for some seconds at most."""
        handing_on = asyncio.create_task(self._hand_on(), name=f"calls of {self._name}")
        try:
            yield
        finally:
            handing_on.cancel()
            await asyncio.gather(handing_on, return_exceptions=True)
            await self._end()

    async def _hand_on(self) -> None:
        waits = Backoff(rand=self._rand)
        while True:
            await self._filled.wait()
            if await self._hand_on_some():
                waits.reset()
            else:
                await self._sleep(waits.seconds())

    async def _end(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._last_words):
                if self._at_work is not None:
                    await self._hand_on_some()
                while self._waiting and await self._hand_on_some():
                    pass
        if self._at_work is not None:
            self._at_work.cancel()
            await asyncio.gather(self._at_work, return_exceptions=True)
        # Those that were stored all the same are known by their ids.
        self._waiting.extendleft(reversed(self._in_hand))
        if not (left := len(self._waiting)):
            return
        if self._outlives:
            _LOGGER.warning("%s: %d calls wait in memory until it is heard again", self._name, left)
            return
        self._figures.lost += left
        _LOGGER.warning("%s: %d calls are lost", self._name, left)

    async def _hand_on_some(self) -> bool:
        """Hand on the first that wait; False where the ledger does not take them now."""
        if self._at_work is None:
            # A task of its own: the end does not break off what is half done.
            self._at_work = asyncio.create_task(self._work())
        took = await asyncio.shield(self._at_work)
        self._at_work = None
        return took

    async def _work(self) -> bool:
        some = [self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))]
        self._in_hand = some
        done = await asyncio.gather(*map(self._is_done, some))
        self._waiting.extendleft(
            call
            for call, is_done in zip(reversed(some), reversed(done), strict=True)
            if not is_done
        )
        self._in_hand = []
        if not self._waiting:
            self._filled.clear()
        self._count()
        return all(done)

    async def _is_done(self, call: Told) -> bool:
        """Hand on one call; False where it has to wait."""
        try:
            await self._hear(call)
        except LedgerUnavailable:
            return False
        except UnknownLine:
            self._lose(call, "its line is gone")
        except Exception:
            # One call must not keep the others from being heard.
            _LOGGER.exception("A call %s could not be taken in", _shown(call))
            self._figures.faults += 1
            self._figures.lost += 1
            self._given_up(call)
        else:
            self._count_kept(call)
        return True

    def _count_kept(self, call: Told) -> None:
        if isinstance(call, CallMade):
            self._figures.made += 1
        elif call.outcome is Outcome.ANSWERED:
            self._figures.answered += 1
        else:
            self._figures.missed += 1

    def _lose(self, call: Told, why: str) -> None:
        self._figures.lost += 1
        _LOGGER.warning("A call %s is lost: %s", _shown(call), why)

    def _count(self) -> None:
        self._figures.waiting = len(self._waiting) + len(self._in_hand)


def _shown(call: Told) -> str:
    if isinstance(call, CallMade):
        return f"to {masked(call.numbers[0])}"
    return f"from {masked(call.caller)}"
