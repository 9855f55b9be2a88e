"""What callers say unasked is heard, and what only looks like it is not."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.heard.no_answer import (
    asks_back,
    is_for_people,
    is_no_answer,
    is_wordless,
)
from custom_components.missed_call_textback.core.heard.places import place_in
from custom_components.missed_call_textback.core.heard.services import (
    Service,
    says_something,
    services_in,
)
from custom_components.missed_call_textback.core.heard.times import time_in

BOILER = Service("Boiler repair", ("boiler", "no hot water", "tap"))
DRAIN = Service("Drains", ("drain", "blocked sink"))


@pytest.mark.parametrize(
    ("country", "text", "place"),
    [
        ("US", "I'm in 90210", "90210"),
        ("US", "zip 90210-1234 thanks", "90210-1234"),
        ("US", "12 Elm Street, 90210", "12 Elm Street, 90210"),
        ("US", "90210. It is the second house on the left, 12 Elm St", "12 Elm St"),
        ("US", "Please come to 1600 Pennsylvania Ave.", "1600 Pennsylvania Ave."),
        ("GB", "sw1a 1aa", "sw1a 1aa"),
        ("GB", "we are at M1 1AE", "M1 1AE"),
        ("IE", "D02 AF30", "D02 AF30"),
        ("CA", "k1a 0b1 please", "k1a 0b1"),
        ("NL", "1012 AB Amsterdam", "1012 AB"),
        ("PL", "00-950", "00-950"),
        ("SE", "114 55", "114 55"),
        ("CH", "8001 Zürich", "8001"),
        ("CH", "8001", "8001"),
        ("AU", "Sydney NSW 2000", "2000"),
        ("DE", "Hauptstr. 5, 10115 Berlin", "Hauptstr. 5, 10115"),
        ("DE", "Am Kurfürstendamm 3", "Am Kurfürstendamm 3"),
        ("FR", "5 rue de la Paix", "5 rue de la Paix"),
        ("FR", "on est au 75011", "75011"),
        ("IT", "via Roma 12", "via Roma 12"),
        ("ES", "calle Mayor, 3", "calle Mayor, 3"),
        # No postcodes are known there, but a street is one.
        ("KE", "12 Ngong Road", "12 Ngong Road"),
    ],
)
def test_a_place_is_heard_by_its_postcode_or_street(country: str, text: str, place: str) -> None:
    assert place_in(text, country) == place


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("US", "my budget is 20000 dollars"),
        ("US", "$10000"),
        ("US", "10000€"),
        ("US", "call me at 202 555 01430"),
        ("US", "a 1500 sq ft house, 10000 btu"),
        ("US", "20 rooms in my close house"),
        ("US", "serial 90210A"),
        ("CH", "the boiler is from 2004 and old"),
        ("CH", "it is for a 2012 Ford"),
        ("AU", "my boiler 2000 is broken"),
        ("KE", "90210"),
        ("IT", "via email before 5"),
        ("US", "hello"),
    ],
)
def test_a_price_a_size_or_a_year_is_no_place(country: str, text: str) -> None:
    assert place_in(text, country) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Can you come TOMORROW morning please", "TOMORROW morning"),
        ("asap!", "asap"),
        ("No hurry at all", "No hurry"),
        ("It is not urgent", "not urgent"),
        ("in 2 weeks", "in 2 weeks"),
        ("the day after tomorrow", "the day after tomorrow"),
        ("on 12 March", "12 March"),
        ("at 3pm", "3pm"),
        ("am Tisch 6 am Freitag", "Freitag"),
        ("ce n'est pas urgent", "pas urgent"),
        ("leaking since this morning, come as soon as possible", "as soon as possible"),
        ("not today, next week", "next week"),
        ("next week Tuesday", "next week Tuesday"),
        ("next week and not today Tuesday", "next week"),
        ("I called about the sink. Tomorrow is fine", "Tomorrow"),
        ("mañana por la tarde", "mañana por la tarde"),
        ("no corre prisa", "no corre prisa"),
        ("aujourd'hui si possible", "aujourd'hui"),
        ("rien ne presse", "rien ne presse"),
        ("Übermorgen passt", "Übermorgen"),
        ("Guten Morgen, am besten diese Woche", "diese Woche"),
        ("morgen", "morgen"),
        ("es eilt nicht", "eilt nicht"),
        ("non c'è fretta", "non c'è fretta"),
        ("il prima possibile", "il prima possibile"),
    ],
)
def test_a_time_is_heard_as_it_was_written(text: str, time: str) -> None:
    assert time_in(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "Good morning!",
        "Guten Morgen, mein Boiler ist kaputt",
        "Morgen, mein Boiler ist kaputt",
        "I called you today",
        "it drips since monday",
        "seit heute",
        "not today",
        "have a nice weekend",
        "Diese Woche nicht",
        "I can't make it today",
        "I want to cancel tomorrow",
        "hello",
    ],
)
def test_a_time_of_something_else_is_none(text: str) -> None:
    assert time_in(text) is None


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("both boilers", "Boiler repair"),
        ("We have No Hot Water!", "Boiler repair"),
        ("the boiler and a blocked sink", "Boiler repair, Drains"),
        ("not the boiler, the drain", "Drains"),
        ("a boiler, and it is not the drain", "Boiler repair"),
        ("boilerhouse", "Boiler repair"),
        # A short word is no beginning of another one.
        ("tapestry", None),
        ("a haircut", None),
        ("", None),
    ],
)
def test_a_service_is_heard_by_the_shops_own_words(text: str, services: str | None) -> None:
    assert services_in(text, (BOILER, DRAIN)) == services


def test_a_service_without_words_is_never_heard() -> None:
    assert services_in("anything at all", (Service("?"),)) is None


@pytest.mark.parametrize(
    "text",
    ["Hi, my boiler is leaking", "haircut", "Hi this is Tom, my sink is blocked", "Haarschnitt",
     "it's about my boiler", "Buongiorno, perde il rubinetto", "Meine Heizung ist kaputt"],
)  # fmt: skip
def test_a_first_text_that_says_what_it_is_about_is_heard(text: str) -> None:
    assert says_something(text, "US")


@pytest.mark.parametrize(
    "text",
    ["Hi", "Yes I need help", "Looking for an appointment", "Can you come tomorrow?",
     "it's Tom Smith", "5 Elm Street tomorrow", "Hallo, hier ist Petra", "90210", "👍",
     "Bonjour, j'ai besoin d'aide", "Quisiera pedir cita", "Vorrei un appuntamento"],
)  # fmt: skip
def test_a_first_text_that_says_nothing_yet_is_heard_as_such(text: str) -> None:
    assert not says_something(text, "US")


@pytest.mark.parametrize(
    "text",
    ["what?", "Who is this", "call me", "please call me back", "wrong number", "no thanks",
     "thanks", "Never mind", "I want to speak to a person", "¿Quién es?", "llámeme por favor",
     "rappelez-moi", "wer ist da", "Bitte rufen Sie mich an", "nein danke", "numero sbagliato"],
)  # fmt: skip
def test_whoever_wants_a_person_gives_no_answer(text: str) -> None:
    assert is_for_people(text)
    assert is_no_answer(text, yes_or_no=True)


@pytest.mark.parametrize("text", ["yes", "OK", "no", "I don't know", "weiß nicht", "ok thanks"])
def test_yes_is_an_answer_only_where_yes_or_no_is_asked(text: str) -> None:
    assert is_no_answer(text)
    assert not is_no_answer(text, yes_or_no=True)


@pytest.mark.parametrize("text", ["90210", "the boiler", "no hurry", "yes, a flat roof"])
def test_an_answer_is_one(text: str) -> None:
    assert not is_no_answer(text)


def test_a_question_back_is_no_answer() -> None:
    assert asks_back("How much is it?")
    assert is_no_answer("How much is it?", yes_or_no=True)
    assert not asks_back("How much")


@pytest.mark.parametrize("text", ["", "👍", "...", "?!"])
def test_a_thumb_says_nothing(text: str) -> None:
    assert is_wordless(text)


@given(st.text(max_size=200), st.sampled_from(("US", "GB", "CH", "DE", "XX")))
def test_any_text_can_be_read(text: str, country: str) -> None:
    for found in (place_in(text, country), time_in(text)):
        assert found is None or (found and found in text)
    services_in(text, (BOILER, DRAIN))
    says_something(text, country)
    assert is_no_answer(text) or not is_for_people(text)
