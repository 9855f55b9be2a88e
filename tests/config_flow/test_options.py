"""The options: hours, words, how often a caller is texted; and the preview of the words."""

from typing import Any
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData

from .dialogs import Dialog, Shown, demo_entry, suggested


@pytest.fixture
def shop(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    entry = demo_entry()
    entry.add_to_hass(hass)
    return entry


async def choose(hass: HomeAssistant, entry: MockConfigEntry, choice: str) -> Shown:
    """Open the options and choose what to change."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["menu_options"] == ["hours", "words", "again"]
    return await answer(hass, menu, {"next_step_id": choice})


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form that is shown."""
    return await hass.config_entries.options.async_configure(shown["flow_id"], answers)


async def test_hours_are_set_changed_and_lifted(hass: HomeAssistant, shop: MockConfigEntry) -> None:
    shown = await choose(hass, shop, "hours")
    assert suggested(shown) == {"always_open": True}
    shown = await answer(hass, shown, {"mon": "x"})
    assert shown["errors"] == {"mon": "hours_not_understood"}
    assert suggested(shown) == {"always_open": False, "mon": "x"}
    await answer(hass, shown, {"mon": "9-5pm"})
    assert shop.options["hours"] == {"mon": "09:00-17:00"}
    assert shop.options["text_open"] == "Sorry!", "the rest stays"
    shown = await choose(hass, shop, "hours")
    assert suggested(shown) == {"mon": "09:00-17:00"}
    await answer(hass, shown, {"always_open": True})
    assert "hours" not in shop.options


async def test_the_words_are_changed_only_for_ones_that_work(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "words")
    assert shown["preview"] == DOMAIN
    assert suggested(shown) == {"text_open": "Sorry!", "text_closed": "Closed!"}
    assert shown["description_placeholders"]["sample_open"] == "Sorry!"
    shown = await answer(hass, shown, {"text_open": "{{ nobody }}", "text_closed": "Closed!"})
    assert shown["errors"] == {"text_open": "text_broken"}
    assert "nobody" in shown["description_placeholders"]["said"]
    assert shown["description_placeholders"]["variable"] == "{{ business }}"
    await answer(hass, shown, {"text_open": "Hi from {{ business }}", "text_closed": "Closed!"})
    assert shop.options["text_open"] == "Hi from {{ business }}"
    assert shop.options["again_after"] == 24


async def test_how_often_a_caller_is_texted_is_changed_in_hours(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    shown = await choose(hass, shop, "again")
    assert suggested(shown) == {"again_after": 24}
    with pytest.raises(InvalidData):
        await answer(hass, shown, {"again_after": 0})
    await answer(hass, shown, {"again_after": 48.0})
    assert shop.options["again_after"] == 48
    assert isinstance(shop.options["again_after"], int)


async def test_an_open_shop_takes_new_options_over(hass: HomeAssistant) -> None:
    entry = demo_entry()
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    shown = await choose(hass, entry, "again")
    await answer(hass, shown, {"again_after": 2})
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.shop.again_after.total_seconds() == 2 * 3600


async def test_while_words_are_written_the_caller_s_text_is_shown_with_its_length(
    dialog: Dialog, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await dialog.reach("words")
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": f"{DOMAIN}/start_preview",
            "flow_id": shown["flow_id"],
            "flow_type": "config_flow",
            "user_input": {"text_open": "{{ business }}: sorry!", "text_closed": "é→" * 40},
        }
    )
    assert (await client.receive_json())["success"]
    event = (await client.receive_json())["event"]
    assert event["state"].startswith(
        "Open: Corner Barbers: sorry! (22 characters, 1 text)\nClosed:"
    )
    assert event["state"].endswith(
        "(80 characters, 2 texts; emoji and special signs leave room for 70 a text)"
    )
    assert event["attributes"] == {
        "friendly_name": "Corner Barbers",
        "icon": "mdi:message-text",
        "text_open": "Corner Barbers: sorry!",
        "text_open_characters": 22,
        "text_open_segments": 1,
        "text_open_encoding": "GSM-7",
        "text_closed": "é→" * 40,
        "text_closed_characters": 80,
        "text_closed_segments": 2,
        "text_closed_encoding": "UCS-2",
    }


async def test_a_mistake_in_the_words_is_shown_at_its_field_while_they_are_written(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await choose(hass, shop, "words")
    client = await hass_ws_client()
    ask = {
        "type": f"{DOMAIN}/start_preview",
        "flow_id": shown["flow_id"],
        "flow_type": "options_flow",
        "user_input": {"text_open": "{{ nobody }}"},
    }
    await client.send_json_auto_id(ask)
    refused = await client.receive_json()
    assert not refused["success"]
    assert refused["error"]["code"] == "invalid_user_input"
    told = refused["error"]["message"]["text_open"]
    assert told.startswith(
        "This text has a mistake near a curly bracket."
        " Write your name as {{ business }}, or leave brackets out. ("
    )
    assert "nobody" in told
    assert refused["error"]["message"]["text_closed"] == "Callers would get an empty text."


async def test_a_preview_can_be_asked_for_anew_after_each_edit(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await choose(hass, shop, "words")
    client = await hass_ws_client()
    for text in ("Sorry!", "Sorry about that!"):
        await client.send_json_auto_id(
            {
                "type": f"{DOMAIN}/start_preview",
                "flow_id": shown["flow_id"],
                "flow_type": "options_flow",
                "user_input": {"text_open": text, "text_closed": "Closed!"},
            }
        )
        started = await client.receive_json()
        assert (await client.receive_json())["event"]["attributes"]["text_open"] == text
        await client.send_json_auto_id(
            {"type": "unsubscribe_events", "subscription": started["id"]}
        )
        assert (await client.receive_json())["success"]


async def test_a_preview_of_a_closed_dialog_is_refused(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    await choose(hass, shop, "words")
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": f"{DOMAIN}/start_preview",
            "flow_id": "gone",
            "flow_type": "config_flow",
            "user_input": {},
        }
    )
    refused = await client.receive_json()
    assert refused["error"]["code"] == "not_found"
