"""A shop with any action: it sends, and what an automation reports comes back."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.outbox import TextState
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from tests.config_flow.carriers import action_entry
from tests.exchange_android import Postman

from .conftest import PhoneShop
from .shop import CALLER, LINE_NUMBER, WORDS

SEND = {
    "action": "gateway.send",
    "data": {
        "to": "{{ number }}",
        "text": "{{ message }}",
        "ref": "{{ ref }}",
        "from": "{{ sender }}",
    },
}


@pytest.fixture
def sent(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the texts that something in the house was asked to send."""
    calls: list[ServiceCall] = []

    async def send(call: ServiceCall) -> None:
        calls.append(call)

    hass.services.async_register(
        "gateway", "send", send, supports_response=SupportsResponse.OPTIONAL
    )
    return calls


async def opened(hass: HomeAssistant, entry: MockConfigEntry) -> PhoneShop:
    entry.add_to_hass(hass)
    nobody: Any = None
    shop = PhoneShop(hass=hass, entry=entry, postman=Postman(), client=nobody)
    await shop.open()
    return shop


async def test_a_missed_call_is_texted_and_what_is_reported_comes_back(
    hass: HomeAssistant, sent: list[ServiceCall]
) -> None:
    shop = await opened(hass, action_entry(SEND, receipts=True, replies=True))
    await shop.report("report_call", number=CALLER)
    (text,) = sent
    assert (text.data["to"], text.data["text"], text.data["from"]) == (CALLER, WORDS, LINE_NUMBER)
    for _ in range(2):
        await shop.report("report_status", ref=text.data["ref"], status="delivered")
        await shop.report("report_reply", number=CALLER, message="Is Friday free?", message_id="1")
    assert shop.states == [TextState.ACCEPTED, TextState.DELIVERED]
    assert shop.replies == ["Is Friday free?"]


@pytest.mark.parametrize("replies", [True, False])
async def test_replies_are_counted_only_where_somebody_reports_them(
    hass: HomeAssistant, sent: list[ServiceCall], *, replies: bool
) -> None:
    await opened(hass, action_entry(SEND, replies=replies))
    names = {
        each.translation_key
        for each in er.async_get(hass).entities.values()
        if each.domain == "sensor"
    }
    assert ({"replies", "replies_today", "waiting"} <= names) is replies
    assert {"missed_calls", "texts_sent", "recovered"} <= names


@pytest.mark.parametrize("resends", [False, True])
async def test_an_action_that_fails_underway_sends_again_only_if_the_owner_wants_that(
    hass: HomeAssistant, *, resends: bool
) -> None:
    asked: list[ServiceCall] = []

    async def fail(call: ServiceCall) -> None:
        asked.append(call)
        raise HomeAssistantError("the modem hung up")

    hass.services.async_register("gateway", "send", fail)
    entry = action_entry(SEND)
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "resends_in_doubt": resends}
    )
    nobody: Any = None
    shop = PhoneShop(hass=hass, entry=entry, postman=Postman(), client=nobody)
    await shop.open()
    await shop.report("report_call", number=CALLER)
    for _ in range(4):
        await shop.forward(minutes=2)
    assert len(asked) == (2 if resends else 1)
    assert shop.states[-1] is TextState.FAILED
    assert [each.thread.peer for line in shop.coordinator.owed.values() for each in line] == [
        CALLER
    ]
    assert shop.issues == {"texts_refused_action"}


async def test_nobody_is_called_by_an_action_so_there_is_no_door(
    hass: HomeAssistant, sent: list[ServiceCall]
) -> None:
    shop = await opened(hass, action_entry(SEND))
    assert "webhook_id" not in shop.entry.data
    assert await hass.config_entries.async_remove(shop.entry.entry_id)
    assert not hass.config_entries.async_entries(shop.entry.domain)
