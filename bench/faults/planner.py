"""Where the next life ends: at the point that was met least, or at any moment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from .inside.death import Plan
from .inside.points import POINTS

# This one is outside: the telephone company has taken the text and not answered yet.
ACCEPTED: Final = "text: accepted by the carrier"
AT_RANDOM: Final = "at random"
NAMES: Final = (*(point.name for point in POINTS), ACCEPTED)

_SHARE_AT_RANDOM: Final = 0.3
# A start takes 0.3 s of it.
_LONGEST_RANDOM: Final = 2.5
_LATEST_PASS: Final = 6
# A point that is not passed is waited for no longer. A start puts off the end of a lost call.
_PATIENCE: Final = 5.0
_PATIENCE_WITH_CALLS: Final = 12.0
# Every so many lives begin from cold.
COLD_EVERY: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a life is to end: by its plan, at a text that is accepted, or after some seconds."""

    name: str
    nth: int = 1
    after: float | None = None

    @property
    def patience(self) -> float:
        """For how many seconds an open shop is let live until it ends."""
        return _PATIENCE_WITH_CALLS if self.name.startswith("lost call") else _PATIENCE

    @property
    def plan(self) -> Plan:
        """What the process itself is told."""
        inside = self.name not in (AT_RANDOM, ACCEPTED)
        return Plan(point=self.name if inside else None, nth=self.nth)


class Planner:
    """Plans endings, so that every point is met again and again."""

    def __init__(self, random: Random, names: Sequence[str] = NAMES) -> None:
        self.names = names
        self.hits: Counter[str] = Counter()
        self._missed: Counter[str] = Counter()
        self._random = random
        self._planned = 0

    def begins_cold(self) -> bool:
        """Tell whether the next life is to begin from cold."""
        self._planned += 1
        return self._planned % COLD_EVERY == 0

    def next(self) -> Ending:
        """Plan one ending."""
        if self._random.random() < _SHARE_AT_RANDOM:
            return Ending(name=AT_RANDOM, after=self._random.uniform(0, _LONGEST_RANDOM))
        # What is rarely passed must not be waited for all the time.
        tried = {name: self.hits[name] + self._missed[name] / 3 for name in self.names}
        least = min(tried.values())
        name = self._random.choice([each for each, times in tried.items() if times == least])
        first = self._missed[name] or name.startswith("start") or self._random.random() < 0.6
        return Ending(name=name, nth=1 if first else self._random.randint(2, _LATEST_PASS))

    def note(self, ending: Ending, *, hit: bool) -> None:
        """Note whether a life ended as planned; else it was ended from outside, at no point."""
        self.hits[ending.name if hit else AT_RANDOM] += 1
        if not hit:
            self._missed[ending.name] += 1

    def never_met(self) -> list[str]:
        """Return the points at which no life ended."""
        return [name for name in self.names if not self.hits[name]]
