"""The live preview of the two texts: what callers get, what it takes to send, what could be better."""

from typing import Any
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.missed_call_textback.config_flow import text_check
from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant

from .dialogs import Dialog, Shown, demo_entry
from .options_dialog import choose

GOOD = "Corner Barbers here. What can we do for you?"


@pytest.fixture
def shop(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    entry = demo_entry()
    entry.add_to_hass(hass)
    return entry


async def ask(
    client: MockHAClientWebSocket,
    shown: Shown,
    *,
    flow_type: str = "options_flow",
    **typed: str | dict[str, Any],
) -> dict[str, Any]:
    """Ask for a preview, and return the first answer."""
    await client.send_json_auto_id(
        {
            "type": f"{DOMAIN}/start_preview",
            "flow_id": shown["flow_id"],
            "flow_type": flow_type,
            "user_input": typed,
        }
    )
    first: dict[str, Any] = await client.receive_json()
    return first


async def preview(
    client: MockHAClientWebSocket,
    shown: Shown,
    *,
    flow_type: str = "options_flow",
    **typed: str | dict[str, Any],
) -> dict[str, Any]:
    """Ask for a preview, and return what is shown."""
    first = await ask(client, shown, flow_type=flow_type, **typed)
    assert first["success"], first
    event: dict[str, Any] = (await client.receive_json())["event"]
    return event


async def test_at_set_up_the_caller_s_text_is_shown_with_its_length(
    dialog: Dialog, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await dialog.reach("words")
    event = await preview(
        await hass_ws_client(),
        shown,
        flow_type="config_flow",
        text_open="{{ business }} here. What can we do for you?",
        text_closed="é→" * 40,
    )
    said = event["state"].split("\n")
    assert said[0] == f"Open: {GOOD} (44 characters, 1 text, GSM-7)"
    assert said[1].endswith(
        "(80 characters, 2 texts, UCS-2, emoji and special signs leave room for 70 a text)"
    )
    attributes = event["attributes"]
    assert attributes["friendly_name"] == "Corner Barbers"
    assert (attributes["text_open"], attributes["text_open_advice"]) == (GOOD, [])
    assert attributes["text_open_characters"] == 44
    assert (attributes["text_open_segments"], attributes["text_open_encoding"]) == (1, "GSM-7")
    assert (attributes["text_closed_segments"], attributes["text_closed_encoding"]) == (2, "UCS-2")


async def test_the_starting_texts_can_be_previewed_as_they_are(
    dialog: Dialog, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await dialog.reach("words")
    from_the_form = {
        str(key): key.description["suggested_value"] for key in shown["data_schema"].schema
    }
    event = await preview(await hass_ws_client(), shown, flow_type="config_flow", **from_the_form)
    assert "tomorrow at 9" in event["attributes"]["text_closed"]
    assert event["attributes"]["text_closed_advice"] == []


async def test_what_could_be_better_is_said_and_blocks_nothing(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await choose(hass, shop, "words")
    event = await preview(
        await hass_ws_client(), shown, text_open="Sorry, sorry! 20% off", text_closed=GOOD
    )
    said = " ".join(event["attributes"]["text_open_advice"])
    for words in ("Your name is not in it", "advertising", "sorry more than once", "asks nothing"):
        assert words in said
        assert words in event["state"]


async def test_the_price_is_said_where_it_is_known(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    hass.config_entries.async_update_entry(
        shop, options={**shop.options, "price": 0.0083, "currency": "EUR"}
    )
    shown = await choose(hass, shop, "words")
    event = await preview(await hass_ws_client(), shown, text_open=GOOD, text_closed=GOOD * 4)
    assert "1 text, GSM-7, costs about 0.0083 EUR)" in event["state"]
    assert "2 texts, GSM-7, costs about 0.0166 EUR)" in event["state"]


async def test_curly_quotes_that_cost_a_text_are_pointed_out_until_they_are_replaced(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await choose(hass, shop, "words")
    client = await hass_ws_client()
    typed = {
        "text_open": f"{GOOD} We’re “busy” – sorry about that, we will be back soon.",
        "text_closed": GOOD,
    }
    said = (await preview(client, shown, **typed))["attributes"]
    assert said["text_open_segments"] == 2
    assert said["text_open_advice"][-1].startswith(
        "Curly quotes, dashes or the like make this 2 texts instead of 1"
    )
    said = (await preview(client, shown, **typed, more={"plain": True}))["attributes"]
    assert said["text_open_segments"] == 1
    assert said["text_open_advice"] == []
    said = (await preview(client, shown, text_open=f"“{GOOD}”", text_closed=GOOD))["attributes"]
    assert said["text_open_advice"][-1].startswith("Curly quotes, dashes or the like leave less")


async def test_the_link_and_the_footer_are_previewed_as_they_are_typed(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await choose(hass, shop, "words")
    event = await preview(
        await hass_ws_client(),
        shown,
        text_open="Book: {{ booking_link }}",
        text_closed="Hi {{ caller_name }}, {{ line }} opens {{ next_opening }}",
        more={"booking_link": "example.com/b", "footer": True},
    )
    assert event["attributes"]["text_open"] == "Book: example.com/b Reply STOP to opt out."
    assert event["attributes"]["text_closed"].startswith("Hi Alex, Demo line opens tomorrow at 9")


NO_LINK = "You have given no booking link, so {{ booking_link }} comes out empty."


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        pytest.param("Book here: {{ booking_link }} ?", True, id="a gap"),
        pytest.param("{% if line %}Book: {{ booking_link }}{% endif %}?", True, id="another case"),
        pytest.param(
            "{% if booking_link %}Book: {{ booking_link }}{% endif %} Hi?", False, id="if"
        ),
        pytest.param("Book: {{ booking_link or 'by phone' }}?", False, id="or"),
        pytest.param("{{ 'Book: ' + booking_link if booking_link else 'Hi' }}?", False, id="else"),
        pytest.param("{{ booking_link | default('Hi', true) }}?", False, id="default"),
        pytest.param("Ask for a booking_link?", False, id="only a word"),
        pytest.param("When may we call back?", False, id="not used"),
    ],
)
async def test_a_booking_link_that_is_used_and_not_given_is_pointed_out(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    text: str,
    warned: bool,
) -> None:
    shown = await choose(hass, shop, "words")
    client = await hass_ws_client()
    typed = {"text_open": text, "text_closed": GOOD}
    said = (await preview(client, shown, **typed))["attributes"]
    assert any(each.startswith(NO_LINK) for each in said["text_open_advice"]) is warned
    assert said["text_closed_advice"] == []
    given = {"booking_link": "example.com/b"}
    said = (await preview(client, shown, **typed, more=given))["attributes"]
    assert not any(each.startswith(NO_LINK) for each in said["text_open_advice"])


async def test_a_mistake_is_shown_at_its_field_in_the_words_of_the_form(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await choose(hass, shop, "words")
    refused = await ask(await hass_ws_client(), shown, text_open="{{ nobody }}")
    assert not refused["success"]
    assert refused["error"]["code"] == "invalid_user_input"
    assert refused["error"]["message"] == {
        "text_open": (
            "Nothing is called “nobody” in a text. You can use business, line, caller_name,"
            " booking_link, next_opening, each in double curly brackets, like {{ business }}."
        ),
        "text_closed": (
            "Some callers, or all of them, would get an empty text. Write something for"
            " everybody, also for those whose name is not known."
        ),
    }


async def test_a_text_that_never_ends_does_not_hang_the_preview(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text_check, "PATIENCE_SECONDS", 0.2)
    shown = await choose(hass, shop, "words")
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}x"
    refused = await ask(await hass_ws_client(), shown, text_open=endless, text_closed=GOOD)
    assert refused["error"]["message"] == {
        "text_open": ("This text takes too long to put together. Leave loops and calculations out.")
    }


async def test_a_preview_can_be_asked_for_anew_after_each_edit(
    hass: HomeAssistant, shop: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await choose(hass, shop, "words")
    client = await hass_ws_client()
    for text in ("Sorry!", "Sorry about that!"):
        started = await ask(client, shown, text_open=text, text_closed="Closed!")
        assert (await client.receive_json())["event"]["attributes"]["text_open"] == text
        await client.send_json_auto_id(
            {"type": "unsubscribe_events", "subscription": started["id"]}
        )
        assert (await client.receive_json())["success"]


@pytest.mark.parametrize("flow_type", ["config_flow", "options_flow"])
async def test_a_preview_of_a_closed_dialog_is_refused(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    flow_type: str,
) -> None:
    await choose(hass, shop, "words")
    refused = await ask(await hass_ws_client(), {"flow_id": "gone"}, flow_type=flow_type)
    assert refused["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "typed", [{"more": True}, {"more": "x"}, {"text_open": 1}, {"text_closed": ["x"]}]
)
async def test_a_preview_of_what_no_form_holds_is_refused(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    typed: dict[str, Any],
) -> None:
    shown = await choose(hass, shop, "words")
    answer = await ask(await hass_ws_client(), shown, **typed)
    assert answer["error"]["code"] == "invalid_format"
