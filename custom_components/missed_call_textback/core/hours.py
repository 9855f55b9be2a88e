"""Opening hours: periods of a week in the shop's own wall-clock time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
import itertools
import re
from typing import Final

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIOD = re.compile(r"^(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?$")
_END_OF_DAY = 24 * 60


class BadHours(ValueError):
    """A day's hours cannot be understood, end before they begin, or overlap."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Part of a day, in minutes after midnight: opens at `start`, closed again from `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= _END_OF_DAY:
            raise BadHours(f"{self}")

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


def parse_day(written: str) -> tuple[Period, ...]:
    """Read one day as an owner writes it: `9-18`, `09:00-12:30, 14:00-18:00`, or nothing if closed.

    Raises BadHours.
    """
    periods = []
    for part in filter(None, (piece.strip() for piece in written.split(","))):
        if (match := _PERIOD.match(part)) is None:
            raise BadHours(part)
        hour, minute, end_hour, end_minute = (int(group or 0) for group in match.groups())
        if minute > 59 or end_minute > 59:
            raise BadHours(part)
        periods.append(Period(hour * 60 + minute, end_hour * 60 + end_minute))
    periods.sort()
    if any(later.start < earlier.end for earlier, later in itertools.pairwise(periods)):
        raise BadHours(written)
    return tuple(periods)


def format_day(periods: Sequence[Period]) -> str:
    """Write one day as `parse_day` reads it."""
    return ", ".join(str(period) for period in periods)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """A week of opening periods, Monday first; a day without periods is closed."""

    days: tuple[tuple[Period, ...], ...]

    @classmethod
    def parse(cls, written: Mapping[str, str]) -> WeeklyHours:
        """Read a week from its written days (`{"mon": "9-18", …}`); a missing day is closed.

        Raises BadHours.
        """
        return cls(tuple(parse_day(written.get(day, "")) for day in DAYS))

    def is_open(self, at: datetime) -> bool:
        """Tell whether the shop is open at a local wall-clock time."""
        minute = _minute_of(at.time())
        return any(period.start <= minute < period.end for period in self.days[at.weekday()])


def _minute_of(at: time) -> int:
    return at.hour * 60 + at.minute
