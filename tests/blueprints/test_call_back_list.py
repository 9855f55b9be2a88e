"""The blueprint "landline callers to a to-do list", as an owner uses it."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from homeassistant.core import HomeAssistant
from tests.platforms.shop import BACK, CUSTOMER, FRONT, OTHER_CUSTOMER, OpenShop

from .conftest import UseBlueprint, line_of

NAME = "call_back_list"
LIST = "todo.shopping_list"
TOLL_FREE = "+18005550123"
OTHER_TOLL_FREE = "+18005550124"


@pytest.fixture
async def a_list(hass: HomeAssistant) -> str:
    """Return the owner's list."""
    entry = MockConfigEntry(domain="shopping_list")
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return LIST


async def listed(hass: HomeAssistant, status: str = "needs_action") -> list[str]:
    """Return what is on the list."""
    response: Any = await hass.services.async_call(
        "todo",
        "get_items",
        {"entity_id": LIST, "status": status},
        blocking=True,
        return_response=True,
    )
    return [item["summary"] for item in response[LIST]["items"]]


async def test_whoever_cannot_be_texted_is_put_on_the_list_once(
    shop: OpenShop, use_blueprint: UseBlueprint, a_list: str
) -> None:
    await use_blueprint(NAME, line=line_of(shop), list=a_list)
    await shop.engine.people.describe(OTHER_TOLL_FREE, name="Ada")
    await shop.miss_call(TOLL_FREE)
    await shop.miss_call(TOLL_FREE)
    await shop.miss_call(OTHER_TOLL_FREE)
    await shop.miss_call(CUSTOMER)
    first, second = await listed(shop.hass)
    assert first.startswith(f"Call {TOLL_FREE}: missed on Demo line, ")
    assert second.startswith(f"Call Ada {OTHER_TOLL_FREE}: missed on Demo line, ")


async def test_a_number_that_another_begins_with_is_put_on_the_list_as_well(
    shop: OpenShop, use_blueprint: UseBlueprint, a_list: str
) -> None:
    switchboard = "+493012345"
    await use_blueprint(NAME, line=line_of(shop), list=a_list, reasons=["foreign"])
    await shop.miss_call(f"{switchboard}67")
    await shop.miss_call(switchboard)
    await shop.miss_call(switchboard)
    assert [item.partition(":")[0] for item in await listed(shop.hass)] == [
        f"Call {switchboard}67",
        f"Call {switchboard}",
    ]


async def test_whoever_was_called_and_calls_again_is_put_on_it_again(
    shop: OpenShop, use_blueprint: UseBlueprint, a_list: str
) -> None:
    await use_blueprint(NAME, line=line_of(shop), list=a_list)
    await shop.miss_call(TOLL_FREE)
    [item] = await listed(shop.hass)
    await shop.hass.services.async_call(
        "todo",
        "update_item",
        {"entity_id": LIST, "item": item, "status": "completed"},
        blocking=True,
    )
    await shop.miss_call(TOLL_FREE)
    assert len(await listed(shop.hass)) == 1


async def test_whoever_the_text_does_not_reach_is_put_on_it_too(
    shop: OpenShop, use_blueprint: UseBlueprint, a_list: str
) -> None:
    await use_blueprint(NAME, line=line_of(shop), list=a_list)
    shop.carrier.answers[CUSTOMER] = Refused("30006", Reaction.UNTEXTABLE)
    await shop.miss_call(CUSTOMER)
    [item] = await listed(shop.hass)
    assert CUSTOMER in item


async def test_words_of_ones_own_that_fail_are_no_call_to_make(
    shop: OpenShop, use_blueprint: UseBlueprint, a_list: str
) -> None:
    await use_blueprint(NAME, line=line_of(shop), list=a_list)
    shop.carrier.answers[CUSTOMER] = Refused("30006", Reaction.UNTEXTABLE)
    await shop.engine.send_text(FRONT, CUSTOMER, "Your car is ready")
    await shop.settle()
    assert await listed(shop.hass) == []


async def test_only_the_chosen_reasons_lines_and_missed_calls_count(
    shop: OpenShop, use_blueprint: UseBlueprint, a_list: str
) -> None:
    await use_blueprint(NAME, line=line_of(shop), list=a_list, reasons=["landline"])
    shop.carrier.answers[CUSTOMER] = Refused("30006", Reaction.UNTEXTABLE)
    await shop.miss_call(CUSTOMER)
    await shop.miss_call(TOLL_FREE)
    await shop.miss_call(OTHER_TOLL_FREE, line_id=BACK)
    await shop.miss_call(OTHER_CUSTOMER, outcome=Outcome.ANSWERED)
    assert await listed(shop.hass) == []
