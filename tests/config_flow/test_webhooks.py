"""Phone systems that call here: set up while their first call comes in, by real requests."""

import hashlib
import json
from typing import Any
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import webhook
from custom_components.missed_call_textback.providers.webhook.presets import Preset
from custom_components.missed_call_textback.webhook_doors import mapping_of
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.exchange import Account, Exchange, PhoneNumber
from tests.providers.webhook.test_presets import EXAMPLES
from tests.providers.webhook.test_vendor_proofs import (
    PUBLIC_KEY,
    VONAGE_SECRET,
    telnyx,
    vonage,
)

from .dialogs import ADDRESS, CLOUD_URL, CloudStandIn, Dialog, Shown, shop_entry, sub_id, suggested
from .webhooks import PhoneSystem, SystemDialog, basic, bearer, copied, placetel, signs

CALLER = "+12025550123"
MISSED = {"id": "4711", "event": "missed", "caller": CALLER, "dialled": "+12025550170"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for a shop that these tests do not open."""
    monkeypatch.setattr(webhook, "_OTHERS_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(webhook, "_CALLER_WAITS_SECONDS", 0.01)


@pytest.fixture
async def phones(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, socket_enabled: None
) -> PhoneSystem:
    assert await async_setup_component(hass, "webhook", {})
    # As in a house where Home Assistant listens before anything is set up.
    hass.http.app._router.freeze = lambda: None  # type: ignore[method-assign]
    hass.config.external_url = ADDRESS
    return PhoneSystem(await hass_client_no_auth())


@pytest.fixture
def shop(
    hass: HomeAssistant,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    setup_entry: AsyncMock,
) -> MockConfigEntry:
    entry = shop_entry(exchange, account, number)
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def window(hass: HomeAssistant, shop: MockConfigEntry, phones: PhoneSystem) -> SystemDialog:
    return SystemDialog(hass, shop.entry_id)


async def at_first_call(window: SystemDialog, system: str = "own") -> Shown:
    """Walk to where the first call is waited for."""
    await window.open()
    return await window.answer({"system": system})


def stored(entry: MockConfigEntry) -> dict[str, Any]:
    return dict(entry.subentries[sub_id(entry, "phone_system")].data)


async def test_a_shop_is_set_up_with_a_phone_system_that_calls_here(
    dialog: Dialog, phones: PhoneSystem
) -> None:
    await dialog.reach("number")
    await dialog.answer(dialog.usual["number"] | {"mode": "own_phones"})
    await dialog.answer({"dialled": "(202) 555-0170"})
    await dialog.answer({"next_step_id": "webhook"})
    shown = await dialog.answer({"system": "own"})
    assert shown["step_id"] == "webhook_own"
    address, secret = copied(shown, "address"), copied(shown, "secret")
    assert address.startswith(f"{ADDRESS}/api/webhook/")

    body = json.dumps(MISSED).encode()
    assert await phones.post(address, body, signs(body, secret)) == 200
    shown = await dialog.answer({})
    assert shown["step_id"] == "webhook_heard"
    entry = await dialog.finish(await dialog.answer({"next_step_id": "webhook_done"}))
    system = entry.subentries[sub_id(entry, "phone_system")]
    assert (system.title, system.data["system"]) == ("Webhook", "own")
    assert (system.data["public_url"], system.data["secret"]) == (address, secret)
    # Taken over: what comes now is no longer only shown.
    assert await phones.post(address, body, signs(body, secret)) == 503


async def test_each_thing_that_can_be_wrong_with_the_first_call_is_told(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    shown = await at_first_call(window)
    address, secret = copied(shown, "address"), copied(shown, "secret")
    assert (await window.answer({}))["errors"] == {"base": "webhook_no_call"}

    assert await phones.post(address, b"<call/>", {"Content-Type": "text/xml"}) == 403
    shown = await window.answer({})
    assert shown["errors"] == {"base": "webhook_unproven"}
    assert copied(shown, "why") == "no signature"
    body = json.dumps(MISSED).encode()
    assert await phones.post(address, body, bearer("a secret of somebody else")) == 403
    assert copied(await window.answer({}), "why") == "another secret"
    assert await phones.post(address, body, signs(body + b" ", secret)) == 403
    assert copied(await window.answer({}), "why") == "bad or missing signature"

    assert await phones.post(address, MISSED | {"event": "lost"}, bearer(secret)) == 400
    shown = await window.answer({})
    assert shown["errors"] == {"base": "webhook_not_understood"}
    assert copied(shown, "why").startswith("event is none of")

    assert await phones.post(address, MISSED, bearer(secret)) == 200
    assert (await window.answer({}))["step_id"] == "webhook_heard"


async def test_a_request_in_a_form_that_nobody_reads_is_told(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    shown = await at_first_call(window)
    headers = bearer(copied(shown, "secret")) | {"Content-Type": "text/xml"}
    assert await phones.post(copied(shown, "address"), b"<call/>", headers) == 415
    shown = await window.answer({})
    assert shown["errors"] == {"base": "webhook_turned_away"}
    assert copied(shown, "why") == "Unsupported Media Type"


async def test_what_arrived_is_shown_without_a_whole_number(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    shown = await at_first_call(window)
    odd = MISSED | {"caller_name": "**Ann** [x](http://evil.example)"}
    await phones.post(copied(shown, "address"), odd, bearer(copied(shown, "secret")))
    arrived = copied(await window.answer({}), "arrived")
    assert "A call was missed; from …123, to …170" in arrived
    assert "- event: **missed**" in arrived
    assert "- caller: **…123**" in arrived
    assert "5550" not in arrived
    # Of a caller's name nothing becomes a link.
    assert "[x]" not in arrived


def headers_of(system: str, body: bytes, secret: str) -> dict[str, str]:
    """Return how a known system proves itself."""
    now = int(dt_util.utcnow().timestamp())
    match system:
        case "sipgate":
            return basic(secret)
        case "placetel":
            return placetel(body, secret)
        case "telnyx":
            return telnyx(body, now)
        case "vonage":
            return vonage(payload_hash=hashlib.sha256(body).hexdigest(), iat=now)
    return bearer(secret)


@pytest.mark.parametrize(("preset", "body"), EXAMPLES, ids=[preset.key for preset, _ in EXAMPLES])
async def test_every_known_system_is_set_up_by_the_letter_that_its_documents_show(
    window: SystemDialog,
    shop: MockConfigEntry,
    phones: PhoneSystem,
    preset: Preset,
    body: bytes,
) -> None:
    shown = await at_first_call(window, preset.key)
    if preset.key in ("telnyx", "vonage"):
        assert shown["step_id"] == "webhook_secret"
        shown = await window.answer({"secret": ""})
        assert shown["errors"] == {"secret": "webhook_secret_wrong"}
        theirs = PUBLIC_KEY if preset.key == "telnyx" else VONAGE_SECRET
        shown = await window.answer({"secret": f" {theirs} "})
    secret = copied(shown, "secret")
    headers = headers_of(preset.key, body, secret)
    assert await phones.post(copied(shown, "address"), body) == 403
    assert await phones.post(copied(shown, "address"), body, headers) == 200
    shown = await window.answer({})
    assert shown["step_id"] == "webhook_heard"
    assert shown["menu_options"] == ["webhook_done", "webhook_again"]
    done = await window.choose("webhook_done")
    assert done["title"] == preset.name
    assert mapping_of(stored(shop)) == preset.mapping


async def test_sipgate_is_told_to_tell_the_rest_while_it_is_being_set_up(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    shown = await at_first_call(window, "sipgate")
    assert shown["step_id"] == "webhook_whole_address"
    whole = copied(shown, "whole_address")
    fields = {"event": "newCall", "callId": "1", "direction": "in", "from": CALLER[1:], "to": "1"}
    assert await phones.form(copied(shown, "address"), copied(shown, "secret"), **fields) == 200
    assert f'onHangup="{whole}"' in phones.replies[-1]


async def test_a_phone_system_is_set_up_before_it_has_called(
    window: SystemDialog, shop: MockConfigEntry, phones: PhoneSystem
) -> None:
    await at_first_call(window, "other")
    done = await window.answer({"skip": True})
    assert done["type"] == "create_entry"
    assert "mapping" not in stored(shop)


async def test_a_closed_dialog_leaves_no_webhook(window: SystemDialog, phones: PhoneSystem) -> None:
    shown = await at_first_call(window)
    address, secret = copied(shown, "address"), copied(shown, "secret")
    window.close()
    # What Home Assistant says to whatever it does not know.
    assert await phones.post(address, MISSED, bearer(secret)) == 200
    assert phones.replies[-1] == ""


async def test_through_the_cloud_a_closed_dialog_gives_its_address_back(
    hass: HomeAssistant, window: SystemDialog, cloud: CloudStandIn
) -> None:
    shown = await at_first_call(window)
    assert copied(shown, "address") == CLOUD_URL
    window.close()
    await hass.async_block_till_done()
    assert cloud.client.cloudhooks == {}


async def test_through_the_cloud_a_phone_system_keeps_its_address_until_it_is_removed(
    hass: HomeAssistant, window: SystemDialog, cloud: CloudStandIn, shop: MockConfigEntry
) -> None:
    await at_first_call(window)
    await window.answer({"skip": True})
    await hass.async_block_till_done()
    assert list(cloud.client.cloudhooks) == [stored(shop)["webhook_id"]]
    assert stored(shop)["cloudhook"]
    await hass.config_entries.async_remove(shop.entry_id)
    await hass.async_block_till_done()
    assert cloud.client.cloudhooks == {}


async def test_where_no_address_is_known_one_is_asked_for(
    hass: HomeAssistant, window: SystemDialog, shop: MockConfigEntry
) -> None:
    hass.config.external_url = None
    hass.config.internal_url = "http://192.168.1.10:8123"
    shown = await at_first_call(window)
    assert shown["step_id"] == "webhook_place"
    assert suggested(shown) == {"public_url": "http://192.168.1.10:8123"}
    for typed, error in (
        ("", "webhook_address_needed"),
        ("my house", "webhook_address_not_understood"),
        ("https://[]@", "webhook_address_not_understood"),
        ("http://home.example.com", "webhook_address_not_https"),
    ):
        shown = await window.answer({"public_url": typed})
        assert shown["errors"] == {"public_url": error}
    shown = await window.answer({"public_url": "http://192.168.1.10:8123/lovelace"})
    assert copied(shown, "address").startswith("http://192.168.1.10:8123/api/webhook/")


async def test_a_cloud_that_gives_no_address_is_told(
    window: SystemDialog, cloud: CloudStandIn
) -> None:
    cloud.broken = True
    shown = await at_first_call(window)
    assert shown["step_id"] == "webhook_place"
    assert shown["errors"] == {"public_url": "cloud_failed"}


async def test_changed_later_it_shows_its_address_and_secret_and_what_has_come_since(
    window: SystemDialog, shop: MockConfigEntry, phones: PhoneSystem
) -> None:
    first = await at_first_call(window)
    address, secret = copied(first, "address"), copied(first, "secret")
    await window.answer({"skip": True})
    await phones.post(address, MISSED, bearer(secret))

    shown = await window.open(sub_id(shop, "phone_system"))
    assert suggested(shown)["system"] == "own"
    shown = await window.answer({"system": "own"})
    assert suggested(shown) == {"public_url": ADDRESS}
    shown = await window.answer({"public_url": ADDRESS})
    assert (copied(shown, "address"), copied(shown, "secret")) == (address, secret)
    before = stored(shop)
    assert "from …123" in copied(await window.answer({}), "arrived")
    done = await window.choose("webhook_done")
    assert done["reason"] == "reconfigure_successful"
    assert stored(shop) == before


async def test_a_new_secret_is_taken_beside_the_old_one_until_the_dialog_ends(
    window: SystemDialog, shop: MockConfigEntry, phones: PhoneSystem
) -> None:
    first = await at_first_call(window)
    address, old = copied(first, "address"), copied(first, "secret")
    await window.answer({"skip": True})
    sub = sub_id(shop, "phone_system")

    async def change() -> str:
        await window.open(sub)
        await window.answer({"system": "own", "new_secret": True})
        return copied(await window.answer({"public_url": ADDRESS}), "secret")

    async def taken(secret: str) -> bool:
        return await phones.post(address, MISSED, bearer(secret)) == 503

    given_up = await change()
    assert await taken(given_up)
    window.close()
    assert not await taken(given_up)

    new = await change()
    assert await taken(new)
    assert await taken(old)
    await window.answer({"skip": True})
    assert stored(shop)["secret"] == new
    assert stored(shop)["public_url"] == address


async def test_a_vendors_key_is_kept_where_it_is_left_empty(
    window: SystemDialog, shop: MockConfigEntry
) -> None:
    await at_first_call(window, "telnyx")
    await window.answer({"secret": PUBLIC_KEY})
    await window.answer({"skip": True})
    await window.open(sub_id(shop, "phone_system"))
    await window.answer({"system": "telnyx"})
    await window.answer({})
    shown = await window.answer({"public_url": ADDRESS})
    assert shown["step_id"] == "webhook_address"
    await window.answer({"skip": True})
    assert stored(shop)["secret"] == PUBLIC_KEY


async def test_from_the_cloud_to_an_own_address_the_clouds_is_given_back(
    hass: HomeAssistant, window: SystemDialog, shop: MockConfigEntry, cloud: CloudStandIn
) -> None:
    await at_first_call(window)
    await window.answer({"skip": True})
    await window.open(sub_id(shop, "phone_system"))
    shown = await window.answer({"system": "own"})
    assert suggested(shown) == {"public_url": None}
    await window.answer({"public_url": ADDRESS})
    await window.answer({"skip": True})
    await hass.async_block_till_done()
    assert stored(shop)["cloudhook"] is False
    assert cloud.client.cloudhooks == {}
