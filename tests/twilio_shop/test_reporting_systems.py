"""Phone systems that call here: from their letter over real HTTP to a text, and what the owner sees."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    mock_restore_cache,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback import backlog, const, webhook
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.diagnostics import async_get_config_entry_diagnostics
from custom_components.missed_call_textback.sources import check_source
from homeassistant.config_entries import ConfigEntryDisabler, ConfigSubentry
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.config_flow.dialogs import CLOUD_URL, CloudStandIn, suggested
from tests.config_flow.webhooks import PhoneSystem, SystemDialog, bearer, copied
from tests.providers.webhook.test_presets import hangup

from .conftest import CALLER, PUBLIC, TwilioShop

LANDLINE = "+15155550100"
SET_UP = "custom_components.missed_call_textback.async_setup_entry"
MISSED = {"id": "4711", "event": "missed", "caller": CALLER, "ring_seconds": 20}
CONNECTED = "binary_sensor.{}_connected"


def secret_of(name: str) -> str:
    return "whsec_" + f"{name}0".ljust(40, "A")


def address_of(name: str) -> str:
    return f"{PUBLIC}/api/webhook/hook-of-{name}"


def system(name: str, **settings: object) -> ConfigSubentry:
    """Return a phone system as set-up stores it."""
    data: dict[str, Any] = {
        const.CONF_KIND: "webhook",
        "webhook_id": f"hook-of-{name}",
        const.CONF_PUBLIC_URL: address_of(name),
        const.CONF_CLOUDHOOK: False,
        const.CONF_SYSTEM: "own",
        const.CONF_SECRET: secret_of(name),
        const.CONF_SINCE: dt_util.utcnow().isoformat(),
    }
    return ConfigSubentry(
        subentry_id=f"01{name.upper()}",
        subentry_type=const.SUBENTRY_TYPE_PHONE_SYSTEM,
        title=name.capitalize(),
        unique_id=f"webhook:hook-of-{name}",
        data=MappingProxyType(data | settings),
    )


@pytest.fixture
def line_settings() -> dict[str, object]:
    return {const.CONF_MODE: "own_phones", const.CONF_DIALLED: LANDLINE}


@pytest.fixture
def system_settings() -> dict[str, object]:
    """Return what this test's phone system has different."""
    return {}


