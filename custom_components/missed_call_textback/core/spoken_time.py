"""A moment as a person would say it in a text: "tomorrow at 9 am", in five languages.

Every word is written in letters of GSM-7 where the language allows it ("sabado", "aout"): one other
letter would halve what fits into a text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from .languages import primary

# Countries that tell the time by 12 hours, as CLDR has it, as far as English or Spanish is spoken.
_TWELVE_HOURS: Final = frozenset(
    [
        "AG",
        "AS",
        "AU",
        "BB",
        "BM",
        "BS",
        "CA",
        "CO",
        "DM",
        "DO",
        "FJ",
        "GD",
        "GU",
        "GY",
        "HK",
        "IN",
        "JM",
        "KN",
        "KY",
        "LC",
        "MP",
        "MY",
        "NZ",
        "PA",
        "PG",
        "PH",
        "PK",
        "PR",
        "SG",
        "SV",
        "TC",
        "TT",
        "US",
        "VC",
        "VE",
        "VG",
        "VI",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tongue:
    """How one language says a day and a time.

    `twelve` tells whether it uses a 12-hour clock where the country does.
    """

    today: str
    tomorrow: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    on_weekday: str
    on_date: Callable[[int, str], str]
    at: Callable[[time, bool], str]
    twelve: bool = False


def tells_twelve(language: str, country: str) -> bool:
    """Tell whether moments are said by a 12-hour clock."""
    return _TONGUES.get(primary(language), _ENGLISH).twelve and country.upper() in _TWELVE_HOURS


def spoken_time(at: datetime, *, now: datetime, zone: ZoneInfo, language: str, country: str) -> str:
    """Say a moment (aware) as in "We open again …": the day as near as `now` is, then the time.

    A language that is not among the five is answered in English.
    """
    tongue = _TONGUES.get(primary(language), _ENGLISH)
    local = at.astimezone(zone)
    day = _day(tongue, local.date(), now.astimezone(zone).date())
    return f"{day} {tongue.at(local.time(), tells_twelve(language, country))}"


def _day(tongue: _Tongue, day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return tongue.today
        case 1:
            return tongue.tomorrow
        case 2 | 3 | 4 | 5 | 6:
            return tongue.on_weekday.format(tongue.weekdays[day.weekday()])
        case _:
            return tongue.on_date(day.day, tongue.months[day.month - 1])


def _twelve(at: time) -> str:
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def _at_in_english(at: time, twelve: bool) -> str:
    if (name := _named(at, "midnight", "noon")) is not None:
        return f"at {name}"
    return f"at {_twelve(at)}" if twelve else f"at {at.hour}:{at.minute:02}"


def _at_in_spanish(at: time, twelve: bool) -> str:
    if at.hour == 0 and at.minute == 0:
        return "a medianoche"
    said = _twelve(at) if twelve else f"{at.hour}:{at.minute:02}"
    one = at.hour == 1 or (twelve and at.hour == 13)
    return f"a la {said}" if one else f"a las {said}"


def _at_in_french(at: time, _twelve: bool) -> str:
    if (name := _named(at, "minuit", "midi")) is not None:
        return f"à {name}"
    return f"à {at.hour}h{at.minute:02}" if at.minute else f"à {at.hour}h"


def _at_in_german(at: time, _twelve: bool) -> str:
    return f"um {at.hour}:{at.minute:02} Uhr" if at.minute else f"um {at.hour} Uhr"


def _at_in_italian(at: time, _twelve: bool) -> str:
    if (name := _named(at, "mezzanotte", "mezzogiorno")) is not None:
        return f"a {name}"
    said = f"{at.hour}:{at.minute:02}" if at.minute else f"{at.hour}"
    return f"all'{said}" if at.hour == 1 else f"alle {said}"


def _named(at: time, midnight: str, noon: str) -> str | None:
    if at.minute or at.hour % 12:
        return None
    return noon if at.hour else midnight


def _date_in_italian(day: int, month: str) -> str:
    match day:
        case 1:
            return f"il primo {month}"
        case 8 | 11:
            return f"l'{day} {month}"
        case _:
            return f"il {day} {month}"


def _words(written: str) -> tuple[str, ...]:
    return tuple(written.split())


_ENGLISH: Final = _Tongue(
    today="today",
    tomorrow="tomorrow",
    weekdays=_words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    months=_words(
        "January February March April May June July August September October November December"
    ),
    on_weekday="on {}",
    on_date=lambda day, month: f"on {day} {month}",
    at=_at_in_english,
    twelve=True,
)
_TONGUES: Final = {
    "en": _ENGLISH,
    "es": _Tongue(
        today="hoy",
        tomorrow="mañana",
        weekdays=_words("lunes martes miércoles jueves viernes sabado domingo"),
        months=_words(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
            " diciembre"
        ),
        on_weekday="el {}",
        on_date=lambda day, month: f"el {day} de {month}",
        at=_at_in_spanish,
        twelve=True,
    ),
    "fr": _Tongue(
        today="aujourd'hui",
        tomorrow="demain",
        weekdays=_words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        months=_words(
            "janvier février mars avril mai juin juillet aout septembre octobre novembre décembre"
        ),
        on_weekday="{}",
        on_date=lambda day, month: f"le {'1er' if day == 1 else day} {month}",
        at=_at_in_french,
    ),
    "de": _Tongue(
        today="heute",
        tomorrow="morgen",
        weekdays=_words("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
        months=_words(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        ),
        on_weekday="am {}",
        on_date=lambda day, month: f"am {day}. {month}",
        at=_at_in_german,
    ),
    "it": _Tongue(
        today="oggi",
        tomorrow="domani",
        weekdays=_words("lunedì martedì mercoledì giovedì venerdì sabato domenica"),
        months=_words(
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
            " dicembre"
        ),
        on_weekday="{}",
        on_date=_date_in_italian,
        at=_at_in_italian,
    ),
}
