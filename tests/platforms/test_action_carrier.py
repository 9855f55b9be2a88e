"""Any action as a carrier: what its end says of the text, and that doubt never sends a third."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
import logging
from pathlib import Path
import re
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed, async_mock_service
import voluptuous as vol

from custom_components.missed_call_textback import action_carrier
from custom_components.missed_call_textback.action_carrier import (
    LONGEST_TIMEOUT_SECONDS,
    ActionCarrier,
    ActionSettings,
    async_script,
)
from custom_components.missed_call_textback.core.carrier import CarrierSilent
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    OutgoingText,
    Reaction,
    Refused,
    TextKind,
    Unknown,
)
from custom_components.missed_call_textback.core.transit import DOUBT_GRACE
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.script import DATA_NEW_SCRIPT_RUNS_NOT_ALLOWED
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml

from .shop import CUSTOMER, FRONT, FRONT_NUMBER, OpenShop, shop_device

SEND: dict[str, Any] = {
    "action": "gateway.send",
    "data": {
        "to": "{{ number }}",
        "text": "{{ message }}",
        "ref": "{{ ref }}",
        "from": "{{ sender }}",
    },
}
TEXT = OutgoingText(
    id=1,
    ref="0199aa",
    line_id=FRONT,
    kind=TextKind.TEXT_BACK,
    sender=FRONT_NUMBER,
    to=CUSTOMER,
    body="Sorry we missed you 💈 {{ 1 + 1 }}",
    created_at=dt_util.utcnow(),
    deadline=dt_util.utcnow() + timedelta(minutes=30),
)


def carrier(hass: HomeAssistant, *steps: dict[str, Any], **chosen: object) -> ActionCarrier:
    return ActionCarrier(hass, ActionSettings.from_data({"sequence": steps or (SEND,), **chosen}))


def gateway(
    hass: HomeAssistant, answer: Callable[[ServiceCall], Coroutine[Any, Any, dict[str, Any] | None]]
) -> None:
    hass.services.async_register(
        "gateway", "send", answer, supports_response=SupportsResponse.OPTIONAL
    )


def failing(hass: HomeAssistant, error: BaseException) -> list[str]:
    """Have the gateway fail at every text, and return what it is asked for."""
    asked: list[str] = []

    async def send(call: ServiceCall) -> None:
        asked.append(call.data["to"])
        raise error

    gateway(hass, send)
    return asked


async def test_the_action_gets_the_text_to_the_letter(hass: HomeAssistant) -> None:
    calls = async_mock_service(hass, "gateway", "send")
    assert await carrier(hass).send(TEXT, 1800) == Accepted("action:0199aa")
    (call,) = calls
    assert call.data == {
        "to": CUSTOMER,
        "text": "Sorry we missed you 💈 {{ 1 + 1 }}",
        "ref": "0199aa",
        "from": FRONT_NUMBER,
    }
    assert call.context.user_id is None


async def test_a_notification_service_and_a_script_are_actions_like_any(
    hass: HomeAssistant,
) -> None:
    notes = async_mock_service(hass, "notify", "sms")
    scripts = async_mock_service(hass, "script", "text_somebody")
    both = carrier(
        hass,
        {
            "action": "notify.sms",
            "data": {"message": "{{ message }}", "target": ["{{ number }}"]},
        },
        {"action": "script.text_somebody", "data": {"number": "{{ number }}"}},
    )
    assert isinstance(await both.send(TEXT, 1800), Accepted)
    assert notes[0].data == {"message": TEXT.body, "target": [CUSTOMER]}
    assert scripts[0].data == {"number": CUSTOMER}


@pytest.mark.parametrize(
    ("response", "result"),
    [
        pytest.param({"message_id": "8842"}, Accepted("action:8842"), id="an-id"),
        pytest.param({"message_id": 8842}, Accepted("action:8842"), id="an-id-in-digits"),
        pytest.param({"message_id": None}, Accepted("action:0199aa"), id="no-id"),
        pytest.param({"message_id": ["x"]}, Accepted("action:0199aa"), id="no-id-at-all"),
        pytest.param({"error": "no credit"}, Refused("no credit", Reaction.OWNER), id="an-error"),
        pytest.param(
            {"error": "busy", "retry": True}, Refused("busy", Reaction.RETRY), id="try-again"
        ),
        pytest.param(
            {"error": "cannot text +1 (202) 555-0123"},
            Refused("cannot text …", Reaction.OWNER),
            id="an-error-with-a-number",
        ),
        pytest.param({"error": ["x"]}, Refused("error", Reaction.OWNER), id="an-odd-error"),
    ],
)
async def test_the_response_of_a_sequence_is_believed(
    hass: HomeAssistant, response: dict[str, Any], result: object
) -> None:
    async def send(_call: ServiceCall) -> dict[str, Any]:
        return response

    gateway(hass, send)
    steps = (
        {**SEND, "response_variable": "told"},
        {"stop": "Sent", "response_variable": "told"},
    )
    assert await carrier(hass, *steps).send(TEXT, 1800) == result


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        pytest.param(({"action": "gateway.gone"},), "homeassistant.service_not_found", id="gone"),
        pytest.param(({"action": "nonsense"},), "Invalid", id="not-an-action"),
        pytest.param(({"what": "is this"},), "Invalid", id="not-a-step"),
        pytest.param(({**SEND, "data": {"to": "{{ 1 / 0 }}"}},), "TemplateError", id="template"),
        pytest.param(({"stop": "No credit", "error": True}, SEND), "stopped", id="its-own-error"),
        pytest.param(
            ({"condition": "template", "value_template": "{{ false }}"}, SEND),
            "stopped",
            id="its-own-condition",
        ),
    ],
)
async def test_an_action_that_cannot_send_is_for_the_owner_whatever_they_chose(
    hass: HomeAssistant, steps: tuple[dict[str, Any], ...], code: str
) -> None:
    calls = async_mock_service(hass, "gateway", "send")
    for resends in (False, True):
        result = await carrier(hass, *steps, resends_in_doubt=resends).send(TEXT, 1800)
        assert isinstance(result, Refused)
        assert result.reaction is Reaction.OWNER
        assert code in result.code
    assert calls == []


async def test_an_action_that_says_no_to_its_data_is_for_the_owner(hass: HomeAssistant) -> None:
    failing(hass, ServiceValidationError("Who is +12025550123?"))
    result = await carrier(hass, resends_in_doubt=True).send(TEXT, 1800)
    assert result == Refused("ServiceValidationError", Reaction.OWNER)


async def test_an_action_that_fails_underway_is_given_up_and_never_tried_again_and_again(
    hass: HomeAssistant,
) -> None:
    failing(hass, HomeAssistantError(translation_domain="gateway", translation_key="offline"))
    assert await carrier(hass).send(TEXT, 1800) == Refused("gateway.offline", Reaction.OWNER)
    rather_twice = carrier(hass, resends_in_doubt=True)
    assert await rather_twice.send(TEXT, 1800) == Unknown("gateway.offline")
    assert await rather_twice.find(TEXT, frozenset()) is None
    second = replace(TEXT, attempts=1)
    assert await rather_twice.send(second, 1800) == Refused("gateway.offline", Reaction.OWNER)


async def test_a_failure_that_was_a_timeout_may_have_been_a_text(hass: HomeAssistant) -> None:
    async def send(_call: ServiceCall) -> None:
        raise HomeAssistantError(f"Timeout for {CUSTOMER}") from TimeoutError()

    gateway(hass, send)
    assert await carrier(hass).send(TEXT, 1800) == Unknown("HomeAssistantError")


@pytest.mark.parametrize("error", [ValueError("x"), TimeoutError(), asyncio.CancelledError()])
async def test_whatever_breaks_in_an_action_leaves_the_text_in_doubt(
    hass: HomeAssistant, error: BaseException
) -> None:
    failing(hass, error)
    assert isinstance(await carrier(hass).send(TEXT, 1800), Unknown)


@pytest.mark.parametrize("obeys", [True, False], ids=["obeys", "swallows-its-cancellation"])
async def test_an_action_that_never_ends_holds_nobody_up(hass: HomeAssistant, obeys: bool) -> None:
    gate = asyncio.Event()

    async def send(_call: ServiceCall) -> None:
        try:
            await gate.wait()
        except asyncio.CancelledError:
            if obeys:
                raise
            await gate.wait()

    gateway(hass, send)
    slow = carrier(hass)
    slow._settings = replace(slow._settings, timeout_seconds=0)
    async with asyncio.timeout(5):
        assert await slow.send(TEXT, 1800) == Unknown("timeout")
    gate.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    await asyncio.sleep(0)
    assert not slow._running


async def test_who_stops_waiting_for_a_text_stops_its_action(hass: HomeAssistant) -> None:
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def send(_call: ServiceCall) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    gateway(hass, send)
    sending = asyncio.create_task(carrier(hass).send(TEXT, 1800))
    await begun.wait()
    sending.cancel()
    async with asyncio.timeout(5):
        await stopped.wait()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_more_texts_than_an_action_may_run_at_once_are_tried_again(
    hass: HomeAssistant,
) -> None:
    gate = asyncio.Event()

    async def send(_call: ServiceCall) -> None:
        await gate.wait()

    gateway(hass, send)
    with patch.object(action_carrier, "_RUNS_AT_ONCE", 2):
        busy = carrier(hass)
        sending = [asyncio.create_task(busy.send(TEXT, 1800)) for _ in range(3)]
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            done, _ = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [Refused("not_started", Reaction.RETRY)]
    gate.set()
    assert [await task for task in sending].count(Accepted("action:0199aa")) == 2


async def test_a_house_that_shuts_down_begins_no_action_and_sends_later(
    hass: HomeAssistant,
) -> None:
    calls = async_mock_service(hass, "gateway", "send")
    closing = carrier(hass)
    await closing.send(TEXT, 1800)
    await closing.close()
    assert await closing.send(TEXT, 1800) == Refused("closed", Reaction.RETRY)
    late = carrier(hass)
    await late.send(TEXT, 1800)
    hass.data[DATA_NEW_SCRIPT_RUNS_NOT_ALLOWED] = None
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=2))
    assert await late.send(TEXT, 1800) == Refused("not_started", Reaction.RETRY)
    assert len(calls) == 2


async def test_what_runs_while_the_shop_closes_comes_to_its_end(hass: HomeAssistant) -> None:
    gate = asyncio.Event()

    async def send(_call: ServiceCall) -> None:
        await gate.wait()

    gateway(hass, send)
    closing = carrier(hass)
    sending = asyncio.create_task(closing.send(TEXT, 1800))
    await asyncio.sleep(0)
    close = asyncio.create_task(closing.close())
    await asyncio.sleep(0)
    gate.set()
    await close
    assert await sending == Accepted("action:0199aa")
    assert closing._script is None


async def test_nobody_can_be_asked_what_became_of_a_text(hass: HomeAssistant) -> None:
    rather_late, rather_twice = carrier(hass), carrier(hass, resends_in_doubt=True)
    with pytest.raises(CarrierSilent):
        await rather_late.find(TEXT, frozenset())
    assert await rather_twice.find(TEXT, frozenset()) is None
    with pytest.raises(CarrierSilent):
        await rather_twice.find(replace(TEXT, attempts=1), frozenset())
    assert await rather_late.line_kind(CUSTOMER) is NumberKind.UNKNOWN


async def test_it_can_do_what_the_owners_automations_do_for_it(hass: HomeAssistant) -> None:
    plain = carrier(hass).abilities
    assert (plain.receipts, plain.replies, plain.reconciles) == (False, False, False)
    assert plain.texts_per_second is None
    told = carrier(hass, receipts=True, replies=True, texts_per_second=0.5).abilities
    assert (told.receipts, told.replies, told.reconciles) == (True, True, False)
    assert told.texts_per_second == 0.5


def test_settings_survive_being_stored_and_stay_within_bounds() -> None:
    settings = ActionSettings.from_data(
        {"sequence": [SEND], "timeout_seconds": 1e6, "texts_per_second": 2, "replies": True}
    )
    assert settings.timeout_seconds == LONGEST_TIMEOUT_SECONDS
    assert timedelta(seconds=LONGEST_TIMEOUT_SECONDS) < DOUBT_GRACE
    assert ActionSettings.from_data(settings.as_data()) == settings
    assert ActionSettings.from_data({"sequence": [], "timeout_seconds": -1}).timeout_seconds == 1
    assert "gateway" not in repr(settings)


async def test_a_sequence_that_cannot_be_run_is_known_before_it_is_stored(
    hass: HomeAssistant,
) -> None:
    with pytest.raises(vol.Invalid):
        await async_script(hass, [{"what": "is this"}])
    script = await async_script(hass, [SEND])
    await script.async_unload()


async def test_no_number_and_no_word_of_an_error_reach_the_log(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for error in (
        HomeAssistantError(f"https://user:secret@gateway/?to={CUSTOMER}"),
        ServiceValidationError(f"secret {CUSTOMER}"),
        ValueError(f"secret {CUSTOMER}"),
    ):
        failing(hass, error)
        await carrier(hass).send(TEXT, 1800)
    assert "…123" in caplog.text
    assert "secret" not in caplog.text
    assert CUSTOMER not in caplog.text


async def test_a_missed_call_goes_out_by_the_action_and_its_fate_comes_back_by_report(
    shop: OpenShop,
) -> None:
    """The whole street, with an action that reports on the text before it ends itself."""
    hass = shop.hass

    async def send(call: ServiceCall) -> None:
        await hass.services.async_call(
            "missed_call_textback",
            "report_status",
            {
                "device_id": shop_device(shop, FRONT),
                "ref": call.data["ref"],
                "status": "delivered",
            },
            blocking=True,
        )

    gateway(hass, send)
    shop.play_carrier(carrier(hass, receipts=True))
    await shop.miss_call()
    assert shop.attributes("event.demo_line_text")["event_type"] == "delivered"
    (record,) = [
        record
        for record in await shop.coordinator.ledger.records(shop.entry.entry_id, [FRONT])
        if getattr(record, "body", None)
    ]
    assert "delivered" in str(record)


@pytest.mark.parametrize(("resends", "times"), [(False, 1), (True, 2)])
@pytest.mark.parametrize("error", [ValueError(), HomeAssistantError()], ids=["broke", "failed"])
async def test_in_doubt_a_text_goes_out_as_often_as_the_owner_chose_and_twice_at_most(
    shop: OpenShop, freezer: FrozenDateTimeFactory, error: Exception, resends: bool, times: int
) -> None:
    asked = failing(shop.hass, error)
    shop.play_carrier(carrier(shop.hass, resends_in_doubt=resends))
    await shop.miss_call()
    for _ in range(12):
        freezer.tick(130)
        async_fire_time_changed(shop.hass)
        await shop.settle()
    assert asked == [CUSTOMER] * times


@pytest.mark.parametrize(
    "body", ["2", "10,50", "[1]", "{'a': 1}", "'quoted'", "None", "  12:30 ", "{{ number }}"]
)
async def test_no_words_of_a_text_become_anything_else(hass: HomeAssistant, body: str) -> None:
    calls = async_mock_service(hass, "gateway", "send")
    chosen = {
        "if": [{"condition": "template", "value_template": "{{ message | length > 0 }}"}],
        "then": [
            {
                "variables": {"words": "{{ message }}", "count": "{{ 3 + 4 }}"},
            },
            {
                "action": "gateway.send",
                "data": {
                    "to": "{{ number }}",
                    "several": ["{{ number }}"],
                    "text": "{{ message }}",
                    "words": "{{ words }}",
                    "count": "{{ count }}",
                    "fixed": "5",
                },
            },
        ],
    }
    assert isinstance(await carrier(hass, chosen).send(replace(TEXT, body=body), 99), Accepted)
    assert calls[0].data == {
        "to": CUSTOMER,
        "several": [CUSTOMER],
        "text": body,
        "words": body,
        "count": 7,
        "fixed": "5",
    }


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (200, Accepted("action:8842")),
        (401, Refused("HTTP 401", Reaction.OWNER)),
        (503, Refused("HTTP 503", Reaction.RETRY)),
    ],
)
async def test_the_example_of_a_rest_command_does_as_its_page_says(
    hass: HomeAssistant, status: int, result: object
) -> None:
    page = Path(__file__).parents[2] / "docs" / "carriers" / "action.md"
    (example,) = [
        block
        for block in re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        if "rest_command" in block
    ]
    steps: Any = parse_yaml(example)
    sent: list[ServiceCall] = []

    async def send(call: ServiceCall) -> dict[str, Any]:
        sent.append(call)
        return {"status": status, "content": {"id": 8842}}

    hass.services.async_register(
        "rest_command", "send_sms", send, supports_response=SupportsResponse.OPTIONAL
    )
    assert await carrier(hass, *steps).send(TEXT, 1800) == result
    assert sent[0].data == {"to": CUSTOMER, "text": TEXT.body, "ref": TEXT.ref}