@pytest.fixture
async def own_phones(
    new_shop: TwilioShop, system_settings: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[TwilioShop]:
    """Return the shop with its phone system, not opened yet."""
    monkeypatch.setattr(webhook, "_OTHERS_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(webhook, "_CALLER_WAITS_SECONDS", 0.05)
    new_shop.hass.config_entries.async_add_subentry(
        new_shop.entry, system("desk", **system_settings)
    )
    yield new_shop
    if new_shop.hass.config_entries.async_get_entry(new_shop.entry.entry_id):
        await new_shop.hass.config_entries.async_unload(new_shop.entry.entry_id)


@pytest.fixture
def cloud(hass: HomeAssistant) -> CloudStandIn:
    return CloudStandIn(hass)


@pytest.fixture
async def phones(
    own_phones: TwilioShop, hass_client_no_auth: ClientSessionGenerator
) -> PhoneSystem:
    return PhoneSystem(await hass_client_no_auth())


@pytest.fixture
async def shop(own_phones: TwilioShop, phones: PhoneSystem) -> TwilioShop:
    """Return the shop, open."""
    assert await own_phones.hass.config_entries.async_setup(own_phones.entry.entry_id)
    await own_phones.hass.async_block_till_done()
    own_phones.listen()
    return own_phones


async def report(
    shop: TwilioShop, phones: PhoneSystem, letter: bytes | dict[str, Any], name: str = "desk"
) -> int:
    """Have a phone system report, and wait until all is done that it causes."""
    status = await phones.post(address_of(name), letter, bearer(secret_of(name)))
    await shop.hass.async_block_till_done()
    await shop.exchange.settle()
    await shop.hass.async_block_till_done()
    return status


def connected(shop: TwilioShop, name: str = "desk") -> State:
    state = shop.hass.states.get(CONNECTED.format(name))
    assert state is not None
    return state


def issue(shop: TwilioShop, issue_id: str) -> ir.IssueEntry | None:
    return ir.async_get(shop.hass).async_get_issue(const.DOMAIN, issue_id)


async def test_a_missed_call_that_is_reported_is_texted_once_and_shown(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    assert connected(shop).state == "unknown"
    assert connected(shop).attributes["connection"] == "waiting"
    for _ in range(2):
        assert await report(shop, phones, MISSED) == 200
    answered = MISSED | {"id": "4712", "event": "answered", "caller": "+12025550144"}
    assert await report(shop, phones, answered) == 200

    (text,) = shop.exchange.texts_to(CALLER)
    assert text.from_ == shop.number.phone_number
    assert shop.texts("+12025550144") == []
    assert await shop.total(Tally.MISSED) == 1
    assert shop.decided[0].call.source_id == "webhook:01DESK:4711"
    assert connected(shop).state == "on"
    heard_at = dt_util.parse_datetime(connected(shop).attributes["last_heard"])
    assert heard_at is not None
    assert dt_util.utcnow() - heard_at < timedelta(minutes=1)


async def test_two_phone_systems_beside_each_other_never_mix(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    shop.hass.config_entries.async_add_subentry(shop.entry, system("other"))
    await shop.hass.async_block_till_done()
    shop.listen()
    for name in ("desk", "other"):
        wrong = bearer(secret_of("other" if name == "desk" else "desk"))
        assert await phones.post(address_of(name), MISSED, wrong) == 403
    assert shop.decided == []
    # The same id is another call at another system.
    assert await report(shop, phones, MISSED, "desk") == 200
    assert await report(shop, phones, MISSED | {"caller": "+12025550144"}, "other") == 200
    # Each waits a while for what the other says of the same caller.
    await shop.forward(seconds=30)
    assert {each.call.source_id for each in shop.decided} == {
        "webhook:01DESK:4711",
        "webhook:01OTHER:4711",
    }
    assert await shop.total(Tally.MISSED) == 2
    assert connected(shop, "desk").attributes["last_heard"]
    assert connected(shop, "other").state == "on"


@pytest.mark.parametrize("system_settings", [{const.CONF_SYSTEM: "sipgate"}])
async def test_a_call_that_rang_before_a_reload_ends_after_it(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    def of(body: bytes) -> bytes:
        return body.replace(b"492111234567", CALLER[1:].encode())

    new = b"event=newCall&from=492111234567&to=100&direction=in&callId=123456"
    assert await report(shop, phones, of(new)) == 200
    assert "onHangup=" in phones.replies[-1]
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    shop.listen()
    # Of a call whose ringing was not heard this would say nothing.
    assert await report(shop, phones, of(hangup("normalClearing"))) == 200
    (decided,) = shop.decided
    assert decided.call.outcome is Outcome.ANSWERED
    assert decided.call.ring_seconds is None
    assert connected(shop).state == "on"


async def test_before_any_shop_is_set_up_the_door_is_there_and_acknowledges_nothing(
    own_phones: TwilioShop, phones: PhoneSystem
) -> None:
    with patch(SET_UP, return_value=False):
        assert await async_setup_component(own_phones.hass, const.DOMAIN, {})
    assert await phones.post(address_of("desk"), MISSED, bearer("somebody else's secret")) == 403
    assert await report(own_phones, phones, MISSED) == 503


async def test_what_the_ledger_cannot_keep_has_to_be_sent_again(
    shop: TwilioShop, phones: PhoneSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(_work: object, **_how: object) -> object:
        raise LedgerUnavailable

    with monkeypatch.context() as patched:
        patched.setattr(shop.coordinator.ledger, "write", unavailable)
        assert await report(shop, phones, MISSED) == 503
    assert await report(shop, phones, MISSED) == 200
    assert len(shop.texts()) == 1


async def test_a_call_that_its_phone_system_tells_but_once_is_texted_when_the_ledger_is_back(
    shop: TwilioShop, phones: PhoneSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(_work: object, **_how: object) -> object:
        raise LedgerUnavailable

    monkeypatch.setattr(backlog, "_AGAIN_SECONDS", 0.05)
    with monkeypatch.context() as patched:
        patched.setattr(shop.coordinator.ledger, "write", unavailable)
        assert await report(shop, phones, MISSED) == 503
    await shop.settle()
    assert len(shop.texts()) == 1
    # Sent again after all, it is the same call.
    assert await report(shop, phones, MISSED) == 200
    assert len(shop.texts()) == 1
    assert await shop.total(Tally.MISSED) == 1


async def test_a_call_that_is_told_but_once_while_the_shop_is_closed_is_texted_once_it_is_open(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    entries = shop.hass.config_entries
    assert await entries.async_unload(shop.entry.entry_id)
    assert await report(shop, phones, MISSED) == 503
    assert await entries.async_setup(shop.entry.entry_id)
    await shop.settle()
    assert len(shop.texts()) == 1


async def test_a_disabled_shop_acknowledges_nothing(shop: TwilioShop, phones: PhoneSystem) -> None:
    entries = shop.hass.config_entries
    await entries.async_set_disabled_by(shop.entry.entry_id, ConfigEntryDisabler.USER)
    assert await report(shop, phones, MISSED) == 503
    await entries.async_set_disabled_by(shop.entry.entry_id, None)
    await shop.hass.async_block_till_done()
    assert await report(shop, phones, MISSED) == 200


async def test_a_removed_phone_system_has_no_webhook_any_more(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    shop.hass.config_entries.async_remove_subentry(shop.entry, "01DESK")
    await shop.hass.async_block_till_done()
    # What Home Assistant says to whatever it does not know.
    assert await phones.post(address_of("desk"), MISSED, bearer("x")) == 200
    assert phones.replies[-1] == ""


async def test_a_removed_shop_takes_its_phone_systems_webhooks_with_it(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    assert await phones.post(address_of("desk"), MISSED, bearer("x")) == 200
    assert phones.replies[-1] == ""


async def test_who_does_not_prove_itself_again_and_again_is_told_to_the_owner_until_it_does(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    unproven = "phone_system_unproven_01DESK"
    for _ in range(3):
        assert issue(shop, unproven) is None
        assert await phones.post(address_of("desk"), MISSED, bearer("the secret of before")) == 403
    await shop.hass.async_block_till_done()
    told = issue(shop, unproven)
    assert told is not None
    assert told.translation_key == "phone_system_unproven"
    assert told.translation_placeholders == {"shop": "Corner Barbers", "name": "Desk"}
    assert connected(shop).state == "off"
    assert connected(shop).attributes["connection"] == "refused"
    # The telephone company's own webhooks are another matter.
    assert issue(shop, f"webhooks_refused_{shop.entry.entry_id}") is None

    assert await report(shop, phones, MISSED) == 200
    assert issue(shop, unproven) is None
    assert connected(shop).state == "on"


async def test_letters_that_are_not_understood_are_told_to_the_owner_until_one_is(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    for _ in range(3):
        assert issue(shop, "phone_system_01DESK") is None
        assert await report(shop, phones, MISSED | {"event": "gone"}) == 400
    told = issue(shop, "phone_system_01DESK")
    assert told is not None
    assert told.translation_key == "phone_system_not_understood"
    assert told.translation_placeholders is not None
    assert told.translation_placeholders["why"].startswith("event is none of")
    # It has proven itself all the same.
    assert connected(shop).state == "on"
    assert await report(shop, phones, MISSED) == 200
    assert issue(shop, "phone_system_01DESK") is None


@pytest.mark.parametrize("system_settings", [{const.CONF_SYSTEM: "other"}])
async def test_a_form_whose_fields_are_not_chosen_yet_is_told_with_its_first_letter(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    assert await report(shop, phones, {"what": "missed"}) == 200
    told = issue(shop, "phone_system_01DESK")
    assert told is not None
    assert told.translation_key == "phone_system_fields_missing"
    mapping = {"status": ["what"], "call_id": ["id"], "words": {"missed": "no_answer"}}
    entry = shop.entry
    shop.hass.config_entries.async_update_subentry(
        entry,
        entry.subentries["01DESK"],
        data={**entry.subentries["01DESK"].data, const.CONF_MAPPING: mapping},
    )
    await shop.hass.async_block_till_done()
    assert issue(shop, "phone_system_01DESK") is None


async def test_a_phone_system_that_never_calls_is_told_to_the_owner_until_it_does(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    for days, told in ((3, False), (5, True)):
        async_fire_time_changed(shop.hass, dt_util.utcnow() + timedelta(days=days))
        await shop.hass.async_block_till_done()
        assert (issue(shop, "phone_system_01DESK") is not None) is told
    silent = issue(shop, "phone_system_01DESK")
    assert silent is not None
    assert silent.translation_key == "phone_system_silent"
    assert await report(shop, phones, MISSED) == 200
    assert issue(shop, "phone_system_01DESK") is None


@pytest.mark.parametrize("system_settings", [{const.CONF_SINCE: "2026-01-01T00:00:00+00:00"}])
@pytest.mark.parametrize("was", ["on", "off"])
async def test_what_was_heard_before_a_restart_is_known_after_it(
    own_phones: TwilioShop, phones: PhoneSystem, was: str
) -> None:
    hass = own_phones.hass
    heard_at = "2026-02-01T09:00:00+00:00"
    mock_restore_cache(hass, [State(CONNECTED.format("desk"), was, {"last_heard": heard_at})])
    assert await hass.config_entries.async_setup(own_phones.entry.entry_id)
    await hass.async_block_till_done()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=1))
    await hass.async_block_till_done()
    assert connected(own_phones).attributes["last_heard"] == heard_at
    assert connected(own_phones).state == ("on" if was == "on" else "unknown")
    assert issue(own_phones, "phone_system_01DESK") is None


async def test_an_address_that_has_changed_is_told_for_the_phone_system_too(
    own_phones: TwilioShop, phones: PhoneSystem
) -> None:
    hass = own_phones.hass
    await hass.config.async_update(external_url=PUBLIC)
    assert await hass.config_entries.async_setup(own_phones.entry.entry_id)
    await hass.config.async_update(external_url="https://new.example")
    await hass.async_block_till_done()
    told = issue(own_phones, "phone_system_address_01DESK")
    assert told is not None
    assert told.translation_placeholders == {
        "shop": "Corner Barbers", "name": "Desk", "old": PUBLIC,
    }  # fmt: skip
    await hass.config.async_update(external_url=PUBLIC)
    await hass.async_block_till_done()
    assert issue(own_phones, "phone_system_address_01DESK") is None
    await hass.config.async_update(external_url="https://new.example")
    await hass.async_block_till_done()
    window = SystemDialog(hass, own_phones.entry.entry_id)
    await window.open("01DESK")
    assert suggested(await window.answer({"system": "own"})) == {
        "public_url": "https://new.example"
    }
    window.close()
    hass.config_entries.async_remove_subentry(own_phones.entry, "01DESK")
    await hass.async_block_till_done()
    assert issue(own_phones, "phone_system_address_01DESK") is None


async def test_a_phone_system_that_is_removed_gives_its_cloud_address_back(
    hass: HomeAssistant, shop: TwilioShop, cloud: CloudStandIn
) -> None:
    await cloud.async_create("hook-of-far", None)
    far = system("far", **{const.CONF_PUBLIC_URL: CLOUD_URL, const.CONF_CLOUDHOOK: True})
    hass.config_entries.async_add_subentry(shop.entry, far)
    await hass.async_block_till_done()
    assert cloud.client.cloudhooks
    hass.config_entries.async_remove_subentry(shop.entry, "01FAR")
    await hass.async_block_till_done()
    assert cloud.client.cloudhooks == {}


async def test_from_the_dialog_to_the_open_shop_no_call_meets_nobody(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    await shop.hass.config.async_update(external_url=PUBLIC)
    window = SystemDialog(shop.hass, shop.entry.entry_id)
    await window.open()
    shown = await window.answer({"system": "sipgate"})
    address, secret = copied(shown, "address"), copied(shown, "secret")
    rings = {"event": "newCall", "callId": "1", "direction": "in", "from": CALLER[1:], "to": "1"}
    assert await phones.form(address, secret, **rings) == 200
    await window.answer({})
    done = await window.choose("webhook_done")
    assert done["type"] == "create_entry"
    # Before the shop has even been opened anew.
    ended = {"event": "hangup", "callId": "1", "direction": "in", "cause": "noAnswer"}
    status = await phones.form(address, secret, **ended)
    # What Home Assistant says to whatever it does not know.
    assert (status, phones.replies[-1]) != (200, "")
    await shop.hass.async_block_till_done()
    assert await phones.form(address, secret, **ended) == 200
    # The shop has two phone systems now, of which either may say that it was answered.
    await shop.forward(seconds=30)
    assert len(shop.texts()) == 1
    assert await shop.total(Tally.MISSED) == 1


async def test_while_it_is_being_changed_its_calls_are_texted_by_the_old_and_the_new_secret(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    window = SystemDialog(shop.hass, shop.entry.entry_id)
    await window.open("01DESK")
    await window.answer({"system": "own", "new_secret": True})
    shown = await window.answer({"public_url": PUBLIC})
    new = copied(shown, "secret")
    for number, secret in enumerate((new, secret_of("desk"))):
        letter = MISSED | {"id": str(number), "caller": f"+1202555014{number}"}
        assert await phones.post(address_of("desk"), letter, bearer(secret)) == 200
    await shop.hass.async_block_till_done()
    await shop.exchange.settle()
    assert await shop.total(Tally.MISSED) == 2
    window.close()
    assert await phones.post(address_of("desk"), MISSED, bearer(new)) == 403


async def test_nothing_is_connected_to_a_phone_system_that_calls_here(hass: HomeAssistant) -> None:
    with pytest.raises(ValueError, match="calls here"):
        await check_source(hass, system("desk").data)


async def test_diagnostics_show_how_it_stands_and_no_secret(
    shop: TwilioShop, phones: PhoneSystem
) -> None:
    await report(shop, phones, MISSED)
    await phones.post(address_of("desk"), MISSED, bearer("the secret of before"))
    told = await async_get_config_entry_diagnostics(shop.hass, shop.entry)
    (about,) = told["phone_systems"]
    last = connected(shop).attributes["last_heard"]
    expected = {
        "kind": "webhook",
        "connection": "connected",
        "system": "own",
        "cloudhook": False,
        "lacks_fields": False,
        "last_heard": last,
        "last_seen": last,
        "verified": 1,
        "forged": 1,
        "turned_away": 0,
    }
    assert expected.items() <= about.items()
    for secret in (secret_of("desk"), "hook-of-desk", CALLER, LANDLINE):
        assert secret not in str(told)
