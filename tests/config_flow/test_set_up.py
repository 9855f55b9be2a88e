"""Setting a shop up: the whole way, the account and the number, and every wrong turn there."""

from typing import Any
from unittest.mock import AsyncMock

import pytest

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from tests.exchange import Account, Exchange, Kind, PhoneNumber

from .dialogs import (
    ADDRESS,
    LINE_NUMBER,
    MOBILE,
    SECOND_NUMBER,
    STEPS,
    Dialog,
    demo_entry,
    shop_entry,
    suggested,
)


async def test_an_owner_gets_from_the_first_step_to_an_open_shop(
    dialog: Dialog,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    setup_entry: AsyncMock,
) -> None:
    before = number.voice_url
    shown = await dialog.open()
    for step in STEPS:
        assert shown["step_id"] == step
        assert number.updates == 0, "nothing is changed at Twilio before the end"
        shown = await dialog.answer(dialog.usual[step])
    assert shown["title"] == "Corner Barbers"
    assert shown["description"] == "ring"
    entry = shown["result"]
    assert entry.unique_id == account.sid
    public_url = f"{ADDRESS}/api/webhook/{entry.data['webhook_id']}"
    assert entry.data == {
        "carrier": "twilio",
        "business": "Corner Barbers",
        "trade": "salon",
        "country": "US",
        "webhook_id": entry.data["webhook_id"],
        "public_url": public_url,
        "cloudhook": False,
        "account_sid": account.sid,
        "auth_token": account.auth_token,
        "api_base": exchange.api_base,
    }
    assert entry.options == {
        "hours": {"mon": "09:00-18:00", "sat": "09:00-12:30, 14:00-18:00"},
        "again_after": 24,
        "text_open": "{{ business }}: sorry!",
        "text_closed": "Closed, sorry!",
    }
    line, owner = entry.subentries.values()
    assert (line.subentry_type, line.title, line.unique_id) == (
        "line",
        "Corner Barbers",
        LINE_NUMBER,
    )
    assert line.data["number"] == LINE_NUMBER
    assert line.data["number_sid"] == number.sid
    assert line.data["mode"] == "ring"
    assert line.data["previous"]["voice_url"] == before
    assert (owner.subentry_type, owner.title) == ("team_member", "Ana")
    assert owner.data == {"mobile": MOBILE, "rings": True, "by_text": True}
    assert number.voice_url == f"{public_url}?step=voice"
    assert number.sms_url == f"{public_url}?step=text"
    assert number.status_callback == f"{public_url}?step=ended"
    assert len(setup_entry.mock_calls) == 1


async def test_a_shop_whose_phone_forwards_calls_needs_no_mobile_and_is_told_the_code(
    dialog: Dialog,
) -> None:
    dialog.usual["number"]["mode"] = "forwarded"
    del dialog.usual["business"]["your_mobile"]
    await dialog.reach("words")
    done = await dialog.answer(dialog.usual["words"])
    assert done["description"] == "forwarded"
    told = done["description_placeholders"]["how"]
    for code in (f"**61*{LINE_NUMBER}#", f"**67*{LINE_NUMBER}#", "*#61#", "##004#"):
        assert f"`{code}`" in told
    _, owner = done["result"].subentries.values()
    assert owner.data == {"mobile": None, "rings": False, "by_text": False}


@pytest.mark.parametrize(
    "name", [pytest.param({}, id="left out"), pytest.param({"your_name": " "}, id="blank")]
)
async def test_a_shop_whose_phone_forwards_calls_may_begin_without_a_team(
    dialog: Dialog, name: dict[str, str]
) -> None:
    dialog.usual["number"]["mode"] = "forwarded"
    dialog.usual["business"] = {"business": "Corner Barbers", "trade": "salon"} | name
    entry = await dialog.finish(await dialog.open())
    assert [sub.subentry_type for sub in entry.subentries.values()] == ["line"]


async def test_a_mobile_has_a_name_where_calls_are_forwarded_too(dialog: Dialog) -> None:
    dialog.usual["number"]["mode"] = "forwarded"
    await dialog.reach("business")
    nameless = {"business": "Corner Barbers", "trade": "salon", "your_mobile": MOBILE}
    shown = await dialog.answer(nameless)
    assert shown["errors"] == {"your_name": "name_empty"}
    assert suggested(shown) == nameless
    entry = await dialog.finish(shown)
    _, owner = entry.subentries.values()
    assert owner.title == "Ana"
    assert owner.data == {"mobile": MOBILE, "rings": False, "by_text": True}


