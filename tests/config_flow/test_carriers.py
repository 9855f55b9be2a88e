"""Setting a shop up with an Android phone or an action: the whole way, and every wrong turn."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from tests.exchange_android import Fault, HttpSms, Postman, SmsGate
from tests.exchange_android.httpsms import Sim
from tests.exchange_android.smsgate import Android

from .carriers import KEY, LANDLINE, NUMBER, SECOND, httpsms_entry, smsgate_entry
from .dialogs import ADDRESS, MOBILE, Shown, suggested

SEND: Final = {
    "action": "gateway.send",
    "data": {"to": "{{ number }}", "text": "{{ message }}", "from": "{{ sender }}"},
}


class Walk:
    """The dialog of a new shop, with usual answers for all that the carriers have in common."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.flow_id = ""
        self.usual: dict[str, dict[str, Any]] = {
            "customers_dial": {"dialled": NUMBER},
            "phone_system": {"next_step_id": "no_phone_system"},
            "business": {"business": "Corner Barbers", "trade": "salon"},
            "hours": {"mon": "9-17"},
            "address": {"public_url": ADDRESS},
            "near_address": {"public_url": ADDRESS},
            "words": {"text_open": "{{ business }}: sorry!", "text_closed": "Closed, sorry!"},
        }

    async def open(self, *choices: str) -> Shown:
        menu = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
        self.flow_id = menu["flow_id"]
        for choice in choices:
            menu = await self.answer({"next_step_id": choice})
        return menu

    async def answer(self, answers: dict[str, Any]) -> Shown:
        return await self.hass.config_entries.flow.async_configure(self.flow_id, answers)

    async def finish(self, shown: Shown) -> ConfigEntry[Any]:
        self.seen: list[str] = []
        while shown["type"] in ("form", "menu"):
            self.seen.append(shown["step_id"])
            shown = await self.answer(self.usual[shown["step_id"]])
            assert not shown.get("errors"), shown["errors"]
        assert shown["type"] == "create_entry", shown
        self.end = shown["description"]
        entry = shown["result"]
        assert isinstance(entry, ConfigEntry)
        return entry


@pytest.fixture
def walk(hass: HomeAssistant, setup_entry: AsyncMock) -> Walk:
    return Walk(hass)


