"""The list of open leads: it fills by itself, and what is done leaves it."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.numbers import spoken
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from .shop import BACK, CUSTOMER, OTHER_CUSTOMER, OpenShop, open_shop, shop_entry

LIST = "todo.corner_barbers_open_leads"
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
    assert item["description"] == "Demo line"
    assert item["status"] == "needs_action"
    since = dt_util.parse_datetime(item["due"], raise_on_error=True)
    assert abs(since - dt_util.utcnow()) < timedelta(minutes=1)
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


async def test_who_wrote_last_is_on_the_list_with_their_words(shop: OpenShop) -> None:
    await _describe(shop, "Ada")
    await shop.miss_call()
    assert await _items(shop) == []
    await shop.receive("Do you have\n time on Friday? " + "x" * 400)
    (item,) = await _items(shop)
    place, words = item["description"].split("\n")
    assert (item["summary"], place) == ("Ada", "Demo line, (202) 555-0123")
    assert words.startswith("“Do you have time on Friday? xxx")
    assert len(words) == 302


async def test_who_is_answered_leaves_the_list(shop: OpenShop) -> None:
    await shop.receive("Hello?")
    assert shop.state(LIST) == "1"
    thread_id = shop.attributes("event.demo_line_text")["thread_id"]
    await shop.hass.services.async_call(
        DOMAIN,
        "reply",
        {"config_entry_id": shop.entry.entry_id, "thread_id": thread_id, "message": "Yes"},
        blocking=True,
    )
    await shop.settle()
    assert await _items(shop) == []


async def test_a_company_that_has_a_name_for_a_number_is_shown_by_it(shop: OpenShop) -> None:
    await shop.receive("Your parcel comes today", sender="PARCELS")
    assert [item["summary"] for item in await _items(shop)] == ["PARCELS"]


async def test_whoever_looks_at_the_list_sees_it_change(
    shop: OpenShop, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(shop.hass)
    await client.send_json_auto_id({"type": "todo/item/subscribe", "entity_id": LIST})
    assert (await client.receive_json())["success"]
    assert (await client.receive_json())["event"] == {"items": []}
    await shop.receive("Hello?")
    [item] = (await client.receive_json())["event"]["items"]
    assert item["summary"] == "(202) 555-0123"
    await _call(shop, "update_item", item=item["uid"], status="completed")
    assert (await client.receive_json())["event"] == {"items": []}


async def test_the_list_is_made_once_however_often_it_is_looked_at(
    shop: OpenShop, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(shop.hass)
    await client.send_json_auto_id({"type": "todo/item/subscribe", "entity_id": LIST})
    with patch("custom_components.missed_call_textback.todo.spoken", wraps=spoken) as written:
        await shop.receive("Hello?")
        await _items(shop)
        await _items(shop)
    assert shop.state(LIST) == "1"
    assert written.call_count == 1


async def test_an_item_that_is_ticked_leaves_the_list_for_good_and_its_matter_is_closed(
    landline: OpenShop,
) -> None:
    (item,) = await _items(landline)
    await _call(landline, "update_item", item=item["uid"], status="completed")
    assert await _items(landline) == []
    assert landline.state(LIST) == "0"
    became = landline.attributes("event.demo_line_what_became_of_it")
    assert (became["event_type"], str(became["thread_id"])) == ("closed", item["uid"])
    await landline.reload()
    assert await _items(landline) == []


async def test_an_item_whose_caller_was_erased_meanwhile_is_told_so(shop: OpenShop) -> None:
    await shop.receive("Hello?")
    (item,) = await _items(shop)
    await shop.coordinator.engine.people.erase(CUSTOMER)
    with pytest.raises(ServiceValidationError) as caught:
        await _call(shop, "update_item", item=item["uid"], status="completed")
    assert caught.value.translation_key == "unknown_thread"


async def test_assist_reads_the_list_only_where_somebody_chose_that(shop: OpenShop) -> None:
    registry = er.async_get(shop.hass)
    entry = registry.async_get(LIST)
    assert entry is not None
    assert entry.options["conversation"] == {"should_expose": False}
    registry.async_update_entity_options(LIST, "conversation", {"should_expose": True})
    await shop.reload()
    entry = registry.async_get(LIST)
    assert entry is not None
    assert entry.options["conversation"] == {"should_expose": True}


async def test_an_item_that_is_removed_is_done_as_well(landline: OpenShop) -> None:
    landline.carrier.answers[OTHER_CUSTOMER] = NO_TEXTS
    await landline.miss_call(OTHER_CUSTOMER, line_id=BACK)
    first, second = await _items(landline)
    await _call(landline, "remove_item", item=[first["uid"]])
    assert [item["uid"] for item in await _items(landline)] == [second["uid"]]


async def test_who_was_erased_meanwhile_keeps_nobody_else_on_the_list(shop: OpenShop) -> None:
    await shop.receive("Hello?")
    await shop.receive("Anybody?", OTHER_CUSTOMER)
    items = [item["uid"] for item in await _items(shop)]
    await shop.coordinator.engine.people.erase(CUSTOMER)
    with pytest.raises(ServiceValidationError) as caught:
        await _call(shop, "remove_item", item=items)
    assert caught.value.translation_key == "unknown_thread"
    await shop.settle()
    assert await _items(shop) == []


async def test_an_item_cannot_be_renamed(landline: OpenShop) -> None:
    (item,) = await _items(landline)
    with pytest.raises(ServiceValidationError) as caught:
        await _call(landline, "update_item", item=item["uid"], rename="Somebody")
    assert caught.value.translation_key == "open_leads_only_done"


async def test_who_gets_through_leaves_the_list(landline: OpenShop) -> None:
    await landline.miss_call(outcome=Outcome.ANSWERED)
    assert await _items(landline) == []


async def test_who_has_booked_and_was_answered_by_telephone_is_ticked_off_and_still_booked(
    shop: OpenShop,
) -> None:
    await shop.receive("Friday is fine")
    (item,) = await _items(shop)
    await shop.engine.conversations.resolve(int(item["uid"]), Stage.BOOKED)
    await shop.settle()
    assert len(await _items(shop)) == 1
    await _call(shop, "update_item", item=item["uid"], status="completed")
    assert await _items(shop) == []
    assert shop.attributes("event.demo_line_what_became_of_it")["event_type"] == "booked"


async def test_a_ledger_that_fails_keeps_the_item_and_says_so(landline: OpenShop) -> None:
    (item,) = await _items(landline)
    with (
        patch.object(SqliteLedger, "write", side_effect=LedgerUnavailable("disk full")),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await _call(landline, "update_item", item=item["uid"], status="completed")
    assert caught.value.translation_key == "ledger_unavailable"
    assert len(await _items(landline)) == 1
