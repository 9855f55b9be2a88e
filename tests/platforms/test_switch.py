"""The switch of a line: at once, for good, and for that line alone."""

from unittest.mock import patch

import pytest

from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_TURN_OFF, SERVICE_TURN_ON
from homeassistant.exceptions import HomeAssistantError

from .shop import OpenShop

SWITCH = "switch.demo_line_automatic_text_back"


async def _turn(shop: OpenShop, service: str) -> None:
    await shop.hass.services.async_call(
        SWITCH_DOMAIN, service, {ATTR_ENTITY_ID: SWITCH}, blocking=True
    )


async def test_turned_off_a_missed_caller_is_left_to_an_automation(shop: OpenShop) -> None:
    await _turn(shop, SERVICE_TURN_OFF)
    assert shop.state(SWITCH) == "off"
    assert shop.state("switch.back_office_automatic_text_back") == "on"
    await shop.miss_call()
    assert shop.carrier.sent == []
    assert shop.attributes("event.demo_line_call")["reason"] == "automatic_off"


async def test_the_switch_stays_as_it_was_over_a_reload(shop: OpenShop) -> None:
    await _turn(shop, SERVICE_TURN_OFF)
    await shop.reload()
    assert shop.state(SWITCH) == "off"
    await _turn(shop, SERVICE_TURN_ON)
    await shop.reload()
    assert shop.state(SWITCH) == "on"


async def test_a_switch_that_cannot_be_kept_stays_where_it_is(shop: OpenShop) -> None:
    with (
        patch.object(SqliteLedger, "write", side_effect=LedgerUnavailable("disk full")),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await _turn(shop, SERVICE_TURN_OFF)
    assert caught.value.translation_key == "ledger_unavailable"
    assert shop.state(SWITCH) == "on"
