"""What happened while Home Assistant was away is caught up, and what went wrong meanwhile is told."""

from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.tally import Tally
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.exchange import RINGS_OUT

from .conftest import CALLER, KIM, LINE_ID, PUBLIC, SAM, TwilioShop

WORDS = "Corner Barbers here, sorry we missed you. How can we help?"
# Nobody listens there.
NOWHERE = "http://127.0.0.1:9"
ELSEWHERE = "https://other.example/voice"


def issue(shop: TwilioShop, trouble: str) -> ir.IssueEntry | None:
    registry = ir.async_get(shop.hass)
    return next(
        (each for each in registry.issues.values() if each.translation_key == trouble), None
    )


async def look_at_health(shop: TwilioShop) -> None:
    """Let the time of the first examination come."""
    await shop.settle()
    async_fire_time_changed(shop.hass, dt_util.utcnow() + timedelta(seconds=25))
    await shop.settle()


async def test_a_call_that_was_missed_while_nobody_listened_is_texted_at_the_next_start(
    shop: TwilioShop,
) -> None:
    await shop.settle()
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    shop.exchange.route(PUBLIC, NOWHERE)
    await shop.exchange.place_call(CALLER, shop.number, answers=RINGS_OUT)
    await shop.exchange.settle()
    shop.exchange.route(PUBLIC, shop.base)
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    shop.listen()
    await shop.settle()
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == 1
    # Looked up once more, it is known.
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    await shop.settle()
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == 1


@pytest.mark.parametrize("shop_options", [{const.CONF_LOOK_BACK: 0}], ids=["look back 0"])
async def test_an_owner_who_does_not_want_it_has_nothing_caught_up(shop: TwilioShop) -> None:
    await shop.settle()
    assert shop.coordinator.engine.settings.listened_at is None


async def test_callers_get_the_team_of_today_while_home_assistant_is_away(
    shop: TwilioShop,
) -> None:
    await shop.settle()
    assert {SAM.lstrip("+"), KIM.lstrip("+")} <= _digits_in(shop.number.voice_fallback_url)
    shop.hass.config_entries.async_remove_subentry(shop.entry, "01KIM")
    await shop.settle()
    assert SAM.lstrip("+") in _digits_in(shop.number.voice_fallback_url)
    assert KIM.lstrip("+") not in _digits_in(shop.number.voice_fallback_url)


def _digits_in(address: str) -> set[str]:
    return {part for part in (SAM[1:], KIM[1:]) if part in address}


async def test_a_fallback_of_somebody_elses_is_left_alone(shop: TwilioShop) -> None:
    shop.number.voice_fallback_url = ELSEWHERE
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    await shop.settle()
    assert shop.number.voice_fallback_url == ELSEWHERE


async def test_a_shop_that_is_well_is_told_nothing(shop: TwilioShop) -> None:
    await look_at_health(shop)
    assert shop.coordinator.health is not None
    assert shop.coordinator.health.examined_at is not None
    assert not [each for each in ir.async_get(shop.hass).issues.values() if each.active]


async def test_a_number_that_was_led_elsewhere_comes_back_by_one_button(shop: TwilioShop) -> None:
    shop.number.voice_url = ELSEWHERE
    await look_at_health(shop)
    told = issue(shop, "health_number_led_elsewhere")
    assert told is not None
    assert (told.data or {})["line_id"] == LINE_ID
    assert await async_setup_component(shop.hass, "repairs", {})
    manager = repairs_flow_manager(shop.hass)
    assert manager is not None
    flow = await manager.async_init(const.DOMAIN, data={"issue_id": told.issue_id})
    result = await manager.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert shop.number.voice_url.startswith(PUBLIC)
    assert issue(shop, "health_number_led_elsewhere") is None
    await shop.call(RINGS_OUT)
    assert shop.texts() == [WORDS]
