"""Setting a shop up with any action: the whole way, and every wrong turn."""

from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from tests.exchange_android import SmsGate

from .carriers import LANDLINE, NUMBER, smsgate_entry
from .dialogs import MOBILE
from .walk import Walk, line_of

SEND: Final = {
    "action": "gateway.send",
    "data": {"to": "{{ number }}", "text": "{{ message }}", "from": "{{ sender }}"},
}


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
        pytest.param("<Say>", "action_broken", id="words"),
        pytest.param([7], "action_broken", id="a number"),
    ],
)
async def test_steps_that_can_never_run_are_told(walk: Walk, steps: object, error: str) -> None:
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
