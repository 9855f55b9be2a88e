"""Setting a shop up: how Twilio reaches it, its words, and an end that leaves nothing half-done."""

import pytest

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from tests.exchange import Account, Exchange, Kind, PhoneNumber

from .dialogs import (
    ADDRESS,
    CLOUD_URL,
    CloudStandIn,
    Dialog,
    shop_entry,
    suggested,
)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        pytest.param("", "address_needed", id="nothing"),
        pytest.param("http://home.example.com", "address_not_https", id="http"),
        pytest.param("https://", "address_not_understood", id="no host"),
        pytest.param("https://home.example.com:x", "address_not_understood", id="no port"),
        pytest.param("https://homeassistant.local:8123", "address_not_public", id="local name"),
        pytest.param("https://homeassistant", "address_not_public", id="bare name"),
        pytest.param("https://my_home.example.com", "address_not_public", id="underscore"),
        pytest.param("https://192.168.1.5:8123", "address_not_public", id="private number"),
        pytest.param("https://127.0.0.1", "address_not_public", id="this machine"),
    ],
)
async def test_an_address_that_twilio_cannot_reach_is_refused(
    dialog: Dialog, typed: str, error: str
) -> None:
    await dialog.reach("address")
    shown = await dialog.answer({"public_url": typed})
    assert shown["errors"] == {"public_url": error}
    assert suggested(shown) == {"public_url": typed}
    await dialog.finish(shown)


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        pytest.param("https://home.example.com/lovelace/0?x=1", ADDRESS, id="with a path"),
        pytest.param("home.example.com", ADDRESS, id="without https"),
        pytest.param("https://Home.Example.com:8443/", f"{ADDRESS}:8443", id="with a port"),
        pytest.param("https://8.8.8.8", "https://8.8.8.8", id="a public number"),
    ],
)
async def test_of_an_address_its_origin_is_kept(dialog: Dialog, typed: str, origin: str) -> None:
    dialog.usual["address"] = {"public_url": typed}
    entry = await dialog.finish(await dialog.open())
    assert entry.data["public_url"] == f"{origin}/api/webhook/{entry.data['webhook_id']}"


async def test_a_known_public_address_is_not_asked_for(hass: HomeAssistant, dialog: Dialog) -> None:
    hass.config.external_url = ADDRESS
    await dialog.reach("hours")
    shown = await dialog.answer(dialog.usual["hours"])
    assert shown["step_id"] == "words"
    entry = await dialog.finish(shown)
    assert entry.data["public_url"].startswith(f"{ADDRESS}/api/webhook/")


@pytest.mark.parametrize(
    "external",
    [
        pytest.param("http://home.example.com", id="http"),
        pytest.param("https://192.168.1.5:8123", id="private"),
    ],
)
async def test_an_external_address_that_is_not_public_is_asked_about(
    hass: HomeAssistant, dialog: Dialog, external: str
) -> None:
    hass.config.external_url = external
    await dialog.reach("hours")
    shown = await dialog.answer(dialog.usual["hours"])
    assert shown["step_id"] == "address"


async def test_with_the_cloud_its_address_is_used_without_asking(
    dialog: Dialog, cloud: CloudStandIn, number: PhoneNumber
) -> None:
    await dialog.reach("hours")
    shown = await dialog.answer(dialog.usual["hours"])
    assert shown["step_id"] == "words"
    assert not cloud.client.cloudhooks, "an abandoned dialog leaves nothing behind"
    entry = await dialog.finish(shown)
    assert (entry.data["public_url"], entry.data["cloudhook"]) == (CLOUD_URL, True)
    assert list(cloud.client.cloudhooks) == [entry.data["webhook_id"]]
    assert number.voice_url == f"{CLOUD_URL}?step=voice"


async def test_an_owner_may_switch_the_cloud_on_and_come_back(
    hass: HomeAssistant, dialog: Dialog
) -> None:
    await dialog.reach("address")
    shown = await dialog.answer({})
    assert shown["errors"] == {"public_url": "address_needed"}
    CloudStandIn(hass)
    shown = await dialog.answer({})
    assert shown["step_id"] == "words"
    entry = await dialog.finish(shown)
    assert entry.data["cloudhook"] is True


