"""Triggers on what happens on a line, in an automation, by what really happens in a shop."""

import asyncio
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.calls import MISSED_OUTCOMES, CallEvent, Outcome
from custom_components.missed_call_textback.core.happenings import TranscriptReady
from custom_components.missed_call_textback.core.outbox import Reaction, Receipt, Refused, TextState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.platforms.shop import (
    BACK,
    CUSTOMER,
    FRONT,
    OTHER_CUSTOMER,
    SAM_MOBILE,
    OpenShop,
    call_event,
    open_shop,
    shop_device,
    shop_entry,
)

from .conftest import Automate

CALLS = {"entity_id": "event.demo_line_call"}


async def name(shop: OpenShop, number: str, called: str) -> None:
    """Have the owner give somebody a name."""
    await shop.engine.people.describe(number, name=called)


async def resolve(shop: OpenShop, thread_id: int, stage: str, value: float | None = None) -> None:
    """Say what became of a caller."""
    fields = {} if value is None else {"value": value}
    await shop.hass.services.async_call(
        DOMAIN,
        "resolve",
        {
            "config_entry_id": shop.entry.entry_id,
            "thread_id": thread_id,
            "stage": stage,
            **fields,
        },
        blocking=True,
    )
    await shop.settle()


async def test_a_missed_call_tells_all_that_its_event_does_and_whom_to_answer_how(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("call_missed", CALLS)
    await name(shop, CUSTOMER, "Ada")
    await shop.miss_call()
    [run] = told.runs
    event = shop.attributes("event.demo_line_call")
    named = set(event) - {"event_types", "event_type", "friendly_name", "icon"}
    assert {key: run[key] for key in named} == {key: event[key] for key in named}
    assert (
        run
        | {
            "platform": "missed_call_textback.call_missed",
            "config_entry_id": shop.entry.entry_id,
            "device_id": shop_device(shop, FRONT),
            "line": "Demo line",
            "number": CUSTOMER,
            "name": "Ada",
            "outcome": "no_answer",
            "reason": "missed_open",
        }
        == run
    )


@pytest.mark.parametrize("outcome", MISSED_OUTCOMES)
async def test_every_way_to_miss_a_call_is_told_unless_others_are_chosen(
    shop: OpenShop, automate: Automate, outcome: Outcome
) -> None:
    told = await automate("call_missed", CALLS)
    await shop.miss_call(outcome=outcome)
    await shop.miss_call(OTHER_CUSTOMER, outcome=Outcome.ANSWERED)
    assert told.each("number", "outcome") == [(CUSTOMER, outcome.value)]


async def test_only_the_chosen_ends_of_calls_are_told(shop: OpenShop, automate: Automate) -> None:
    told = await automate("call_missed", CALLS, outcome=["busy", "voicemail"])
    await shop.miss_call(CUSTOMER, outcome=Outcome.NO_ANSWER)
    await shop.miss_call(OTHER_CUSTOMER, outcome=Outcome.BUSY)
    assert told.each("number") == [OTHER_CUSTOMER]


async def test_a_voicemail_that_is_found_later_is_no_second_missed_call(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("call_missed", CALLS)
    ended = call_event()
    await shop.engine.handle_call(ended)
    recorded = call_event(recording="https://example.com/recording")
    await shop.engine.handle_call(
        CallEvent(
            line_id=recorded.line_id,
            source_id=ended.source_id,
            step=recorded.step,
            at=recorded.at,
            caller=recorded.caller,
            recording=recorded.recording,
        )
    )
    await shop.settle()
    assert shop.attributes("event.demo_line_call")["event_type"] == "voicemail"
    assert told.each("outcome") == ["no_answer"]


async def test_a_caller_without_a_number_is_nobody(shop: OpenShop, automate: Automate) -> None:
    told = await automate("call_missed", CALLS)
    await shop.miss_call(None)
    assert told.each("number", "name", "reason") == [(None, None, "no_caller_id")]


async def test_a_reply_is_told_with_its_words_but_neither_the_team_nor_a_stop_are_replies(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("reply_received", {"entity_id": "event.demo_line_text"})
    await shop.miss_call()
    await shop.receive("Is Friday free?")
    thread_id = shop.attributes("event.demo_line_text")["thread_id"]
    await shop.receive("On my way", SAM_MOBILE)
    await shop.receive("STOP", OTHER_CUSTOMER)
    assert told.each("number", "body", "thread_id", "media", "channel", "line") == [
        (CUSTOMER, "Is Friday free?", thread_id, 0, "sms", "Demo line")
    ]


async def test_what_is_urgent_is_told_once_until_somebody_has_answered(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("urgent", {"entity_id": "event.demo_line_text"})
    await shop.receive("Hello?")
    await shop.receive("It's urgent!")
    await shop.receive("really URGENT")
    await shop.receive("not urgent", OTHER_CUSTOMER)
    await shop.receive("urgent", SAM_MOBILE)
    await shop.engine.send_text(FRONT, CUSTOMER, "We are on our way")
    await shop.receive("an emergency now")
    assert told.each("number", "body", "urgent_words", "line") == [
        (CUSTOMER, "It's urgent!", ["urgent"], "Demo line"),
        (CUSTOMER, "an emergency now", ["emergency"], "Demo line"),
    ]


async def test_whoever_writes_stop_is_told_of_once(shop: OpenShop, automate: Automate) -> None:
    told = await automate("opted_out", {"entity_id": "event.demo_line_text"})
    await shop.receive("When do you open?", OTHER_CUSTOMER)
    await shop.receive("STOP")
    assert told.each("number", "body", "wish") == [(CUSTOMER, "STOP", "stop")]


async def test_whom_the_carrier_knows_to_have_opted_out_is_told_of(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("opted_out", {"entity_id": "event.demo_line_text"})
    shop.carrier.answers[CUSTOMER] = Refused("21610", Reaction.OPTED_OUT)
    await shop.miss_call()
    assert told.each("number", "error", "state") == [(CUSTOMER, "21610", "failed")]


async def test_a_text_that_does_not_get_through_is_told_with_its_words_and_why(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("text_failed", {"entity_id": "event.demo_line_text"})
    shop.carrier.answers[CUSTOMER] = Refused("30006", Reaction.UNTEXTABLE)
    await shop.miss_call(CUSTOMER)
    await shop.miss_call(OTHER_CUSTOMER)
    [_, sent] = shop.carrier.sent
    await shop.report(sent, TextState.DELIVERED)
    await shop.miss_call("+12025550125")
    lost = shop.carrier.sent[-1]
    await shop.report(lost, TextState.UNDELIVERED, error="30005")
    assert told.each("number", "state", "error", "kind", "body") == [
        (CUSTOMER, "failed", "30006", "text_back", lost.body),
        ("+12025550125", "undelivered", "30005", "text_back", lost.body),
    ]


async def test_a_text_that_is_tried_once_more_has_not_failed_before_that_fails_too(
    shop: OpenShop, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    told = await automate("text_failed", {"entity_id": "event.demo_line_text"})
    await shop.miss_call()
    for _ in range(2):
        lost = shop.carrier.sent[-1]
        assert told.runs == []
        await shop.engine.handle_receipt(
            Receipt(
                state=TextState.UNDELIVERED, ref=lost.ref, error="30003", reaction=Reaction.LATER
            )
        )
        await shop.settle()
        freezer.tick(timedelta(minutes=16))
        async_fire_time_changed(shop.hass)
        await shop.settle()
    assert told.each("error", "text_id") == [("30003", shop.carrier.sent[1].ref)]


async def test_a_booking_is_told_once_with_its_value(shop: OpenShop, automate: Automate) -> None:
    told = await automate("booked", {"entity_id": "event.demo_line_what_became_of_it"})
    await shop.miss_call()
    thread_id = shop.attributes("event.demo_line_call")["thread_id"]
    await resolve(shop, thread_id, "quoted", 50)
    await resolve(shop, thread_id, "booked", 40)
    await resolve(shop, thread_id, "booked", 45)
    await resolve(shop, thread_id, "won")
    assert told.each("thread_id", "number", "value", "before") == [
        (thread_id, CUSTOMER, 40, "quoted")
    ]


@pytest.mark.parametrize("of", ["line", "shop", "area", "label", "any entity"])
async def test_lines_are_chosen_by_whatever_home_assistant_lets_choose(
    hass: HomeAssistant, shop: OpenShop, automate: Automate, of: str
) -> None:
    area = ar.async_get(hass).async_create("Front")
    front = shop_device(shop, FRONT)
    dr.async_get(hass).async_update_device(front, area_id=area.id, labels={"busy"})
    target = {
        "line": {"device_id": front},
        "shop": {"device_id": shop_device(shop)},
        "area": {"area_id": area.id},
        "label": {"label_id": "busy"},
        "any entity": {"entity_id": ["sensor.demo_line_missed_calls", "event.elsewhere"]},
    }[of]
    told = await automate("call_missed", target)
    await shop.miss_call(CUSTOMER, line_id=FRONT)
    await shop.miss_call(OTHER_CUSTOMER, line_id=BACK)
    both = [("Demo line", CUSTOMER), ("Back office", OTHER_CUSTOMER)]
    assert told.each("line", "number") == (both if of == "shop" else both[:1])


async def test_two_shops_are_never_taken_for_one_another(
    hass: HomeAssistant, shop: OpenShop, automate: Automate
) -> None:
    other = await open_shop(hass, shop_entry(title="Other", entry_id="01OTHER0000000000000000000"))
    assert other.coordinator.shop.lines == shop.coordinator.shop.lines
    told = await automate("call_missed", {"device_id": shop_device(other)})
    await shop.miss_call(CUSTOMER)
    await other.miss_call(OTHER_CUSTOMER)
    assert told.each("number", "config_entry_id") == [(OTHER_CUSTOMER, other.entry.entry_id)]


async def test_a_line_that_moves_into_the_area_is_followed_and_one_that_leaves_is_not(
    hass: HomeAssistant, shop: OpenShop, automate: Automate
) -> None:
    area = ar.async_get(hass).async_create("Front")
    told = await automate("call_missed", {"area_id": area.id})
    await shop.miss_call(CUSTOMER)
    devices = dr.async_get(hass)
    devices.async_update_device(shop_device(shop, FRONT), area_id=area.id)
    await hass.async_block_till_done()
    await shop.miss_call(OTHER_CUSTOMER)
    devices.async_update_device(shop_device(shop, FRONT), area_id=None)
    await hass.async_block_till_done()
    await shop.miss_call("+12025550125")
    assert told.each("number") == [OTHER_CUSTOMER]


async def test_a_shop_that_is_loaded_anew_is_still_followed_and_nothing_is_told_twice(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("call_missed", CALLS)
    await shop.miss_call(CUSTOMER)
    await shop.reload()
    await shop.miss_call(OTHER_CUSTOMER)
    assert told.each("number") == [CUSTOMER, OTHER_CUSTOMER]


async def test_a_burst_of_calls_is_told_call_by_call_in_its_order(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("call_missed", CALLS)
    callers = [f"+1202555{number:04}" for number in range(300, 360)]
    await asyncio.gather(*(shop.engine.handle_call(call_event(caller)) for caller in callers))
    await shop.settle_until(lambda: len(told.each("number")) >= len(callers))
    assert told.each("number") == callers


async def test_an_automation_that_is_turned_off_hears_nothing(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("call_missed", CALLS)
    await shop.hass.services.async_call(
        "automation", "turn_off", {"entity_id": "automation.owner_s"}, blocking=True
    )
    await shop.miss_call()
    assert told.runs == []


async def test_a_trigger_without_a_line_says_what_is_missing(
    hass: HomeAssistant, shop: OpenShop, caplog: pytest.LogCaptureFixture
) -> None:
    automation = {
        "alias": "Empty",
        "triggers": [{"trigger": "missed_call_textback.call_missed", "target": {}}],
        "actions": [],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    assert "Choose at least one line" in caplog.text


def said(words: str, *urgent: str) -> TranscriptReady:
    return TranscriptReady(
        call_id=1,
        thread_id=1,
        line_id=FRONT,
        peer=CUSTOMER,
        words=words,
        at=dt_util.utcnow(),
        urgent=urgent,
        alarm=bool(urgent),
        waits=True,
    )


async def test_a_voicemail_that_is_written_down_is_told_with_its_words(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("voicemail_transcribed", CALLS)
    await shop.miss_call()
    shop.coordinator.async_hear(said("It's an emergency", "emergency"))
    shop.coordinator.async_hear(said("Thank you"))
    await shop.settle()
    assert told.each("number", "body", "call_id", "thread_id", "urgent_words", "line") == [
        (CUSTOMER, "It's an emergency", 1, 1, ["emergency"], "Demo line"),
        (CUSTOMER, "Thank you", 1, 1, [], "Demo line"),
    ]
    event = shop.attributes("event.demo_line_call")
    named = set(event) - {"event_types", "event_type", "friendly_name", "icon"}
    assert {key: told.runs[-1][key] for key in named} == {key: event[key] for key in named}
    assert event["event_type"] == "transcribed"


async def test_a_voicemail_may_be_what_is_urgent(shop: OpenShop, automate: Automate) -> None:
    told = await automate("urgent", CALLS)
    await shop.miss_call()
    shop.coordinator.async_hear(said("It's an emergency", "emergency"))
    shop.coordinator.async_hear(said("Thank you"))
    await shop.settle()
    assert told.each("number", "body", "alarm") == [(CUSTOMER, "It's an emergency", True)]
