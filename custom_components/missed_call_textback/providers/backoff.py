"""How long to wait before the next try: twice as long each time, and a fifth more or less."""

from collections.abc import Callable
from dataclasses import dataclass, field
import random
from typing import Final

_JITTER: Final = 0.2


@dataclass(slots=True)
class Backoff:
    """The waits between tries, in seconds. The jitter keeps many shops from trying in step."""

    first: float = 1.0
    longest: float = 60.0
    rand: Callable[[], float] = random.random
    _next: float = field(init=False)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew, after something went well."""
        self._next = self.first

    def seconds(self) -> float:
        """Return how long to wait now, which is longer the next time."""
        wait = self._next * (1 - _JITTER + 2 * _JITTER * self.rand())
        self._next = min(2 * self._next, self.longest)
        return wait
