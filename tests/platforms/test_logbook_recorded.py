"""Home Assistant's own logbook, with its recorder, tells of a call."""

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .shop import open_shop, shop_entry


@pytest.fixture(autouse=True)
def find_custom_integrations(recorder_mock: object, enable_custom_integrations: None) -> None:
    """Have the recorder set up before Home Assistant is, as its fixture asks."""


async def test_home_assistants_own_logbook_shows_it_on_the_line(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    assert await async_setup_component(hass, "logbook", {})
    shop = await open_shop(hass, shop_entry())
    start = dt_util.utcnow()
    await shop.miss_call()
    await async_wait_recording_done(hass)
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": start.isoformat(),
            "entity_ids": ["event.demo_line_call"],
        }
    )
    response = await client.receive_json()
    told = [entry for entry in response["result"] if entry.get("domain") == DOMAIN]
    assert [(entry["name"], entry["message"]) for entry in told] == [
        ("Demo line", "missed a call from …123 (Nobody answered): texted back")
    ]
