"""A shop is opened, closed, changed and removed, and leaves nothing behind."""

import asyncio
from pathlib import Path
import stat
import threading
from unittest.mock import patch
from urllib.parse import urlencode

import pytest

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.tally import Tally
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState, ConfigSubentry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, HomeAssistant
from tests.exchange import RINGS_OUT

from .conftest import CALLER, LINE_ID, PUBLIC, WEBHOOK_ID, TwilioShop

BEFORE = "https://before.example/voice"


def ledger_files(shop: TwilioShop) -> list[str]:
    folder = Path(shop.hass.config.path(const.DOMAIN))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def test_a_reload_forgets_nothing(shop: TwilioShop) -> None:
    await shop.call(RINGS_OUT)
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    shop.listen()
    assert await shop.total(Tally.TEXTED) == 1
    await shop.call(RINGS_OUT)
    assert len(shop.texts()) == 1
    await shop.forward(seconds=1)
    state = shop.hass.states.get("sensor.corner_barbers_missed_calls")
    assert state is not None
    assert state.state == "2"


async def test_an_unloaded_shop_lets_go_of_its_threads_and_its_actions(
    shop: TwilioShop,
) -> None:
    writers = [each for each in threading.enumerate() if "ledger" in each.name]
    assert writers
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    assert shop.entry.state is ConfigEntryState.NOT_LOADED
    assert not any(each.is_alive() for each in writers)
    assert not shop.hass.services.has_service("notify", "missed_call_textback_corner_barbers")


async def test_a_call_that_rang_over_a_reload_is_decided_by_its_end(shop: TwilioShop) -> None:
    ringing = await shop.exchange.ring_in(CALLER, shop.number)
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    shop.listen()
    await ringing.finish()
    await shop.settle()
    assert shop.decided[0].call.outcome is Outcome.NO_ANSWER
    assert len(shop.texts()) == 1


async def test_while_a_shop_is_reloaded_the_text_on_its_way_arrives_and_is_told(
    shop: TwilioShop,
) -> None:
    shop.exchange.trouble.add("delay", where="messages.create", seconds=0.3)
    ringing = await shop.exchange.ring_in(CALLER, shop.number)
    await ringing.finish()
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    assert await shop.total(Tally.TEXTED) == 1
    state = shop.hass.states.get("event.corner_barbers_text")
    assert state is not None
    assert state.attributes["event_type"] == "sent"
    await shop.settle()
    assert len(shop.texts()) == 1


async def test_when_home_assistant_stops_the_text_on_its_way_arrives_and_the_file_is_closed(
    shop: TwilioShop,
) -> None:
    shop.exchange.trouble.add("delay", where="messages.create", seconds=0.3)
    ringing = await shop.exchange.ring_in(CALLER, shop.number)
    await ringing.finish()
    shop.hass.set_state(CoreState.stopping)
    shop.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await shop.settle()
    assert len(shop.texts()) == 1
    with pytest.raises(LedgerUnavailable):
        await shop.total(Tally.MISSED)
    assert ledger_files(shop) == [f"{shop.entry.entry_id}.db"]


async def test_the_ledger_is_for_its_owners_eyes_only(shop: TwilioShop) -> None:
    path = Path(shop.hass.config.path(const.DOMAIN, f"{shop.entry.entry_id}.db"))
    status = await asyncio.to_thread(path.stat)
    assert stat.S_IMODE(status.st_mode) == 0o600


async def test_a_removed_shop_gives_its_number_back_and_deletes_what_was_stored(
    shop: TwilioShop,
) -> None:
    await shop.call(RINGS_OUT)
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    await shop.settle()
    assert shop.number.voice_url == BEFORE
    assert (shop.number.sms_url, shop.number.status_callback) == ("", "")
    assert ledger_files(shop) == []