@pytest.fixture(params=["local", "cloud"])
async def gate(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncGenerator[SmsGate]:
    async with SmsGate(Postman(), cloud=request.param == "cloud") as company:
        yield company


@pytest.fixture
async def httpsms(socket_enabled: None) -> AsyncGenerator[HttpSms]:
    async with HttpSms(Postman()) as company:
        company.sims = [Sim(number=NUMBER, rate=12), Sim(number=SECOND)]
        yield company


def app(gate: SmsGate, **changes: str) -> dict[str, str]:
    """Return what an owner copies from SMSGate."""
    shown = {
        "username": gate.username,
        "password": gate.password,
        "signing_key": KEY,
        "address": gate.base_url,
    }
    return shown | changes


def keys(httpsms: HttpSms, **changes: str) -> dict[str, Any]:
    """Return what an owner copies from httpSMS."""
    return {"api_key": httpsms.api_key, "advanced": {"api_base": httpsms.address}} | changes


def sim_card(number: str = "(202) 555-0123", **more: str) -> dict[str, Any]:
    return {"number": number, "advanced": more}


def line_of(entry: ConfigEntry[Any]) -> dict[str, Any]:
    (line,) = (sub for sub in entry.subentries.values() if sub.subentry_type == "line")
    return dict(line.data)


# SMSGate


async def test_with_smsgate_an_owner_gets_from_the_first_step_to_an_open_shop(
    walk: Walk, gate: SmsGate
) -> None:
    shown = await walk.open("android", "smsgate")
    shown = await walk.answer(app(gate))
    assert shown["step_id"] == "smsgate_phone"
    assert {str(key) for key in shown["data_schema"].schema} == {"number", "advanced"}
    shown = await walk.answer(sim_card())
    assert suggested(shown) == {"dialled": NUMBER}
    assert not gate.webhooks, "nothing is changed on the phone before the end"
    entry = await walk.finish(shown)
    where = "address" if gate.cloud else "near_address"
    assert walk.seen == ["customers_dial", "phone_system", "business", "hours", where, "words"]
    assert walk.end == "no_phone_system"
    public_url = f"{ADDRESS}/api/webhook/{entry.data['webhook_id']}"
    assert entry.unique_id == f"smsgate:{gate.phones[0].id}"
    assert entry.data == {
        "carrier": "smsgate",
        "business": "Corner Barbers",
        "trade": "salon",
        "country": "US",
        "webhook_id": entry.data["webhook_id"],
        "public_url": public_url,
        "cloudhook": False,
        "username": gate.username,
        "password": gate.password,
        "signing_key": KEY,
        "api_base": gate.base_url,
        "phone_id": gate.phones[0].id,
    }
    assert line_of(entry) == {
        "number": NUMBER,
        "mode": "own_phones",
        "ring_seconds": 20,
        "voicemail": True,
    }
    assert {hook["url"] for hook in gate.webhooks.values()} == {public_url}
    assert len(gate.webhooks) == 5


@pytest.mark.parametrize("gate", ["local"], indirect=True)
async def test_a_phone_of_the_own_network_needs_no_public_address(
    walk: Walk, gate: SmsGate
) -> None:
    own = "https://homeassistant.local:8123"
    walk.usual["near_address"] = {"public_url": own}
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    entry = await walk.finish(await walk.answer(sim_card()))
    assert entry.data["public_url"].startswith(own)


@pytest.mark.parametrize("gate", ["cloud"], indirect=True)
async def test_a_phone_of_the_cloud_needs_a_public_address(walk: Walk, gate: SmsGate) -> None:
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    shown = await walk.answer(sim_card())
    for step in ("customers_dial", "phone_system", "business", "hours"):
        shown = await walk.answer(walk.usual[step])
    shown = await walk.answer({"public_url": "https://homeassistant.local:8123"})
    assert shown["errors"] == {"public_url": "address_not_public"}
    await walk.finish(shown)


async def test_of_several_phones_one_is_chosen_and_of_two_cards_a_slot(
    walk: Walk, gate: SmsGate
) -> None:
    gate.phones.append(Android(id="another-phone", sims=(1, 2)))
    await walk.open("android", "smsgate")
    shown = await walk.answer(app(gate))
    assert "phone_id" in shown["data_schema"].schema
    shown = await walk.answer({"phone_id": "another-phone", **sim_card(sim="2")})
    entry = await walk.finish(shown)
    assert (entry.data["phone_id"], line_of(entry)["sim"]) == ("another-phone", 2)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        pytest.param({"password": "wrong"}, {"base": "smsgate_refused"}, id="password"),
        pytest.param({"signing_key": " "}, {"signing_key": "secret_empty"}, id="no key"),
        pytest.param(
            {"address": "http://127.0.0.1:1"}, {"base": "smsgate_unreachable"}, id="phone off"
        ),
        pytest.param(
            {"address": "http://phone.example.com"},
            {"address": "gateway_not_https"},
            id="unencrypted elsewhere",
        ),
        pytest.param({"address": "http://["}, {"address": "gateway_not_understood"}, id="nonsense"),
    ],
)
async def test_what_smsgate_does_not_take_is_told_and_can_be_put_right(
    walk: Walk, gate: SmsGate, typed: dict[str, str], errors: dict[str, str]
) -> None:
    await walk.open("android", "smsgate")
    shown = await walk.answer(app(gate, **typed))
    assert shown["errors"] == errors
    assert (await walk.answer(app(gate)))["step_id"] == "smsgate_phone"


async def test_another_program_at_the_phones_address_is_told(walk: Walk, gate: SmsGate) -> None:
    await walk.open("android", "smsgate")
    gate.faults.append(Fault.PAGE)
    shown = await walk.answer(app(gate))
    assert shown["errors"] == {"base": "smsgate_not_understood"}


async def test_an_account_without_a_phone_is_told(walk: Walk, gate: SmsGate) -> None:
    phones, gate.phones = gate.phones, []
    await walk.open("android", "smsgate")
    shown = await walk.answer(app(gate))
    assert shown["errors"] == {"base": "no_phone"}
    gate.phones = phones
    assert (await walk.answer(app(gate)))["step_id"] == "smsgate_phone"


