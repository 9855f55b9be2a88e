"""SMSGate: texts go out by an Android phone, and it brings what comes in."""

from collections.abc import Callable, Mapping
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from ..const import (
    CONF_API_BASE,
    CONF_NUMBER,
    CONF_PHONE_ID,
    CONF_PUBLIC_URL,
    CONF_SIGNING_KEY,
    CONF_SIM,
)
from ..coordinator import MissedCallConfigEntry
from ..core.shop import Line, Shop
from ..providers.door import Door
from ..providers.smsgate.carrier import SmsGateCarrier
from ..providers.smsgate.client import SmsGateClient
from ..providers.smsgate.door import SmsGateDoor
from ..providers.smsgate.setting_up import check, register, unregister
from ..providers.source import Refused, Unreachable, Unsuitable
from .company import Company, Vendor
from .phones import PhoneExaminer, lines_of

_LOGGER = logging.getLogger(__name__)


def _build(hass: HomeAssistant, entry: MissedCallConfigEntry, _shop: Shop) -> Vendor:
    data = entry.data
    client = _client(hass, data)
    phone_id, public_url = data[CONF_PHONE_ID], data[CONF_PUBLIC_URL]

    async def look() -> None:
        await check(client, public_url=public_url, now=dt_util.utcnow(), phone_id=phone_id)
        await register(client, data[CONF_WEBHOOK_ID], public_url, phone_id)

    return Vendor(
        carrier=SmsGateCarrier(client, phone_id, _sims(entry)),
        examiner=PhoneExaminer(hass, entry, look),
    )


def _build_door(entry: ConfigEntry[Any], shop: Shop, _is_open: Callable[[Line], bool]) -> Door:
    return SmsGateDoor(shop, entry.data[CONF_SIGNING_KEY], _sims(entry))


async def _leave_shop(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    try:
        await unregister(_client(hass, entry.data), entry.data[CONF_WEBHOOK_ID])
    except (Refused, Unreachable, Unsuitable) as err:
        _LOGGER.warning("A phone could not be told to bring nothing any more: %s", err)


def _client(hass: HomeAssistant, data: Mapping[str, Any]) -> SmsGateClient:
    return SmsGateClient(
        async_get_clientsession(hass), data[CONF_API_BASE], data[CONF_USERNAME], data[CONF_PASSWORD]
    )


def _sims(entry: ConfigEntry[Any]) -> dict[str, int]:
    return {line[CONF_NUMBER]: line[CONF_SIM] for line in lines_of(entry) if line.get(CONF_SIM)}


SMSGATE: Final = Company(
    build=_build,
    build_door=_build_door,
    leave_shop=_leave_shop,
    looks_up=False,
    has_log=False,
)
