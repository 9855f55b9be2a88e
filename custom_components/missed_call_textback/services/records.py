"""Actions about what is kept: export it as evidence, and forget a person for good."""

from typing import Final, cast

import voluptuous as vol

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util.json import JsonValueType

from ..const import DOMAIN
from ..owner_requests import async_erase, async_rows
from ..spreadsheet import async_csv
from .people import PERSON
from .targets import ATTR_NUMBER, async_find_person, async_find_shop, number_given
from .times import moment

SERVICE_EXPORT_RECORDS: Final = "export_records"
SERVICE_ERASE_PERSON: Final = "erase_person"
ATTR_SINCE: Final = "since"
ATTR_UNTIL: Final = "until"
ATTR_FORMAT: Final = "format"
_CSV: Final = "csv"
_JSON: Final = "json"

_EXPORT_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Optional(ATTR_NUMBER): number_given,
        vol.Optional(ATTR_SINCE): moment,
        vol.Optional(ATTR_UNTIL): moment,
        vol.Optional(ATTR_FORMAT, default=_JSON): vol.In((_JSON, _CSV)),
    }
)


@callback
def async_setup_record_actions(hass: HomeAssistant) -> None:
    """Register the actions, for administrators and automations."""
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_EXPORT_RECORDS,
        _async_export_records,
        _EXPORT_SCHEMA,
        SupportsResponse.ONLY,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_ERASE_PERSON,
        _async_erase_person,
        vol.Schema(PERSON),
        SupportsResponse.OPTIONAL,
    )


async def _async_export_records(call: ServiceCall) -> ServiceResponse:
    peer = None
    if ATTR_NUMBER in call.data:
        coordinator, peer = async_find_person(call)
    else:
        coordinator = async_find_shop(call)
    rows = await async_rows(
        coordinator, peer=peer, since=call.data.get(ATTR_SINCE), until=call.data.get(ATTR_UNTIL)
    )
    if call.data[ATTR_FORMAT] == _CSV:
        return {"csv": await async_csv(call.hass, rows, coordinator.shop.time_zone)}
    return {"records": cast("list[JsonValueType]", rows)}


async def _async_erase_person(call: ServiceCall) -> ServiceResponse:
    coordinator, peer = async_find_person(call)
    rows = await async_erase(coordinator, peer)
    return {"rows": rows} if call.return_response else None
