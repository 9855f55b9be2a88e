"""A time reads as a person would say it, in letters that keep a text short."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.segments import Encoding, segments
from custom_components.missed_call_textback.core.spoken_time import spoken_time

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
# A Saturday.
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN)
LANGUAGES = ("en", "es", "fr", "de", "it")
COUNTRY = {"en": "GB", "es": "ES", "fr": "FR", "de": "DE", "it": "IT"}


def said(written: str, language: str, country: str | None = None) -> str:
    return spoken_time(
        datetime.fromisoformat(written).replace(tzinfo=BERLIN),
        now=NOW,
        zone=BERLIN,
        language=language,
        country=country or COUNTRY[language],
    )


@pytest.mark.parametrize(
    ("at", "language", "country", "words"),
    [
        ("2026-11-21 14:00", "en", "US", "today at 2 pm"),
        ("2026-11-21 14:30", "en", "US", "today at 2:30 pm"),
        ("2026-11-22 09:00", "en", "US", "tomorrow at 9 am"),
        ("2026-11-23 09:00", "en", "AU", "on Monday at 9 am"),
        ("2026-11-27 12:30", "en", "CA", "on Friday at 12:30 pm"),
        ("2026-11-28 09:00", "en", "us", "on 28 November at 9 am"),
        ("2026-12-03 00:30", "en", "US", "on 3 December at 12:30 am"),
        ("2026-11-22 12:00", "en", "US", "tomorrow at noon"),
        ("2026-11-22 00:00", "en", "US", "tomorrow at midnight"),
        ("2026-11-21 14:00", "en", "GB", "today at 14:00"),
        ("2026-11-22 09:05", "en", "GB", "tomorrow at 9:05"),
        ("2026-11-21 14:00", "es", "ES", "hoy a las 14:00"),
        ("2026-11-22 09:30", "es", "ES", "mañana a las 9:30"),
        ("2026-11-22 13:00", "es", "US", "mañana a la 1 pm"),
        ("2026-11-22 13:00", "es", "ES", "mañana a las 13:00"),
        ("2026-11-22 01:00", "es", "ES", "mañana a la 1:00"),
        ("2026-11-22 00:00", "es", "ES", "mañana a medianoche"),
        ("2026-11-25 09:00", "es", "PR", "el miércoles a las 9 am"),
        ("2026-12-03 09:00", "es", "ES", "el 3 de diciembre a las 9:00"),
        ("2026-11-21 14:00", "fr", "FR", "aujourd'hui à 14h"),
        ("2026-11-22 09:30", "fr", "CA", "demain à 9h30"),
        ("2026-11-22 12:00", "fr", "FR", "demain à midi"),
        ("2026-11-22 00:00", "fr", "FR", "demain à minuit"),
        ("2026-11-23 09:00", "fr", "FR", "lundi à 9h"),
        ("2026-12-01 09:00", "fr", "FR", "le 1er décembre à 9h"),
        ("2027-08-02 09:00", "fr", "FR", "le 2 aout à 9h"),
        ("2026-11-21 14:00", "de", "DE", "heute um 14 Uhr"),
        ("2026-11-22 09:30", "de", "US", "morgen um 9:30 Uhr"),
        ("2026-11-23 09:00", "de", "DE", "am Montag um 9 Uhr"),
        ("2027-03-03 09:00", "de", "DE", "am 3. März um 9 Uhr"),
        ("2026-11-21 14:00", "it", "IT", "oggi alle 14"),
        ("2026-11-22 09:30", "it", "IT", "domani alle 9:30"),
        ("2026-11-22 01:00", "it", "IT", "domani all'1"),
        ("2026-11-22 12:00", "it", "IT", "domani a mezzogiorno"),
        ("2026-11-22 00:00", "it", "IT", "domani a mezzanotte"),
        ("2026-11-23 09:00", "it", "IT", "lunedì alle 9"),
        ("2026-12-01 09:00", "it", "IT", "il primo dicembre alle 9"),
        ("2026-12-03 09:00", "it", "IT", "il 3 dicembre alle 9"),
        ("2026-12-08 09:00", "it", "IT", "l'8 dicembre alle 9"),
        ("2026-12-11 09:00", "it", "IT", "l'11 dicembre alle 9"),
    ],
)
def test_a_time_is_said_as_people_there_say_it(
    at: str, language: str, country: str, words: str
) -> None:
    assert said(at, language, country) == words


def test_a_saturday_in_spanish_costs_no_second_text() -> None:
    at = datetime(2026, 11, 21, 9, 0, tzinfo=BERLIN)
    words = spoken_time(at, now=at - timedelta(days=2), zone=BERLIN, language="es", country="ES")
    assert words == "el sabado a las 9:00"


def test_the_day_is_the_shops_own() -> None:
    at = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    words = spoken_time(at, now=at - timedelta(hours=1), zone=NEW_YORK, language="en", country="US")
    assert words == "today at 10 pm"


def test_what_is_past_is_said_with_its_date() -> None:
    assert said("2026-11-20 09:00", "de") == "am 20. November um 9 Uhr"


@pytest.mark.parametrize("language", ["pt", "", "??"])
def test_a_language_that_is_not_ours_is_answered_in_english(language: str) -> None:
    assert said("2026-11-22 09:00", language, "GB") == "tomorrow at 9:00"


def test_a_language_of_a_country_is_that_language() -> None:
    assert said("2026-11-22 09:00", "de-AT", "AT") == "morgen um 9 Uhr"


ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    MOMENTS,
    MOMENTS | st.none(),
    ZONES,
    st.sampled_from(LANGUAGES),
    st.sampled_from(["US", "DE", ""]),
)
def test_every_moment_is_said_in_few_letters_of_the_cheap_alphabet(
    at: datetime, now: datetime | None, zone: ZoneInfo, language: str, country: str
) -> None:
    words = spoken_time(
        at, now=now or at - timedelta(days=2), zone=zone, language=language, country=country
    )
    assert segments(words).encoding is Encoding.GSM_7
    assert len(words) <= 40
    assert "{" not in words
