"""A shop at a company that speaks Twilio's language: set up, and every wrong turn there."""

from collections.abc import AsyncGenerator
from typing import Any
from unittest.mock import AsyncMock

import pytest

from custom_components.missed_call_textback.config_flow.answers import (
    BadAnswer,
    read_company_base,
)
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.vendors import company_of
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntry
from homeassistant.core import HomeAssistant
from tests.exchange import SIGNALWIRE, Account, Exchange, Kind, PhoneNumber

from .dialogs import ADDRESS, Dialog, suggested


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncGenerator[Exchange]:
    async with Exchange(style=SIGNALWIRE) as company:
        yield company


@pytest.fixture
def answers(exchange: Exchange, account: Account, dialog: Dialog) -> dict[str, Any]:
    """Return what an owner types of the company's account."""
    dialog.usual["compatible"] = {
        "api_base": exchange.api_base,
        "account_sid": account.sid,
        "auth_token": account.auth_token,
        "advanced": {"signing_key": account.signing_key},
    }
    return dialog.usual["compatible"]


async def test_a_shop_is_set_up_there_as_at_twilio(
    *,
    dialog: Dialog,
    answers: dict[str, Any],
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    setup_entry: AsyncMock,
) -> None:
    shown = await dialog.open("compatible")
    for step in ("compatible", "number", "business", "hours", "address", "words"):
        assert shown["step_id"] == step
        assert number.updates == 0, "nothing is changed at the company before the end"
        shown = await dialog.answer(dialog.usual[step])
    data = shown["result"].data
    assert shown["result"].unique_id == account.sid
    assert {key: data[key] for key in ("carrier", "dialect", "api_base", "signing_key")} == {
        "carrier": "twilio",
        "dialect": "signalwire",
        "api_base": exchange.api_base,
        "signing_key": account.signing_key,
    }
    public_url = f"{ADDRESS}/api/webhook/{data['webhook_id']}"
    assert number.voice_url == number.voice_fallback_url == f"{public_url}?step=voice"
    assert number.sms_url == f"{public_url}?step=text"
    assert len(setup_entry.mock_calls) == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        pytest.param(
            {"api_base": "not an address"},
            {"api_base": "api_base_not_understood_there"},
            id="words",
        ),
        pytest.param(
            {"api_base": "http://example.com/api/laml"},
            {"api_base": "api_base_not_https_there"},
            id="plain",
        ),
        pytest.param(
            {"account_sid": "AC 1"}, {"account_sid": "account_id_not_understood"}, id="id"
        ),
        pytest.param({"auth_token": "PTwrong"}, {"auth_token": "invalid_auth_there"}, id="token"),
        pytest.param({"advanced": {}}, {"base": "signing_key_needed"}, id="no signing key"),
        pytest.param(
            {"advanced": {"signing_key": "PSK", "api_key": "SK1"}},
            {"base": "api_key_incomplete"},
            id="half a key",
        ),
        pytest.param(
            {"advanced": {"signing_key": "PSK", "api_key": "SK1", "api_secret": "x"}},
            {"base": "api_key_refused_there"},
            id="a wrong key",
        ),
        pytest.param(
            {"api_base": "http://127.0.0.1:9/api/laml"},
            {"base": "cannot_connect_there"},
            id="nobody",
        ),
    ],
)
async def test_what_is_wrong_is_named_and_what_was_typed_stays(
    dialog: Dialog,
    answers: dict[str, Any],
    number: PhoneNumber,
    changes: dict[str, Any],
    errors: dict[str, str],
) -> None:
    await dialog.open("compatible")
    shown = await dialog.answer(answers | changes)
    assert shown["errors"] == errors
    assert suggested(shown)["account_sid"] == (answers | changes)["account_sid"]
    assert (await dialog.answer(answers))["step_id"] == "number"


async def test_an_address_without_the_api_is_named(
    dialog: Dialog, answers: dict[str, Any], exchange: Exchange
) -> None:
    await dialog.open("compatible")
    elsewhere = exchange.api_base.removesuffix("/api/laml") + "/other"
    shown = await dialog.answer(answers | {"api_base": elsewhere})
    assert shown["errors"] == {"base": "api_not_found"}
    exchange.trouble.add(Kind.HTML, where="elsewhere")
    assert (await dialog.answer(answers | {"api_base": elsewhere}))["errors"] == {
        "base": "answer_unclear_there"
    }


