"""Lets a few through in each turn of the event loop: a crowd must not keep everybody else out."""

import asyncio
from collections import deque

from homeassistant.core import callback


class Turnstile:
    """First come, first served; nobody waits where there is no crowd."""

    def __init__(self, loop: asyncio.AbstractEventLoop, at_once: int) -> None:
        self._loop = loop
        self._at_once = at_once
        self._left = at_once
        self._turn = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def go_through(self) -> int:
        """Go on in this turn of the loop, or in one of the next; returns which one it is."""
        if self._left == self._at_once:
            self._loop.call_soon(self._next_turn)
        if self._left:
            self._left -= 1
            return self._turn
        waiting: asyncio.Future[None] = self._loop.create_future()
        self._waiting.append(waiting)
        await waiting
        return self._turn

    async def stay_through(self, turn: int) -> None:
        """Go on in the turn in which one went through; who was held up since goes through anew."""
        if turn != self._turn:
            await self.go_through()

    @callback
    def _next_turn(self) -> None:
        self._turn += 1
        self._left = self._at_once
        while self._waiting and self._left:
            waiting = self._waiting.popleft()
            # Somebody may have gone away meanwhile.
            if not waiting.done():
                self._left -= 1
                waiting.set_result(None)
        if self._left < self._at_once:
            self._loop.call_soon(self._next_turn)
