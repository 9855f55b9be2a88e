"""Changes in more windows than one: none undoes what another has stored meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.config_flow.account import Account
from custom_components.missed_call_textback.config_flow.android_accounts import (
    HttpSmsAccount,
    SmsGateAccount,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from tests.exchange import Account as Customer, Exchange, PhoneNumber
from tests.exchange_android import HttpSms, SmsGate

from .dialogs import SECOND_NUMBER, Shown, sub_id

NEW_ADDRESS = "https://new.example.com"
NEW_NAME = "Corner & Co"

type RenamedWhile = Callable[[ConfigEntry[Any], type[object], str], None]


@pytest.fixture
def renamed_while(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> RenamedWhile:
    """Have another window rename a shop while its carrier is asked for something."""

    def rename_while(entry: ConfigEntry[Any], account: type[object], method: str) -> None:
        ask = getattr(account, method)

        async def ask_and_rename(*args: object) -> object:
            hass.config_entries.async_update_entry(entry, data={**entry.data, "business": NEW_NAME})
            return await ask(*args)

        monkeypatch.setattr(account, method, ask_and_rename)

    return rename_while


async def change(
    hass: HomeAssistant, entry: MockConfigEntry, choice: str, answers: dict[str, Any]
) -> Shown:
    """Choose what to change, and answer its form."""
    shown: Shown = await entry.start_reconfigure_flow(hass)
    for answer in ({"next_step_id": choice}, answers):
        shown = await hass.config_entries.flow.async_configure(shown["flow_id"], answer)
    assert shown["reason"] == "reconfigure_successful"
    return shown


async def test_a_shop_that_moves_keeps_what_is_changed_meanwhile(
    hass: HomeAssistant, shop: MockConfigEntry, renamed_while: RenamedWhile
) -> None:
    renamed_while(shop, Account, "async_point")
    await change(hass, shop, "new_address", {"public_url": NEW_ADDRESS})
    assert shop.data["business"] == NEW_NAME
    assert shop.data["public_url"].startswith(NEW_ADDRESS)


async def test_a_phone_that_is_changed_leaves_what_is_changed_meanwhile(
    hass: HomeAssistant, by_smsgate: MockConfigEntry, gate: SmsGate, renamed_while: RenamedWhile
) -> None:
    renamed_while(by_smsgate, SmsGateAccount, "async_register")
    typed = {"username": gate.username, "address": gate.base_url}
    await change(hass, by_smsgate, "smsgate_again", typed)
    assert by_smsgate.data["business"] == NEW_NAME


async def test_a_key_that_is_changed_leaves_what_is_changed_meanwhile(
    hass: HomeAssistant, by_httpsms: MockConfigEntry, httpsms: HttpSms, renamed_while: RenamedWhile
) -> None:
    httpsms.api_key = "uk_new"
    renamed_while(by_httpsms, HttpSmsAccount, "async_register")
    typed = {"api_key": "uk_new", "advanced": {"api_base": httpsms.address}}
    await change(hass, by_httpsms, "httpsms_again", typed)
    assert by_httpsms.data["business"] == NEW_NAME
    assert by_httpsms.data["api_key"] == "uk_new"


async def test_a_number_is_led_to_where_the_shop_has_moved_while_it_was_added(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange, account: Customer
) -> None:
    second: PhoneNumber = exchange.add_number(SECOND_NUMBER, account)
    shown: Shown = await hass.config_entries.subentries.async_init(
        (shop.entry_id, "line"), context={"source": "user"}
    )
    configure = hass.config_entries.subentries.async_configure
    shown = await configure(
        shown["flow_id"], {"number": second.sid, "name": "Second", "mode": "forwarded"}
    )
    await change(hass, shop, "new_address", {"public_url": NEW_ADDRESS})
    shown = await configure(shown["flow_id"], {"network": "verizon"})
    assert shown["type"] == "create_entry"
    assert second.voice_url.startswith(NEW_ADDRESS)


async def test_a_line_that_is_changed_keeps_what_another_window_has_set_of_it(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    line_id = sub_id(shop, "line")
    shown: Shown = await shop.start_subentry_reconfigure_flow(hass, line_id)
    configure = hass.config_entries.subentries.async_configure
    typed = {"name": "Desk", "mode": "ring", "own_hours": True, "advanced": {"ring_seconds": 25}}
    for answer in ({"next_step_id": "change"}, typed):
        shown = await configure(shown["flow_id"], answer)
    line = shop.subentries[line_id]
    hass.config_entries.async_update_subentry(
        shop, line, data={**line.data, "booking_link": "book.example.com"}
    )
    shown = await configure(shown["flow_id"], {"mon": "9am-5pm"})
    data = shop.subentries[line_id].data
    assert data["booking_link"] == "book.example.com"
    assert (data["hours"], data["ring_seconds"]) == ({"mon": "09:00-17:00"}, 25)


async def test_a_number_that_became_a_line_of_another_shop_meanwhile_is_no_second_one(
    hass: HomeAssistant, by_action: MockConfigEntry
) -> None:
    other = MockConfigEntry(
        domain=by_action.domain, data=by_action.data, options=by_action.options, unique_id="other"
    )
    other.add_to_hass(hass)
    manager = hass.config_entries.subentries
    windows: list[Shown] = [
        await manager.async_init((entry.entry_id, "line"), context={"source": "user"})
        for entry in (by_action, other)
    ]
    typed = {"number": SECOND_NUMBER, "name": "Second"}
    first, second = [await manager.async_configure(each["flow_id"], typed) for each in windows]
    done = await manager.async_configure(first["flow_id"], {"dialled": SECOND_NUMBER})
    assert done["type"] == "create_entry"
    shown: Shown = await manager.async_configure(second["flow_id"], {"dialled": SECOND_NUMBER})
    assert shown["errors"] == {"base": "number_is_line"}
