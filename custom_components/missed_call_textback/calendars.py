"""The calendars of the house: read and written as anybody may, through Home Assistant's own actions.

There is no action to delete an event, so that is asked of the calendar itself, as the calendar panel
does. A calendar that does not answer, or lets nobody delete, becomes something for the owner to see to.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
import logging
from typing import Any, Final, override

from homeassistant.components.calendar import (
    DOMAIN as CALENDAR,
    CalendarEntityFeature,
)
from homeassistant.components.calendar.const import (
    CREATE_EVENT_SERVICE,
    DATA_COMPONENT,
    EVENT_DESCRIPTION,
    EVENT_END_DATETIME,
    EVENT_START_DATETIME,
    EVENT_SUMMARY,
    SERVICE_GET_EVENTS,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, ServiceResponse, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .core.booking import Appointment
from .core.diary import Contact, Diary, DiarySilent, Event, Page
from .core.numbers import masked, spoken
from .core.shop import Shop
from .reach import entity_of

_LOGGER = logging.getLogger(__name__)

# Longer than a calendar in the cloud takes; a caller waits for it.
_PATIENCE_SECONDS: Final = 15
_LEFT: Final = "appointment_left"
# Shops have ledgers of their own, but may share a calendar.
_LOCKS: HassKey[dict[str, asyncio.Lock]] = HassKey(f"{DOMAIN}_calendars")


class HouseDiary(Diary):
    """The calendars of the house, as one shop uses them."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any], shop: Shop) -> None:
        self._hass = hass
        self._entry = entry
        self._shop = shop
        self._silent: set[str] = set()

    @override
    @asynccontextmanager
    async def open(self, calendar: str) -> AsyncIterator[Page]:
        entity_id = entity_of(self._hass, calendar) or calendar
        locks = self._hass.data.setdefault(_LOCKS, {})
        async with locks.setdefault(calendar, asyncio.Lock()):
            yield _HousePage(self._hass, self, entity_id)

    @property
    def country(self) -> str:
        """Where numbers are written as at home."""
        return self._shop.country

    @callback
    def note_silent(self, entity_id: str) -> None:
        """Tell the owner that a calendar does not answer."""
        issue = self._silent_id(entity_id)
        self._silent.add(issue)
        self._raise(
            issue,
            "calendar_silent",
            {"shop": self._shop.business, "calendar": self._name(entity_id)},
            ir.IssueSeverity.ERROR,
        )

    @callback
    def note_answer(self, entity_id: str) -> None:
        """Take that back."""
        self._forget_silent(self._silent_id(entity_id))

    @callback
    def note_left(self, entity_id: str, appointment: Appointment, contact: Contact) -> None:
        """Ask the owner to delete what nobody else can."""
        start = dt_util.as_local(appointment.slot.start)
        self._raise(
            f"{_LEFT}_{self._entry.entry_id}_{appointment.mark}",
            _LEFT,
            {
                "shop": self._shop.business,
                "calendar": self._name(entity_id),
                # Kept on disk, where nobody's erasure finds it: so no name.
                "who": masked(contact.number),
                "time": f"{start:%Y-%m-%d %H:%M}",
            },
            ir.IssueSeverity.WARNING,
            # Nothing else remembers it.
            is_persistent=True,
        )

    @callback
    def forget_silent(self) -> None:
        """Take back which calendars do not answer: the shop is being closed."""
        for issue in tuple(self._silent):
            self._forget_silent(issue)

    def _name(self, entity_id: str) -> str:
        state = self._hass.states.get(entity_id)
        return entity_id if state is None else state.name

    def _silent_id(self, entity_id: str) -> str:
        return f"calendar_silent_{self._entry.entry_id}_{entity_id}"

    def _raise(
        self,
        issue: str,
        key: str,
        placeholders: dict[str, str],
        severity: ir.IssueSeverity,
        *,
        is_persistent: bool = False,
    ) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue,
            is_fixable=False,
            is_persistent=is_persistent,
            severity=severity,
            translation_key=key,
            translation_placeholders=placeholders,
        )

    def _forget_silent(self, issue: str) -> None:
        if issue in self._silent:
            self._silent.discard(issue)
            ir.async_delete_issue(self._hass, DOMAIN, issue)


