"""What people write who choose a time is understood, or left to a person: never guessed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.booking_reading import Ask, read_answer
from custom_components.missed_call_textback.core.spoken_time import spoken_time, tells_twelve

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, tzinfo=BERLIN)
"""A Wednesday."""
OFFERED = (
    datetime(2026, 11, 18, 15, 0, tzinfo=BERLIN),
    datetime(2026, 11, 19, 10, 30, tzinfo=BERLIN),
    datetime(2026, 11, 24, 9, 0, tzinfo=BERLIN),
)
"""Today at three, tomorrow (a Thursday) at half past ten, Tuesday at nine."""


def read(text: str) -> int | Ask | None:
    answer = read_answer(text, OFFERED, BERLIN, NOW)
    # Of people, the first is number one.
    return answer + 1 if isinstance(answer, int) else answer


@pytest.mark.parametrize(
    "text",
    [
        *("2", "2.", "#2", "(2)", "2)", "2!", " 2 \n", "2 👍", "Nr. 2", "ok 2"),
        *("Number 2 please", "option 2", "I'll take the 2nd one, thanks", "the second", "two"),
        *("the second one", "2nd", "opción 2", "la segunda", "el segundo", "numéro deux"),
        *("le 2ème", "la deuxième", "den zweiten bitte", "Nummer zwei", "il secondo", "due"),
        *("10:30", "10.30", "10:30 am", "10:30am", "10:30 a.m.", "10.30 Uhr", "10 Uhr 30", "10h30"),
        *("um 10:30", "à 10h30", "a las 10:30", "alle 10.30", "tomorrow at 10:30", "19 November"),
        *("tomorrow", "morgen", "demain", "mañana", "domani", "Thursday morning", "jueves"),
        *("mañana por la mañana", "donnerstags", "giovedì mattina", "jeudi matin", "Nov 19th"),
        *("the 19th", "Book me for Thursday", "that works, 2", "2, merci", "the morning 2nd one"),
    ],
)
def test_a_number_a_day_and_a_time_choose(text: str) -> None:
    assert read(text) == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *((text, 1) for text in ("1", "one", "eins", "uno", "first", "1st", "la prima", "primero")),
        *((text, 1) for text in ("today", "heute", "aujourd’hui", "hoy", "oggi", "at 3", "15h")),
        *(
            (text, 1)
            for text in ("3 pm", "15 pm", "3 o'clock", "um 15 Uhr", "15", "at 3 pm", "à 15 heures")
        ),
        *(
            (text, 1)
            for text in (
                "afternoon",
                "Nachmittags",
                "l'après-midi",
            )
        ),
        *((text, 1) for text in ("am Nachmittag", "de la tarde", "Wednesday", "le 18 novembre")),
        *((text, 3) for text in ("3", "the last one", "last", "Tuesday", "am Dienstag um 9", "9")),
        *(
            (text, 3)
            for text in ("martes a las 9", "mardi à 9h", "martedì alle ore 9", "24. November")
        ),
        *((text, 3) for text in ("November 24", "9 am", "9 a.m.", "le dernier", "l'ultimo")),
    ],
)
def test_each_of_the_times_can_be_chosen(text: str, place: int) -> None:
    assert read(text) == place


@pytest.mark.parametrize(
    "text",
    [
        *("", "ok", "thanks!", "👍", "yes", "merci", "prima", "that one", "una", "4", "0 0", "am"),
        *("2, but can my wife come?", "not 2", "1 or 2", "1 2", "2 on Tuesday", "half past 10"),
        *("morning", "por la mañana", "10", "evening", "noon", "midi", "mon 9am", "9 pm", "10h"),
        *("le soir", "24:30", "25h", "10:75", "2024", "555-0143", "nächste Woche", "Friday", "May"),
        *(
            "pasado mañana",
            "übermorgen",
            "après-demain",
            "change to 2",
            "more on Tuesday",
            "31 May",
        ),
        *("how much is it?", "no", "later", "más tarde", "cancel or change", "2" * 200),
    ],
)
def test_what_leaves_none_or_several_is_left_to_a_person(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("I can't do 2", "I can’t do Thursday", "can't 2, thanks", "I can`t do the 19th"),
        *("I can't cancel", "I can't book", "can't change"),
        *("I have to work on Thursday", "I have work tomorrow", "Have to work Tuesday, thanks"),
        *("I work on Thursday", "We work tomorrow", "I have an appointment on Thursday"),
        *("There will be 2 of us", "It is for 2 of us please"),
        *("👎 2", "2 ❌", "2 🚫", "🙅 Thursday", "2 👎🏽"),
    ],
)
def test_a_time_that_is_named_to_say_no_is_not_chosen(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("2 works for us", "Thursday would work", "2 will work", "let's do 2", "can I have 2"),
        *("Can I have an appointment on Thursday", "I'll have 2", "we can do 2", "do you have 2?"),
    ],
)
def test_words_that_also_say_no_may_say_yes(text: str) -> None:
    assert read(text) == 2


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        *((text, Ask.MORE) for text in ("MORE", "other times please", "none of these", "mehr")),
        *((text, Ask.MORE) for text in ("Andere Zeiten", "d'autres horaires", "otras horas")),
        *((text, Ask.MORE) for text in ("altri orari", "plus", "más", "Another day please")),
        *((text, Ask.CHANGE) for text in ("CHANGE", "I'd like to reschedule", "verschieben")),
        *((text, Ask.CHANGE) for text in ("Termin ändern bitte", "cambiar", "spostare", "changer")),
        *((text, Ask.CHANGE) for text in ("changer mon rendez-vous", "mover la cita")),
        *(
            (text, Ask.CALL_OFF)
            for text in ("0", " 0. ", "cancel my appointment", "Termin absagen")
        ),
        *((text, Ask.CALL_OFF) for text in ("annuler mon rendez-vous", "anular la cita")),
        *((text, Ask.CALL_OFF) for text in ("disdire l'appuntamento",)),
        *(
            (text, Ask.BOOK)
            for text in ("appointment", "book", "Termin bitte", "una cita por favor")
        ),
        *((text, Ask.BOOK) for text in ("un rendez-vous s’il vous plaît", "prenotare")),
    ],
)
def test_wishes_are_understood_in_five_languages(text: str, ask: Ask) -> None:
    assert read(text) is ask
    assert read_answer(text, (), BERLIN, NOW) is ask


def test_a_number_in_the_list_is_a_place_and_one_beyond_it_a_time() -> None:
    offered = [
        datetime(2026, 11, 18, 14, tzinfo=BERLIN),
        datetime(2026, 11, 19, 16, tzinfo=BERLIN),
    ]
    assert read_answer("2", offered, BERLIN, NOW) == 1
    assert read_answer("at 2", offered, BERLIN, NOW) == 0
    assert read_answer("4", offered, BERLIN, NOW) == 1


def test_of_two_of_a_weekday_the_next_one_goes_by_its_name() -> None:
    later, sooner = NOW + timedelta(days=11), NOW + timedelta(days=4)
    assert read_answer("Sunday", [later, sooner], BERLIN, NOW) == 1
    assert read_answer("29 November", [later, sooner], BERLIN, NOW) == 0
    assert read_answer("Sunday", [later], BERLIN, NOW) == 0


def test_noon_and_midnight_are_times() -> None:
    offered = [
        datetime(2026, 11, 19, 12, tzinfo=BERLIN),
        datetime(2026, 11, 20, 0, tzinfo=BERLIN),
    ]
    for text in ("noon", "à midi", "12 pm", "mittags", "demain midi"):
        assert read_answer(text, offered, BERLIN, NOW) == 0
    assert read_answer("12 am", offered, BERLIN, NOW) == 1
    assert read_answer("at 12", offered, BERLIN, NOW) is None


def test_the_day_after_tomorrow_is_understood() -> None:
    offered = [NOW + timedelta(days=days) for days in (1, 2, 3)]
    for text in ("pasado mañana", "übermorgen", "après-demain", "dopodomani"):
        assert read_answer(text, offered, BERLIN, NOW) == 1


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_whatever_somebody_writes_is_read_without_an_error(text: str) -> None:
    answer = read_answer(text, OFFERED, BERLIN, NOW)
    assert answer is None or isinstance(answer, Ask) or 0 <= answer < len(OFFERED)


def test_of_eight_and_twenty_of_a_24_hour_clock_the_one_that_is_written_is_meant() -> None:
    eight, twenty = (datetime(2026, 11, 19, hour, tzinfo=BERLIN) for hour in (8, 20))
    for text in ("morgen um 8 Uhr", "8:00", "um 8", "8"):
        assert read_answer(text, [twenty, eight], BERLIN, NOW, twelve=False) == 1
        assert read_answer(text, [twenty, eight], BERLIN, NOW, twelve=True) is None
        assert read_answer(text, [twenty], BERLIN, NOW, twelve=False) == 0
    assert read_answer("8 pm", [eight, twenty], BERLIN, NOW, twelve=False) == 1
    assert read_answer("20 Uhr", [eight, twenty], BERLIN, NOW, twelve=False) == 1


DAY_TIMES = (
    st.integers(1, 14 * 48)
    .map(lambda n: NOW + n * timedelta(minutes=30))
    .filter(lambda start: 7 <= start.hour < 22)
)
TWELVE_APART = [
    datetime(2026, 12, 1, 8, tzinfo=BERLIN),
    datetime(2026, 12, 1, 20, tzinfo=BERLIN),
]


@given(
    offered=st.lists(DAY_TIMES, min_size=1, max_size=3, unique=True),
    language=st.sampled_from(["en", "es", "fr", "de", "it"]),
    country=st.sampled_from(["US", "DE"]),
)
@example(offered=TWELVE_APART, language="en", country="DE")
@example(offered=TWELVE_APART, language="fr", country="US")
@settings(max_examples=400, deadline=None)
def test_whoever_copies_a_time_as_we_wrote_it_chooses_it(
    offered: list[datetime], language: str, country: str
) -> None:
    twelve = tells_twelve(language, country)
    for place, meant in enumerate(offered):
        words = spoken_time(meant, now=NOW, zone=BERLIN, language=language, country=country)
        assert read_answer(words, offered, BERLIN, NOW, twelve=twelve) == place
