"""Why a missed call was not texted at once, in the logbook, below what became of the call."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.translation import async_translate_state_attr
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .event import EVENT_NOT_TEXTED


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[
        [str, str, Callable[[Event[dict[str, Any]]], dict[str, str]]], None
    ],
) -> None:
    """Say how the logbook tells why somebody was not texted."""

    def describe(event: Event[dict[str, Any]]) -> dict[str, str]:
        data = event.data
        caller = data["caller"] or "A withheld number"
        reason = async_translate_state_attr(
            hass, data["reason"], "event", DOMAIN, "call", None, "reason"
        )
        if held_until := data["held_until"]:
            until = dt_util.parse_datetime(held_until, raise_on_error=True)
            message = f"{caller} is to be texted at {dt_util.as_local(until):%H:%M}. {reason}"
            icon = "mdi:message-text-clock"
        else:
            message, icon = f"{caller} was not texted. {reason}", "mdi:message-off"
        return {
            LOGBOOK_ENTRY_NAME: data["line"],
            LOGBOOK_ENTRY_MESSAGE: message,
            LOGBOOK_ENTRY_ICON: icon,
            LOGBOOK_ENTRY_ENTITY_ID: data[ATTR_ENTITY_ID],
        }

    async_describe_event(DOMAIN, EVENT_NOT_TEXTED, describe)
