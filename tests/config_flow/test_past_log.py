"""The company's own log of the time before: read in the background, and kept whole or not at all."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.records import Daily
from custom_components.missed_call_textback.providers.twilio import past_log
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.exchange import Account, Exchange, Kind, PhoneNumber
from tests.exchange.call_records import CallRow

from .dialogs import LINE_NUMBER, Shown, shop_entry, sub_id
from .options_dialog import answer, choose


@pytest.fixture
async def open_shop(
    hass: HomeAssistant,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[MockConfigEntry]:
    """Return a shop with a carrier of its own that is open, and whose log has three calls."""
    monkeypatch.setattr(past_log, "_PAUSE", 0)
    for n, days_ago in enumerate((30, 20, 10), 1):
        row = CallRow(
            account_sid=account.sid,
            to=LINE_NUMBER,
            from_=f"+1202555016{n}",
            direction="inbound",
            start_time=dt_util.utcnow() - timedelta(days=days_ago),
            ordinal=n,
        )
        row.end("completed", 20, 0)
        account.calls.append(row)
    entry = shop_entry(exchange, account, number)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)


async def _read(hass: HomeAssistant, shop: MockConfigEntry) -> Shown:
    """Have the log read, and return what is shown then."""
    menu = await choose(hass, shop, "past")
    assert menu["menu_options"] == ["past_file", "past_log"]
    shown = await answer(hass, menu, {"next_step_id": "past_log"})
    return await _once_read(hass, shown)


async def _once_read(hass: HomeAssistant, shown: Shown) -> Shown:
    assert (shown["type"], shown["progress_action"]) == ("progress", "past_log")
    assert shown["description_placeholders"] == {"company": "Twilio"}
    await hass.async_block_till_done()
    return await hass.config_entries.options.async_configure(shown["flow_id"])


async def _past(shop: MockConfigEntry) -> Daily:
    ledger = shop.runtime_data.ledger
    past: Daily = await ledger.past(sub_id(shop, "line"), "2000-01-01", "2100-01-01")
    return past


async def test_the_log_is_shown_before_anything_of_it_is_kept(
    hass: HomeAssistant, open_shop: MockConfigEntry
) -> None:
    shown = await _read(hass, open_shop)
    assert shown["step_id"] == "past_preview"
    assert "|3|3|0|" in shown["description_placeholders"]["table"]
    assert await _past(open_shop) == {}
    shown = await answer(hass, shown, {})
    assert (shown["type"], shown["reason"]) == ("abort", "past_imported")
    assert len(await _past(open_shop)) == 3


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        pytest.param(Kind.TOO_MANY_REQUESTS, "past_log_busy", id="429"),
        pytest.param(Kind.SERVER_ERROR, "past_log_silent", id="5xx"),
        pytest.param(Kind.CUT, "past_log_silent", id="cut"),
    ],
)
async def test_a_log_that_cannot_be_read_is_told_and_read_again_when_wanted(
    hass: HomeAssistant,
    exchange: Exchange,
    open_shop: MockConfigEntry,
    kind: Kind,
    error: str,
) -> None:
    exchange.trouble.add(kind, where="calls.list", times=None)
    shown = await _read(hass, open_shop)
    assert (shown["step_id"], shown["errors"]) == ("past_log_failed", {"base": error})
    assert await _past(open_shop) == {}
    exchange.trouble.clear()
    shown = await _once_read(hass, await answer(hass, shown, {}))
    assert shown["step_id"] == "past_preview"


async def test_credentials_that_are_refused_are_told(
    hass: HomeAssistant, account: Account, open_shop: MockConfigEntry
) -> None:
    account.auth_token = "0" * 32
    shown = await _read(hass, open_shop)
    assert shown["errors"] == {"base": "past_log_refused"}


async def test_a_log_without_a_call_of_the_past_is_told(
    hass: HomeAssistant, account: Account, open_shop: MockConfigEntry
) -> None:
    account.calls.clear()
    shown = await _read(hass, open_shop)
    assert shown["errors"] == {"base": "past_nothing_before"}


async def test_records_that_cannot_be_read_are_told(
    hass: HomeAssistant, open_shop: MockConfigEntry
) -> None:
    with patch.object(
        open_shop.runtime_data.ledger, "write", side_effect=LedgerUnavailable("the disk is full")
    ):
        shown = await _read(hass, open_shop)
    assert shown["errors"] == {"base": "ledger_unavailable"}


async def test_a_window_that_is_closed_ends_the_reading(
    hass: HomeAssistant, open_shop: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Between two pages.
    monkeypatch.setattr(past_log, "_PAUSE", 3600)
    menu = await choose(hass, open_shop, "past")
    shown = await answer(hass, menu, {"next_step_id": "past_log"})
    options = hass.config_entries.options
    task = options._progress[shown["flow_id"]].async_get_progress_task()
    assert task is not None
    options.async_abort(shown["flow_id"])
    await asyncio.wait({task}, timeout=10)
    assert task.cancelled()
    assert await _past(open_shop) == {}
