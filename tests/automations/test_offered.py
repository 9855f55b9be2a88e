"""What the automation editor offers for the devices and entities of a shop."""

import pytest

from custom_components.missed_call_textback.condition import CONDITIONS
from custom_components.missed_call_textback.trigger import TRIGGERS
from homeassistant.components.websocket_api.automation import (
    async_get_conditions_for_target,
    async_get_triggers_for_target,
)
from homeassistant.core import HomeAssistant
from tests.platforms.shop import FRONT, SAM, OpenShop, shop_device

from .conftest import DOMAIN


def ours(offered: set[str]) -> set[str]:
    """Return which of ours are among them."""
    return {key.removeprefix(f"{DOMAIN}.") for key in offered if key.startswith(f"{DOMAIN}.")}


@pytest.mark.parametrize("subentry_id", [None, FRONT], ids=["shop", "line"])
async def test_every_trigger_is_offered_for_a_line_and_for_the_whole_shop(
    hass: HomeAssistant, shop: OpenShop, subentry_id: str | None
) -> None:
    target = {"device_id": shop_device(shop, subentry_id)}
    assert ours(await async_get_triggers_for_target(hass, target, expand_group=True)) == set(
        TRIGGERS
    )


async def test_no_trigger_is_offered_for_a_member_of_the_team(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    target = {"device_id": shop_device(shop, SAM)}
    assert ours(await async_get_triggers_for_target(hass, target, expand_group=True)) == set()


async def test_whether_it_is_open_is_offered_for_a_line(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    target = {"device_id": shop_device(shop, FRONT)}
    offered = ours(await async_get_conditions_for_target(hass, target, expand_group=True))
    assert offered == {"is_open", "is_snoozed"} <= set(CONDITIONS)