async def test_a_cloud_that_fails_at_the_end_is_told_and_can_be_tried_again(
    dialog: Dialog, cloud: CloudStandIn, number: PhoneNumber
) -> None:
    await dialog.reach("words")
    cloud.broken = True
    shown = await dialog.answer(dialog.usual["words"])
    assert shown["errors"] == {"base": "cloud_failed"}
    assert number.updates == 0
    cloud.broken = False
    await dialog.finish(shown)


async def test_the_words_start_from_the_trade_and_are_previewed(
    dialog: Dialog,
) -> None:
    shown = await dialog.reach("words")
    assert shown["preview"] == DOMAIN
    assert suggested(shown)["text_open"].startswith("{{ business }} here.")
    assert "closed" in suggested(shown)["text_closed"]


async def test_the_words_start_in_the_language_of_the_house(
    hass: HomeAssistant, dialog: Dialog
) -> None:
    hass.config.language = "es-MX"
    shown = await dialog.reach("words")
    assert "sentimos" in suggested(shown)["text_open"]
    assert not shown["errors"]


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        pytest.param(
            {"text_open": "Hi {{ busines }}"}, {"text_open": "text_unknown_name"}, id="typo"
        ),
        pytest.param({"text_open": "Hi {{ business"}, {"text_open": "text_broken"}, id="braces"),
        pytest.param(
            {"text_closed": "{{ states('sun.sun') }}"},
            {"text_closed": "text_broken"},
            id="states of the house",
        ),
        pytest.param({"text_closed": "  "}, {"text_closed": "text_empty"}, id="empty"),
        pytest.param(
            {"text_open": "{% if false %}x{% endif %}"}, {"text_open": "text_empty"}, id="nothing"
        ),
    ],
)
async def test_words_that_do_not_work_are_told_and_can_be_put_right(
    dialog: Dialog, number: PhoneNumber, wrong: dict[str, str], errors: dict[str, str]
) -> None:
    await dialog.reach("words")
    typed = dialog.usual["words"] | wrong
    shown = await dialog.answer(typed)
    assert shown["errors"] == errors
    assert suggested(shown) == typed
    assert number.updates == 0
    await dialog.finish(shown)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        pytest.param(Kind.SERVER_ERROR, "answer_unclear", id="trouble"),
        pytest.param(Kind.TOO_MANY_REQUESTS, "refused", id="refused"),
    ],
)
async def test_a_number_that_cannot_be_led_here_leaves_nothing_half_done(
    *,
    hass: HomeAssistant,
    dialog: Dialog,
    cloud: CloudStandIn,
    exchange: Exchange,
    number: PhoneNumber,
    kind: Kind,
    error: str,
) -> None:
    await dialog.reach("words")
    exchange.trouble.add(kind, None, "numbers.update")
    shown = await dialog.answer(dialog.usual["words"])
    assert shown["errors"] == {"base": error}
    assert not cloud.client.cloudhooks
    assert not hass.config_entries.async_entries(DOMAIN)
    exchange.trouble.clear()
    await dialog.finish(shown)


async def test_at_the_end_everything_is_looked_at_again(
    hass: HomeAssistant,
    dialog: Dialog,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
) -> None:
    await dialog.reach("words")
    number.trunk_sid = "TK1"
    shown = await dialog.answer(dialog.usual["words"])
    assert shown["errors"] == {"base": "number_run_elsewhere"}
    number.trunk_sid = ""
    exchange.rotate_token(account)
    shown = await dialog.answer(dialog.usual["words"])
    assert shown["errors"] == {"base": "invalid_auth"}
    shop_entry(exchange, exchange.open_account(), number).add_to_hass(hass)
    shown = await dialog.answer(dialog.usual["words"])
    assert shown["errors"] == {"base": "number_is_line"}
