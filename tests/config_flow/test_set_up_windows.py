"""Setting a shop up in more windows than one: closed midway, left open, or ended at once."""

import asyncio

import pytest

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import UnknownFlow
from tests.exchange import Account, Exchange, PhoneNumber

from .dialogs import SECOND_NUMBER, Dialog, shop_entry


async def test_an_account_set_up_in_another_window_meanwhile_is_not_set_up_twice(
    hass: HomeAssistant,
    dialog: Dialog,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
) -> None:
    other = exchange.add_number(SECOND_NUMBER, account)
    await dialog.reach("words")
    shop_entry(exchange, account, other).add_to_hass(hass)
    refused = await dialog.answer(dialog.usual["words"])
    assert refused["reason"] == "already_configured"
    assert number.updates == 0


async def test_an_owner_whose_window_was_closed_midway_begins_again(
    dialog: Dialog, account: Account
) -> None:
    await dialog.reach("business")
    entry = await dialog.finish(await dialog.open())
    assert entry.unique_id == account.sid


async def test_a_dialog_left_open_cannot_set_the_account_up_a_second_time(
    hass: HomeAssistant, dialog: Dialog
) -> None:
    await dialog.reach("words")
    left_open = dialog.flow_id
    await dialog.finish(await dialog.open())
    dialog.flow_id = left_open
    with pytest.raises(UnknownFlow):
        await dialog.answer(dialog.usual["words"])
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def test_two_windows_that_end_at_once_set_one_shop_up_and_lead_the_number_to_it(
    hass: HomeAssistant, dialog: Dialog, number: PhoneNumber
) -> None:
    await dialog.reach("words")
    flows = [dialog.flow_id]
    await dialog.reach("words")
    flows.append(dialog.flow_id)
    words = dialog.usual["words"]
    await asyncio.gather(
        *(hass.config_entries.flow.async_configure(flow, words) for flow in flows),
        return_exceptions=True,
    )
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert number.voice_url == f"{entry.data['public_url']}?step=voice"
    assert number.updates == 1


async def test_a_demo_that_was_closed_midway_is_begun_again(
    hass: HomeAssistant, dialog: Dialog
) -> None:
    await dialog.open("demo")
    shown = await dialog.open("demo")
    assert shown["step_id"] == "demo"
    done = await dialog.answer({"business": "Corner Barbers", "trade": "salon"})
    assert done["type"] == "create_entry"
