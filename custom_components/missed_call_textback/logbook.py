"""Each call in the logbook: who it came from, what became of it, and why it was texted back or not."""

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
from .core.calls import Outcome
from .core.reasons import Reason
from .event import EVENT_CALL_DECIDED


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[
        [str, str, Callable[[Event[dict[str, Any]]], dict[str, str]]], None
    ],
) -> None:
    """Say how the logbook tells of a call."""

    def words(attribute: str, value: str) -> str:
        return async_translate_state_attr(hass, value, "event", DOMAIN, "call", None, attribute)

    def describe(event: Event[dict[str, Any]]) -> dict[str, str]:
        data = event.data
        caller = data["caller"] or "a withheld number"
        if data["outcome"] == Outcome.ANSWERED:
            message, icon = f"answered a call from {caller}", "mdi:phone-check"
        elif data["reason"] == Reason.ALREADY_DECIDED:
            message, icon = f"got a voicemail from {caller}", "mdi:voicemail"
        else:
            outcome = words("event_type", data["outcome"])
            message = f"missed a call from {caller} ({outcome}): {verdict(data)}"
            icon = "mdi:phone-missed"
        return {
            LOGBOOK_ENTRY_NAME: data["line"],
            LOGBOOK_ENTRY_MESSAGE: message,
            LOGBOOK_ENTRY_ICON: icon,
            LOGBOOK_ENTRY_ENTITY_ID: data[ATTR_ENTITY_ID],
        }

    def verdict(data: dict[str, Any]) -> str:
        reason = words("reason", data["reason"])
        match data["decision"]:
            case "text_back":
                return "texted back"
            case "hold":
                until = dt_util.parse_datetime(data["held_until"], raise_on_error=True)
                return f"to be texted at {dt_util.as_local(until):%H:%M}. {reason}"
            case _:
                return f"not texted. {reason}"

    async_describe_event(DOMAIN, EVENT_CALL_DECIDED, describe)
