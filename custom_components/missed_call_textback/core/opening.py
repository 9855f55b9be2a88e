"""Whether a shop is open, what closes it, and when that changes, right across clock changes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from .hours import MINUTES_A_DAY, Period, WeeklyHours

_DAY: Final = timedelta(days=1)
_LOOK_AHEAD: Final = timedelta(days=366)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_ALL_WEEK: Final = WeeklyHours(((Period(0, MINUTES_A_DAY),),) * 7)


class Closed(StrEnum):
    """What keeps a shop closed. Where several do, the one that says most is named."""

    HOURS = "hours"
    HOLIDAY = "holiday"
    CALENDAR = "calendar"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closures:
    """What closes a shop beside its weekly hours, as known now.

    A holiday closes the periods that begin on its day: the night before it ends as ever, and its
    own night does not reopen after midnight. Spans are closed from their start until their end.
    """

    holidays: Mapping[date, str] = MappingProxyType({})
    spans: tuple[tuple[datetime, datetime], ...] = ()
    snoozed_until: datetime | None = None
    _starts: tuple[datetime, ...] = field(init=False, repr=False, compare=False)
    _ends: tuple[datetime, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = [(_utc(start), _utc(end)) for start, end in self.spans if start < end]
        if self.snoozed_until is not None:
            spans.append((_LONG_AGO, _utc(self.snoozed_until)))
        starts: list[datetime] = []
        ends: list[datetime] = []
        for start, end in sorted(spans):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        object.__setattr__(self, "_starts", tuple(starts))
        object.__setattr__(self, "_ends", tuple(ends))

    def until(self, at: datetime) -> datetime | None:
        """Return when the span around `at` ends (spans that meet are one), None outside of any."""
        index = bisect_right(self._starts, at) - 1
        return self._ends[index] if index >= 0 and at < self._ends[index] else None

    def next_after(self, at: datetime) -> datetime:
        """Return when the next span after `at` starts, or the end of time."""
        index = bisect_right(self._starts, at)
        return self._starts[index] if index < len(self._starts) else _NEVER


OPEN_ALL_THE_TIME: Final = Closures()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether a shop is open now, and when that changes; None where it never does within a year.

    `opens_at` is the next moment at which it is open: now, if it is.
    """

    is_open: bool
    closed_by: Closed | None
    changes_at: datetime | None
    opens_at: datetime | None


def is_open(hours: WeeklyHours | None, closures: Closures, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether a shop is open at `now` (aware). Without hours, only its closures close it."""
    return closed_by(hours, closures, zone, now) is None


def closed_by(
    hours: WeeklyHours | None, closures: Closures, zone: ZoneInfo, now: datetime
) -> Closed | None:
    """Return what keeps a shop closed at `now` (aware), None while it is open."""
    if closures.snoozed_until is not None and now < closures.snoozed_until:
        return Closed.SNOOZED
    week = _ALL_WEEK if hours is None else hours
    local = now.astimezone(zone)
    if _is_holiday(week, closures.holidays, local):
        return Closed.HOLIDAY
    if closures.until(now) is not None:
        return Closed.CALENDAR
    return None if week.is_open(local) else Closed.HOURS


def opening(
    hours: WeeklyHours | None, closures: Closures, zone: ZoneInfo, now: datetime
) -> Opening:
    """Return whether a shop is open at `now` (aware), and when that changes."""
    because = closed_by(hours, closures, zone, now)
    week = _ALL_WEEK if hours is None else hours
    now = now.astimezone(UTC)
    opens = because is None
    flips = (at for at, state in _states(week, closures, zone, now) if state is not opens)
    changes_at = next(flips, None)
    return Opening(
        is_open=opens,
        closed_by=because,
        changes_at=changes_at,
        opens_at=now if opens else changes_at,
    )


def open_spans(
    hours: WeeklyHours | None,
    closures: Closures,
    zone: ZoneInfo,
    since: datetime,
    until: datetime,
) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when until when a shop is open between two moments (aware), no further than a year."""
    week = _ALL_WEEK if hours is None else hours
    opened: datetime | None = None
    for at, state in _states(week, closures, zone, since.astimezone(UTC)):
        if at >= until:
            break
        if state:
            opened = opened or at
        elif opened is not None:
            yield opened, at
            opened = None
    if opened is not None:
        yield opened, until


def _states(
    week: WeeklyHours, closures: Closures, zone: ZoneInfo, now: datetime
) -> Iterator[tuple[datetime, bool]]:
    """Yield from now on each moment at which the state may change, and the state from it on."""
    at, limit = now, now + _LOOK_AHEAD
    while at <= limit:
        if (until := closures.until(at)) is not None:
            yield at, False
            at = until
        else:
            by_the_clock, then = _by_the_clock(week, closures.holidays, zone, at)
            yield at, by_the_clock
            at = min(then, closures.next_after(at))


def _by_the_clock(
    week: WeeklyHours, holidays: Mapping[date, str], zone: ZoneInfo, at: datetime
) -> tuple[bool, datetime]:
    """Return the state by weekly hours and holidays, and the first moment that it may be another.

    Both are functions of the wall clock alone. It runs evenly up to the next edge of the day,
    unless the zone changes its clocks before; then that change is the moment.
    """
    if not week.minutes_open:
        return False, _NEVER
    local = at.astimezone(zone)
    today = local.date()
    holiday = _is_holiday(week, holidays, local)
    state = week.is_open(local) and not holiday
    if state and week.always_open:
        next_one = min((day for day in holidays if day > today), default=None)
        if next_one is None:
            return True, _NEVER
        # No step but the last days' matters, and no change of clocks is as long as two days.
        if next_one - today > 3 * _DAY:
            return True, at + (next_one - today) - 2 * _DAY
    minute = local.hour * 60 + local.minute
    if holiday and minute >= week.tails[local.weekday()]:
        edge = MINUTES_A_DAY
    else:
        edges = week.edges[local.weekday()]
        edge = edges[bisect_right(edges, minute)]
    passed = timedelta(
        hours=local.hour,
        minutes=local.minute,
        seconds=local.second,
        microseconds=local.microsecond,
    )
    then = at + timedelta(minutes=edge) - passed
    if then.astimezone(zone).utcoffset() != local.utcoffset():
        then = _clocks_change(zone, at.replace(microsecond=0), then)
    return state, then


def _clocks_change(zone: ZoneInfo, earlier: datetime, later: datetime) -> datetime:
    """Return the second between two moments at which the zone's offset changes."""
    offset = earlier.astimezone(zone).utcoffset()
    seconds = range(int((later - earlier).total_seconds()))
    return earlier + timedelta(
        seconds=bisect_left(
            seconds,
            True,  # noqa: FBT003
            key=lambda after: (
                (earlier + timedelta(seconds=after)).astimezone(zone).utcoffset() != offset
            ),
        )
    )


def _is_holiday(week: WeeklyHours, holidays: Mapping[date, str], local: datetime) -> bool:
    if not holidays:
        return False
    in_tail = local.hour * 60 + local.minute < week.tails[local.weekday()]
    return (local.date() - _DAY if in_tail else local.date()) in holidays


def _utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        # Calendars write "for ever" as the last moment there is, in any zone.
        return _NEVER if at.year > 1 else _LONG_AGO
