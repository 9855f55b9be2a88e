"""Opening hours: periods of a week in the shop's own wall-clock time."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
import itertools
import re
from typing import Final, NamedTuple

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY: Final = 24 * 60
_MINUTES_A_WEEK: Final = 7 * MINUTES_A_DAY

_CLOSED = frozenset(
    {"closed", "cerrado", "ferme", "fermé", "fermée", "geschlossen", "chiuso", "-", "–", "—"}
)
_ALL_DAY = frozenset({"24h", "24 h", "24 hours", "24/7", "all day", "24 stunden", "24 horas"})
_TIME = r"(\d{1,2})(?:([:.h]?)(\d{2})|h)?\s*([ap]\.?m\.?)?"
_PERIOD = re.compile(rf"{_TIME}\s*(?:[-‐‑‒–—−]|to|until|till)\s*{_TIME}", re.ASCII)


class WhyBad(StrEnum):
    """What is wrong with written hours. Each has its plain words in the translations."""

    NOT_UNDERSTOOD = "not_understood"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    OVERLAPS = "overlaps"


class BadHours(ValueError):
    """Hours that cannot be kept: `why`, the `part` of the writing, and its `day` where known."""

    def __init__(self, why: WhyBad, part: str, day: str | None = None) -> None:
        super().__init__(f"{why}: {part!r}" if day is None else f"{day} {why}: {part!r}")
        self.why = why
        self.part = part
        self.day = day


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Part of a day, in minutes after its midnight: opens at `start`, closed again from `end`.

    An end beyond 1440 lies in the next morning: 22:00 to 02:00 is `Period(1320, 1560)`. It belongs
    to the day on which it begins. It is shorter than a day, but for the whole day from 0 to 1440.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < MINUTES_A_DAY:
            raise BadHours(WhyBad.NOT_UNDERSTOOD, f"{self}")
        longest = MINUTES_A_DAY if self.start == 0 else MINUTES_A_DAY - 1
        if not 0 < self.end - self.start <= longest:
            raise BadHours(WhyBad.ENDS_BEFORE_IT_BEGINS, f"{self}")

    def __str__(self) -> str:
        end = self.end if self.end <= MINUTES_A_DAY else self.end - MINUTES_A_DAY
        return f"{self.start // 60:02}:{self.start % 60:02}-{end // 60:02}:{end % 60:02}"


class _Written(NamedTuple):
    """One time as it was written: its digits, and `a` or `p` where it said am or pm."""

    digits: str
    minute: int
    half: str
    canonical: bool
    """Written as `Period` writes it, `09:30`, and so on the 24-hour clock."""

    @property
    def hour(self) -> int:
        return int(self.digits)

    @property
    def may_be_either_half(self) -> bool:
        """Tell whether this could be a time of a 12-hour clock that leaves out am or pm."""
        return not self.half and not self.digits.startswith("0") and 1 <= self.hour <= 12

    def at(self, half: str) -> int:
        """Return minutes after midnight, on the 24-hour clock or on this half of the other."""
        hour = self.hour % 12 + (12 if half == "p" else 0) if half else self.hour
        return hour * 60 + self.minute


def parse_day(written: str) -> tuple[Period, ...]:
    """Read one day as an owner writes it, nothing if it is closed.

    `9-18`, `09:00-12:30, 14:00-18:00`, `9am-5pm`, `9.30-18`, `0900-1800`, `24h`, `closed`. A period
    that ends before it begins runs past midnight (`22-2`), but for those like `9-5`, where somebody
    means the afternoon. Raises BadHours.
    """
    written = " ".join(written.lower().split())
    if written in _CLOSED:
        return ()
    parts = filter(None, (piece.strip() for piece in written.split(",")))
    periods = sorted(_parse_period(part) for part in parts)
    for earlier, later in itertools.pairwise(periods):
        if later.start < earlier.end:
            raise BadHours(WhyBad.OVERLAPS, f"{later}")
    return tuple(periods)


def _parse_period(part: str) -> Period:
    if part in _ALL_DAY:
        return Period(0, MINUTES_A_DAY)
    if (match := _PERIOD.fullmatch(part)) is None:
        raise BadHours(WhyBad.NOT_UNDERSTOOD, part)
    begins, ends = _written(match.groups("")[:4]), _written(match.groups("")[4:])
    if not (_exists(begins) and _exists(ends)) or begins.hour == 24:
        raise BadHours(WhyBad.NOT_UNDERSTOOD, part)
    start, end = _minutes(begins, ends, part)
    if start == end:
        raise BadHours(WhyBad.ENDS_BEFORE_IT_BEGINS, part)
    if end < start:
        # `9-5` is far likelier an afternoon than a night of 20 hours; `22-2` can only be a night.
        vague = begins.may_be_either_half and ends.may_be_either_half
        if vague and not (begins.canonical and ends.canonical):
            raise BadHours(WhyBad.ENDS_BEFORE_IT_BEGINS, part)
        end += MINUTES_A_DAY
    return Period(start, end)


def _written(groups: Sequence[str]) -> _Written:
    hour, separator, minute, half = groups
    canonical = len(hour) == 2 and separator == ":"
    return _Written(digits=hour, minute=int(minute or 0), half=half[:1], canonical=canonical)


def _exists(time: _Written) -> bool:
    if time.half:
        return 1 <= time.hour <= 12 and time.minute <= 59
    return time.hour * 60 + time.minute <= MINUTES_A_DAY and time.minute <= 59


def _minutes(begins: _Written, ends: _Written, part: str) -> tuple[int, int]:
    """Return start and end; one `am` or `pm` serves both where only one reading makes sense."""
    if bool(begins.half) == bool(ends.half):
        return begins.at(begins.half), ends.at(ends.half)
    if not begins.half and begins.may_be_either_half:
        # Nobody calls midnight a bare 12 beside an am or pm.
        halves = "p" if begins.hour == 12 else "ap"
        readings = [(begins.at(half), ends.at(ends.half)) for half in halves]
    elif not ends.half and ends.may_be_either_half:
        halves = "p" if ends.hour == 12 else "ap"
        readings = [(begins.at(begins.half), ends.at(half)) for half in halves]
    else:
        return begins.at(begins.half), ends.at(ends.half)
    sensible = [(start, end) for start, end in readings if start < end]
    if len(sensible) != 1:
        raise BadHours(WhyBad.NOT_UNDERSTOOD, part)
    return sensible[0]


def format_day(periods: Sequence[Period]) -> str:
    """Write one day as `parse_day` reads it."""
    return ", ".join(str(period) for period in periods)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """A week of opening periods, Monday first; a day without periods is closed.

    Raises BadHours where periods overlap, also across midnight and from Sunday into Monday.
    """

    days: tuple[tuple[Period, ...], ...]
    tails: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """For each day, the minute until which its morning still belongs to the evening before."""
    edges: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)
    """For each day, the minutes at which anything may change, the last of them its midnight."""
    minutes_open: int = field(init=False, repr=False, compare=False)
    _flips: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Minutes of the week: opens, closes, opens, closes …"""

    def __post_init__(self) -> None:
        _refuse_overlaps(self.days)
        tails = tuple(
            max((period.end - MINUTES_A_DAY for period in self.days[index - 1]), default=0)
            for index in range(7)
        )
        tails = tuple(max(0, tail) for tail in tails)
        edges = tuple(
            tuple(sorted({*_edges_of(day), tail, MINUTES_A_DAY} - {0}))
            for day, tail in zip(self.days, tails, strict=True)
        )
        spans = _spans(self.days)
        flips = [minute for span in spans for minute in span]
        if flips and flips[-1] > _MINUTES_A_WEEK:
            flips = [0, flips[-1] - _MINUTES_A_WEEK, *flips[:-1], _MINUTES_A_WEEK]
        object.__setattr__(self, "tails", tails)
        object.__setattr__(self, "edges", edges)
        object.__setattr__(self, "minutes_open", sum(end - start for start, end in spans))
        object.__setattr__(self, "_flips", tuple(flips))

    @classmethod
    def parse(cls, written: Mapping[str, str]) -> WeeklyHours:
        """Read a week from its written days (`{"mon": "9-18", …}`); a missing day is closed.

        Raises BadHours.
        """
        days = []
        for day in DAYS:
            try:
                days.append(parse_day(written.get(day, "")))
            except BadHours as err:
                raise BadHours(err.why, err.part, day) from None
        return cls(tuple(days))

    @property
    def always_open(self) -> bool:
        """Tell whether no minute of the week is closed."""
        return self.minutes_open == _MINUTES_A_WEEK

    def is_open(self, at: datetime) -> bool:
        """Tell whether the shop is open at a local wall-clock time."""
        minute = (at.weekday() * 24 + at.hour) * 60 + at.minute
        return bisect_right(self._flips, minute) % 2 == 1


def _spans(days: Sequence[Sequence[Period]]) -> list[tuple[int, int]]:
    """Return the periods as minutes of the week; the last may run into the next week."""
    return sorted(
        (index * MINUTES_A_DAY + period.start, index * MINUTES_A_DAY + period.end)
        for index, day in enumerate(days)
        for period in day
    )


def _edges_of(day: Sequence[Period]) -> set[int]:
    return {minute for period in day for minute in (period.start, min(period.end, MINUTES_A_DAY))}


def _refuse_overlaps(days: Sequence[Sequence[Period]]) -> None:
    if len(days) != len(DAYS):
        raise BadHours(WhyBad.NOT_UNDERSTOOD, f"{len(days)} days")
    spans = _spans(days)
    if not spans:
        return
    # The week's first period once more, a week later: Sunday night may not run into it.
    around = [*spans, (spans[0][0] + _MINUTES_A_WEEK, spans[0][1] + _MINUTES_A_WEEK)]
    for (_, closes), (opens, ends) in itertools.pairwise(around):
        if opens < closes:
            day, start = divmod(opens, MINUTES_A_DAY)
            part = Period(start, start + ends - opens)
            raise BadHours(WhyBad.OVERLAPS, f"{part}", DAYS[day % 7])
