"""Reads the days and times of a table, in whichever way they are written.

Whether 03/04/2026 is in March or in April is decided by the whole file: one day past the twelfth, or
one reading that lies in the future, is enough. Where nothing tells, the owner is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
import re
from typing import Final

from ..plain_letters import plain_letters


class DayOrder(StrEnum):
    """What comes first in a date of three numbers."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a time of day, or both. `zone` is None where it is that of the shop."""

    day: date | None
    time: time | None
    zone: tzinfo | None = None


_MONTHS: Final = (
    ("jan", "ene", "gen"),
    ("feb", "fev"),
    ("mar", "mrz", "maer"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott"),
    ("nov",),
    ("dec", "dez", "dic"),
)
_MONTH_OF: Final = {name: n for n, names in enumerate(_MONTHS, 1) for name in names}
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})[:h.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*"
    r"(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?|[a-z]{3,4})?",
    re.ASCII,
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_COMPACT: Final = re.compile(r"(20\d{2})(\d{2})(\d{2})(?!\d)", re.ASCII)
# `Sat, 21 Nov 2026` and `Saturday, November 21st, 2026`.
_DAY_NAMED: Final = re.compile(
    r"(?:[a-z]+[.,]?\s+)?(\d{1,2})[.]?[\s/-]+(?:de\s+)?([a-z]+)[.,]?[\s/-]+(?:de\s+)?"
    r"(\d{4}|\d{2})(?![\d:.h])"
)
_MONTH_NAMED: Final = re.compile(r"(?:[a-z]+[.,]\s+)?([a-z]+)[.]?\s+(\d{1,2})[a-z]*,?\s+(\d{4})")
# `20261121100000`, as phone systems stamp their rows.
_STAMP: Final = re.compile(r"(20\d{6})[t ]?(\d{2})(\d{2})(\d{2})(?=$|[z+-])", re.ASCII)
# Between a day and a time.
_AT: Final = re.compile(r"(?:t|at|um|alle|a las|a|_)\s*(?=\d)")
# Before a date of numbers.
_WEEKDAY: Final = re.compile(r"^[a-z]+[.,]?\s+(?=\d{1,4}[-/.]\d)", re.ASCII)
_EPOCH: Final = re.compile(r"(1[0-9]{9}|[1-3][0-9]{12})(?:[.]\d+)?", re.ASCII)
_MILLISECONDS: Final = 1e11
_LONGEST: Final = 64
_CENTURY: Final = 2000
_NOON: Final = 12


def read_moment(cell: str, order: DayOrder) -> Moment | None:
    """Return what a cell says, None where it is neither a day nor a time. Total."""
    text = _plain(cell)
    try:
        if found := _EPOCH.fullmatch(text):
            at = float(found[0])
            moment = datetime.fromtimestamp(at / 1000 if at > _MILLISECONDS else at, UTC)
            return Moment(moment.date(), moment.time(), UTC)
        day, rest = _day_in(_STAMP.sub(r"\1 \2:\3:\4", text), order)
        if day is not None and not rest:
            return Moment(day, None)
        clock = _CLOCK.fullmatch(rest)
        return None if clock is None else Moment(day, _time_of(clock), _zone_of(clock["zone"]))
    except ValueError, OverflowError:
        return None


def orders_left(cells: Iterable[str], today: date) -> set[DayOrder]:
    """Return in which orders the dates of a whole column can be read; both where nothing tells."""
    left = set(DayOrder)
    for cell in cells:
        found = _YEAR_LAST.match(_plain(cell))
        if found is None:
            continue
        if found[2] == ".":
            # Nobody writes the month first with full stops.
            return {DayOrder.DAY_FIRST}
        # One cell that fits neither is nobody's date, and tells nothing.
        left = {order for order in left if _is_past(cell, order, today)} or left
        if len(left) == 1:
            break
    return left


def _is_past(cell: str, order: DayOrder, today: date) -> bool:
    moment = read_moment(cell, order)
    return moment is not None and moment.day is not None and moment.day <= today


def read_time(
    cells: Iterable[str], order: DayOrder, zone: tzinfo, own_zone: tzinfo | None
) -> datetime | None:
    """Return the time (UTC) that cells say together: the first day and the first time of day in them.

    `zone` is the shop's, `own_zone` that of the file, where it names one. Total.
    """
    moments = [moment for cell in cells if (moment := read_moment(cell, order))]
    day = next((moment.day for moment in moments if moment.day is not None), None)
    clock = next(
        ((moment.time, moment.zone) for moment in moments if moment.time is not None), None
    )
    if day is None or clock is None:
        return None
    time_of_day, told_zone = clock
    try:
        return datetime.combine(day, time_of_day, told_zone or own_zone or zone).astimezone(UTC)
    except OverflowError:
        return None


def _plain(cell: str) -> str:
    """Return a cell in small letters without accents, nor a day of the week that says nothing new."""
    return _WEEKDAY.sub("", plain_letters(cell[:_LONGEST]).strip())


def _day_in(text: str, order: DayOrder) -> tuple[date | None, str]:
    """Return the day that a text begins with, if it does, and the rest."""
    if found := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        day = date(int(found[1]), int(found[2]), int(found[3]))
    elif found := _YEAR_LAST.match(text):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        first_is_day = found[2] == "." or order is DayOrder.DAY_FIRST
        day = date(year, second, first) if first_is_day else date(year, first, second)
    elif (found := _DAY_NAMED.match(text)) and (month := _month(found[2])):
        day = date(_year(found[3]), month, int(found[1]))
    elif (found := _MONTH_NAMED.match(text)) and (month := _month(found[1])):
        day = date(int(found[3]), month, int(found[2]))
    else:
        return None, text
    rest = text[found.end() :].lstrip(" ,;-")
    at = _AT.match(rest)
    return day, rest if at is None else rest[at.end() :]


def _year(digits: str) -> int:
    return int(digits) + (_CENTURY if len(digits) == len("26") else 0)


def _month(name: str) -> int | None:
    return _MONTH_OF.get(name[:4]) or _MONTH_OF.get(name[:3])


def _time_of(clock: re.Match[str]) -> time:
    hour = int(clock["hour"])
    if half := clock["half"]:
        if not 1 <= hour <= _NOON:
            raise ValueError("no hour of a half day")
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    return time(hour, int(clock["minute"]), int(clock["second"] or 0))


def _zone_of(name: str | None) -> tzinfo | None:
    """Return a zone that is the same everywhere; of others, the shop's is meant."""
    if name is None:
        return None
    if name in {"z", "utc", "gmt"}:
        return UTC
    if found := re.fullmatch(r"(?:utc|gmt)?([+-])(\d{2}):?(\d{2})?", name):
        ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(ahead if found[1] == "+" else -ahead)
    return None
