"""What is made of measured times: percentiles, and the worst stall within some windows."""

from collections.abc import Iterable, Sequence
import math

from .runners import Window


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of all values do not exceed; 0 for none."""
    ranked = sorted(values)
    return ranked[max(math.ceil(len(ranked) * percent / 100), 1) - 1] if ranked else 0.0


def worst_stall(stalls: Iterable[tuple[float, float]], windows: Sequence[Window]) -> float:
    """Return the longest stall (when it ended, seconds) that overlaps one of the windows."""
    return max(
        (
            seconds
            for ended, seconds in stalls
            if any(ended - seconds < window.end and ended > window.begin for window in windows)
        ),
        default=0.0,
    )
