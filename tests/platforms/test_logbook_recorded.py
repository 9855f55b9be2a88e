"""Home Assistant's own logbook, with its recorder, tells of a call once."""

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Outcome
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .shop import open_shop, shop_entry


@pytest.fixture(autouse=True)
def find_custom_integrations(recorder_mock: object, enable_custom_integrations: None) -> None:
    """Have the recorder set up before Home Assistant is, as its fixture asks."""


async def test_a_call_is_one_row_and_one_that_is_not_texted_has_the_reason_below(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    assert await async_setup_component(hass, "logbook", {})
    shop = await open_shop(hass, shop_entry())
    # An entity's very first state is no news.
    await shop.miss_call("+12025550177")
    await async_wait_recording_done(hass)
    start = dt_util.utcnow()
    await shop.miss_call()
    await shop.miss_call(outcome=Outcome.BUSY)
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
    told = [
        (entry.get("domain"), entry.get("message") or entry["attributes"]["event_type"])
        for entry in response["result"]
    ]
    assert told == [
        (None, "no_answer"),
        (None, "busy"),
        (DOMAIN, "…123 was not texted. The caller got a text-back a short time ago"),
    ]
