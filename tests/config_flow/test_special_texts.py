"""Texts for special cases: added, looked at before they are saved, changed, and never two for one."""

from typing import Any
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.ports import Occasion
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.words import ShopWords
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.util import dt as dt_util

from .dialogs import Shown, demo_entry, sub_id, suggested

ANY = {"line": "any", "when": "any", "outcome": "any", "language": "any"}
BUSY = {"text": "{{ business }}: we are on another call. What is it about?", "outcome": "busy"}


@pytest.fixture
def shop(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    entry = demo_entry()
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "languages": ["en", "es"]}
    )
    return entry


async def submit(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form or the menu that is shown."""
    return await hass.config_entries.subentries.async_configure(shown["flow_id"], answers)


async def add(hass: HomeAssistant, entry: MockConfigEntry, typed: dict[str, Any]) -> Shown:
    """Open the dialog that adds a text, and fill it in."""
    shown = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "text"), context={"source": "user"}
    )
    return await submit(hass, shown, typed)


async def save(hass: HomeAssistant, entry: MockConfigEntry, typed: dict[str, Any]) -> str:
    """Add a text, and return its id."""
    shown = await add(hass, entry, typed)
    done = await submit(hass, shown, {"next_step_id": "save"})
    assert done["type"] == "create_entry"
    return list(entry.subentries)[-1]


async def test_a_text_is_looked_at_and_saved_under_a_title_that_says_what_it_is_for(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    line = sub_id(shop, "line")
    shown = await add(
        hass,
        shop,
        BUSY | {"language": "es", "line": line, "when": "closed", "text": "Hola, {{ line }}!"},
    )
    assert (shown["type"], shown["menu_options"]) == ("menu", ["save", "user"])
    placeholders = shown["description_placeholders"]
    assert placeholders["title"] == "The line was busy · While closed · Spanish · Demo line"
    assert placeholders["text"] == r"Hola\, Demo line\!"
    assert placeholders["sent_as"] == "16 characters, 1 text, GSM-7"
    assert "\n- Your name is not in it" in placeholders["advice"]
    shown = await submit(hass, shown, {"next_step_id": "user"})
    assert suggested(shown)["text"] == "Hola, {{ line }}!", "what was typed is still there"
    shown = await submit(hass, shown, suggested(shown) | {"text": "Hola de {{ business }}"})
    await submit(hass, shown, {"next_step_id": "save"})
    saved = list(shop.subentries.values())[-1]
    assert saved.title == "The line was busy · While closed · Spanish · Demo line"
    assert saved.data == {
        "text": "Hola de {{ business }}",
        "outcome": "busy",
        "when": "closed",
        "language": "es",
        "line": line,
    }


async def test_a_booking_link_that_is_used_and_not_given_is_pointed_out(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    linked = BUSY | {"text": "{{ business }}. Book: {{ booking_link }} ?"}
    shown = await add(hass, shop, linked)
    assert "no booking link" in shown["description_placeholders"]["advice"]
    options = {**shop.options, "booking_link": "example.com/b"}
    hass.config_entries.async_update_entry(shop, options=options)
    shown = await add(hass, shop, linked)
    assert shown["description_placeholders"]["advice"] == ""


async def test_a_saved_text_is_what_its_callers_get(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    await save(hass, shop, BUSY)
    read = shop_of(hass, shop)
    words = ShopWords(hass, shop, read)
    occasion = Occasion(
        line=read.lines[0], language="en", now=dt_util.utcnow(), outcome=Outcome.BUSY
    )
    assert words.text_back(occasion).startswith("Corner Barbers: we are on another call.")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        pytest.param({"text": "Hi", **ANY}, {"base": "case_needed"}, id="no case"),
        pytest.param(BUSY | {"text": " "}, {"text": "text_empty"}, id="empty"),
        pytest.param(BUSY | {"text": "{{ nobody }}"}, {"text": "text_unknown_name"}, id="typo"),
        pytest.param(BUSY | {"text": "{{ business"}, {"text": "text_broken"}, id="brackets"),
        pytest.param(BUSY | {"text": "x" * 1601}, {"text": "text_too_long"}, id="too long"),
        pytest.param(BUSY | {"text": "{{ 9**9**9 }}"}, {"text": "text_too_slow"}, id="too slow"),
    ],
)
async def test_a_text_that_would_not_work_is_told_and_can_be_put_right(
    hass: HomeAssistant, shop: MockConfigEntry, typed: dict[str, str], errors: dict[str, str]
) -> None:
    shown = await add(hass, shop, typed)
    assert shown["errors"] == errors
    assert suggested(shown).items() >= typed.items()
    shown = await submit(hass, shown, BUSY)
    assert shown["step_id"] == "sample"


async def test_two_texts_for_one_case_are_refused(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    await save(hass, shop, BUSY)
    shown = await add(hass, shop, BUSY | {"text": "Another"})
    assert shown["errors"] == {"base": "text_known"}
    shown = await submit(hass, shown, BUSY | {"text": "Another", "when": "open"})
    assert shown["step_id"] == "sample"


async def test_a_text_is_changed(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    text = await save(hass, shop, BUSY)
    shown = await shop.start_subentry_reconfigure_flow(hass, text)
    assert suggested(shown) == ANY | BUSY
    shown = await submit(hass, shown, BUSY | {"when": "open", "text": "We’re busy", "plain": True})
    assert shown["menu_options"] == ["save", "reconfigure"], "its own case is no other text's"
    again = await submit(hass, shown, {"next_step_id": "reconfigure"})
    assert suggested(again)["when"] == "open"
    shown = await submit(hass, again, suggested(again))
    done = await submit(hass, shown, {"next_step_id": "save"})
    assert done["reason"] == "reconfigure_successful"
    changed = shop.subentries[text]
    assert changed.title == "The line was busy · While open"
    assert changed.data == ANY | {"outcome": "busy", "when": "open", "text": "We're busy"}


async def test_the_footer_is_shown_with_the_text_that_it_is_sent_with(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(shop, options={**shop.options, "footer": True})
    shown = await add(hass, shop, BUSY | {"language": "es"})
    assert "STOP" in shown["description_placeholders"]["text"]
    assert "Reply" not in shown["description_placeholders"]["text"], "in the text's language"


async def test_a_text_of_a_line_that_was_removed_is_never_sent_and_asks_for_another_line(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    text = await save(hass, shop, BUSY | {"line": sub_id(shop, "line")})
    line = shop_of(hass, shop).lines[0]
    hass.config_entries.async_remove_subentry(shop, line.id)
    words = ShopWords(hass, shop, shop_of(hass, shop))
    now = dt_util.utcnow()
    assert shop_of(hass, shop).lines == ()
    for outcome in Outcome:
        other = Occasion(
            line=type(line)(id="other", name="Other", number="+12025550101"),
            language="en",
            now=now,
            outcome=outcome,
        )
        assert words.text_back(other) == "Sorry!"
    shown = await shop.start_subentry_reconfigure_flow(hass, text)
    assert "line" not in suggested(shown)
    with pytest.raises(InvalidData):
        await submit(hass, shown, BUSY)
    shown = await submit(hass, shown, BUSY | {"line": "any"})
    assert shown["description_placeholders"]["title"] == "The line was busy"
