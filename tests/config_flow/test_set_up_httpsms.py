"""Setting a shop up with httpSMS: the whole way, and every wrong turn."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.exchange_android import Fault, HttpSms, SmsGate
from tests.exchange_android.httpsms import Sim

from .carriers import LANDLINE, NUMBER, SECOND, httpsms_entry, smsgate_entry
from .walk import Walk, app, keys, line_of, sim_card


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


async def test_whose_phone_reports_its_missed_calls_is_first_offered_no_phone_system(
    walk: Walk, httpsms: HttpSms
) -> None:
    await walk.open("android", "httpsms")
    await walk.answer(keys(httpsms))
    await walk.answer({"number": NUMBER})
    menu = await walk.answer({"dialled": NUMBER})
    assert menu["menu_options"][:2] == ["no_phone_system", "asterisk"]
    assert menu["menu_options"].count("no_phone_system") == 1


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
