"""The words: they never fail, they say what the owner wrote, and each caller gets the fitting ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import logging
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.calls import MISSED_OUTCOMES, Outcome
from custom_components.missed_call_textback.core.heard.services import Service
from custom_components.missed_call_textback.core.ports import Occasion
from custom_components.missed_call_textback.core.questions import Question, Questionnaire, Topic
from custom_components.missed_call_textback.core.shop import Line
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.starting_texts import LANGUAGES, OPT_OUT_FOOTER
from custom_components.missed_call_textback.starting_texts.questions import QUESTION_TEXTS
from custom_components.missed_call_textback.words import (
    LONGEST_TEXT,
    ShopText,
    ShopWords,
    UnknownName,
    with_footer,
)
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant

LINE = Line(id="desk", name="Front desk", number="+12025550143")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DEFAULT = "Corner Barbers here. Sorry we missed your call. How can we help?"


def special(text: str, **case: str) -> ConfigSubentryData:
    """Return a text for a special case."""
    return ConfigSubentryData(
        subentry_type="text", title="Special", unique_id=None, data={"text": text, **case}
    )


def words(
    hass: HomeAssistant,
    text_open: str,
    text_closed: str = "Closed",
    *,
    business: str = "Corner Barbers",
    specials: tuple[ConfigSubentryData, ...] = (),
    broken: list[str] | None = None,
    **options: object,
) -> ShopWords:
    """Return the words of a shop with these texts."""
    entry = MockConfigEntry(
        data={"business": business, "trade": "salon", "country": "US"},
        options={"text_open": text_open, "text_closed": text_closed, **options},
        subentries_data=specials,
    )
    noted = [] if broken is None else broken
    return ShopWords(hass, entry, shop_of(hass, entry), noted.append)


def occasion(**changes: Any) -> Occasion:  # noqa: ANN401 - the fields of an occasion
    """Return an ordinary occasion, with changes."""
    return replace(Occasion(line=LINE, language="en", now=NOW), **changes)


CLOSED = occasion(is_open=False, opens_at=NOW + timedelta(days=1))


async def test_the_text_is_rendered_with_what_is_known_of_the_call(hass: HomeAssistant) -> None:
    shop = words(
        hass,
        "  {{ business }}, {{ line }}: hi {{ caller_name }}! {{ booking_link }} \n",
        "Open {{ next_opening }}",
        booking_link="example.com",
    )
    said = shop.text_back(occasion(caller_name="Ana"))
    assert said == "Corner Barbers, Front desk: hi Ana! example.com"
    assert shop.text_back(CLOSED) == "Open tomorrow at 4 am", "in the shop's own zone"


async def test_a_shop_with_many_callers_keeps_few_of_their_texts(hass: HomeAssistant) -> None:
    shop = words(hass, "Hi {{ caller_name }}")
    for number in range(1000):
        assert shop.text_back(occasion(caller_name=f"{number}")) == f"Hi {number}"
    assert len(shop._rendered) <= 256


async def test_a_text_that_looks_like_a_number_stays_a_text(hass: HomeAssistant) -> None:
    assert words(hass, "{{ 1 + 1 }}").text_back(occasion()) == "2"


async def test_the_way_to_opt_out_is_said_once_and_in_the_text_s_language(
    hass: HomeAssistant,
) -> None:
    shop = words(hass, "Sorry!", footer=True, languages=["en", "es"])
    assert shop.text_back(occasion()) == "Sorry! Reply STOP to opt out."
    assert shop.text_back(occasion(language="es")).endswith(OPT_OUT_FOOTER["es"])
    assert with_footer("Reply STOP to opt out.", "en") == "Reply STOP to opt out."
    assert len(with_footer("x" * 1600, "en")) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("occasion_", "said"),
    [
        pytest.param(CLOSED, "Closed", id="nothing special"),
        pytest.param(occasion(), "while open", id="the hour"),
        pytest.param(occasion(outcome=Outcome.BUSY), "busy", id="its outcome"),
        pytest.param(
            occasion(outcome=Outcome.BUSY, language="es"), "español", id="language before outcome"
        ),
        pytest.param(
            occasion(
                outcome=Outcome.BUSY, line=Line(id="back", name="Back", number="+12025550144")
            ),
            "back",
            id="line before outcome",
        ),
    ],
)
async def test_the_text_made_most_exactly_for_a_call_is_sent(
    hass: HomeAssistant, occasion_: Occasion, said: str
) -> None:
    shop = words(
        hass,
        "shop",
        specials=(
            special("busy", outcome="busy"),
            special("español", language="es"),
            special("back", line="back"),
            special("gone", line="removed"),
            special("while open", when="open"),
        ),
        languages=["en", "es"],
    )
    assert shop.text_back(occasion_) == said


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("{{ business", id="syntax"),
        pytest.param("{{ nobody }}", id="unknown name"),
        pytest.param("{{ 1 / 0 }}", id="fails"),
        pytest.param("{{ states('sun.sun') }}", id="reads the house"),
        pytest.param("{{ business.__class__.__mro__ }}", id="reaches into Python"),
        pytest.param("{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", id="nested without end"),
        pytest.param("   ", id="blank"),
        pytest.param("{% if false %}x{% endif %}", id="says nothing"),
    ],
)
async def test_broken_words_become_default_ones_and_that_is_told_once(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    told: list[str] = []
    shop = words(hass, broken, broken, broken=told)
    with caplog.at_level(logging.WARNING):
        assert shop.text_back(occasion()) == DEFAULT
        assert shop.text_back(occasion(caller_name="Ana")) == DEFAULT
        assert "closed now" in shop.text_back(CLOSED)
    assert told == ["text_open", "text_closed"]
    assert [record.name.rsplit(".", 1)[-1] for record in caplog.records] == ["words", "words"]
    assert broken.strip() not in caplog.text or not broken.strip()


async def test_a_text_once_broken_by_a_line_works_for_another(hass: HomeAssistant) -> None:
    shop = words(hass, "{% if line == 'Front desk' %}{{ nobody }}{% else %}fine{% endif %}")
    other = Line(id="back", name="Back", number="+12025550144")
    assert shop.text_back(occasion()) == DEFAULT
    assert shop.text_back(occasion(line=other)) == "fine"


async def test_a_misspelt_name_is_told_by_name(hass: HomeAssistant) -> None:
    assert ShopText(hass, "{{ business }}!").render({"business": "Ana"}) == "Ana!"
    with pytest.raises(UnknownName) as told:
        ShopText(hass, "{{ busines }}").render({"business": "Ana"})
    assert told.value.name == "busines"


async def test_templates_of_the_house_still_forgive_unknown_names(hass: HomeAssistant) -> None:
    from homeassistant.helpers.template import Template  # noqa: PLC0415

    words(hass, "{{ nobody }}").text_back(occasion())
    assert Template("{{ nobody }}", hass).async_render({}, limited=True) == ""


async def test_what_is_owed_to_who_writes_stop_or_help_is_said_in_their_language(
    hass: HomeAssistant,
) -> None:
    shop = words(hass, "Sorry!", business="Bob's {Barbers}")
    assert shop.opted_out(occasion()).startswith("Bob's {Barbers}: you will get no more texts")
    assert shop.help(occasion(language="de")).startswith("Bob's {Barbers}: Wir schreiben")
    assert LINE.number in shop.help(occasion(language="nl")), "else in English"


# Names and texts as they come: from the right, emoji, controls, brackets, empty.
_ANYTHING = st.text(max_size=200) | st.sampled_from(
    [
        "x" * 10_000,
        "🧔🏽‍♂️💈",
        "صالون الحلاقة",
        "\u202e\u200f",
        "{{ business }}",
        "{%",
        "{}",
        "%s",
        "\0",
    ]
)


@given(
    business=_ANYTHING,
    name=_ANYTHING,
    link=_ANYTHING,
    text=st.sampled_from(["", "{{ caller_name }}", "{{ business }} {{ next_opening }}", "{{ x }}"])
    | _ANYTHING,
    language=st.sampled_from([*LANGUAGES, "ar", ""]),
    outcome=st.sampled_from(MISSED_OUTCOMES),
    opens_in=st.none() | st.timedeltas(timedelta(0), timedelta(days=366)),
    footer=st.booleans(),
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_whatever_is_saved_a_caller_gets_a_text_that_a_carrier_takes(
    *,
    hass: HomeAssistant,
    business: str,
    name: str,
    link: str,
    text: str,
    language: str,
    outcome: Outcome,
    opens_in: timedelta | None,
    footer: bool,
) -> None:
    shop = words(
        hass,
        text,
        text,
        business=business,
        specials=(special(text, outcome="busy"),),
        booking_link=link,
        footer=footer,
        languages=["en", "fr"],
    )
    found = occasion(
        line=Line(id="desk", name=name, number=LINE.number),
        language=language,
        outcome=outcome,
        caller_name=name,
        is_open=opens_in is None,
        opens_at=None if opens_in is None else NOW + opens_in,
    )
    for said in (shop.text_back(found), shop.opted_out(found), shop.help(found)):
        assert 0 < len(said) <= LONGEST_TEXT
        assert said.strip()


async def test_a_question_comes_in_the_callers_language_and_the_owners_words(
    hass: HomeAssistant,
) -> None:
    said = words(hass, "Open", languages=["en", "de"])
    own = Question(topic=Topic.PLACE, words="Which street?")
    assert said.question(occasion(), own) == "Which street?"
    # What the owner words anew is in the shop's own language.
    german = occasion(language="de")
    assert said.question(german, own) == QUESTION_TEXTS["de"].place
    assert said.question(german, Question(words="Any pets?")) == "Any pets?"
    assert said.question(german, Question(topic=Topic.TIMELINE)) == QUESTION_TEXTS["de"].timeline
    assert said.question(occasion(language="nl"), Question(topic=Topic.PLACE)) == (
        QUESTION_TEXTS["en"].place
    )


async def test_a_question_names_the_services_of_a_line_that_has_some(hass: HomeAssistant) -> None:
    said = words(hass, "Open")
    service = Question(topic=Topic.SERVICE)
    assert said.question(occasion(), service) == "Thanks. What do you need?"
    services = (Service("Beard", ("moustache",)), Service("Haircut"))
    line = replace(LINE, questions=Questionnaire(questions=(service,), services=services))
    assert said.question(occasion(line=line), service) == (
        "Thanks. What is it about: Beard, Haircut, or something else?"
    )


async def test_a_text_is_told_from_what_it_said_before_and_from_all_others(
    hass: HomeAssistant,
) -> None:
    occasion = Occasion(line=LINE, language="en", now=NOW)
    known = words(hass, "Hello", "Hello")
    assert list(known.wordings().values()) == ["text_open", "text_closed"]
    wording = known.wording(occasion)
    assert wording == words(hass, "Hello").wording(occasion)
    assert wording != words(hass, "Hello you").wording(occasion)
    assert known.wording(replace(occasion, is_open=False)) != wording
    assert wording in known.wordings()
    speaks = words(
        hass, "Hello", languages=["en", "fr"], specials=(special("Busy", outcome="busy"),)
    )
    assert list(speaks.wordings().values()) == [
        "Special", "text_open", "text_closed", "text_open (fr)", "text_closed (fr)",
    ]  # fmt: skip


async def test_words_that_stand_in_for_a_broken_text_are_not_counted_as_it(
    hass: HomeAssistant,
) -> None:
    occasion = Occasion(line=LINE, language="en", now=NOW)
    broken = words(hass, "{{ nothing }}")
    broken.text_back(occasion)
    assert broken.wording(occasion) is None