@callback
def async_forget_left(hass: HomeAssistant, entry_id: str) -> None:
    """Take back what the owner was asked to delete: the shop is removed."""
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(f"{_LEFT}_{entry_id}_"):
            ir.async_delete_issue(hass, domain, issue_id)


class _HousePage(Page):
    """One calendar, held alone."""

    def __init__(self, hass: HomeAssistant, diary: HouseDiary, entity_id: str) -> None:
        self._hass = hass
        self._diary = diary
        self._entity_id = entity_id

    @override
    async def events(self, since: datetime, until: datetime) -> list[Event]:
        period = {
            EVENT_START_DATETIME: since.isoformat(),
            EVENT_END_DATETIME: until.isoformat(),
        }
        async with self._asking():
            response: Any = await self._call(SERVICE_GET_EVENTS, period, wants_response=True)
            return [_event_of(each) for each in response[self._entity_id]["events"]]

    @override
    async def add(self, appointment: Appointment, contact: Contact) -> None:
        written = {
            EVENT_SUMMARY: _summary(contact, self._diary.country),
            EVENT_DESCRIPTION: f"{contact.line}\n{contact.number}\n{appointment.mark}",
            EVENT_START_DATETIME: appointment.slot.start.isoformat(),
            EVENT_END_DATETIME: appointment.slot.end.isoformat(),
        }
        async with self._asking():
            await self._call(CREATE_EVENT_SERVICE, written)

    @override
    async def remove(self, appointment: Appointment, contact: Contact) -> None:
        slot = appointment.slot
        number = spoken(contact.number, self._diary.country)
        async with self._asking():
            entity = self._hass.data[DATA_COMPONENT].get_entity(self._entity_id)
            if entity is None:
                raise LookupError(self._entity_id)
            events = await entity.async_get_events(
                self._hass, dt_util.as_local(slot.start), dt_util.as_local(slot.end)
            )
            own = [
                event
                for event in events
                if appointment.mark in (event.description or "")
                # Not every calendar keeps what is written under an event. They may have another
                # name by now.
                or (
                    event.start_datetime_local == slot.start and number == _number_in(event.summary)
                )
            ]
            can = CalendarEntityFeature.DELETE_EVENT & (entity.supported_features or 0)
            for event in own:
                if can and event.uid is not None:
                    await entity.async_delete_event(event.uid, recurrence_id=event.recurrence_id)
                else:
                    self._diary.note_left(self._entity_id, appointment, contact)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        """Ask the calendar with patience, and note whether it answers. Raises DiarySilent."""
        state = self._hass.states.get(self._entity_id)
        if state is None or state.state == STATE_UNAVAILABLE:
            self._diary.note_silent(self._entity_id)
            raise DiarySilent
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                yield
        except Exception as err:
            # Whatever an integration raises, a caller must not be left with half an answer.
            _LOGGER.warning("%s does not answer: %s", self._entity_id, type(err).__name__)
            self._diary.note_silent(self._entity_id)
            raise DiarySilent from err
        self._diary.note_answer(self._entity_id)

    async def _call(
        self, service: str, data: dict[str, Any], *, wants_response: bool = False
    ) -> ServiceResponse:
        return await self._hass.services.async_call(
            CALENDAR,
            service,
            {ATTR_ENTITY_ID: self._entity_id, **data},
            blocking=True,
            return_response=wants_response,
        )


def _summary(contact: Contact, country: str) -> str:
    return ", ".join(filter(None, (contact.name, spoken(contact.number, country))))


def _number_in(summary: str) -> str:
    """Return the number in a summary of ours; it is the last thing there."""
    return summary.rpartition(", ")[-1]


def _event_of(raw: dict[str, Any]) -> Event:
    return Event(
        start=_moment(raw["start"]),
        end=_moment(raw["end"]),
        note=str(raw.get(EVENT_DESCRIPTION) or ""),
    )


def _moment(written: str) -> datetime:
    """Read when an event begins or ends: one of whole days, at the beginning of a day.

    It is left in its own zone: in another one, the last moment that there is would lie beyond it.
    """
    if (day := dt_util.parse_date(written)) is not None:
        return dt_util.start_of_local_day(day)
    at = datetime.fromisoformat(written)
    return at if at.tzinfo is not None else at.replace(tzinfo=dt_util.get_default_time_zone())
