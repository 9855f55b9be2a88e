"""Simulate a call: the very decision that a call would get, and nothing sent or kept."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.hours import DAYS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .shop import CUSTOMER, FRONT, SAM_MOBILE, OpenShop, open_shop, shop_entry


async def _simulate(shop: OpenShop, **fields: object) -> dict[str, Any]:
    device = dr.async_get(shop.hass).async_get_device_by_identifier(
        (DOMAIN, f"{shop.entry.entry_id}_{FRONT}"), shop.entry.entry_id
    )
    assert device is not None
    response = await shop.hass.services.async_call(
        DOMAIN,
        "simulate_call",
        {"device_id": device.id, **fields},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    return dict(response)


async def test_it_tells_the_text_and_what_it_costs(hass: HomeAssistant) -> None:
    shop = await open_shop(hass, shop_entry(options={"price": 0.0079, "currency": "EUR"}))
    assert await _simulate(shop, caller=CUSTOMER) == {
        "decision": "text_back",
        "reason": "missed_open",
        "reason_text": "The call was missed during opening hours",
        "held_until": None,
        "text": "Sorry we missed you, Corner Barbers",
        "encoding": "GSM-7",
        "segments": 1,
        "cost": 0.0079,
        "currency": "EUR",
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({}, "no_caller_id", id="withheld"),
        pytest.param({"caller": SAM_MOBILE}, "team", id="team"),
        pytest.param({"caller": "+442079460123"}, "foreign", id="abroad"),
    ],
)
async def test_it_tells_why_nobody_would_be_texted(
    shop: OpenShop, fields: dict[str, str], reason: str
) -> None:
    simulated = await _simulate(shop, **fields)
    assert (simulated["decision"], simulated["reason"]) == ("skip", reason)
    assert (simulated["text"], simulated["encoding"], simulated["segments"]) == (None, None, 0)
    assert simulated["cost"] == 0


async def test_another_time_and_outcome_can_be_tried(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    freezer.move_to("2026-11-18T17:00:00+00:00")
    shop = await open_shop(
        hass, shop_entry(options={"hours": dict.fromkeys(DAYS, "9-18"), "by_day_only": True})
    )
    assert (await _simulate(shop, caller=CUSTOMER))["reason"] == "missed_open"
    # As an owner types it: the time of the house.
    night = await _simulate(shop, caller=CUSTOMER, at="2026-11-18 23:30:00", outcome="busy")
    assert (night["decision"], night["reason"]) == ("hold", "sensible_hours")
    assert night["held_until"] is not None
    assert night["text"].startswith("We are closed")


async def test_a_simulated_call_leaves_no_trace(shop: OpenShop) -> None:
    await _simulate(shop, caller=CUSTOMER)
    await shop.settle()
    assert shop.carrier.sent == []
    assert shop.state("event.demo_line_call") == "unknown"
    assert shop.state("sensor.demo_line_missed_calls") == "0"
    assert await shop.coordinator.ledger.records(shop.entry.entry_id, [FRONT]) == []
