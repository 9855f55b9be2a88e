"""The actions: which line they mean, what they answer, and how they say no."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
import voluptuous as vol

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.engine import Refusal, UnknownLine
from custom_components.missed_call_textback.core.outbox import (
    OutgoingText,
    Reaction,
    Refused,
    TextKind,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .shop import BACK, BACK_NUMBER, CUSTOMER, FRONT, FRONT_NUMBER, SAM_MOBILE, OpenShop


def _device(shop: OpenShop, subentry_id: str | None = FRONT) -> str:
    identifier = shop.entry.entry_id + (f"_{subentry_id}" if subentry_id else "")
    device = dr.async_get(shop.hass).async_get_device_by_identifier(
        (DOMAIN, identifier), shop.entry.entry_id
    )
    assert device is not None
    return device.id


async def _call(shop: OpenShop, action: str, **fields: object) -> dict[str, Any]:
    response = await shop.hass.services.async_call(
        DOMAIN,
        action,
        {"device_id": _device(shop), **fields},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    return dict(response)


async def _missed_call_id(shop: OpenShop, caller: str = CUSTOMER) -> int:
    await shop.coordinator.async_set_automatic(FRONT, on=False)
    await shop.miss_call(caller)
    call_id: int = shop.attributes("event.demo_line_call")["call_id"]
    return call_id


async def test_an_automation_texts_a_caller_back_by_the_calls_id(shop: OpenShop) -> None:
    response = await _call(shop, "text_back", call_id=await _missed_call_id(shop))
    (text,) = shop.carrier.sent
    assert (text.to, text.kind) == (CUSTOMER, TextKind.TEXT_BACK)
    assert response == {
        "sent": True,
        "state": "accepted",
        "text_id": text.ref,
        "to": CUSTOMER,
        "channel": "sms",
        "error": None,
    }


@pytest.mark.parametrize(
    ("given", "to"),
    [
        pytest.param(4915112345678, "+4915112345678", id="abroad"),
        pytest.param(12025550177, "+12025550177", id="at home"),
        pytest.param("+4915112345678", "+4915112345678", id="as it is written"),
    ],
)
async def test_a_number_that_a_template_made_an_integer_is_the_same_number(
    shop: OpenShop, given: str | int, to: str
) -> None:
    limits = replace(shop.engine.shop.limits, countries=frozenset())
    object.__setattr__(shop.engine.shop, "limits", limits)
    for action, words in (("send_text", {"message": "Hello"}), ("text_back", {})):
        await _call(shop, action, number=given, **words)
    assert {text.to for text in shop.carrier.sent} == {to}


@pytest.mark.parametrize("action", ["send_text", "text_back", "report_call", "report_reply"])
async def test_an_integer_that_no_number_is_as_long_as_is_refused_in_words(
    shop: OpenShop, action: str
) -> None:
    words = {"message": "Hello"} if action in {"send_text", "report_reply"} else {}
    with pytest.raises(ServiceValidationError):
        await _call(shop, action, number=10**5000, **words)
    assert shop.carrier.sent == []


async def test_a_caller_is_texted_back_by_number_in_words_of_ones_own(shop: OpenShop) -> None:
    await _call(shop, "text_back", number="202 555 0123", message="  We call you at five.  ")
    (text,) = shop.carrier.sent
    assert (text.to, text.body) == (CUSTOMER, "We call you at five.")


async def test_without_a_response_asked_for_the_action_works_as_well(shop: OpenShop) -> None:
    for action, number in (("text_back", CUSTOMER), ("send_text", "+12025550177")):
        result = await shop.hass.services.async_call(
            DOMAIN,
            action,
            {"device_id": _device(shop), "number": number, "message": "Hello"},
            blocking=True,
        )
        assert result is None
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER, "+12025550177"]


async def test_a_text_goes_out_from_the_line_that_was_chosen(shop: OpenShop) -> None:
    response = await _call(
        shop, "send_text", device_id=_device(shop, BACK), number=CUSTOMER, message="Hello"
    )
    (text,) = shop.carrier.sent
    assert (text.sender, text.body, text.kind) == (BACK_NUMBER, "Hello", TextKind.MESSAGE)
    assert response["sent"] is True


async def test_words_to_the_team_are_a_notice(shop: OpenShop) -> None:
    await _call(shop, "send_text", number=SAM_MOBILE, message="A customer waits")
    assert shop.carrier.sent[0].kind is TextKind.NOTICE


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        pytest.param("anonymous", Reason.NO_CALLER_ID, id="withheld"),
        pytest.param("4711", Reason.SHORT_CODE, id="short-code"),
        pytest.param("sip:ada", Reason.NOT_A_PHONE_NUMBER, id="no-number"),
        pytest.param(FRONT_NUMBER, Reason.OWN_NUMBER, id="own-line"),
        pytest.param(SAM_MOBILE, Reason.TEAM, id="team"),
    ],
)
async def test_a_guard_says_no_in_the_words_of_its_reason(
    shop: OpenShop, number: str, reason: Reason
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _call(shop, "text_back", number=number)
    assert caught.value.translation_key == f"refused_{reason}"
    assert shop.carrier.sent == []


@pytest.mark.parametrize("reason", Reason, ids=str)
async def test_a_refusal_never_names_the_whole_number(shop: OpenShop, reason: Reason) -> None:
    with (
        patch.object(shop.engine, "send_text", side_effect=Refusal(reason)),
        pytest.raises(ServiceValidationError) as caught,
    ):
        await _call(shop, "send_text", number=CUSTOMER, message="Hello")
    assert caught.value.translation_placeholders == {"number": "…123"}
    assert CUSTOMER not in str(caught.value)


async def test_a_second_text_back_to_one_caller_is_refused(shop: OpenShop) -> None:
    call_id = await _missed_call_id(shop)
    await _call(shop, "text_back", call_id=call_id)
    with pytest.raises(ServiceValidationError) as caught:
        await _call(shop, "text_back", call_id=call_id)
    assert caught.value.translation_key == "refused_texted_recently"
    assert caught.value.translation_placeholders == {"number": "…123"}
    assert len(shop.carrier.sent) == 1


async def test_somebody_who_opted_out_is_texted_by_no_action(shop: OpenShop) -> None:
    await shop.receive("STOP")
    shop.carrier.sent.clear()
    for action in ("text_back", "send_text"):
        with pytest.raises(ServiceValidationError) as caught:
            await _call(shop, action, number=CUSTOMER, message="Hello")
        assert caught.value.translation_key == "refused_opted_out"
        assert str(caught.value) == (
            "…123 was not texted: this person asked not to be texted."
            " They can text START to allow it again"
        )
    assert shop.carrier.sent == []


async def test_a_call_that_was_answered_is_not_texted_back(shop: OpenShop) -> None:
    await shop.miss_call(outcome=Outcome.ANSWERED)
    with pytest.raises(ServiceValidationError) as caught:
        await _call(shop, "text_back", call_id=shop.attributes("event.demo_line_call")["call_id"])
    assert caught.value.translation_key == "refused_answered"


async def test_another_lines_call_is_unknown(shop: OpenShop) -> None:
    call_id = await _missed_call_id(shop)
    for fields in (
        {"call_id": 4711},
        {"call_id": 2**63},
        {"call_id": call_id, "device_id": _device(shop, BACK)},
    ):
        with pytest.raises(ServiceValidationError) as caught:
            await _call(shop, "text_back", **fields)
        assert caught.value.translation_key == "unknown_call"


@pytest.mark.parametrize("missing", [None, "01SAM000000000000000000000"], ids=["shop", "member"])
async def test_a_device_that_is_no_line_is_refused(shop: OpenShop, missing: str | None) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _call(
            shop, "send_text", device_id=_device(shop, missing), number=CUSTOMER, message="Hello"
        )
    assert caught.value.translation_key == "not_a_line"


async def test_a_device_of_another_integration_is_refused(
    shop: OpenShop, hass: HomeAssistant, device_registry: dr.DeviceRegistry
) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    device = device_registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "device")}
    )
    for device_id in (device.id, "nowhere"):
        with pytest.raises(ServiceValidationError):
            await _call(shop, "send_text", device_id=device_id, number=CUSTOMER, message="Hello")


async def test_a_shop_that_is_not_loaded_is_said_to_be_so(shop: OpenShop) -> None:
    device_id = _device(shop)
    await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    with pytest.raises(ServiceValidationError) as caught:
        await _call(shop, "send_text", device_id=device_id, number=CUSTOMER, message="Hello")
    assert caught.value.translation_key == "service_config_entry_not_loaded"


@pytest.mark.parametrize(
    ("action", "fields", "told"),
    [
        pytest.param("text_back", {}, "call_id_or_number", id="nobody-to-text"),
        pytest.param(
            "text_back", {"call_id": 1, "number": CUSTOMER}, "call_id_or_number", id="two-callers"
        ),
        pytest.param(
            "text_back", {"number": CUSTOMER, "message": " "}, "message_empty", id="blank-text-back"
        ),
        pytest.param(
            "send_text", {"number": CUSTOMER, "message": ""}, "message_empty", id="empty-text"
        ),
    ],
)
async def test_what_is_easily_left_out_or_given_twice_is_told_in_plain_words(
    shop: OpenShop, action: str, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _call(shop, action, **fields)
    assert caught.value.translation_key == told
    assert shop.carrier.sent == []


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        pytest.param("send_text", {"number": CUSTOMER}, id="no-words"),
        pytest.param("send_text", {"message": "Hello"}, id="no-number"),
        pytest.param("send_text", {"number": CUSTOMER, "message": "x" * 1601}, id="too-long"),
    ],
)
async def test_fields_that_make_no_sense_are_refused_at_the_door(
    shop: OpenShop, action: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await _call(shop, action, **fields)


async def test_a_text_that_the_carrier_refuses_is_an_error(shop: OpenShop) -> None:
    shop.carrier.answers[CUSTOMER] = Refused("21614", Reaction.NEVER)
    with pytest.raises(HomeAssistantError) as caught:
        await _call(shop, "send_text", number=CUSTOMER, message="Hello")
    assert not isinstance(caught.value, ServiceValidationError)
    assert caught.value.translation_key == "text_failed"
    assert caught.value.translation_placeholders == {"number": "…123", "code": "21614"}


async def test_a_text_in_doubt_is_answered_as_not_sent_yet(shop: OpenShop) -> None:
    shop.carrier.answers[CUSTOMER] = Unknown("timeout")
    response = await _call(shop, "send_text", number=CUSTOMER, message="Hello")
    assert (response["sent"], response["state"]) == (False, "unknown")
    assert response["error"] == "timeout"


async def test_a_carrier_that_is_silent_holds_an_action_no_longer_than_twenty_seconds(
    shop: OpenShop,
) -> None:
    shop.carrier.gate.clear()
    action = asyncio.create_task(_call(shop, "send_text", number=CUSTOMER, message="Hello"))
    await shop.carrier.asked.wait()
    await shop.hass.async_block_till_done()
    assert not action.done()
    async_fire_time_changed(shop.hass, dt_util.utcnow() + timedelta(seconds=21))
    response = await action
    assert (response["sent"], response["state"]) == (False, "sending")
    shop.carrier.gate.set()
    await shop.settle()
    assert shop.attributes("event.demo_line_text")["event_type"] == "sent"


async def test_an_action_that_a_reload_cuts_short_ends_without_being_cancelled(
    shop: OpenShop,
) -> None:
    async def cut_short(_text: OutgoingText) -> OutgoingText:
        raise asyncio.CancelledError

    with patch.object(shop.engine, "settled", side_effect=cut_short):
        response = await _call(shop, "send_text", number=CUSTOMER, message="Hello")
    assert response["state"] == TextState.SENDING


@pytest.mark.parametrize("method", ["write", "call_by_id"])
async def test_a_ledger_that_fails_is_said_in_plain_words(shop: OpenShop, method: str) -> None:
    call_id = await _missed_call_id(shop)
    with (
        patch.object(SqliteLedger, method, side_effect=LedgerUnavailable("disk full")),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await _call(shop, "text_back", call_id=call_id)
    assert caught.value.translation_key == "ledger_unavailable"


async def test_a_line_that_is_removed_while_an_action_runs_is_said_to_be_gone(
    shop: OpenShop,
) -> None:
    with (
        patch.object(shop.engine, "simulate", side_effect=UnknownLine(FRONT)),
        pytest.raises(ServiceValidationError) as caught,
    ):
        await _call(shop, "simulate_call")
    assert caught.value.translation_key == "no_line"