@pytest.mark.parametrize("gate", ["cloud"], indirect=True)
async def test_a_phone_that_is_away_is_told_before_the_shop_depends_on_it(
    walk: Walk, gate: SmsGate
) -> None:
    gate.phones[0].last_seen = datetime.now(UTC) - timedelta(hours=30)
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    shown = await walk.answer(sim_card())
    assert shown["errors"] == {"base": "phone_away"}
    gate.phones[0].last_seen = datetime.now(UTC)
    await walk.finish(await walk.answer(sim_card()))


async def test_a_phone_that_is_gone_meanwhile_is_told(walk: Walk, gate: SmsGate) -> None:
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    gate.phones[0] = Android(id="another-phone")
    shown = await walk.answer(sim_card())
    assert shown["errors"] == {"base": "phone_gone"}


async def test_a_phone_that_cannot_be_told_where_to_leaves_nothing_half_done(
    walk: Walk, gate: SmsGate
) -> None:
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    shown = await walk.answer(sim_card())
    while shown["step_id"] != "words":
        shown = await walk.answer(walk.usual[shown["step_id"]])
    gate.faults.append(Fault.FAILS)
    shown = await walk.answer(walk.usual["words"])
    assert shown["errors"] == {"base": "smsgate_unreachable"}
    assert not walk.hass.config_entries.async_entries(DOMAIN)
    await walk.finish(shown)


@pytest.mark.parametrize("typed", ["nonsense", "12"])
async def test_a_number_that_is_none_is_told(walk: Walk, gate: SmsGate, typed: str) -> None:
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    shown = await walk.answer(sim_card(typed))
    assert shown["errors"] == {"number": "number_not_understood"}


async def test_a_number_is_read_as_the_country_of_the_house_writes_it(
    walk: Walk, gate: SmsGate
) -> None:
    walk.hass.config.country = "DE"
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    shown = await walk.answer(sim_card("030 901820"))
    assert suggested(shown) == {"dialled": "+4930901820"}
    entry = await walk.finish(shown)
    assert entry.data["country"] == "DE"


async def test_one_phone_serves_one_shop(walk: Walk, gate: SmsGate) -> None:
    smsgate_entry(gate).add_to_hass(walk.hass)
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    shown = await walk.answer(sim_card(SECOND))
    assert (shown["type"], shown["reason"]) == ("abort", "already_configured")


async def test_a_number_that_is_a_line_already_is_refused(
    walk: Walk, gate: SmsGate, httpsms: HttpSms
) -> None:
    httpsms_entry(httpsms).add_to_hass(walk.hass)
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    shown = await walk.answer(sim_card(NUMBER))
    assert shown["errors"] == {"number": "number_is_line"}


# httpSMS


async def test_with_httpsms_an_owner_gets_from_the_first_step_to_an_open_shop(
    walk: Walk, httpsms: HttpSms
) -> None:
    await walk.open("android", "httpsms")
    shown = await walk.answer(keys(httpsms))
    (field,) = shown["data_schema"].schema
    options = shown["data_schema"].schema[field].config["options"]
    assert [option["value"] for option in options] == [NUMBER, SECOND]
    shown = await walk.answer({"number": NUMBER})
    walk.usual["customers_dial"] = {"dialled": LANDLINE}
    entry = await walk.finish(shown)
    (webhook,) = httpsms.webhooks.values()
    assert walk.end == "phone_hears_calls"
    assert entry.unique_id == f"httpsms:{NUMBER}"
    assert entry.data["api_key"] == httpsms.api_key
    assert (webhook["url"], webhook["signing_key"]) == (
        entry.data["public_url"],
        entry.data["signing_key"],
    )
    assert webhook["phone_numbers"] == [NUMBER]
    assert line_of(entry) == {
        "number": NUMBER,
        "dialled": LANDLINE,
        "mode": "own_phones",
        "ring_seconds": 20,
        "voicemail": True,
        "texts_per_minute": 12,
    }


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        pytest.param({"api_key": "uk_wrong"}, "httpsms_refused", id="key"),
        pytest.param({"api_key": "pk_phone"}, "httpsms_phone_key", id="key of a phone"),
        pytest.param(
            {"advanced": {"api_base": "http://127.0.0.1:1"}}, "httpsms_unreachable", id="away"
        ),
        pytest.param(
            {"advanced": {"api_base": "http://sms.example.com"}}, "api_base_not_https", id="http"
        ),
    ],
)
async def test_what_httpsms_does_not_take_is_told_and_can_be_put_right(
    walk: Walk, httpsms: HttpSms, typed: dict[str, Any], error: str
) -> None:
    await walk.open("android", "httpsms")
    shown = await walk.answer(keys(httpsms, **typed))
    assert shown["errors"] == {"base": error}
    assert (await walk.answer(keys(httpsms)))["step_id"] == "httpsms_phone"


