"""The way in while the shop is not open: callers get through, and nothing else is acknowledged."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import threading
from unittest.mock import patch

import pytest

import custom_components.missed_call_textback as integration
from custom_components.missed_call_textback import backlog, const, recovering, webhook
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.records import Recovery
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger, recover
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from tests.exchange import PRESSES_ONE, RINGS_OUT, Forgery

from .conftest import CALLER, KIM, LINE_ID, SAM, TwilioShop

WORDS = "Corner Barbers here, sorry we missed you. How can we help?"
SET_UP = "custom_components.missed_call_textback.async_setup_entry"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long for a shop that does not open."""
    monkeypatch.setattr(webhook, "_CALLER_WAITS_SECONDS", 0.05)
    monkeypatch.setattr(webhook, "_OTHERS_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(backlog, "_AGAIN_SECONDS", 0.05)


@contextmanager
def no_ledger() -> Iterator[None]:
    """Let ledgers be out of reach."""
    with patch.object(SqliteLedger, "open", side_effect=LedgerUnavailable("disk full")):
        yield


async def text_status(shop: TwilioShop, body: str = "Hello?") -> int | None:
    return (await shop.exchange.send_text(CALLER, shop.number, body)).status


async def test_before_any_shop_is_set_up_its_webhook_is_there_and_rings_the_team(
    new_shop: TwilioShop,
) -> None:
    shop = new_shop
    with patch(SET_UP, return_value=False):
        assert await async_setup_component(shop.hass, DOMAIN, {})
    assert shop.entry.state is ConfigEntryState.SETUP_ERROR
    call = await shop.call(PRESSES_ONE)
    assert call.bridged
    assert await text_status(shop) == 503


async def test_what_comes_while_a_shop_is_being_opened_waits_for_it(
    new_shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = new_shop
    monkeypatch.setattr(webhook, "_OTHERS_WAIT_SECONDS", 5)
    began, gate, real = asyncio.Event(), asyncio.Event(), SqliteLedger.open

    async def slow(self: SqliteLedger, *args: object, **options: object) -> None:
        began.set()
        await gate.wait()
        await real(self, *args, **options)  # type: ignore[arg-type]

    with patch.object(SqliteLedger, "open", slow):
        opening = asyncio.ensure_future(async_setup_component(shop.hass, DOMAIN, {}))
        await began.wait()
        text = asyncio.ensure_future(shop.exchange.send_text(CALLER, shop.number, "Hello?"))
        await asyncio.sleep(0.2)
        assert not text.done()
        gate.set()
        assert await opening
    assert (await text).status == 200
    assert await shop.total(Tally.REPLIES) == 1


async def test_while_the_ledger_cannot_be_opened_calls_ring_through_and_are_texted_later(
    shop: TwilioShop,
) -> None:
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    with no_ledger():
        await shop.hass.config_entries.async_setup(shop.entry.entry_id)
        assert shop.entry.state is ConfigEntryState.SETUP_RETRY
        call = await shop.exchange.place_call(CALLER, shop.number, answers=RINGS_OUT)
        assert {leg.to for leg in call.legs} == {SAM, KIM}
        assert await text_status(shop) == 503
    await shop.exchange.settle()
    assert shop.texts() == []
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    shop.listen()
    await shop.settle()
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == await shop.total(Tally.TEXTED) == 1


async def test_while_a_damaged_ledger_is_recovered_calls_ring_through_and_texts_are_brought_again(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def lasting(path: Path) -> Recovery:
        may_end.wait()
        return recover(path)

    monkeypatch.setattr(integration, "recover", lasting)
    monkeypatch.setattr(recovering, "_PATIENCE_SECONDS", 0.01)
    config_entries, entry = shop.hass.config_entries, shop.entry
    assert await config_entries.async_unload(entry.entry_id)
    ledger = Path(shop.hass.config.path(DOMAIN, f"{entry.entry_id}.db"))
    await asyncio.to_thread(ledger.write_bytes, b"no ledger at all " * 1000)
    try:
        assert not await config_entries.async_setup(entry.entry_id)
        call = await shop.exchange.place_call(CALLER, shop.number, answers=RINGS_OUT)
        assert {leg.to for leg in call.legs} == {SAM, KIM}
        # To the company that is no answer: it asks again, or turns to its second address.
        assert await text_status(shop) == 503
        await shop.exchange.settle()
        assert shop.texts() == []
    finally:
        may_end.set()
    await shop.hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    shop.listen()
    await shop.settle()
    assert shop.texts() == [WORDS]
    assert await shop.total(Tally.MISSED) == await shop.total(Tally.TEXTED) == 1
    assert await text_status(shop) == 200
    assert await shop.total(Tally.REPLIES) == 1


async def test_what_waits_for_the_ledger_outlives_a_reload(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(_work: object, **_how: object) -> object:
        raise LedgerUnavailable

    with monkeypatch.context() as patched:
        patched.setattr(shop.coordinator.ledger, "write", unavailable)
        ringing = await shop.exchange.ring_in(CALLER, shop.number)
        await ringing.finish()
        assert shop.texts() == []
        assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    await shop.settle()
    assert shop.texts() == [WORDS]


@pytest.mark.parametrize("shop_options", [{const.CONF_HOURS: {}}], ids=["always closed"])
async def test_a_shop_that_is_closed_by_its_hours_rings_nobody_even_then(
    new_shop: TwilioShop,
) -> None:
    with patch(SET_UP, return_value=False):
        assert await async_setup_component(new_shop.hass, DOMAIN, {})
    call = await new_shop.call(PRESSES_ONE)
    assert call.legs == []
    assert call.sent("voice")[0].status == 200


@pytest.mark.parametrize("kind", [Forgery.UNSIGNED, Forgery.BAD_SIGNATURE, Forgery.OTHER_ACCOUNT])
async def test_who_cannot_sign_is_not_let_in_either(shop: TwilioShop, kind: Forgery) -> None:
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    for door in ("sms", "voice"):
        assert await shop.exchange.forged(kind, shop.number, door=door) == 403


async def test_a_disabled_shop_refuses_everything_so_that_the_fallback_takes_over(
    shop: TwilioShop,
) -> None:
    entries = shop.hass.config_entries
    await entries.async_set_disabled_by(shop.entry.entry_id, ConfigEntryDisabler.USER)
    assert await text_status(shop) == 503
    call = await shop.exchange.place_call(CALLER, shop.number, answers=PRESSES_ONE)
    assert {each.status for each in call.sent("voice")} == {503}
    await entries.async_set_disabled_by(shop.entry.entry_id, None)
    assert await text_status(shop) == 200


async def test_a_shop_whose_settings_cannot_be_read_refuses_everything(
    new_shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> None:
    data = {key: value for key, value in new_shop.entry.data.items() if key != const.CONF_COUNTRY}
    new_shop.hass.config_entries.async_update_entry(new_shop.entry, data=data)
    await async_setup_component(new_shop.hass, DOMAIN, {})
    assert await text_status(new_shop) == 503
    assert "cannot be read" in caplog.text
    caplog.clear()
    assert await text_status(new_shop) == 503
    assert "cannot be read" not in caplog.text


async def test_a_removed_shop_has_no_webhook_any_more(shop: TwilioShop) -> None:
    url = shop.number.sms_url
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    # What Home Assistant says to whatever it does not know.
    assert await shop.exchange.webhooks.raw(url, b"", {}) == 200


async def test_of_a_removed_shop_nobody_is_told_that_its_webhooks_were_refused(
    shop: TwilioShop,
) -> None:
    issue = f"webhooks_refused_{shop.entry.entry_id}"
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    for _ in range(3):
        await shop.exchange.forged(Forgery.BAD_SIGNATURE, shop.number)
    assert ir.async_get(shop.hass).async_get_issue(DOMAIN, issue) is not None
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    assert ir.async_get(shop.hass).async_get_issue(DOMAIN, issue) is None


async def test_new_settings_are_heeded_at_the_door(shop: TwilioShop) -> None:
    old = shop.account.auth_token
    shop.exchange.rotate_token(shop.account)
    assert await text_status(shop) == 403
    shop.hass.config_entries.async_update_entry(
        shop.entry,
        data={**shop.entry.data, const.CONF_AUTH_TOKEN: shop.account.auth_token},
    )
    await shop.settle()
    assert shop.account.auth_token != old
    assert await text_status(shop) == 200
    assert LINE_ID in shop.coordinator.data


async def test_more_than_memory_may_hold_gives_up_the_oldest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(backlog, "_MOST", 2)
    kept = backlog.Backlog()
    kept.add(())
    assert len(kept) == 0
    event = object()
    for _ in range(3):
        kept.add((event,))  # type: ignore[arg-type]
    assert len(kept) == 2
    assert "too many wait" in caplog.text
