"""Days as logs tell them, and which log is believed.

Of two logs that tell of a day, the one with more calls on that day counts: a file mostly begins and
ends in the middle of one. Where they have as many, the longer one does, since it saw more of what
became of them. So a file that is imported twice, or one that lies within another, changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ..figures import Counts, calls, left_out
from ..records import Daily

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """A day as a log tells it, in the days of a time zone. `told` is how many calls the log has."""

    counts: Counts
    told: int
    zone: str

    @property
    def rank(self) -> tuple[int, int]:
        """Which of two logs tells more of it."""
        return calls(self.counts) + sum(left_out(self.counts).values()), self.told


def ends_before(own_since: str | None, today: str) -> str:
    """Return the first day that is not imported: our own first one, or the one that is not over."""
    return today if own_since is None else min(own_since, today)


def before(days: Daily, end: str) -> Daily:
    """Return the days before one."""
    return {day: counts for day, counts in days.items() if day < end}


def fuller(
    kept: Mapping[str, PastDay], told: Mapping[str, PastDay]
) -> tuple[dict[str, PastDay], set[str]]:
    """Return which days are to be kept anew, and which that were kept are to be dropped.

    Days of another time zone are cut elsewhere: a call near midnight would count on two of them.
    """
    if not told:
        return {}, set()
    zone = next(iter(told.values())).zone
    first = (date.fromisoformat(min(told)) - _DAY).isoformat()
    last = (date.fromisoformat(max(told)) + _DAY).isoformat()
    dropped = {day for day, each in kept.items() if each.zone != zone and first <= day <= last}
    new = {
        day: each
        for day, each in told.items()
        if day in dropped or day not in kept or each.rank > kept[day].rank
    }
    return new, dropped
