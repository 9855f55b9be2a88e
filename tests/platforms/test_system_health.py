"""What Home Assistant's page about its own health says of the shops."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .shop import OpenShop, open_shop, shop_entry, strings


async def _told(hass: HomeAssistant) -> dict[str, Any]:
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    return await get_system_health_info(hass, DOMAIN)


async def test_it_tells_what_waits_how_large_the_ledger_is_and_how_fast_it_was(
    shop: OpenShop,
) -> None:
    await shop.miss_call()
    told = await _told(shop.hass)
    assert told["shops_open"] == "1 / 1"
    assert (told["texts_waiting"], told["texts_in_doubt"]) == (0, 0)
    assert told["oldest_waiting"] == "-"
    assert told["ledger"].endswith(" MiB")
    assert told["slowest_text_back"].endswith(" s")
    assert "last_webhook" not in told


async def test_a_text_that_is_on_its_way_is_told(shop: OpenShop) -> None:
    shop.carrier.gate.clear()
    before = dt_util.utcnow()
    await shop.engine.send_text(shop.coordinator.shop.lines[0].id, "+12025550123", "Hello")
    told = await _told(shop.hass)
    assert told["texts_waiting"] == 1
    assert abs(told["oldest_waiting"] - before) < timedelta(seconds=5)
    shop.carrier.gate.set()
    await shop.settle()


async def test_a_ledger_that_cannot_be_read_is_told(shop: OpenShop) -> None:
    with patch.object(SqliteLedger, "vital_signs", side_effect=LedgerUnavailable):
        told = await _told(shop.hass)
    assert told["ledger"] == {"type": "failed", "error": "unreadable"}


async def test_shops_are_told_together_and_one_that_is_not_open_is_counted(
    hass: HomeAssistant,
) -> None:
    await open_shop(hass, shop_entry())
    other = shop_entry(entry_id="01OTHER0000000000000000000")
    other.add_to_hass(hass)
    assert (await _told(hass))["shops_open"] == "1 / 2"


async def test_all_that_is_told_has_its_words(shop: OpenShop) -> None:
    words = strings()["system_health"]["info"]
    assert set(await _told(shop.hass)) <= set(words)
