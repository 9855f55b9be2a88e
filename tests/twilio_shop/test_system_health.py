"""What Home Assistant's page about its own health says of a shop with a webhook."""

from typing import Any

from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.exchange import RINGS_OUT

from .conftest import CALLER, WEBHOOK_ID, TwilioShop


async def told(shop: TwilioShop) -> dict[str, Any]:
    assert await async_setup_component(shop.hass, "system_health", {})
    await shop.hass.async_block_till_done()
    info = await get_system_health_info(shop.hass, DOMAIN)
    # Nobody is asked in a test.
    info.pop("can_reach_server").close()
    return info


async def test_a_shop_that_nobody_called_yet_was_asked_nothing(shop: TwilioShop) -> None:
    info = await told(shop)
    assert info["last_webhook"] == "-"
    assert (info["webhooks_forged"], info["webhooks_turned_away"]) == (0, 0)


async def test_the_last_webhook_and_those_that_were_refused_are_told(shop: TwilioShop) -> None:
    before = dt_util.utcnow()
    await shop.exchange.place_call(CALLER, shop.number, answers=RINGS_OUT)
    await shop.exchange.settle()
    url = f"{shop.base}/api/webhook/{WEBHOOK_ID}?step=voice"
    forged = {"X-Twilio-Signature": f"{'A' * 27}="}
    session = async_get_clientsession(shop.hass)
    async with session.post(url, data={"From": CALLER}, headers=forged) as refused:
        assert refused.status == 403

    info = await told(shop)

    assert info["last_webhook"] >= before
    assert info["webhooks_forged"] == 1
