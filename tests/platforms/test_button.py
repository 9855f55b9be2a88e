"""The buttons of a line: a text to oneself, and the demo's caller."""

from unittest.mock import patch

import pytest

from custom_components.missed_call_textback.core.outbox import Reaction, Refused, TextKind
from homeassistant.components.button import DOMAIN as BUTTON_DOMAIN, SERVICE_PRESS
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .shop import BACK, LINES, SAM_MOBILE, TEAM, OpenShop, open_shop, shop_entry

TEST_TEXT = "button.demo_line_send_a_test_text"
DEMO_CALL = "button.back_office_simulate_a_missed_call"


async def _press(hass: HomeAssistant, button: str) -> None:
    await hass.services.async_call(
        BUTTON_DOMAIN, SERVICE_PRESS, {ATTR_ENTITY_ID: button}, blocking=True
    )


async def test_a_test_text_goes_to_the_first_team_member_with_a_mobile(shop: OpenShop) -> None:
    await _press(shop.hass, TEST_TEXT)
    (text,) = shop.carrier.sent
    assert (text.to, text.kind) == (SAM_MOBILE, TextKind.NOTICE)
    assert text.body == "Sorry we missed you, Corner Barbers"


async def test_without_a_mobile_on_the_team_the_button_says_so(hass: HomeAssistant) -> None:
    await open_shop(hass, shop_entry(*LINES, TEAM[0]))
    with pytest.raises(ServiceValidationError) as caught:
        await _press(hass, TEST_TEXT)
    assert caught.value.translation_key == "nobody_to_text"


async def test_a_test_text_that_the_carrier_refuses_is_an_error_without_the_number(
    shop: OpenShop,
) -> None:
    shop.carrier.answers[SAM_MOBILE] = Refused("21610", Reaction.OPTED_OUT)
    with pytest.raises(HomeAssistantError) as caught:
        await _press(shop.hass, TEST_TEXT)
    assert caught.value.translation_key == "text_failed"
    assert caught.value.translation_placeholders == {"number": "…150", "code": "21610"}


async def test_the_demo_button_places_a_call_on_its_line(shop: OpenShop) -> None:
    assert shop.coordinator.demo is not None
    with patch.object(shop.coordinator.demo, "place_missed_call") as place_missed_call:
        await _press(shop.hass, DEMO_CALL)
    place_missed_call.assert_awaited_once_with(BACK)


async def test_a_real_shop_has_no_demo_button(hass: HomeAssistant) -> None:
    with patch("custom_components.missed_call_textback.vendors.demo.DemoDesk", return_value=None):
        await open_shop(hass, shop_entry())
    assert hass.states.get(TEST_TEXT) is not None
    assert hass.states.get(DEMO_CALL) is None


async def test_a_test_text_is_the_one_that_goes_out_at_this_hour(hass: HomeAssistant) -> None:
    shop = await open_shop(hass, shop_entry(options={"hours": {"mon": ""}}))
    await _press(hass, TEST_TEXT)
    assert shop.carrier.sent[0].body == "We are closed, Corner Barbers"