@pytest.mark.parametrize(
    ("house", "shop"),
    [
        pytest.param("Home", {"business": "Corner Barbers", "trade": "salon"}, id="never named"),
        pytest.param(" ", {"business": "Corner Barbers", "trade": "salon"}, id="blank"),
        pytest.param("Paws & Claws", {"business": "Paws & Claws"}, id="named after the shop"),
    ],
)
async def test_a_demo_can_be_submitted_as_it_is_shown(
    hass: HomeAssistant, dialog: Dialog, house: str, shop: dict[str, str]
) -> None:
    hass.config.location_name = house
    shown = await dialog.open("demo")
    assert suggested(shown) == shop
    done = await dialog.answer(suggested(shown))
    assert done["title"] == shop["business"]


async def test_a_demo_needs_a_name_and_a_trade_only(
    hass: HomeAssistant, dialog: Dialog, setup_entry: AsyncMock
) -> None:
    await dialog.open("demo")
    refused = await dialog.answer({"business": "  ", "trade": "vet"})
    assert refused["errors"] == {"business": "business_empty"}
    done = await dialog.answer({"business": "Paws & Claws", "trade": "vet"})
    entry = done["result"]
    assert entry.unique_id == "demo"
    assert entry.data == {
        "carrier": "demo",
        "business": "Paws & Claws",
        "trade": "vet",
        "country": "US",
    }
    assert "patient" in entry.options["text_open"]
    (line,) = entry.subentries.values()
    assert (line.title, line.data["number"], line.data["mode"]) == (
        "Demo line",
        "+12025550100",
        "forwarded",
    )


async def test_a_demo_opens_for_real(hass: HomeAssistant) -> None:
    flow = hass.config_entries.flow
    menu = await flow.async_init(DOMAIN, context={"source": "user"})
    await flow.async_configure(menu["flow_id"], {"next_step_id": "demo"})
    await flow.async_configure(menu["flow_id"], {"business": "Corner Barbers", "trade": "salon"})
    await hass.async_block_till_done()
    assert hass.states.get("button.demo_line_simulate_a_missed_call") is not None


async def test_a_second_demo_is_refused(hass: HomeAssistant, dialog: Dialog) -> None:
    demo_entry().add_to_hass(hass)
    refused = await dialog.open("demo")
    assert (refused["type"], refused["reason"]) == ("abort", "already_configured")


async def test_an_account_is_set_up_once(
    hass: HomeAssistant,
    dialog: Dialog,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
) -> None:
    shop_entry(exchange, account, number).add_to_hass(hass)
    await dialog.open()
    refused = await dialog.answer(dialog.usual["twilio"])
    assert (refused["type"], refused["reason"]) == ("abort", "already_configured")


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        pytest.param(
            {"account_sid": "SK" + "0" * 32},
            {"account_sid": "account_sid_not_understood"},
            id="an API key in place of the SID",
        ),
        pytest.param(
            {"auth_token": "nonsense"}, {"auth_token": "invalid_auth"}, id="a wrong token"
        ),
        pytest.param(
            {"advanced": {"api_key": "SK0"}}, {"base": "api_key_incomplete"}, id="half an API key"
        ),
        pytest.param(
            {"advanced": {"api_key": "SK0", "api_secret": "x"}},
            {"base": "api_key_refused"},
            id="a wrong API key",
        ),
        pytest.param(
            {"advanced": {"api_base": "http://api.example.com"}},
            {"base": "api_base_not_https"},
            id="http across the internet",
        ),
        pytest.param(
            {"advanced": {"api_base": "somewhere"}},
            {"base": "api_base_not_understood"},
            id="an API address that is none",
        ),
        pytest.param(
            {"advanced": {"api_base": "http://127.0.0.1:1"}},
            {"base": "cannot_connect"},
            id="nobody there",
        ),
    ],
)
async def test_a_wrong_account_is_told_and_can_be_put_right(
    dialog: Dialog, exchange: Exchange, wrong: dict[str, Any], errors: dict[str, str]
) -> None:
    await dialog.open()
    usual = dialog.usual["twilio"]
    typed = usual | wrong | {"advanced": usual["advanced"] | wrong.get("advanced", {})}
    shown = await dialog.answer(typed)
    assert shown["errors"] == errors
    assert suggested(shown) == typed, "what was typed is still there"
    await dialog.finish(shown)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        pytest.param(Kind.HTML, "answer_unclear", id="a web page in place of an answer"),
        pytest.param(Kind.SERVER_ERROR, "answer_unclear", id="trouble at Twilio"),
        pytest.param(Kind.TOO_MANY_REQUESTS, "refused", id="too many requests"),
        pytest.param(Kind.CUT, "answer_unclear", id="a line that is cut"),
    ],
)
async def test_trouble_at_twilio_is_told_and_passes(
    dialog: Dialog, exchange: Exchange, kind: Kind, error: str
) -> None:
    exchange.trouble.add(kind, None, "numbers.list")
    await dialog.open()
    shown = await dialog.answer(dialog.usual["twilio"])
    assert shown["errors"] == {"base": error}
    assert shown["description_placeholders"]["said"]
    exchange.trouble.clear()
    await dialog.finish(shown)


