"""A calendar of the house, as an integration would bring it."""

from datetime import datetime
from itertools import count
from typing import Any, override

from pytest_homeassistant_custom_component.common import setup_test_component_platform

from homeassistant.components.calendar import (
    DOMAIN,
    CalendarEntity,
    CalendarEntityFeature,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

JOBS = "calendar.jobs"


class JobCalendar(CalendarEntity):
    """Holds events in memory. `trouble` is what goes wrong when it is asked anything."""

    _attr_name = "Jobs"
    _attr_unique_id = "jobs"

    def __init__(self, features: CalendarEntityFeature) -> None:
        self._attr_supported_features = features
        self.events: list[CalendarEvent] = []
        self.trouble: Exception | None = None
        self._uids = count(1)

    @property
    @override
    def event(self) -> CalendarEvent | None:
        return None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        self._may_fail()
        return [
            event
            for event in self.events
            if event.start_datetime_local < end_date and start_date < event.end_datetime_local
        ]

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        self._may_fail()
        self.events.append(
            CalendarEvent(
                start=kwargs["dtstart"],
                end=kwargs["dtend"],
                summary=kwargs["summary"],
                description=kwargs["description"],
                uid=f"uid {next(self._uids)}",
            )
        )

    @override
    async def async_delete_event(
        self, uid: str, recurrence_id: str | None = None, recurrence_range: str | None = None
    ) -> None:
        self._may_fail()
        self.events = [event for event in self.events if event.uid != uid]

    def starts(self) -> list[str]:
        """Return when its events begin."""
        return [f"{dt_util.as_local(event.start_datetime_local):%d %H:%M}" for event in self.events]

    def set_available(self, *, available: bool) -> None:
        """Have it be there, or away."""
        self._attr_available = available
        self.async_write_ha_state()

    def _may_fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


async def add_calendar(
    hass: HomeAssistant,
    features: CalendarEntityFeature = CalendarEntityFeature.CREATE_EVENT
    | CalendarEntityFeature.DELETE_EVENT,
) -> JobCalendar:
    """Add `calendar.jobs` to the house."""
    calendar = JobCalendar(features)
    setup_test_component_platform(hass, DOMAIN, [calendar])
    assert await async_setup_component(hass, DOMAIN, {DOMAIN: {"platform": "test"}})
    await hass.async_block_till_done()
    assert hass.states.get(JOBS) is not None
    return calendar
