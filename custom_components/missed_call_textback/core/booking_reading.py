"""What somebody means who was offered a few times and answers in their own words.

Every word has to be known, and all of them together have to leave one of the times, or one wish. One
word too many ("2, but can my wife come?") is for a person to read: nothing is understood, and nothing
is said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
import re
from typing import Any, Final
from zoneinfo import ZoneInfo

from .booking_vocabulary import WORDS, Kind
from .plain_letters import plain_letters

_LONGEST: Final = 160
_TOKEN: Final = re.compile(
    r"(?P<hour>\d{1,2})\s?(?:[:.]|h\s?)(?P<minute>[0-5]\d)(?!\d)"
    r"|(?P<full>\d{1,2})\s?h\b"
    r"|(?P<nth>\d{1,2})(?:st|nd|rd|th|er|re|eme|ere|e|a|o|ten?)\b"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+)"
)
_PM: Final = re.compile(r"\b([ap])\.\s?m\b")
# What is made of words that choose, and names a time all the same to say that it does not suit, or how
# many are to come. The "t" of "can't" is no word that is known.
_NO: Final = re.compile(
    r"^\W*(?:i|we) (?:have|work)\b|\bhave (?:to )?work\b|\bof us\b|[👎❌❎✖✗✘🚫⛔🙅]"
)
_HOURS: Final = 24
_NOON: Final = 12
_WEEK: Final = 7
_LONGEST_PHRASE: Final = 3


class Ask(Enum):
    """What somebody asks for who does not choose."""

    BOOK = auto()
    """An appointment."""
    MORE = auto()
    """Other times than those that were offered."""
    CHANGE = auto()
    """Another time than the one that is booked."""
    CALL_OFF = auto()
    """No appointment any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """One of the times offered, by the shop's clock, and its place among them, from 1.

    `goes_by_weekday` tells whether the name of its weekday alone means it, `goes_by_twelve` whether
    its hour of a 12-hour clock does.
    """

    place: int
    count: int
    start: datetime
    days_ahead: int
    goes_by_weekday: bool
    goes_by_twelve: bool


type _Fits = Callable[[_Choice], bool]
type _Token = tuple[Kind, Any]


class _NotUnderstood(Exception):
    """There is more to it than a choice."""


def read_answer(
    text: str, offered: Sequence[datetime], zone: ZoneInfo, now: datetime, *, twelve: bool = True
) -> int | Ask | None:
    """Return which of the times offered (aware) is chosen, counted from 0, or what is asked for.

    None is for a person to read. `twelve` tells whether they were offered by a 12-hour clock. Total.
    """
    try:
        tokens = _tokens(text)
        fits, asked = _meanings(tokens)
    except _NotUnderstood:
        return None
    if not fits:
        return _only_ask(tokens, asked)
    local = [start.astimezone(zone) for start in offered]
    choices = _choices(local, now.astimezone(zone), twelve=twelve)
    chosen = [choice.place - 1 for choice in choices if all(fit(choice) for fit in fits)]
    return chosen[0] if len(chosen) == 1 and not asked else None


def _choices(offered: Sequence[datetime], now: datetime, *, twelve: bool) -> list[_Choice]:
    ahead = [(start.date() - now.date()).days for start in offered]
    named = {start.weekday() for start, days in zip(offered, ahead, strict=True) if days < _WEEK}
    return [
        _Choice(
            place=place,
            count=len(offered),
            start=start,
            days_ahead=days,
            # Of two Sundays the one of a date is called by its date.
            goes_by_weekday=days < _WEEK or start.weekday() not in named,
            # Who reads "8:00" and "20:00" means the one that is written so.
            goes_by_twelve=twelve or _twin(start) not in offered,
        )
        for place, (start, days) in enumerate(zip(offered, ahead, strict=True), 1)
    ]


def _twin(start: datetime) -> datetime:
    """Return the time of the same day that a 12-hour clock shows as it does this one."""
    return start.replace(hour=(start.hour + _NOON) % _HOURS)


def _only_ask(tokens: Sequence[_Token], asked: set[Ask]) -> Ask | None:
    if len(asked) == 1:
        return asked.pop()
    wants = not asked and any(kind in (Kind.NOUN, Kind.BOOK) for kind, _ in tokens)
    return Ask.BOOK if wants else None


def _tokens(text: str) -> list[_Token]:
    if len(text) > _LONGEST:
        raise _NotUnderstood
    plain = _PM.sub(r"\1m", plain_letters(text))
    if _NO.search(plain):
        raise _NotUnderstood
    tokens = (_token(found) for found in _TOKEN.finditer(plain))
    return [token for token in tokens if token[0] is not Kind.FILLER]


def _token(found: re.Match[str]) -> _Token:
    match found.lastgroup, found[0]:
        case "minute", _ if int(found["hour"]) < _HOURS:
            return Kind.CLOCK, (int(found["hour"]), int(found["minute"]))
        case "full", _ if int(found["full"]) < _HOURS:
            return Kind.CLOCK, (int(found["full"]), 0)
        case "nth", _:
            return Kind.NTH, int(found["nth"])
        case "number", digits if len(digits) <= 2:
            return Kind.NUMBER, int(digits)
        case "word", word if word in WORDS:
            return WORDS[word]
    raise _NotUnderstood


