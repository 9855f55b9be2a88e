"""Changing a shop that is set up: a new token, another address, another name."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import AsyncMock, patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.providers.asking import ApiUnclear
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.exchange import Account, Exchange, Kind, PhoneNumber

from .dialogs import (
    ADDRESS,
    CLOUD_URL,
    SECOND_NUMBER,
    CloudStandIn,
    Shown,
    demo_entry,
    shop_entry,
    suggested,
)

NEW_ADDRESS = "https://new.example.com"


async def change(hass: HomeAssistant, entry: MockConfigEntry, choice: str) -> Shown:
    """Open the menu of what can be changed and choose."""
    menu = await entry.start_reconfigure_flow(hass)
    assert menu["menu_options"] == ["credentials", "new_address", "profile"]
    return await answer(hass, menu, {"next_step_id": choice})


async def answer(hass: HomeAssistant, shown: Shown, answers: dict[str, Any]) -> Shown:
    """Submit the form that is shown."""
    done = await hass.config_entries.flow.async_configure(shown["flow_id"], answers)
    await hass.async_block_till_done()
    return done


async def test_a_new_token_is_asked_for_by_itself_and_tried(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    exchange: Exchange,
    account: Account,
    setup_entry: AsyncMock,
) -> None:
    token = exchange.rotate_token(account)
    shown: Shown = await shop.start_reauth_flow(hass)
    assert shown["step_id"] == "reauth_confirm"
    assert [str(key) for key in shown["data_schema"].schema] == ["auth_token"]
    shown = await answer(hass, shown, {"auth_token": "old one"})
    assert shown["errors"] == {"auth_token": "invalid_auth"}
    assert suggested(shown) == {"auth_token": "old one"}
    done = await answer(hass, shown, {"auth_token": token})
    assert (done["type"], done["reason"]) == ("abort", "reauth_successful")
    assert shop.data["auth_token"] == token
    assert len(setup_entry.mock_calls) == 1, "the shop is opened again"


async def test_the_token_of_another_account_is_refused(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange
) -> None:
    stranger = exchange.open_account()
    shown = await shop.start_reauth_flow(hass)
    shown = await answer(hass, shown, {"auth_token": stranger.auth_token})
    assert shown["errors"] == {"auth_token": "invalid_auth"}


async def test_a_shop_that_uses_an_api_key_is_asked_for_it_too(
    hass: HomeAssistant,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    setup_entry: AsyncMock,
) -> None:
    key, secret = account.api_key
    entry = shop_entry(exchange, account, number, api_key=key, api_secret=secret)
    entry.add_to_hass(hass)
    shown = await entry.start_reauth_flow(hass)
    advanced = {"api_key": key, "api_base": exchange.api_base}
    assert suggested(shown) == {"advanced": advanced}
    answers = {"auth_token": account.auth_token, "advanced": advanced}
    done = await answer(hass, shown, answers)
    assert done["reason"] == "reauth_successful", "the secret is known already"
    assert entry.data["api_secret"] == secret


async def test_an_api_key_is_added_and_taken_away(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange, account: Account
) -> None:
    key, secret = account.api_key
    shown = await change(hass, shop, "credentials")
    answers: dict[str, Any] = {
        "auth_token": account.auth_token,
        "advanced": {"api_key": key, "api_secret": "wrong", "api_base": exchange.api_base},
    }
    shown = await answer(hass, shown, answers)
    assert shown["errors"] == {"base": "api_key_refused"}
    answers["advanced"]["api_secret"] = secret
    done = await answer(hass, shown, answers)
    assert done["reason"] == "reconfigure_successful"
    assert (shop.data["api_key"], shop.data["api_secret"]) == (key, secret)
    shown = await change(hass, shop, "credentials")
    answers["advanced"] = {"api_base": exchange.api_base}
    await answer(hass, shown, answers)
    assert "api_key" not in shop.data
    assert "api_secret" not in shop.data


async def test_another_key_needs_its_own_secret(
    hass: HomeAssistant, exchange: Exchange, account: Account, number: PhoneNumber
) -> None:
    entry = shop_entry(exchange, account, number, api_key="SK1", api_secret="one")
    entry.add_to_hass(hass)
    shown = await change(hass, entry, "credentials")
    answers = {"auth_token": account.auth_token, "advanced": {"api_key": "SK2"}}
    shown = await answer(hass, shown, answers)
    assert shown["errors"] == {"base": "api_key_incomplete"}


async def test_a_new_address_leads_every_line_there(
    hass: HomeAssistant, shop: MockConfigEntry, number: PhoneNumber
) -> None:
    shown = await change(hass, shop, "new_address")
    assert suggested(shown) == {"public_url": ADDRESS}
    shown = await answer(hass, shown, {"public_url": "http://new.example.com"})
    assert shown["errors"] == {"public_url": "address_not_https"}
    shown = await answer(hass, shown, {})
    assert shown["errors"] == {"public_url": "address_needed"}
    done = await answer(hass, shown, {"public_url": NEW_ADDRESS})
    assert done["reason"] == "reconfigure_successful"
    assert shop.data["public_url"] == f"{NEW_ADDRESS}/api/webhook/0123abcd"
    assert number.voice_url == f"{NEW_ADDRESS}/api/webhook/0123abcd?step=voice"


async def test_of_several_lines_all_move_or_none(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
) -> None:
    second = exchange.add_number(SECOND_NUMBER, account)
    line = next(iter(shop.subentries.values()))
    flow = await hass.config_entries.subentries.async_init(
        (shop.entry_id, "line"), context={"source": "user"}
    )
    await hass.config_entries.subentries.async_configure(
        flow["flow_id"], {"number": second.sid, "name": "Second", "mode": "ring"}
    )
    assert line.data["number_sid"] == number.sid
    second.trunk_sid = "TK1"
    shown = await change(hass, shop, "new_address")
    shown = await answer(hass, shown, {"public_url": NEW_ADDRESS})
    assert shown["errors"] == {"base": "number_run_elsewhere"}
    assert number.voice_url == f"{ADDRESS}/api/webhook/0123abcd?step=voice"
    assert shop.data["public_url"].startswith(ADDRESS)
    second.trunk_sid = ""
    await answer(hass, shown, {"public_url": NEW_ADDRESS})
    assert number.voice_url.startswith(NEW_ADDRESS)
    assert second.voice_url.startswith(NEW_ADDRESS)


async def test_a_number_of_which_nobody_knows_whether_it_moved_is_led_back(
    hass: HomeAssistant,
    shop: MockConfigEntry,
    exchange: Exchange,
    number: PhoneNumber,
) -> None:
    update = TwilioClient.update_number
    shown = await change(hass, shop, "new_address")

    async def lose_first_answer(client: TwilioClient, sid: str, fields: Mapping[str, str]) -> None:
        await update(client, sid, fields)
        if number.updates == 1:
            exchange.trouble.add("5xx", where="numbers.fetch")
            raise ApiUnclear("no answer in time")

    with patch.object(TwilioClient, "update_number", lose_first_answer):
        shown = await answer(hass, shown, {"public_url": NEW_ADDRESS})
    assert shown["errors"] == {"base": "answer_unclear"}
    assert shop.data["public_url"].startswith(ADDRESS)
    assert number.voice_url.startswith(ADDRESS)


async def test_a_shop_at_the_cloud_keeps_its_address_there_when_a_move_fails(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange, cloud: CloudStandIn
) -> None:
    shown = await change(hass, shop, "new_address")
    await answer(hass, shown, {"use_cloud": True})
    exchange.trouble.add(Kind.HTML, None, "numbers")
    shown = await change(hass, shop, "new_address")
    shown = await answer(hass, shown, {"use_cloud": True})
    assert shown["errors"] == {"base": "answer_unclear"}
    assert list(cloud.client.cloudhooks) == ["0123abcd"]


async def test_trouble_at_twilio_while_moving_is_told(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange
) -> None:
    exchange.trouble.add(Kind.HTML, None, "numbers")
    shown = await change(hass, shop, "new_address")
    shown = await answer(hass, shown, {"public_url": NEW_ADDRESS})
    assert shown["errors"] == {"base": "answer_unclear"}


async def test_a_shop_moves_to_the_cloud_and_back(
    hass: HomeAssistant, shop: MockConfigEntry, number: PhoneNumber, cloud: CloudStandIn
) -> None:
    shown = await change(hass, shop, "new_address")
    assert suggested(shown) == {"use_cloud": False, "public_url": ADDRESS}
    await answer(hass, shown, {"use_cloud": True, "public_url": ADDRESS})
    assert (shop.data["public_url"], shop.data["cloudhook"]) == (CLOUD_URL, True)
    assert number.voice_url == f"{CLOUD_URL}?step=voice"
    shown = await change(hass, shop, "new_address")
    assert suggested(shown) == {"use_cloud": True}
    await answer(hass, shown, {"use_cloud": False, "public_url": NEW_ADDRESS})
    assert shop.data["cloudhook"] is False
    assert number.voice_url.startswith(NEW_ADDRESS)
    assert not cloud.client.cloudhooks, "the address at the cloud is given back"


async def test_a_cloud_that_gives_no_address_is_told(
    hass: HomeAssistant, shop: MockConfigEntry, cloud: CloudStandIn
) -> None:
    cloud.broken = True
    shown = await change(hass, shop, "new_address")
    shown = await answer(hass, shown, {"use_cloud": True})
    assert shown["errors"] == {"base": "cloud_failed"}


async def test_a_failed_move_to_the_cloud_leaves_nothing_there(
    hass: HomeAssistant, shop: MockConfigEntry, exchange: Exchange, cloud: CloudStandIn
) -> None:
    exchange.trouble.add(Kind.HTML, None, "numbers")
    shown = await change(hass, shop, "new_address")
    shown = await answer(hass, shown, {"use_cloud": True})
    assert shown["errors"] == {"base": "answer_unclear"}
    assert not cloud.client.cloudhooks


@pytest.mark.parametrize(
    ("title", "renamed"),
    [
        pytest.param("Corner Barbers", "Main Street Barbers", id="the entry is called the same"),
        pytest.param("My shop", "My shop", id="a name that the owner gave the entry stays"),
    ],
)
async def test_a_business_is_renamed(
    hass: HomeAssistant, shop: MockConfigEntry, title: str, renamed: str
) -> None:
    hass.config_entries.async_update_entry(shop, title=title)
    shown = await change(hass, shop, "profile")
    assert suggested(shown) == {"business": "Corner Barbers", "trade": "salon"}
    shown = await answer(hass, shown, {"business": " ", "trade": "salon"})
    assert shown["errors"] == {"business": "business_empty"}
    done = await answer(hass, shown, {"business": "Main Street Barbers", "trade": "other"})
    assert done["reason"] == "reconfigure_successful"
    assert (shop.title, shop.data["business"], shop.data["trade"]) == (
        renamed,
        "Main Street Barbers",
        "other",
    )
    assert shop.options["text_open"] == "{{ business }}: sorry!", "the words stay"


async def test_of_a_demo_only_the_profile_can_change(
    hass: HomeAssistant, setup_entry: AsyncMock
) -> None:
    entry = demo_entry()
    entry.add_to_hass(hass)
    shown = await entry.start_reconfigure_flow(hass)
    assert shown["step_id"] == "profile"


async def test_an_open_shop_takes_a_change_over_and_opens_once(hass: HomeAssistant) -> None:
    entry = demo_entry()
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    before = entry.runtime_data
    shown = await entry.start_reconfigure_flow(hass)
    with patch.object(
        hass.config_entries, "async_reload", wraps=hass.config_entries.async_reload
    ) as reload:
        await answer(hass, shown, {"business": "Main Street Barbers", "trade": "salon"})
    assert len(reload.mock_calls) == 1
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data is not before
    assert entry.runtime_data.shop.business == "Main Street Barbers"
