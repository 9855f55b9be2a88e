"""Callers book in the calendar that Home Assistant brings itself."""

from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.calendar import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .calendars import JOBS
from .shop import CUSTOMER
from .test_booking import FIRST_OFFER, answers, issues, open_booking_shop


@pytest.fixture(autouse=True)
async def morning(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Make it a Wednesday, a little before noon, in a house that has a calendar."""
    await hass.config.async_set_time_zone("America/New_York")
    freezer.move_to("2026-11-18 16:50:00+00:00")
    await hass.async_add_executor_job(Path(hass.config.path(".storage")).mkdir)
    entry = MockConfigEntry(
        domain="local_calendar", data={"calendar_name": "Jobs", "storage_key": "jobs"}
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert await async_setup_component(hass, CALENDAR, {})
    await hass.async_block_till_done()


async def events(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return what is in the calendar: when it begins, and its name."""
    answer: Any = await hass.services.async_call(
        CALENDAR,
        "get_events",
        {"entity_id": JOBS, "duration": {"days": 30}},
        blocking=True,
        return_response=True,
    )
    return [(event["start"], event["summary"]) for event in answer[JOBS]["events"]]


async def test_an_appointment_is_written_moved_and_taken_out(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    for event in (
        {"start_date": "2026-11-20", "end_date": "2026-11-21", "summary": "Fair"},
        {
            "start_date_time": "2026-11-19T08:00:00-05:00",
            "end_date_time": "2026-11-19T09:30:00-05:00",
            "summary": "Delivery",
        },
    ):
        await hass.services.async_call(
            CALENDAR, "create_event", {"entity_id": JOBS, **event}, blocking=True
        )
    shop = await open_booking_shop(hass)
    [offer] = await answers(shop, freezer, "1")
    assert offer == FIRST_OFFER.replace("tomorrow at 8 am", "tomorrow at 9:30 am")
    await answers(shop, freezer, "more")
    [offer] = await answers(shop, freezer, "more")
    assert "on Friday" not in offer
    await shop.engine.people.describe(CUSTOMER, name="Alex")
    await answers(shop, freezer, "1")
    begins = (await events(hass))[-1]
    await answers(shop, freezer, "change")
    await answers(shop, freezer, "tomorrow at 9:30")
    assert begins not in await events(hass)
    assert ("2026-11-19T09:30:00-05:00", begins[1]) in await events(hass)
    [answer] = await answers(shop, freezer, "0")
    assert answer == "Corner Barbers: your appointment tomorrow at 9:30 am is called off."
    assert [name for _, name in await events(hass)] == ["Delivery", "Fair"]
    assert issues(hass) == {}
