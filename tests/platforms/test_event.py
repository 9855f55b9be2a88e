"""Events of a line: one for each happening, with what automations need and history need not keep."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import Attestation, Call, Outcome
from custom_components.missed_call_textback.core.happenings import CallDecided, TextMoved
from custom_components.missed_call_textback.core.outbox import (
    Reaction,
    Receipt,
    Refused,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.policy import Hold
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.event import CallEvents, TextEvents
from homeassistant.components.event import ATTR_EVENT_TYPE
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, State, callback
from homeassistant.util import dt as dt_util

from .shop import CUSTOMER, FRONT, OTHER_CUSTOMER, OpenShop, call_event, open_shop, shop_entry

CALL = "event.demo_line_call"
TEXT = "event.demo_line_text"


def _watch(hass: HomeAssistant, entity_id: str) -> list[State]:
    """Return a list that every later state of an entity is put into."""
    states: list[State] = []

    # In the executor, two states could change places.
    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"]
        if event.data["entity_id"] == entity_id and state is not None:
            states.append(state)

    hass.bus.async_listen("state_changed", note)
    return states


def _types(states: list[State]) -> list[Any]:
    return [state.attributes[ATTR_EVENT_TYPE] for state in states]


@pytest.mark.parametrize("outcome", Outcome, ids=str)
async def test_every_outcome_of_a_call_has_its_event_type(shop: OpenShop, outcome: Outcome) -> None:
    await shop.miss_call(outcome=outcome)
    assert shop.attributes(CALL)[ATTR_EVENT_TYPE] == outcome


async def test_a_missed_call_tells_who_called_what_was_decided_and_why(shop: OpenShop) -> None:
    await shop.engine.handle_call(call_event("(202) 555-0123", recording="RE1"))
    await shop.settle()
    attributes = shop.attributes(CALL)
    assert {
        key: attributes[key]
        for key in (
            "event_type",
            "caller",
            "decision",
            "reason",
            "reason_text",
            "held_until",
            "has_recording",
        )
    } == {
        "event_type": "voicemail",
        "caller": CUSTOMER,
        "decision": "text_back",
        "reason": "missed_open",
        "reason_text": "The call was missed during opening hours",
        "held_until": None,
        "has_recording": True,
    }
    assert attributes["call_id"] >= 1
    assert dt_util.parse_datetime(attributes["started_at"]) is not None


async def test_a_call_back_is_told_and_stands_in_the_conversation(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    await shop.miss_call()
    await shop.call_back(answered=False)
    assert shop.attributes(CALL)[ATTR_EVENT_TYPE] == "called_in_vain"
    await shop.call_back()
    told = shop.attributes(CALL)
    assert (told[ATTR_EVENT_TYPE], told["direction"]) == ("called_back", "outgoing")
    assert (told["caller"], told["recovered"]) == (CUSTOMER, True)
    assert shop.coordinator.data[FRONT].total[Tally.RECOVERED] == 1
    read = await hass.services.async_call(
        DOMAIN,
        "get_thread",
        {"config_entry_id": shop.entry.entry_id, "thread_id": told["thread_id"]},
        blocking=True,
        return_response=True,
    )
    assert read is not None
    # A try within the minute is the same call to the ledger.
    entries = [
        each for each in cast("list[dict[str, Any]]", read["entries"]) if each["kind"] == "call_out"
    ]
    assert [each["what"] for each in entries] == ["answered"]
    assert read["state"] == "replied"


async def test_what_the_network_says_of_the_caller_is_told(shop: OpenShop) -> None:
    event = replace(call_event(), caller_name="ADA LOVELACE", attestation=Attestation.FAILED)
    await shop.engine.handle_call(event)
    await shop.settle()
    attributes = shop.attributes(CALL)
    assert attributes["caller_name"] == "ADA LOVELACE"
    assert attributes["attestation"] == "failed"
    assert (attributes["decision"], attributes["reason"]) == ("skip", "spoofed")


async def test_a_help_is_a_text_and_its_answer_a_text_of_ours(shop: OpenShop) -> None:
    states = _watch(shop.hass, TEXT)
    await shop.receive("HELP")
    assert _types(states) == ["received", "sent"]
    assert states[0].attributes["wish"] == "help"
    assert states[1].attributes["kind"] == "service"


async def test_a_held_text_that_is_no_longer_needed_is_told_with_its_reason(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-18T08:00:00+00:00")
    shop = await open_shop(hass, shop_entry(options={"by_day_only": True}))
    states = _watch(hass, TEXT)
    await shop.miss_call()
    assert shop.attributes(CALL)["decision"] == "hold"
    await shop.receive("I found somebody else")
    assert _types(states) == ["received", "dropped"]
    assert states[1].attributes["error"] == "replied"


async def test_a_caller_who_withholds_the_number_has_no_number(shop: OpenShop) -> None:
    await shop.miss_call("anonymous")
    attributes = shop.attributes(CALL)
    assert attributes["caller"] is None
    assert (attributes["decision"], attributes["reason"]) == ("skip", "no_caller_id")
    assert attributes["ring_seconds"] == 12.5


async def test_a_call_that_is_held_tells_until_when(shop: OpenShop) -> None:
    until = dt_util.utcnow() + timedelta(hours=9)
    shop.coordinator.async_hear(
        CallDecided(
            call_id=1,
            call=Call(
                line_id=FRONT,
                source_id="test:held",
                caller=CUSTOMER,
                started_at=dt_util.utcnow(),
                outcome=Outcome.CLOSED,
            ),
            decision=Hold(until, Reason.MISSED_CLOSED),
        )
    )
    attributes = shop.attributes(CALL)
    assert attributes["decision"] == "hold"
    assert attributes["held_until"] == until.isoformat()


async def test_in_a_burst_each_call_and_each_text_is_an_event_of_its_own(shop: OpenShop) -> None:
    calls, texts = _watch(shop.hass, CALL), _watch(shop.hass, TEXT)
    callers = [f"+1202555{number:04}" for number in range(2000, 2040)]
    for caller in callers:
        await shop.engine.handle_call(call_event(caller))
    await shop.settle()
    shop.coordinator.async_finish_telling()
    assert [state.attributes["caller"] for state in calls] == callers
    assert len({state.state for state in calls}) == len(callers)
    assert _types(texts) == ["sent"] * len(callers)
    assert {state.attributes["number"] for state in texts} == set(callers)


async def test_a_text_is_told_once_for_each_step_it_takes(shop: OpenShop) -> None:
    states = _watch(shop.hass, TEXT)
    await shop.miss_call()
    (text,) = shop.carrier.sent
    await shop.report(text, TextState.SENT)
    await shop.report(text, TextState.DELIVERED)
    await shop.report(text, TextState.DELIVERED)
    assert _types(states) == ["sent", "delivered"]
    attributes = states[-1].attributes
    assert attributes["direction"] == "outgoing"
    assert attributes["number"] == CUSTOMER
    assert attributes["kind"] == "text_back"
    assert attributes["text_id"] == text.ref
    assert attributes["call_id"] == shop.attributes(CALL)["call_id"]
    assert "body" not in attributes


async def test_a_receipt_that_overtakes_the_carriers_answer_is_told_once(shop: OpenShop) -> None:
    states = _watch(shop.hass, TEXT)
    shop.carrier.gate.clear()
    await shop.engine.handle_call(call_event())
    await shop.carrier.asked.wait()
    await shop.engine.handle_receipt(
        Receipt(state=TextState.DELIVERED, ref=shop.carrier.sent[0].ref)
    )
    shop.carrier.gate.set()
    await shop.settle()
    assert _types(states) == ["delivered"]


async def test_a_text_that_the_carrier_loses_is_told_with_its_code(shop: OpenShop) -> None:
    states = _watch(shop.hass, TEXT)
    await shop.miss_call()
    await shop.report(shop.carrier.sent[0], TextState.UNDELIVERED, error="30005")
    assert _types(states) == ["sent", "undelivered"]
    assert states[-1].attributes["error"] == "30005"


async def test_a_text_that_waits_or_is_in_doubt_is_no_news(shop: OpenShop) -> None:
    states = _watch(shop.hass, TEXT)
    shop.carrier.answers = {
        CUSTOMER: Refused("429", Reaction.RETRY),
        OTHER_CUSTOMER: Unknown("timeout"),
    }
    # In this order: what is throttled would keep back what comes after it.
    await shop.engine.handle_call(call_event(OTHER_CUSTOMER))
    await shop.engine.handle_call(call_event(CUSTOMER))
    await shop.hass.async_block_till_done(wait_background_tasks=True)
    assert len(shop.carrier.sent) == 2
    assert states == []


@pytest.mark.parametrize(
    ("body", "event_type", "wish"),
    [
        pytest.param("Is Friday free?", "received", None, id="words"),
        pytest.param("STOP", "opted_out", "stop", id="stop"),
        pytest.param("start", "opted_in", "start", id="start"),
        pytest.param("not interested", "opted_out", "unsure", id="perhaps-stop"),
    ],
)
async def test_a_customers_text_brings_their_words(
    hass: HomeAssistant, body: str, event_type: str, wish: str | None
) -> None:
    shop = await open_shop(hass, shop_entry(options={"confirm_opt_out": False}))
    await shop.receive(body)
    attributes = shop.attributes(TEXT)
    assert {key: attributes[key] for key in ("event_type", "number", "body", "media", "wish")} == {
        "event_type": event_type,
        "wish": wish,
        "number": CUSTOMER,
        "body": body,
        "media": 0,
    }
    assert attributes["direction"] == "incoming"
    assert (attributes["kind"], attributes["state"]) == ("reply", "received")


async def test_history_keeps_neither_numbers_nor_words() -> None:
    assert CallEvents._unrecorded_attributes == {"caller", "caller_name", "body", "urgent_words"}
    assert TextEvents._unrecorded_attributes == {"number", "body", "urgent_words"}


async def test_the_last_event_survives_a_reload(shop: OpenShop) -> None:
    await shop.miss_call()
    before = shop.state(CALL)
    await shop.reload()
    assert shop.state(CALL) == before
    await shop.miss_call(OTHER_CUSTOMER)
    assert shop.state(CALL) > before


async def test_what_was_told_is_remembered_for_the_last_texts_only(shop: OpenShop) -> None:
    await shop.miss_call()
    text = shop.carrier.sent[0]
    component = shop.hass.data["entity_components"]["event"]
    entity = component.get_entity(TEXT)
    events = async_capture_events(shop.hass, "state_changed")
    for number in range(1001):
        entity._is_news(replace(text, ref=f"other-{number}"), "sent")
    assert len(entity._told) == 1000
    shop.coordinator.async_hear(TextMoved(text=replace(text, state=TextState.SENT)))
    await shop.hass.async_block_till_done()
    assert [event for event in events if event.data["entity_id"] == TEXT]
