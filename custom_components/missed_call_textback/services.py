"""Actions for automations: text a caller back, and send a text.

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
from homeassistant.helpers import config_validation as cv, service

from .const import DOMAIN
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.outbox import TAKEN_STATES, OutgoingText
from .entity import device_identifier
from .words import LONGEST_TEXT

SERVICE_TEXT_BACK: Final = "text_back"
SERVICE_SEND_TEXT: Final = "send_text"
ATTR_CALL_ID: Final = "call_id"
ATTR_NUMBER: Final = "number"
ATTR_MESSAGE: Final = "message"

_MESSAGE = vol.All(cv.string, vol.Strip, vol.Length(max=LONGEST_TEXT))

# What is easily left out or given twice is no matter of the schemas: their errors are not translated.
_TEXT_BACK_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_CALL_ID): cv.positive_int,
        vol.Optional(ATTR_NUMBER): cv.string,
        vol.Optional(ATTR_MESSAGE): _MESSAGE,
    }
)
_SEND_TEXT_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_NUMBER): cv.string,
        vol.Required(ATTR_MESSAGE): _MESSAGE,
    }
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions, once for all shops."""
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


async def _async_text_back(call: ServiceCall) -> ServiceResponse:
    if (ATTR_CALL_ID in call.data) == (ATTR_NUMBER in call.data):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="call_id_or_number")
    _check_message(call)
    coordinator, line_id = _async_find_line(call)
    text = await coordinator.async_text_back(
        line_id,
        call_id=call.data.get(ATTR_CALL_ID),
        number=call.data.get(ATTR_NUMBER),
        body=call.data.get(ATTR_MESSAGE),
    )
    return _response(text) if call.return_response else None


async def _async_send_text(call: ServiceCall) -> ServiceResponse:
    _check_message(call)
    coordinator, line_id = _async_find_line(call)
    text = await coordinator.async_send_text(
        line_id, call.data[ATTR_NUMBER], call.data[ATTR_MESSAGE]
    )
    return _response(text) if call.return_response else None


def _check_message(call: ServiceCall) -> None:
    if call.data.get(ATTR_MESSAGE) == "":
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="message_empty")


@callback
def _async_find_line(call: ServiceCall) -> tuple[ShopCoordinator, str]:
    device, entry = service.async_get_device_and_config_entry(
        call.hass, DOMAIN, call.data[ATTR_DEVICE_ID]
    )
    shop_entry: MissedCallConfigEntry = entry
    coordinator = shop_entry.runtime_data
    for line in coordinator.shop.lines:
        if device_identifier(coordinator, line.id) in device.identifiers:
            return coordinator, line.id
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_a_line",
        translation_placeholders={"device": device.name_by_user or device.name or device.id},
    )


def _response(text: OutgoingText) -> ServiceResponse:
    return {
        "sent": text.state in TAKEN_STATES,
        "state": text.state.value,
        "text_id": text.ref,
        "to": text.to,
        "error": text.error,
    }
