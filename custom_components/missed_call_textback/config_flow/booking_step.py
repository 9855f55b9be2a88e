"""The step of how a line makes appointments."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.calendar import (
    DOMAIN as CALENDAR,
    CalendarEntityFeature,
)
from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import ATTR_SUPPORTED_FEATURES
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
)

from ..const import (
    CONF_AFTER,
    CONF_AHEAD,
    CONF_BEFORE,
    CONF_BOOKING,
    CONF_BOOKING_LINK,
    CONF_CALENDAR,
    CONF_DURATION,
    CONF_INVITES,
    CONF_NOTICE,
)
from ..reach import entity_of, stored_entity
from . import forms
from .answers import BadAnswer, read_link
from .rules import SECTION_MORE, whole_number

_FIRST: Final = {CONF_DURATION: 30, CONF_INVITES: False}
_MORE: Final = {CONF_BEFORE: 0, CONF_AFTER: 0, CONF_NOTICE: 2, CONF_AHEAD: 14}
_LEAST_MINUTES: Final = 5
_MOST_MINUTES: Final = 12 * 60
_MOST_HOURS: Final = 7 * 24
_MOST_DAYS: Final = 60
_CALENDARS: Final = EntitySelector(
    EntitySelectorConfig(filter=EntityWithDeviceFilterSelectorConfig(domain=CALENDAR))
)
_FORM: Final = vol.Schema(
    {
        vol.Optional(CONF_CALENDAR): _CALENDARS,
        vol.Required(CONF_DURATION): whole_number(_LEAST_MINUTES, _MOST_MINUTES, "min"),
        vol.Optional(CONF_INVITES, default=False): BooleanSelector(),
        vol.Required(SECTION_MORE): section(
            vol.Schema(
                {
                    vol.Required(CONF_BEFORE): whole_number(0, _MOST_MINUTES, "min"),
                    vol.Required(CONF_AFTER): whole_number(0, _MOST_MINUTES, "min"),
                    vol.Required(CONF_NOTICE): whole_number(0, _MOST_HOURS, "h"),
                    vol.Required(CONF_AHEAD): whole_number(1, _MOST_DAYS, "days"),
                    vol.Optional(CONF_BOOKING_LINK): forms.WEB,
                }
            ),
            {"collapsed": True},
        ),
    }
)


class BookingStep(ConfigSubentryFlow):
    """Asks for a calendar, and what an appointment takes in it."""

    async def async_step_booking(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask how the line makes appointments."""
        line = self._get_reconfigure_subentry()
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                changed = _read(self.hass, user_input)
            except BadAnswer as err:
                # The frontend shows no error beside a field of a section.
                errors["base"] = err.error
            except _BadCalendar as err:
                errors[CONF_CALENDAR] = err.error
            else:
                kept = {
                    key: value
                    for key, value in line.data.items()
                    if key not in (CONF_BOOKING, CONF_BOOKING_LINK)
                }
                return self.async_update_and_abort(
                    self._get_entry(), line, data={**kept, **changed}
                )
        return self.async_show_form(
            step_id="booking",
            data_schema=self.add_suggested_values_to_schema(
                _FORM, user_input if user_input is not None else _shown(self.hass, line.data)
            ),
            errors=errors,
            description_placeholders={"name": line.title},
        )


class _BadCalendar(Exception):
    """No appointments can be made in this calendar: `error` is its key."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def _shown(hass: HomeAssistant, data: Mapping[str, Any]) -> dict[str, Any]:
    known = {**_FIRST, **_MORE, **data.get(CONF_BOOKING, {})}
    calendar = entity_of(hass, known.get(CONF_CALENDAR))
    link = data.get(CONF_BOOKING_LINK)
    return {
        **({} if calendar is None else {CONF_CALENDAR: calendar}),
        **{key: known[key] for key in _FIRST},
        SECTION_MORE: {
            **{key: known[key] for key in _MORE},
            **({} if link is None else {CONF_BOOKING_LINK: link}),
        },
    }


def _read(hass: HomeAssistant, answers: dict[str, Any]) -> dict[str, Any]:
    """Read the answers as they are stored. Raises BadAnswer and _BadCalendar."""
    more = answers[SECTION_MORE]
    link = read_link(more.get(CONF_BOOKING_LINK))
    stored: dict[str, Any] = {CONF_BOOKING_LINK: link} if link else {}
    calendar: str | None = answers.get(CONF_CALENDAR)
    if calendar is None:
        if answers[CONF_INVITES]:
            raise _BadCalendar("calendar_needed")
        return stored
    state = hass.states.get(calendar)
    features = 0 if state is None else state.attributes.get(ATTR_SUPPORTED_FEATURES, 0)
    if not features & CalendarEntityFeature.CREATE_EVENT:
        raise _BadCalendar("calendar_read_only")
    return stored | {
        CONF_BOOKING: {
            CONF_CALENDAR: stored_entity(hass, calendar),
            **{key: answers[key] for key in _FIRST},
            **{key: more[key] for key in _MORE},
        }
    }
