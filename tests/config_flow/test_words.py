"""The words: they never fail, they say what the owner wrote, and the starting ones are good."""

import logging

import pytest

from custom_components.missed_call_textback.core.segments import Encoding, segments
from custom_components.missed_call_textback.core.shop import Line
from custom_components.missed_call_textback.starting_texts import (
    GENERIC_TRADE,
    STARTING_TEXTS,
    StartingTexts,
)
from custom_components.missed_call_textback.words import ShopWords, render_preview
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError

LINE = Line(id="desk", name="Front desk", number="+12025550143")
DEFAULT = "Corner Barbers here. Sorry we missed your call. How can we help?"


def words(hass: HomeAssistant, text_open: str, text_closed: str = "Closed") -> ShopWords:
    return ShopWords(hass, "Corner Barbers", text_open, text_closed)


async def test_the_text_is_rendered_with_the_business_and_the_line(hass: HomeAssistant) -> None:
    shop = words(hass, "  {{ business }}, {{ line }}: sorry! \n", "Closed at {{ line }}")
    assert shop.text_back(LINE, is_open=True) == "Corner Barbers, Front desk: sorry!"
    assert shop.text_back(LINE, is_open=False) == "Closed at Front desk"


async def test_a_text_that_looks_like_a_number_stays_a_text(hass: HomeAssistant) -> None:
    assert words(hass, "{{ 1 + 1 }}").text_back(LINE, is_open=True) == "2"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("{{ business", id="syntax"),
        pytest.param("{{ nobody }}", id="unknown name"),
        pytest.param("{{ 1 / 0 }}", id="fails"),
        pytest.param("{{ states('sun.sun') }}", id="reads the house"),
        pytest.param("{{ business.__class__.__mro__ }}", id="reaches into Python"),
        pytest.param("   ", id="blank"),
        pytest.param("{% if false %}x{% endif %}", id="says nothing"),
    ],
)
async def test_broken_words_become_default_ones_and_that_is_told_once(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    shop = words(hass, broken, broken)
    with caplog.at_level(logging.WARNING):
        assert shop.text_back(LINE, is_open=True) == DEFAULT
        assert shop.text_back(LINE, is_open=True) == DEFAULT
        assert "closed now" in shop.text_back(LINE, is_open=False)
    assert [record.name.rsplit(".", 1)[-1] for record in caplog.records] == ["words", "words"]
    assert broken.strip() not in caplog.text or not broken.strip()


async def test_a_text_once_broken_by_a_line_works_for_another(hass: HomeAssistant) -> None:
    shop = words(hass, "{% if line == 'Front desk' %}{{ nobody }}{% else %}fine{% endif %}")
    other = Line(id="back", name="Back", number="+12025550144")
    assert shop.text_back(LINE, is_open=True) == DEFAULT
    assert shop.text_back(other, is_open=True) == "fine"


async def test_a_text_is_cut_to_what_a_carrier_takes(hass: HomeAssistant) -> None:
    assert len(words(hass, "x" * 5000).text_back(LINE, is_open=True)) == 1600
    long_name = ShopWords(hass, "x" * 5000, "", "")
    assert len(long_name.text_back(LINE, is_open=True)) == 1600


async def test_a_preview_tells_of_a_mistake(hass: HomeAssistant) -> None:
    assert render_preview(hass, "{{ business }}!", {"business": "Ana"}) == "Ana!"
    with pytest.raises(TemplateError, match="busines"):
        render_preview(hass, "{{ busines }}", {"business": "Ana"})


async def test_templates_of_the_house_still_forgive_unknown_names(hass: HomeAssistant) -> None:
    from homeassistant.helpers.template import Template  # noqa: PLC0415

    words(hass, "{{ nobody }}").text_back(LINE, is_open=True)
    assert Template("{{ nobody }}", hass).async_render({}, limited=True) == ""


@pytest.mark.parametrize(
    ("trade", "starting"), STARTING_TEXTS.items(), ids=[str(trade) for trade in STARTING_TEXTS]
)
async def test_starting_words_are_short_plain_and_ask_one_thing(
    hass: HomeAssistant, trade: str, starting: StartingTexts
) -> None:
    for template in (starting.text_open, starting.text_closed):
        business = "Twenty letters long."
        text = render_preview(hass, template, {"business": business, "line": business})
        sent = segments(text)
        assert (sent.encoding, sent.segments) == (Encoding.GSM_7, 1)
        assert text.startswith(business), "who texts comes first"
        assert text.count("Sorry") == 1
        assert text.endswith("?")
        for promotion in ("offer", "free", "%", "http", "deal", "discount", "!"):
            assert promotion not in text.lower()


def test_there_are_words_for_a_trade_that_is_not_listed() -> None:
    assert GENERIC_TRADE in STARTING_TEXTS
    assert "how can we help" in STARTING_TEXTS[GENERIC_TRADE].text_open.lower()
