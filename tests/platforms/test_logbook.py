"""The logbook says what the event of a call does not: why nobody was texted; and keeps no number."""

import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.event import EVENT_NOT_TEXTED
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
    """Return a list that every missed call without a text is put into."""
    return async_capture_events(hass, EVENT_NOT_TEXTED)


async def test_a_missed_call_that_is_not_texted_is_told_with_the_reason(
    shop: OpenShop, events: list[Event[Any]]
) -> None:
    await shop.miss_call()
    assert events == [], "the text that goes out says it"
    await shop.miss_call(outcome=Outcome.BUSY)
    await shop.miss_call("anonymous")
    assert _told(shop.hass, events) == [
        "…123 was not texted. The caller got a text-back a short time ago",
        "A withheld number was not texted. The caller withheld their number",
    ]


async def test_a_held_text_is_told_with_the_hour_of_the_house(
    hass: HomeAssistant, events: list[Event[Any]], freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    freezer.move_to("2026-11-18T08:00:00+00:00")
    shop = await open_shop(hass, shop_entry(options={"by_day_only": True}))
    await shop.miss_call()
    (told,) = _told(hass, events)
    assert told.startswith("…123 is to be texted at ")
    assert told.endswith(". It is night where the caller is, so the text waits for the morning")


async def test_of_a_call_that_nobody_expects_a_text_for_nothing_is_added(
    shop: OpenShop, events: list[Event[Any]]
) -> None:
    await shop.miss_call(outcome=Outcome.ANSWERED)
    missed = call_event()
    await shop.engine.handle_call(missed)
    recorded = call_event(recording="RE1")
    object.__setattr__(recorded, "source_id", missed.source_id)
    await shop.engine.handle_call(recorded)
    await shop.settle()
    assert shop.attributes("event.demo_line_call")["event_type"] == "voicemail"
    assert events == []


async def test_the_event_that_is_kept_holds_no_number(
    shop: OpenShop, events: list[Event[Any]]
) -> None:
    await shop.miss_call()
    await shop.miss_call()
    kept = json.dumps([event.data for event in events])
    assert "…123" in json.loads(kept)[0]["caller"]
    assert CUSTOMER not in kept
    assert events[0].data["entity_id"] == "event.demo_line_call"