def _meanings(tokens: Sequence[_Token]) -> tuple[list[_Fits], set[Ask]]:
    """Return what a time has to be to be the one that is meant, and what is asked for."""
    fits: list[_Fits] = []
    asked: set[Ask] = set()
    match tokens:
        case [(Kind.NUMBER, 0)]:
            # As our own texts offer it.
            return fits, {Ask.CALL_OFF}
        case [(Kind.ONE, _)]:
            return [_nth(1)], asked
    rest = tokens
    while rest:
        for length in range(min(_LONGEST_PHRASE, len(rest)), 0, -1):
            kinds = tuple(kind for kind, _ in rest[:length])
            if kinds in _PHRASES:
                values = (value for _, value in rest[:length] if value is not None)
                fits.append(_PHRASES[kinds](*values))
            elif kinds in _ASKS:
                asked.add(_ASKS[kinds])
            elif kinds not in _IDLE:
                continue
            rest = rest[length:]
            break
        else:
            raise _NotUnderstood
    return fits, asked


def _nth(place: int) -> _Fits:
    """Fit a place in the list, -1 for the last; what is beyond the list is a day of the month."""

    def fit(choice: _Choice) -> bool:
        if place > choice.count:
            return choice.start.day == place
        return choice.place == (choice.count if place == -1 else place)

    return fit


def _number(number: int) -> _Fits:
    """Fit a place in the list; what is beyond the list is a time of the day."""
    by_clock = _by_clock(number)
    return lambda choice: choice.place == number if number <= choice.count else by_clock(choice)


def _by_clock(hour: int, minute: int = 0) -> _Fits:
    """Fit a time of the day, of a clock of 24 hours or of 12."""
    hours = (hour % _NOON, hour % _NOON + _NOON) if hour <= _NOON else (hour,)

    def fit(choice: _Choice) -> bool:
        start = choice.start
        is_hour = start.hour in hours if choice.goes_by_twelve else start.hour == hour
        return is_hour and start.minute == minute

    return fit


def _by_half(hour: int, half: int, minute: int = 0) -> _Fits:
    """Fit a time of one half of the day, which begins at the hour `half`."""
    if hour <= _NOON:
        hour = hour % _NOON + half
    return lambda choice: (choice.start.hour, choice.start.minute) == (hour, minute)


def _clock(time: tuple[int, int]) -> _Fits:
    return _by_clock(*time)


def _clock_half(time: tuple[int, int], half: int) -> _Fits:
    hour, minute = time
    return _by_half(hour, half, minute)


def _on_weekday(weekday: int = 0) -> _Fits:
    return lambda choice: choice.start.weekday() == weekday and choice.goes_by_weekday


def _days_on(days: int) -> _Fits:
    return lambda choice: choice.days_ahead == days


def _part(hours: tuple[int, int]) -> _Fits:
    since, until = hours
    return lambda choice: since <= choice.start.hour < until


def _on_date(day: int, month: int) -> _Fits:
    return lambda choice: (choice.start.day, choice.start.month) == (day, month)


def _date_on(month: int, day: int) -> _Fits:
    return _on_date(day, month)


# Of what may be meant, the phrase of the most words is. Those of no value are not handed on.
_PHRASES: Final[Mapping[tuple[Kind, ...], Callable[..., _Fits]]] = {
    (Kind.NUMBER, Kind.MONTH): _on_date,
    (Kind.NTH, Kind.MONTH): _on_date,
    (Kind.MONTH, Kind.NUMBER): _date_on,
    (Kind.MONTH, Kind.NTH): _date_on,
    (Kind.APRES, Kind.DAYS_ON): lambda days: _days_on(days + 1),
    (Kind.PASADO, Kind.MANANA): lambda: _days_on(2),
    (Kind.MANANA,): lambda: _days_on(1),
    (Kind.DAYS_ON,): _days_on,
    (Kind.MON,): _on_weekday,
    (Kind.WEEKDAY,): _on_weekday,
    (Kind.NUMBER, Kind.HALF): _by_half,
    (Kind.AT, Kind.NUMBER, Kind.HALF): _by_half,
    (Kind.NUMBER, Kind.HOURS, Kind.NUMBER): _by_clock,
    (Kind.NUMBER, Kind.HOURS): _by_clock,
    (Kind.AT, Kind.NUMBER): _by_clock,
    (Kind.CLOCK, Kind.HALF): _clock_half,
    (Kind.CLOCK,): _clock,
    (Kind.NOON,): lambda: _by_half(_NOON, _NOON),
    (Kind.APRES, Kind.NOON): lambda: _part((_NOON, 18)),
    (Kind.LA, Kind.MANANA): lambda: _part((0, _NOON)),
    (Kind.PART,): _part,
    (Kind.LA, Kind.PRIMA): lambda: _nth(1),
    (Kind.NTH,): _nth,
    (Kind.NUMBER,): _number,
}
_ASKS: Final = {
    (Kind.MORE,): Ask.MORE,
    (Kind.CHANGE,): Ask.CHANGE,
    (Kind.CALL_OFF,): Ask.CALL_OFF,
}
# Beside what is chosen these add nothing: "the morning one", "mon rendez-vous", German "am".
_IDLE: Final = {
    (Kind.MON, Kind.NOUN),
    *((kind,) for kind in (Kind.NOUN, Kind.BOOK, Kind.THAT, Kind.ONE)),
    *((kind,) for kind in (Kind.AT, Kind.HOURS, Kind.HALF, Kind.LA)),
}
