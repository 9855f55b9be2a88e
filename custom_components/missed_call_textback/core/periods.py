"""The periods that a shop's sensors are about: today, this week, this month, and the last 30 days."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from .figures import added, between
from .records import Daily

LATELY_DAYS: Final = 30


def week_of(today: date) -> date:
    """Return the Monday of the week of a day."""
    return today - timedelta(days=today.weekday())


def lately(today: date) -> date:
    """Return the first of the last 30 days, today included."""
    return today - timedelta(days=LATELY_DAYS - 1)


def first_needed(today: date) -> date:
    """Return the first day that any of the periods has."""
    return min(week_of(today), today.replace(day=1), lately(today))


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The counters of a line, or of all lines of a shop, added up over each period."""

    today: Counter[str] = field(default_factory=Counter)
    week: Counter[str] = field(default_factory=Counter)
    month: Counter[str] = field(default_factory=Counter)
    lately: Counter[str] = field(default_factory=Counter)


def periods_of(days: Daily, today: date, past: Daily | None = None) -> Periods:
    """Add up the counters of a line; `past` are those of imported days.

    These are in shares and times only. Counts of a week or month are added up by the recorder, to
    which an import would look like so many calls at once.
    """

    def since(first: date) -> Counter[str]:
        return between(days, first, today)

    return Periods(
        today=since(today),
        week=since(week_of(today)),
        month=since(today.replace(day=1)),
        lately=between((past or {}) | days, lately(today), today),
    )


def of_all(lines: Collection[Periods]) -> Periods:
    """Add up what is counted of a shop's lines."""
    return Periods(
        today=added(line.today for line in lines),
        week=added(line.week for line in lines),
        month=added(line.month for line in lines),
        lately=added(line.lately for line in lines),
    )
