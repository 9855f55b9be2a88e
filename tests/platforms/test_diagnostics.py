"""Diagnostics: enough to find a fault, nothing that tells whose shop or customers these are."""

from copy import deepcopy
import json
from typing import Any

import pytest

from custom_components.missed_call_textback.const import (
    CONF_ACCOUNT_SID,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    CONF_PUBLIC_URL,
    DOMAIN,
)
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .shop import (
    BACK_NUMBER,
    BUSINESS,
    CUSTOMER,
    FRONT,
    FRONT_NUMBER,
    LEE_MOBILE,
    OTHER_CUSTOMER,
    SAM_MOBILE,
    OpenShop,
)

SECRETS = {
    CONF_ACCOUNT_SID: "AC0123456789abcdef0123456789abcdef",
    CONF_AUTH_TOKEN: "token-of-the-account",
    CONF_API_KEY: "SK0123456789abcdef0123456789abcdef",
    CONF_API_SECRET: "secret-of-the-key",
    CONF_PUBLIC_URL: "https://barbers.example/api/webhook/0123456789abcdef",
    "webhook_id": "0123456789abcdef",
}
OPTIONS = {
    "booking_link": "https://booking.example/ada",
    "closed_on": ["calendar.ada_is_away"],
    "holidays": "US",
    "budget": 20,
    "price": 0.0079,
}
WORDS = (
    "booking.example",
    "ada_is_away",
    "Is Friday free?",
    "We call you at five",
    "Sorry we missed you",
    "We are closed",
)
NAMES = (BUSINESS, "Demo line", "Back office", "Sam", "Kim", "Lee", "barbers.example")


@pytest.fixture
async def busy_shop(shop: OpenShop) -> OpenShop:
    """Return a shop that has been through everything."""
    shop.hass.config_entries.async_update_entry(
        shop.entry,
        data={**shop.entry.data, **SECRETS},
        options={**shop.entry.options, **OPTIONS},
    )
    await shop.hass.async_block_till_done()
    shop.play_carrier()
    await shop.miss_call()
    await shop.receive("Is Friday free?")
    await shop.coordinator.async_send_text(FRONT, CUSTOMER, "We call you at five")
    shop.carrier.answers[OTHER_CUSTOMER] = Refused("21408", Reaction.OWNER)
    await shop.miss_call(OTHER_CUSTOMER)
    return shop


def _device(shop: OpenShop, identifier: str) -> dr.DeviceEntry:
    device = dr.async_get(shop.hass).async_get_device_by_identifier(
        (DOMAIN, identifier), shop.entry.entry_id
    )
    assert device is not None
    return device


async def test_no_number_name_word_or_secret_is_in_them(
    hass: HomeAssistant, busy_shop: OpenShop
) -> None:
    device = _device(busy_shop, f"{busy_shop.entry.entry_id}_{FRONT}")
    shown = json.dumps(
        [
            await async_get_config_entry_diagnostics(hass, busy_shop.entry),
            await async_get_device_diagnostics(hass, busy_shop.entry, device),
        ]
    )
    numbers = (CUSTOMER, OTHER_CUSTOMER, FRONT_NUMBER, BACK_NUMBER, SAM_MOBILE, LEE_MOBILE)
    # The national part alone would give a number away as well.
    for secret in (*SECRETS.values(), *WORDS, *NAMES, *(number[2:] for number in numbers)):
        assert secret not in shown


async def test_they_tell_how_the_shop_is_doing(hass: HomeAssistant, busy_shop: OpenShop) -> None:
    shown: dict[str, Any] = deepcopy(
        await async_get_config_entry_diagnostics(hass, busy_shop.entry)
    )
    assert shown["entry"]["carrier"] == "demo"
    assert shown["entry"]["has_api_key"] is True
    assert shown["entry"]["has_booking_link"] is True
    assert shown["entry"]["holidays"] == "US"
    assert shown["closures"]["kinds"] == ["calendar"]
    assert shown["closures"]["missing"] == 1
    assert shown["closures"]["holidays"] >= 20
    assert shown["closures"]["snoozed_until"] is None
    assert (shown["limits"]["budget"], shown["limits"]["price"]) == (20_000_000, 7_900)
    assert shown["limits"]["spent"] == 15_800
    assert shown["ledger"]["readable"] is True
    assert shown["team"] == {"members": 3, "with_mobile": 2, "ringing": 3}
    front, back = shown["lines"]
    assert front["figures"]["total"] == {
        "missed": 2,
        "texted": 1,
        "replies": 1,
        "episodes": 2,
        "replied": 1,
        "won_back": 1,
        "recovered": 1,
        "attended": 1,
        "attended_seconds": 0,
        "heard": 1,
        "eligible": 2,
        "booked": 0,
        "won": 0,
        "lost": 0,
        "valued": 0,
        "value": 0,
        "spent": 15_800,
    }
    assert front["automatic"] is True
    assert front["rules"]["again_after_seconds"] == 86_400
    assert front["opening"]["closed_by"] in (None, "holiday")
    assert [failure["code"] for failure in front["failures"]] == ["21408"]
    assert back["failures"] == []


async def test_a_lines_device_tells_of_that_line_alone(
    hass: HomeAssistant, busy_shop: OpenShop
) -> None:
    device = _device(busy_shop, f"{busy_shop.entry.entry_id}_{FRONT}")
    shown = await async_get_device_diagnostics(hass, busy_shop.entry, device)
    assert [line["subentry_id"] for line in shown["lines"]] == [FRONT]
    shop_device = _device(busy_shop, busy_shop.entry.entry_id)
    assert await async_get_device_diagnostics(hass, busy_shop.entry, shop_device) == {"lines": []}


async def test_figures_that_were_never_read_are_left_out(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    shop.coordinator.data = {}
    shown = await async_get_config_entry_diagnostics(hass, shop.entry)
    assert [line["figures"] for line in shown["lines"]] == [None, None]
