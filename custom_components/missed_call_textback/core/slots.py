"""Which times are free for an appointment, and which few of them somebody is offered first.

Lengths of time are real ones, and the times at which an appointment may begin are round ones of the
shop's own clock. In the night in which clocks go back, no time is offered that they show twice.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .hours import DAYS, WeeklyHours
from .opening import Closures, open_spans

# So many fit into a text, and are compared at a glance.
OFFERED_AT_ONCE: Final = 3
LONGEST: Final = timedelta(days=1)
_NOON: Final = 12
_MOMENT: Final = timedelta.resolution
_HALF_HOUR: Final = timedelta(minutes=30)
_QUARTER: Final = timedelta(minutes=15)
# Whoever never closes takes calls by night, but nobody means that by an appointment.
_BY_DAY: Final = WeeklyHours.parse(dict.fromkeys(DAYS, "08:00-18:00"))

type Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time for an appointment, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What an appointment takes: how long it is, and what has to be free around it.

    It takes a day at most, and begins no sooner than `notice` from now, and no later than `ahead`.
    """

    duration: timedelta = timedelta(minutes=30)
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    notice: timedelta = timedelta(hours=2)
    ahead: timedelta = timedelta(days=14)

    def around(self, slot: Slot) -> Span:
        """Return what has to be free in a calendar for a time."""
        return slot.start - self.before, slot.end + self.after

    def window(self, now: datetime) -> Span:
        """Return the part of a calendar that has to be known now (aware)."""
        latest = now + self.ahead + self.duration + self.after
        return now + self.notice - self.before, latest

    def clashes(self, slot: Slot, busy: Iterable[Span]) -> bool:
        """Tell whether anything in a calendar is in the way of a time."""
        since, until = self.around(slot)
        return any(start < until and since < end for start, end in busy)


def free_slots(
    job: Job,
    hours: WeeklyHours | None,
    closures: Closures,
    zone: ZoneInfo,
    *,
    busy: Collection[Span],
    now: datetime,
) -> list[Slot]:
    """Return all times that are free now (aware), soonest first.

    Each lies wholly in opening hours; `busy` (aware) is what a calendar holds in `job.window`.
    """
    soonest, latest = now + job.notice, now + job.ahead
    spans = open_spans(
        _BY_DAY if hours is None or hours.always_open else hours,
        closures,
        zone,
        soonest,
        latest + job.duration,
    )
    blocked = _blocked(job, busy, now)
    return [
        Slot(start, start + job.duration)
        for opens, closes in spans
        for start in _starts(job, blocked, zone, opens, min(closes - job.duration, latest))
    ]


def spread(
    free: Sequence[Slot],
    zone: ZoneInfo,
    *,
    shown: Collection[datetime] = (),
) -> tuple[Slot, ...]:
    """Return the few of free times that are offered next: the soonest of different half-days.

    `shown` are the starts of those that were offered before: they come no more, and their half-days
    last.
    """
    fresh = [slot for slot in free if slot.start not in set(shown)]
    halves = {_half_day(start, zone) for start in shown}
    picked: list[Slot] = []
    for slot in fresh:
        if len(picked) < OFFERED_AT_ONCE and (half := _half_day(slot.start, zone)) not in halves:
            halves.add(half)
            picked.append(slot)
    rest = [slot for slot in fresh if slot not in picked]
    return tuple(sorted([*picked, *rest[: OFFERED_AT_ONCE - len(picked)]]))


def _blocked(job: Job, busy: Iterable[Span], now: datetime) -> Closures:
    """Return when no appointment may begin, by what a calendar holds."""
    first, last = job.window(now)
    return Closures(
        spans=tuple(
            (
                # What ends as something begins is not in its way: the first moment is free.
                max(start, first) - job.after - job.duration + _MOMENT,
                # Some events last for ever.
                min(end, last) + job.before,
            )
            for start, end in busy
        )
    )


def _starts(
    job: Job, blocked: Closures, zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[datetime]:
    """Yield the round times from `since` to `until` at which an appointment may begin."""
    step = _QUARTER if job.duration % _HALF_HOUR else _HALF_HOUR
    at = _round_up(since, step, zone)
    while at <= until:
        if (free_at := blocked.until(at)) is not None:
            at = _round_up(free_at, step, zone)
            continue
        if not _shown_twice(at, zone):
            yield at
        at = _round_up(at + step, step, zone)


def _round_up(at: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at.astimezone(UTC) + (-past % step)


def _shown_twice(at: datetime, zone: ZoneInfo) -> bool:
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _half_day(at: datetime, zone: ZoneInfo) -> tuple[date, bool]:
    local = at.astimezone(zone)
    return local.date(), local.hour >= _NOON
