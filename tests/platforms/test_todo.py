"""The list of those who ought to be called: it fills by itself, and what is done leaves it."""

from typing import Any
from unittest.mock import patch

import pytest

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .shop import BACK, CUSTOMER, OTHER_CUSTOMER, OpenShop, open_shop, shop_entry

LIST = "todo.corner_barbers_call_back"
NO_TEXTS = Refused("30006", Reaction.CALL_BACK)


async def _items(shop: OpenShop) -> list[dict[str, Any]]:
    response = await shop.hass.services.async_call(
        "todo", "get_items", {"entity_id": LIST}, blocking=True, return_response=True
    )
    assert response is not None
    items: Any = response[LIST]
    return list(items["items"])


async def _call(shop: OpenShop, action: str, **fields: object) -> None:
    await shop.hass.services.async_call(
        "todo", action, {"entity_id": LIST, **fields}, blocking=True
    )
    await shop.settle()


async def _describe(shop: OpenShop, name: str) -> None:
    await shop.hass.services.async_call(
        DOMAIN,
        "describe_caller",
        {"config_entry_id": shop.entry.entry_id, "number": CUSTOMER, "name": name},
        blocking=True,
    )


@pytest.fixture
async def landline(shop: OpenShop) -> OpenShop:
    """Return a shop that missed somebody who gets no texts."""
    shop.carrier.answers[CUSTOMER] = NO_TEXTS
    await shop.miss_call()
    return shop


async def test_who_cannot_be_texted_is_to_be_called_with_the_line_and_the_time(
    landline: OpenShop,
) -> None:
    (item,) = await _items(landline)
    assert item["summary"] == "(202) 555-0123"
    assert item["description"].startswith("Demo line, 20")
    assert item["status"] == "needs_action"
    assert landline.state(LIST) == "1"
    assert landline.state("sensor.demo_line_to_call_back") == "1"
    assert landline.state("sensor.back_office_to_call_back") == "0"


async def test_a_number_of_abroad_is_written_with_its_country(hass: HomeAssistant) -> None:
    shop = await open_shop(hass, shop_entry(options={"countries": ["US", "GB"]}))
    shop.carrier.answers["+447911123456"] = NO_TEXTS
    await shop.miss_call("+447911123456")
    assert (await _items(shop))[0]["summary"] == "+44 7911 123456"


async def test_a_name_goes_before_the_number(shop: OpenShop) -> None:
    await _describe(shop, "Ada")
    shop.carrier.answers[CUSTOMER] = NO_TEXTS
    await shop.miss_call()
    (item,) = await _items(shop)
    assert item["summary"] == "Ada"
    assert item["description"].endswith(", (202) 555-0123")


async def test_a_name_that_is_given_later_is_seen_at_once(landline: OpenShop) -> None:
    await _describe(landline, "Ada")
    await landline.settle()
    assert (await _items(landline))[0]["summary"] == "Ada"


async def test_an_item_that_is_completed_leaves_the_list_for_good(landline: OpenShop) -> None:
    (item,) = await _items(landline)
    await _call(landline, "update_item", item=item["uid"], status="completed")
    assert await _items(landline) == []
    assert landline.state(LIST) == "0"
    await landline.reload()
    assert await _items(landline) == []


async def test_an_item_that_is_removed_is_done_as_well(landline: OpenShop) -> None:
    landline.carrier.answers[OTHER_CUSTOMER] = NO_TEXTS
    await landline.miss_call(OTHER_CUSTOMER, line_id=BACK)
    first, second = await _items(landline)
    await _call(landline, "remove_item", item=[first["uid"]])
    assert [item["uid"] for item in await _items(landline)] == [second["uid"]]


async def test_an_item_cannot_be_renamed(landline: OpenShop) -> None:
    (item,) = await _items(landline)
    with pytest.raises(ServiceValidationError) as caught:
        await _call(landline, "update_item", item=item["uid"], rename="Somebody")
    assert caught.value.translation_key == "call_back_only_done"


@pytest.mark.parametrize("how", ["reply", "call"])
async def test_who_writes_or_gets_through_leaves_the_list(landline: OpenShop, how: str) -> None:
    if how == "reply":
        await landline.receive("Call me at five")
    else:
        await landline.miss_call(outcome=Outcome.ANSWERED)
    assert await _items(landline) == []


async def test_a_ledger_that_fails_keeps_the_item_and_says_so(landline: OpenShop) -> None:
    (item,) = await _items(landline)
    with (
        patch.object(SqliteLedger, "write", side_effect=LedgerUnavailable("disk full")),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await _call(landline, "update_item", item=item["uid"], status="completed")
    assert caught.value.translation_key == "ledger_unavailable"
    assert len(await _items(landline)) == 1
