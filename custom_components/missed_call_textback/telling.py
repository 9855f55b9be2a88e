"""Tells what happened: at once, but in a burst little by little, so that the texts go out first."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from homeassistant.core import callback

from .core.happenings import Happening

# To tell a happening takes the event loop and the recorder, which shares its one interpreter, together
# as long as to send a text: about 0.4 ms, measured. So many are told without delay, and then so many a
# breath; but until nothing came for a while only two, or as many as leave none untold for much longer
# than ten seconds.
_TOLD_AT_ONCE: Final = 20
_TOLD_IN_BURST: Final = 2
_BREATH_SECONDS: Final = 0.05
_LONGEST_BREATHS: Final = 200
# What is written together is heard together, so in a burst nothing may come for some breaths.
_LULL_SECONDS: Final = 0.5


class Teller:
    """Keeps the order of what happened."""

    def __init__(self, loop: asyncio.AbstractEventLoop, tell: Callable[[Happening], None]) -> None:
        self._loop = loop
        self._tell = tell
        self._untold: deque[Happening] = deque()
        self._left = 0
        self._lull_ends = 0.0
        self._breath_ends = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @callback
    def hear(self, happening: Happening) -> None:
        """Tell a happening, now or soon."""
        self._untold.append(happening)
        now = self._loop.time()
        if self._timer is None:
            if now >= self._breath_ends:
                self._breathe()
            else:
                self._tell_some()
        self._lull_ends = now + _LULL_SECONDS

    @callback
    def finish(self) -> None:
        """Tell all that is untold: the shop is being closed, or somebody is erased."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._untold:
            self._tell(self._untold.popleft())

    @callback
    def _breathe(self) -> None:
        self._timer = None
        now = self._loop.time()
        self._left = self._how_many(now)
        self._breath_ends = now + _BREATH_SECONDS
        self._tell_some()

    def _how_many(self, now: float) -> int:
        if now >= self._lull_ends:
            return _TOLD_AT_ONCE
        return max(_TOLD_IN_BURST, len(self._untold) // _LONGEST_BREATHS)

    @callback
    def _tell_some(self) -> None:
        while self._untold and self._left:
            self._left -= 1
            self._tell(self._untold.popleft())
        if self._untold:
            self._timer = self._loop.call_at(self._breath_ends, self._breathe)