async def test_a_removed_shop_gives_its_cloud_hook_back(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []

    async def close(_hass: HomeAssistant, webhook_id: str) -> None:
        closed.append(webhook_id)

    monkeypatch.setattr("homeassistant.components.cloud.async_delete_cloudhook", close)
    shop.hass.config.components.add("cloud")
    shop.hass.config_entries.async_update_entry(
        shop.entry, data={**shop.entry.data, const.CONF_CLOUDHOOK: True}
    )
    await shop.settle()
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    assert closed == [WEBHOOK_ID]


async def test_what_somebody_else_has_set_since_is_left_alone(shop: TwilioShop) -> None:
    shop.number.voice_url = "https://other.example/voice"
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    assert shop.number.voice_url == "https://other.example/voice"
    assert shop.number.sms_url == ""


async def test_a_removed_line_gives_its_number_back_and_the_shop_goes_on(
    shop: TwilioShop,
) -> None:
    shop.hass.config_entries.async_remove_subentry(shop.entry, LINE_ID)
    await shop.settle()
    assert shop.number.voice_url == BEFORE
    assert shop.entry.state is ConfigEntryState.LOADED
    assert shop.coordinator.shop.lines == ()


@pytest.mark.parametrize("opens", [True, False], ids=["opened", "removed"])
async def test_a_line_that_is_removed_while_the_shop_is_closed_gives_its_number_back_afterwards(
    shop: TwilioShop, opens: bool
) -> None:
    entries = shop.hass.config_entries
    await entries.async_unload(shop.entry.entry_id)
    entries.async_remove_subentry(shop.entry, LINE_ID)
    await (entries.async_setup if opens else entries.async_remove)(shop.entry.entry_id)
    await shop.settle()
    assert shop.number.voice_url == BEFORE


async def test_a_number_that_is_a_line_again_before_the_shop_is_opened_anew_stays_one(
    shop: TwilioShop,
) -> None:
    line = shop.entry.subentries[LINE_ID]
    with patch.object(shop.hass.config_entries, "async_schedule_reload"):
        shop.hass.config_entries.async_remove_subentry(shop.entry, LINE_ID)
        await shop.settle()
        assert shop.number.voice_url == BEFORE
        # As the dialog does that adds a line.
        shop.number.voice_url = f"{PUBLIC}/api/webhook/{WEBHOOK_ID}?step=voice"
        again = ConfigSubentry(
            data=line.data, subentry_type="line", title=line.title, unique_id=line.unique_id
        )
        shop.hass.config_entries.async_add_subentry(shop.entry, again)
        await shop.settle()
    assert shop.number.voice_url.startswith(PUBLIC)


async def test_a_number_that_cannot_be_given_back_does_not_keep_the_shop(
    shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.exchange.trouble.add("5xx", times=None, where="numbers")
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    assert not shop.hass.config_entries.async_entries(const.DOMAIN)
    assert "could not be given back" in caplog.text


async def test_a_token_that_fails_at_the_start_asks_to_sign_in_and_calls_are_taken_all_the_same(
    shop: TwilioShop,
) -> None:
    await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    old = shop.account.auth_token
    shop.exchange.rotate_token(shop.account)
    await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await shop.settle()
    flows = shop.hass.config_entries.flow.async_progress_by_handler(const.DOMAIN)
    assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]
    assert shop.entry.state is ConfigEntryState.LOADED
    shop.account.auth_token = old
    shop.listen()
    await shop.call(RINGS_OUT)
    assert len(shop.texts()) == 1


async def test_a_carrier_that_cannot_be_asked_at_the_start_stops_nobody(
    shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.exchange.trouble.add("html", times=None, where="numbers")
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    await shop.settle()
    assert "cannot be asked" in caplog.text
    shop.listen()
    await shop.call(RINGS_OUT)
    assert len(shop.texts()) == 1


async def test_while_the_ledger_cannot_be_opened_the_shop_is_tried_again_later(
    shop: TwilioShop,
) -> None:
    await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    path = Path(shop.hass.config.path(const.DOMAIN, f"{shop.entry.entry_id}.db"))
    aside = path.with_suffix(".aside")
    await asyncio.to_thread(path.rename, aside)
    await asyncio.to_thread(path.mkdir)
    await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    assert shop.entry.state is ConfigEntryState.SETUP_RETRY
    await asyncio.to_thread(path.rmdir)
    await asyncio.to_thread(aside.rename, path)
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)


async def test_behind_a_cloud_hook_the_request_has_no_address_and_is_verified_all_the_same(
    shop: TwilioShop,
) -> None:
    from homeassistant.components.webhook import async_handle_webhook  # noqa: PLC0415
    from homeassistant.util.aiohttp import MockRequest  # noqa: PLC0415

    await shop.call(RINGS_OUT)
    genuine = shop.exchange.calls[0].sent("voice")[0]
    request = MockRequest(
        content=urlencode(genuine.params).encode(),
        mock_source="cloud",
        method="POST",
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": genuine.signature,
        },
        query_string=genuine.url.partition("?")[2],
    )
    assert genuine.url.startswith(PUBLIC)
    response = await async_handle_webhook(shop.hass, WEBHOOK_ID, request)
    assert response.status == 200
    assert response.text is not None
    assert "<Dial" in response.text
