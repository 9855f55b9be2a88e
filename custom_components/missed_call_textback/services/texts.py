"""Actions with texts: text a caller back, send a text, and see what a call would lead to.

A text that nobody will get is an error, whether or not a response was asked for: a guard's refusal
is a ServiceValidationError with the reason's own translation key, the carrier's is a
HomeAssistantError. Otherwise the response says how far the text got by the carrier's first word.
"""

from typing import Final

import voluptuous as vol

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv

from ..call_requests import async_simulate
from ..const import DOMAIN
from ..core.calls import MISSED_OUTCOMES, Outcome
from ..core.outbox import TAKEN_STATES, OutgoingText
from ..plain_words import sendable
from ..words import LONGEST_TEXT
from .targets import ATTR_NUMBER, async_find_line, daily_work, number_given, number_of
from .times import moment

SERVICE_TEXT_BACK: Final = "text_back"
SERVICE_SEND_TEXT: Final = "send_text"
SERVICE_SIMULATE_CALL: Final = "simulate_call"
ATTR_CALL_ID: Final = "call_id"
ATTR_MESSAGE: Final = "message"
ATTR_CALLER: Final = "caller"
ATTR_OUTCOME: Final = "outcome"
ATTR_AT: Final = "at"

_MESSAGE = vol.All(cv.string, vol.Strip, vol.Length(max=LONGEST_TEXT))

# What is easily left out or given twice is no matter of the schemas: their errors are not translated.
_TEXT_BACK_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_CALL_ID): cv.positive_int,
        vol.Optional(ATTR_NUMBER): number_given,
        vol.Optional(ATTR_MESSAGE): _MESSAGE,
    }
)
_SEND_TEXT_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_NUMBER): number_given,
        vol.Required(ATTR_MESSAGE): _MESSAGE,
    }
)
_SIMULATE_CALL_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_CALLER): cv.string,
        vol.Optional(ATTR_OUTCOME, default=Outcome.NO_ANSWER.value): vol.In(
            [outcome.value for outcome in MISSED_OUTCOMES]
        ),
        vol.Optional(ATTR_AT): moment,
    }
)


@callback
def async_setup_text_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_TEXT_BACK,
        _async_text_back,
        schema=_TEXT_BACK_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SEND_TEXT,
        _async_send_text,
        schema=_SEND_TEXT_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SIMULATE_CALL,
        _async_simulate_call,
        schema=_SIMULATE_CALL_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )


@daily_work
async def _async_text_back(call: ServiceCall) -> ServiceResponse:
    if (ATTR_CALL_ID in call.data) == (ATTR_NUMBER in call.data):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="call_id_or_number")
    body = message_of(call) if ATTR_MESSAGE in call.data else None
    coordinator, line_id = async_find_line(call)
    text = await coordinator.async_text_back(
        line_id,
        call_id=call.data.get(ATTR_CALL_ID),
        number=number_of(call, coordinator),
        body=body,
    )
    return text_response(text) if call.return_response else None


@daily_work
async def _async_send_text(call: ServiceCall) -> ServiceResponse:
    body = message_of(call)
    coordinator, line_id = async_find_line(call)
    text = await coordinator.async_send_text(line_id, number_of(call, coordinator) or "", body)
    return text_response(text) if call.return_response else None


def message_of(call: ServiceCall) -> str:
    """Return the words of an action. Raises ServiceValidationError where there are none."""
    return sendable(call.data[ATTR_MESSAGE])


@daily_work
async def _async_simulate_call(call: ServiceCall) -> ServiceResponse:
    coordinator, line_id = async_find_line(call)
    return await async_simulate(
        coordinator,
        line_id,
        call.data.get(ATTR_CALLER),
        Outcome(call.data[ATTR_OUTCOME]),
        call.data.get(ATTR_AT),
    )


def text_response(text: OutgoingText) -> ServiceResponse:
    """Return how far a text got by the carrier's first word."""
    return {
        "sent": text.state in TAKEN_STATES,
        "state": text.state.value,
        "text_id": text.ref,
        "to": text.to,
        "channel": text.channel.value,
        "error": text.error,
    }
