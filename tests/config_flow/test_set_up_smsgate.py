"""Setting a shop up with SMSGate: the whole way, and every wrong turn."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.missed_call_textback.const import DOMAIN
from tests.exchange_android import Fault, HttpSms, SmsGate
from tests.exchange_android.smsgate import Android

from .carriers import KEY, NUMBER, SECOND, httpsms_entry, smsgate_entry
from .dialogs import ADDRESS, suggested
from .walk import Walk, app, line_of, sim_card


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
