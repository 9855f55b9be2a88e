"""Actions about people: wishes in person, the block list, and names."""

from typing import Any
from unittest.mock import patch

import pytest
import voluptuous as vol

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .shop import CUSTOMER, OTHER_CUSTOMER, OpenShop, open_shop, shop_entry

CALL = "event.demo_line_call"


async def _act(shop: OpenShop, action: str, number: str = CUSTOMER, **fields: object) -> None:
    await shop.hass.services.async_call(
        DOMAIN,
        action,
        {"config_entry_id": shop.entry.entry_id, "number": number, **fields},
        blocking=True,
    )


async def test_who_asks_in_person_for_no_texts_gets_none_until_they_ask_again(
    shop: OpenShop,
) -> None:
    await _act(shop, "set_texting", "(202) 555-0123", texting="stop")
    await shop.miss_call()
    assert shop.carrier.sent == []
    assert shop.attributes(CALL)["reason"] == "opted_out"
    await _act(shop, "set_texting", texting="allow")
    await shop.miss_call()
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]
    records = await shop.coordinator.ledger.records(shop.entry.entry_id, [], peer=CUSTOMER)
    assert [(wish.what, wish.reason) for wish in records] == [("stop", "owner"), ("start", "owner")]


async def test_a_wish_in_person_settles_the_question_about_an_unclear_text(
    shop: OpenShop,
) -> None:
    await shop.receive("not interested")
    assert shop.coordinator.notices._unsure
    await _act(shop, "set_texting", texting="allow")
    assert not shop.coordinator.notices._unsure


async def test_a_blocked_number_is_not_texted_back_until_it_is_unblocked(shop: OpenShop) -> None:
    await _act(shop, "block")
    await shop.miss_call()
    assert shop.carrier.sent == []
    assert shop.attributes(CALL)["reason_text"] == "The caller is on the shop's block list"
    await _act(shop, "unblock")
    await shop.miss_call()
    assert len(shop.carrier.sent) == 1


async def test_a_caller_is_called_by_the_name_and_texted_in_the_language_that_were_noted(
    hass: HomeAssistant,
) -> None:
    shop = await open_shop(
        hass,
        shop_entry(
            options={"text_open": "Hello {{ caller_name }}", "languages": ["en", "es"]},
        ),
    )
    await _act(shop, "describe_caller", name=" Ada ")
    await shop.miss_call()
    assert shop.carrier.sent[0].body == "Hello Ada"
    await _act(shop, "describe_caller", language="es", name="")
    person = await shop.coordinator.ledger.person(shop.entry.entry_id, CUSTOMER)
    assert (person.name or "", person.language) == ("", "es")


async def test_nothing_to_note_is_said_in_plain_words(shop: OpenShop) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _act(shop, "describe_caller")
    assert caught.value.translation_key == "nothing_to_note"


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        pytest.param("set_texting", {"texting": "stop"}, id="wish"),
        pytest.param("block", {}, id="block"),
        pytest.param("describe_caller", {"name": "Ada"}, id="describe"),
        pytest.param("erase_person", {}, id="erase"),
    ],
)
async def test_a_ledger_that_fails_is_said_in_plain_words(
    shop: OpenShop, action: str, fields: dict[str, Any]
) -> None:
    with (
        patch.object(SqliteLedger, "write", side_effect=LedgerUnavailable("disk full")),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await _act(shop, action, **fields)
    assert caught.value.translation_key == "ledger_unavailable"


async def test_a_shop_that_does_not_exist_is_said_to_be_so(shop: OpenShop) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await shop.hass.services.async_call(
            DOMAIN, "block", {"config_entry_id": "nowhere", "number": CUSTOMER}, blocking=True
        )
    assert caught.value.translation_key == "service_config_entry_not_found"


async def test_callers_are_filed_under_tags_listed_by_them_and_may_be_customers_already(
    shop: OpenShop,
) -> None:
    await shop.miss_call()
    await shop.miss_call(OTHER_CUSTOMER)
    await _act(shop, "describe_caller", add_tags=[" Regular", "cat"], existing_customer=True)
    await _act(shop, "describe_caller", add_tags="VIP", remove_tags=["CAT"])

    async def listed(**fields: object) -> list[dict[str, Any]]:
        response = await shop.hass.services.async_call(
            DOMAIN,
            "list_threads",
            {"config_entry_id": shop.entry.entry_id, **fields},
            blocking=True,
            return_response=True,
        )
        assert response is not None
        threads: Any = response["threads"]
        return list(threads)

    [tagged] = await listed(tag="REGULAR ")
    assert (tagged["number"], tagged["tags"], tagged["existing_customer"]) == (
        CUSTOMER,
        ["regular", "vip"],
        True,
    )
    assert await listed(tag="cat") == []
    assert [each["tags"] for each in await listed()] == [[], ["regular", "vip"]]


async def test_too_many_tags_are_said_to_be_too_many(shop: OpenShop) -> None:
    await _act(shop, "describe_caller", add_tags=[f"tag {n}" for n in range(20)])
    with pytest.raises(ServiceValidationError) as caught:
        await _act(shop, "describe_caller", add_tags=["one more"])
    assert caught.value.translation_key == "too_many_tags"
    for tags in (["x" * 41], [""], ["x"] * 21):
        with pytest.raises(vol.Invalid):
            await _act(shop, "describe_caller", add_tags=tags)