@pytest.mark.parametrize(
    ("kind", "error"),
    [(Kind.HTML, "answer_unclear_there"), (Kind.TOO_MANY_REQUESTS, "refused_there")],
)
async def test_a_company_that_answers_otherwise_is_named(
    dialog: Dialog, answers: dict[str, Any], exchange: Exchange, kind: Kind, error: str
) -> None:
    await dialog.open("compatible")
    exchange.trouble.add(kind, where="numbers.list")
    assert (await dialog.answer(answers))["errors"] == {"base": error}


async def test_an_account_without_numbers_is_named(
    hass: HomeAssistant, exchange: Exchange, account: Account
) -> None:
    empty = exchange.open_account()
    dialog = Dialog(hass, exchange, empty, PhoneNumber(phone_number="+1", account_sid=empty.sid))
    await dialog.open("compatible")
    shown = await dialog.answer(
        {
            "api_base": exchange.api_base,
            "account_sid": empty.sid,
            "auth_token": empty.auth_token,
            "advanced": {"signing_key": empty.signing_key},
        }
    )
    assert shown["errors"] == {"base": "no_numbers_there"}


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("example.signalwire.com", "https://example.signalwire.com/api/laml"),
        ("https://example.signalwire.com/", "https://example.signalwire.com/api/laml"),
        (
            " https://example.signalwire.com/api/laml/2010-04-01 ",
            "https://example.signalwire.com/api/laml",
        ),
        ("https://example.signalwire.com/api/laml/", "https://example.signalwire.com/api/laml"),
        ("https://api.somleng.org", "https://api.somleng.org"),
        ("https://api.somleng.org/2010-04-01/Accounts/1", "https://api.somleng.org"),
        ("http://192.168.1.5:8080/twilio", "http://192.168.1.5:8080/twilio"),
    ],
)
def test_an_address_is_read_as_owners_have_it_at_hand(typed: str, base: str) -> None:
    assert read_company_base(typed) == base


@pytest.mark.parametrize(
    "typed", ["", "https://", "http://example.com/api/laml", "ftp://a.example"]
)
def test_what_is_no_address_of_an_api_is_named(typed: str) -> None:
    with pytest.raises(BadAnswer):
        read_company_base(typed)


@pytest.fixture
async def company_shop(
    dialog: Dialog, answers: dict[str, Any], setup_entry: AsyncMock
) -> ConfigEntry:
    """Return a shop that was set up there."""
    return await dialog.finish(await dialog.open("compatible"))


async def test_a_new_token_is_asked_for_and_the_keys_stay(
    hass: HomeAssistant, company_shop: ConfigEntry, exchange: Exchange, account: Account
) -> None:
    before = dict(company_shop.data)
    token = exchange.rotate_token(account)
    company_shop.async_start_reauth(hass)
    await hass.async_block_till_done()
    [flow] = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "company_credentials"
    configure = hass.config_entries.flow.async_configure
    wrong = await configure(flow["flow_id"], {"auth_token": "old", "advanced": {}})
    assert wrong["errors"] == {"auth_token": "invalid_auth_there"}
    done = await configure(flow["flow_id"], {"auth_token": token, "advanced": {}})
    assert done["reason"] == "reauth_successful"
    assert company_shop.data == before | {"auth_token": token}


async def test_a_new_signing_key_is_kept(
    hass: HomeAssistant, company_shop: ConfigEntry, account: Account
) -> None:
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": company_shop.entry_id}
    )
    assert menu["menu_options"] == ["company_credentials", "new_address", "profile"]
    configure = hass.config_entries.flow.async_configure
    shown = await configure(menu["flow_id"], {"next_step_id": "company_credentials"})
    assert shown["description_placeholders"]
    assert (shown["description_placeholders"] or {})["account_sid"] == account.sid
    done = await configure(
        menu["flow_id"],
        {"auth_token": account.auth_token, "advanced": {"signing_key": "PSK_new"}},
    )
    assert done["reason"] == "reconfigure_successful"
    assert company_shop.data["signing_key"] == "PSK_new"


async def test_what_kind_of_line_a_number_is_is_not_offered_where_nobody_says_it(
    company_shop: ConfigEntry,
) -> None:
    assert not company_of(company_shop).looks_up
    assert company_of(company_shop).has_log
