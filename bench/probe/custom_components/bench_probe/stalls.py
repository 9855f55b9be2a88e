"""How long the event loop kept others waiting, and when."""

import asyncio
from collections import deque
from time import perf_counter
from typing import Final, Never

_NAP: Final = 0.005
# What is shorter is the timer's own imprecision.
_WORTH_TELLING: Final = 0.001
_REMEMBERED: Final = 100_000


class Stalls:
    """A watch that naps, and notes by how much it overslept."""

    def __init__(self) -> None:
        self._overslept: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)

    async def watch(self) -> Never:
        """Nap for ever."""
        while True:
            lay_down = perf_counter()
            await asyncio.sleep(_NAP)
            woke = perf_counter()
            if (overslept := woke - lay_down - _NAP) > _WORTH_TELLING:
                self._overslept.append((woke, overslept))

    def drain(self) -> list[tuple[float, float]]:
        """Return and forget (when, seconds); times are `perf_counter()` of this machine."""
        found = list(self._overslept)
        self._overslept.clear()
        return found