async def test_an_account_without_a_number_is_told_so_and_may_buy_one(
    hass: HomeAssistant, dialog: Dialog, exchange: Exchange
) -> None:
    empty = exchange.open_account()
    dialog.usual["twilio"] |= {"account_sid": empty.sid, "auth_token": empty.auth_token}
    await dialog.open()
    shown = await dialog.answer(dialog.usual["twilio"])
    assert shown["errors"] == {"base": "no_numbers"}
    bought = exchange.add_number(SECOND_NUMBER, empty)
    dialog.usual["number"]["number"] = bought.sid
    entry = await dialog.finish(shown)
    assert entry.unique_id == empty.sid


async def test_an_api_key_is_used_beside_the_token(
    dialog: Dialog, exchange: Exchange, account: Account
) -> None:
    key, secret = account.api_key
    dialog.usual["twilio"]["advanced"] |= {"api_key": key, "api_secret": secret}
    entry = await dialog.finish(await dialog.open())
    assert (entry.data["api_key"], entry.data["api_secret"]) == (key, secret)


async def test_numbers_are_listed_with_what_they_can_do(
    dialog: Dialog, exchange: Exchange, account: Account, number: PhoneNumber
) -> None:
    exchange.add_number("+12025550151", account, sms=False)
    exchange.add_number("+12025550152", account, voice=False)
    exchange.add_number("+12025550153", account, sms=False, voice=False)
    shown = await dialog.reach("number")
    (field,) = (key for key in shown["data_schema"].schema if key == "number")
    options = shown["data_schema"].schema[field].config["options"]
    assert {option["label"] for option in options} == {
        "+1 202-555-0143 (calls and texts)",
        "+1 202-555-0151 (calls only)",
        "+1 202-555-0152 (texts only)",
        "+1 202-555-0153 (neither calls nor texts)",
    }
    assert field.default() == number.sid, "the one that can be a line is chosen already"


async def test_what_nobody_can_dial_is_not_offered(
    dialog: Dialog, exchange: Exchange, account: Account, number: PhoneNumber
) -> None:
    exchange.add_number(SECOND_NUMBER, account).phone_number = "short code 12345"
    shown = await dialog.reach("number")
    (field,) = shown["data_schema"].schema.keys() - {"mode"}
    options = shown["data_schema"].schema[field].config["options"]
    assert [option["value"] for option in options] == [number.sid]


@pytest.mark.parametrize(
    ("state", "error"),
    [
        pytest.param({"sms": False}, "number_no_texts", id="no texts"),
        pytest.param({"voice": False}, "number_no_calls", id="no calls"),
        pytest.param({"voice_application_sid": "AP1"}, "number_run_elsewhere", id="application"),
        pytest.param({"trunk_sid": "TK1"}, "number_run_elsewhere", id="trunk"),
    ],
)
async def test_a_number_that_cannot_be_a_line_is_refused_until_it_can(
    dialog: Dialog, number: PhoneNumber, state: dict[str, Any], error: str
) -> None:
    usual = {name: getattr(number, name) for name in state}
    for name, value in state.items():
        setattr(number, name, value)
    await dialog.reach("number")
    shown = await dialog.answer(dialog.usual["number"])
    assert shown["errors"] == {"number": error}
    for name, value in usual.items():
        setattr(number, name, value)
    await dialog.finish(shown)


async def test_a_number_that_is_a_line_of_another_shop_is_refused(
    hass: HomeAssistant,
    dialog: Dialog,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
) -> None:
    other = exchange.open_account()
    shop_entry(exchange, other, number).add_to_hass(hass)
    await dialog.reach("number")
    shown = await dialog.answer(dialog.usual["number"])
    assert shown["errors"] == {"number": "number_is_line"}


async def test_a_number_that_is_gone_meanwhile_is_still_refused_for_what_was_wrong(
    dialog: Dialog, exchange: Exchange, account: Account, number: PhoneNumber
) -> None:
    number.sms = False
    exchange.add_number(SECOND_NUMBER, account)
    await dialog.reach("number")
    del account.numbers[number.sid]
    shown = await dialog.answer(dialog.usual["number"])
    assert shown["errors"] == {"number": "number_no_texts"}
