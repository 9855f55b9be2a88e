"""The action that closes a shop for a while, or opens it again."""

from datetime import datetime, timedelta
from typing import Final

import voluptuous as vol

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .targets import async_find_shop_by_device, daily_work
from .times import moment, period

SERVICE_SNOOZE: Final = "snooze"
ATTR_UNTIL: Final = "until"
ATTR_DURATION: Final = "duration"
ATTR_CLEAR: Final = "clear"
# Longer than a shop may be closed, and near enough to be a time at all.
_TOO_LONG: Final = timedelta(days=1000)

# What is easily left out or given twice is no matter of the schema: its errors are not translated.
_SNOOZE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_UNTIL): moment,
        vol.Optional(ATTR_DURATION): period,
        vol.Optional(ATTR_CLEAR): cv.boolean,
    }
)


@callback
def async_setup_snooze_action(hass: HomeAssistant) -> None:
    """Register the action."""
    hass.services.async_register(DOMAIN, SERVICE_SNOOZE, _async_snooze, schema=_SNOOZE_SCHEMA)


@daily_work
async def _async_snooze(call: ServiceCall) -> None:
    given = [
        key
        for key in (ATTR_UNTIL, ATTR_DURATION, ATTR_CLEAR)
        if call.data.get(key) not in (None, False)
    ]
    if len(given) != 1:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="snooze_until_when")
    coordinator = async_find_shop_by_device(call)
    until: datetime | None = None
    match given[0]:
        case "until":
            until = call.data[ATTR_UNTIL]
        case "duration":
            until = dt_util.utcnow() + min(call.data[ATTR_DURATION], _TOO_LONG)
    await coordinator.async_set_snooze(until)