async def test_an_answer_that_is_not_of_httpsms_is_told(walk: Walk, httpsms: HttpSms) -> None:
    await walk.open("android", "httpsms")
    httpsms.faults.append(Fault.PAGE)
    shown = await walk.answer(keys(httpsms))
    assert shown["errors"] == {"base": "httpsms_not_understood"}


async def test_an_account_of_httpsms_without_a_phone_is_told(walk: Walk, httpsms: HttpSms) -> None:
    httpsms.sims.clear()
    await walk.open("android", "httpsms")
    shown = await walk.answer(keys(httpsms))
    assert shown["errors"] == {"base": "no_phone"}


@pytest.mark.parametrize(
    ("sim", "error"),
    [
        pytest.param(Sim(number=NUMBER, auto_reply="Sorry!"), "httpsms_answers_itself", id="twice"),
        pytest.param(Sim(number=SECOND), "httpsms_number_gone", id="gone"),
    ],
)
async def test_a_phone_of_httpsms_that_cannot_serve_is_told(
    walk: Walk, httpsms: HttpSms, sim: Sim, error: str
) -> None:
    await walk.open("android", "httpsms")
    await walk.answer(keys(httpsms))
    httpsms.sims = [sim]
    shown = await walk.answer({"number": NUMBER})
    assert shown["errors"] == {"base": error}
    httpsms.sims = [Sim(number=NUMBER)]
    await walk.finish(await walk.answer({"number": NUMBER}))


async def test_a_phone_of_httpsms_that_is_a_line_of_another_shop_is_refused(
    walk: Walk, httpsms: HttpSms, gate: SmsGate
) -> None:
    smsgate_entry(gate).add_to_hass(walk.hass)
    await walk.open("android", "httpsms")
    await walk.answer(keys(httpsms))
    shown = await walk.answer({"number": NUMBER})
    assert shown["errors"] == {"number": "number_is_line"}


async def test_webhooks_that_httpsms_has_no_room_for_are_told_at_the_end(
    walk: Walk, httpsms: HttpSms
) -> None:
    await walk.open("android", "httpsms")
    await walk.answer(keys(httpsms))
    shown = await walk.answer({"number": NUMBER})
    while shown["step_id"] != "words":
        shown = await walk.answer(walk.usual[shown["step_id"]])
    others = {f"{which}": {"id": f"{which}", "url": "https://other.example"} for which in range(10)}
    httpsms.webhooks |= others
    shown = await walk.answer(walk.usual["words"])
    assert shown["errors"] == {"base": "httpsms_too_many_webhooks"}
    httpsms.webhooks.clear()
    await walk.finish(shown)


# Any action


def action(*steps: dict[str, Any], **back: bool) -> dict[str, Any]:
    return {"sequence": list(steps or (SEND,)), "number": "(202) 555-0123", "back": back}


async def test_with_an_action_an_owner_gets_from_the_first_step_to_an_open_shop(
    walk: Walk,
) -> None:
    sent = async_mock_service(walk.hass, "gateway", "send")
    await walk.open("action")
    shown = await walk.answer(action(replies=True))
    assert shown["step_id"] == "action_test"
    shown = await walk.answer({"mobile": "(202) 555-0199"})
    assert shown["step_id"] == "action_tested"
    (text,) = sent
    assert (text.data["to"], text.data["from"]) == (MOBILE, NUMBER)
    assert "test" in text.data["text"]
    shown = await walk.answer({"next_step_id": "action_arrived"})
    entry = await walk.finish(shown)
    assert walk.seen == ["customers_dial", "phone_system", "business", "hours", "words"]
    assert entry.data == {
        "carrier": "action",
        "business": "Corner Barbers",
        "trade": "salon",
        "country": "US",
        "action": {
            "sequence": [SEND],
            "receipts": False,
            "replies": True,
            "resends_in_doubt": False,
            "timeout_seconds": 30,
            "texts_per_second": None,
        },
    }
    assert line_of(entry)["number"] == NUMBER
    assert len(sent) == 1


