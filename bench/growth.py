"""Whether something grew over a run: its last quarter against its second; the first is warm-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, median
from typing import Final

_FEWEST_SAMPLES: Final = 8


class TooFewSamples(Exception):
    """A run too short to tell."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How a figure went: typical values early and late, its rise, and a straight line's slope."""

    early: float
    late: float
    per_hour: float

    @property
    def rise(self) -> float:
        """Return by how much it grew."""
        return round(self.late - self.early, 2)


def growth(seconds: Sequence[float], values: Sequence[float]) -> Growth:
    """Compare the quarters of a run, by medians; one sample out of line does not count.

    Raises TooFewSamples.
    """
    if len(values) < _FEWEST_SAMPLES:
        raise TooFewSamples(f"{len(values)} samples do not tell whether anything grows")
    quarter = len(values) // 4
    slope, _ = linear_regression(seconds[quarter:], values[quarter:])
    return Growth(
        early=round(median(values[quarter : 2 * quarter]), 2),
        late=round(median(values[-quarter:]), 2),
        per_hour=round(slope * 3600, 2),
    )
