"""The logbook reads like a story, and keeps nobody's number."""

import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.event import EVENT_CALL_DECIDED
from custom_components.missed_call_textback.logbook import async_describe_events
from homeassistant.core import Event, HomeAssistant

from .shop import CUSTOMER, OpenShop, call_event, open_shop, shop_entry


def _told(hass: HomeAssistant, events: list[Event[Any]]) -> list[str]:
    described: list[Any] = []
    async_describe_events(hass, lambda _domain, _event, describe: described.append(describe))
    (describe,) = described
    return [describe(event)["message"] for event in events]


@pytest.fixture
def events(hass: HomeAssistant) -> list[Event[Any]]:
    """Return a list that every decided call is put into."""
    return async_capture_events(hass, EVENT_CALL_DECIDED)


async def test_a_missed_call_is_told_with_what_was_done_about_it_and_why(
    shop: OpenShop, events: list[Event[Any]]
) -> None:
    await shop.miss_call()
    await shop.miss_call(outcome=Outcome.BUSY)
    await shop.miss_call("anonymous")
    await shop.miss_call(outcome=Outcome.ANSWERED)
    assert _told(shop.hass, events) == [
        "missed a call from …123 (Nobody answered): texted back",
        "missed a call from …123 (Busy): not texted. The caller got a text-back a short time ago",
        (
            "missed a call from a withheld number (Nobody answered): not texted."
            " The caller withheld their number"
        ),
        "answered a call from …123",
    ]


async def test_a_held_text_is_told_with_the_hour_of_the_house(
    hass: HomeAssistant, events: list[Event[Any]], freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    freezer.move_to("2026-11-18T08:00:00+00:00")
    shop = await open_shop(hass, shop_entry(options={"by_day_only": True}))
    await shop.miss_call()
    (told,) = _told(hass, events)
    assert told.startswith("missed a call from …123 (Nobody answered): to be texted at ")
    assert told.endswith(". It is night where the caller is, so the text waits for the morning")


async def test_a_voicemail_that_comes_after_the_decision_is_told(
    shop: OpenShop, events: list[Event[Any]]
) -> None:
    missed = call_event()
    await shop.engine.handle_call(missed)
    recorded = call_event(recording="RE1")
    object.__setattr__(recorded, "source_id", missed.source_id)
    await shop.engine.handle_call(recorded)
    await shop.settle()
    assert _told(shop.hass, events)[1:] == ["got a voicemail from …123"]


async def test_the_event_that_is_kept_holds_no_number(
    shop: OpenShop, events: list[Event[Any]]
) -> None:
    await shop.miss_call()
    kept = json.dumps([event.data for event in events])
    assert CUSTOMER not in kept
    assert events[0].data["entity_id"] == "event.demo_line_call"