async def test_the_test_text_may_be_skipped(walk: Walk) -> None:
    sent = async_mock_service(walk.hass, "gateway", "send")
    await walk.open("action")
    await walk.answer(action())
    await walk.finish(await walk.answer({}))
    assert not sent


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(HomeAssistantError("no credit"), "test_text_refused", id="failed"),
        pytest.param(RuntimeError("broke"), "test_text_unclear", id="unclear"),
    ],
)
async def test_a_test_text_that_does_not_go_out_is_told_and_can_be_tried_again(
    walk: Walk, error: Exception, told: str
) -> None:
    troubles = [error]

    async def send(_call: ServiceCall) -> None:
        if troubles:
            raise troubles.pop()

    walk.hass.services.async_register("gateway", "send", send)
    await walk.open("action")
    await walk.answer(action())
    shown = await walk.answer({"mobile": "nobody"})
    assert shown["errors"] == {"mobile": "mobile_not_understood"}
    shown = await walk.answer({"mobile": MOBILE})
    assert shown["errors"] == {"base": told}
    shown = await walk.answer({"mobile": MOBILE})
    assert shown["step_id"] == "action_tested"
    shown = await walk.answer({"next_step_id": "action"})
    assert shown["step_id"] == "action"


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        pytest.param([], "action_empty", id="none"),
        pytest.param([{"device_id": "gone", "domain": "light"}], "action_broken", id="device gone"),
    ],
)
async def test_steps_that_can_never_run_are_told(
    walk: Walk, steps: list[dict[str, Any]], error: str
) -> None:
    await walk.open("action")
    shown = await walk.answer(action() | {"sequence": steps})
    assert shown["errors"] == {"sequence": error}


async def test_an_action_from_a_number_that_is_none_or_taken_is_refused(
    walk: Walk, gate: SmsGate
) -> None:
    smsgate_entry(gate).add_to_hass(walk.hass)
    await walk.open("action")
    shown = await walk.answer(action() | {"number": "x"})
    assert shown["errors"] == {"number": "number_not_understood"}
    shown = await walk.answer(action())
    assert shown["errors"] == {"number": "number_is_line"}


async def test_a_phone_system_can_be_connected_to_any_of_them(walk: Walk) -> None:
    await walk.open("action")
    await walk.answer(action())
    await walk.answer({})
    shown = await walk.answer({"dialled": LANDLINE})
    assert "no_phone_system" in shown["menu_options"]
    assert {"asterisk", "fritzbox", "sip"} <= set(shown["menu_options"])


@pytest.mark.parametrize("replies", [True, False])
async def test_the_preview_says_where_answers_go_when_nobody_reports_them(
    walk: Walk, replies: bool, hass_ws_client: WebSocketGenerator
) -> None:
    await walk.open("action")
    await walk.answer(action(replies=replies))
    shown = await walk.answer({})
    while shown["step_id"] != "words":
        shown = await walk.answer(walk.usual[shown["step_id"]])
    client = await hass_ws_client(walk.hass)
    await client.send_json_auto_id(
        {
            "type": f"{DOMAIN}/start_preview",
            "flow_id": walk.flow_id,
            "flow_type": "config_flow",
            "user_input": walk.usual["words"],
        }
    )
    assert (await client.receive_json())["success"]
    told = (await client.receive_json())["event"]["state"]
    assert ("reach what sends it, not Home Assistant" in told) is not replies


async def test_entries_of_a_kind_are_what_the_set_up_makes(
    walk: Walk, gate: SmsGate, httpsms: HttpSms
) -> None:
    """The other tests begin with made-up shops: they must be like real ones."""
    await walk.open("android", "smsgate")
    await walk.answer(app(gate))
    made = await walk.finish(await walk.answer(sim_card()))
    usual: MockConfigEntry = smsgate_entry(gate)
    assert made.data.keys() == usual.data.keys()
    await walk.hass.config_entries.async_remove(made.entry_id)
    await walk.open("android", "httpsms")
    await walk.answer(keys(httpsms))
    made = await walk.finish(await walk.answer({"number": NUMBER}))
    assert made.data.keys() == httpsms_entry(httpsms).data.keys()
