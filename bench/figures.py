"""What is made of measured times: percentiles, ratios of rounds, and the worst stall of some windows."""

from collections.abc import Iterable, Sequence
import math
from statistics import median

from .runners import Window


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of all values do not exceed; 0 for none."""
    ranked = sorted(values)
    return ranked[max(math.ceil(len(ranked) * percent / 100), 1) - 1] if ranked else 0.0


def milliseconds(values: Sequence[float], percent: float) -> float:
    """Return a percentile of seconds in milliseconds."""
    return round(percentile(values, percent) * 1000, 2)


def ratio(ours: float, theirs: float) -> float | None:
    """Return how many times theirs ours is; None where theirs is nothing."""
    return round(ours / theirs, 2) if theirs else None


def paired_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """Return the median ratio of rounds that were taken in turns.

    What slows the machine down for a while meets both sides of a pair, and a round or two that it meets
    on one side only do not move the median.
    """
    pairs = [mine / other for mine, other in zip(ours, theirs, strict=True) if other]
    return round(median(pairs), 2) if pairs else None


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
