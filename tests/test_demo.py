"""The demo tells its whole story by itself: a call, a text, an answer."""

import asyncio

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.happenings import Happening, TextReceived
from custom_components.missed_call_textback.providers.demo import calls, carrier
from homeassistant.core import HomeAssistant
from tests.platforms.shop import FRONT, shop_entry


@pytest.fixture
async def demo(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MockConfigEntry:
    """Return a demo shop in which everybody is quick."""
    monkeypatch.setattr(calls, "RINGS_FOR", 0.0)
    for pause in ("SENT_AFTER", "DELIVERED_AFTER", "ANSWERED_AFTER"):
        monkeypatch.setattr(carrier, pause, 0.0)
    entry = shop_entry()
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def test_a_press_of_the_button_is_missed_texted_and_answered(
    hass: HomeAssistant, demo: MockConfigEntry
) -> None:
    answered = asyncio.Event()

    def listen(happening: Happening) -> None:
        if isinstance(happening, TextReceived):
            answered.set()

    demo.runtime_data.async_listen(FRONT, listen)
    await hass.services.async_call(
        "button",
        "press",
        {"entity_id": "button.demo_line_simulate_a_missed_call"},
        blocking=True,
    )
    async with asyncio.timeout(10):
        await answered.wait()
    await demo.runtime_data.async_refresh()
    totals = {
        name: hass.states.get(f"sensor.demo_line_{name}").state  # type: ignore[union-attr]
        for name in ("missed_calls", "texts_sent", "replies", "recovered")
    }
    assert totals == dict.fromkeys(totals, "1")
    told = hass.states.get("event.demo_line_text")
    assert told is not None
    assert told.attributes["event_type"] == "received"
    assert demo.runtime_data.data[FRONT].waiting == 1


async def test_a_demo_that_is_removed_leaves_nothing_behind(
    hass: HomeAssistant, demo: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(demo.entry_id)
    assert hass.states.async_entity_ids(("sensor", "event")) == []
