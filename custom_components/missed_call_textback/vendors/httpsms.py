"""httpSMS: texts go out by an Android phone, and it tells of missed calls too."""

from collections.abc import Callable, Mapping
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..const import (
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_NUMBER,
    CONF_PUBLIC_URL,
    CONF_SIGNING_KEY,
    CONF_TEXTS_PER_MINUTE,
)
from ..coordinator import MissedCallConfigEntry
from ..core.shop import Line, Shop
from ..providers.door import Door
from ..providers.httpsms.carrier import HttpSmsCarrier
from ..providers.httpsms.client import HttpSmsClient
from ..providers.httpsms.door import HttpSmsDoor
from ..providers.httpsms.log import HttpSmsLog
from ..providers.httpsms.setting_up import check, register, unregister
from ..providers.source import Refused, Unreachable, Unsuitable
from .company import Company, Vendor
from .phones import PhoneExaminer, lines_of

_LOGGER = logging.getLogger(__name__)


def _build(hass: HomeAssistant, entry: MissedCallConfigEntry, shop: Shop) -> Vendor:
    data = entry.data
    client = _client(hass, data)
    lines = lines_of(entry)
    numbers = [line[CONF_NUMBER] for line in lines]

    async def look() -> None:
        public_url = data[CONF_PUBLIC_URL]
        await check(client, api_key=data[CONF_API_KEY], numbers=numbers, public_url=public_url)
        await register(
            client, public_url=public_url, signing_key=data[CONF_SIGNING_KEY], numbers=numbers
        )

    return Vendor(
        # One pace for all: the slowest phone's.
        carrier=HttpSmsCarrier(
            client, min((line[CONF_TEXTS_PER_MINUTE] for line in lines), default=1)
        ),
        examiner=PhoneExaminer(hass, entry, look),
        log=HttpSmsLog(client, shop, data[CONF_SIGNING_KEY]),
    )


def _build_door(entry: ConfigEntry[Any], shop: Shop, _is_open: Callable[[Line], bool]) -> Door:
    return HttpSmsDoor(shop, entry.data[CONF_SIGNING_KEY], entry.data[CONF_PUBLIC_URL])


async def _leave_line(
    hass: HomeAssistant, entry: ConfigEntry[Any], _line: Mapping[str, Any]
) -> None:
    """Have httpSMS tell of the numbers that are left, if any."""
    if not (numbers := [left[CONF_NUMBER] for left in lines_of(entry)]):
        await _leave_shop(hass, entry)
        return
    try:
        await register(
            _client(hass, entry.data),
            public_url=entry.data[CONF_PUBLIC_URL],
            signing_key=entry.data[CONF_SIGNING_KEY],
            numbers=numbers,
        )
    except (Refused, Unreachable, Unsuitable) as err:
        _LOGGER.warning("httpSMS could not be told that a line was removed: %s", err)


async def _leave_shop(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    try:
        await unregister(_client(hass, entry.data), entry.data[CONF_PUBLIC_URL])
    except (Refused, Unreachable, Unsuitable) as err:
        _LOGGER.warning("httpSMS could not be told to tell nothing any more: %s", err)


def _client(hass: HomeAssistant, data: Mapping[str, Any]) -> HttpSmsClient:
    return HttpSmsClient(async_get_clientsession(hass), data[CONF_API_KEY], data[CONF_API_BASE])


HTTPSMS: Final = Company(
    build=_build,
    build_door=_build_door,
    leave_line=_leave_line,
    leave_shop=_leave_shop,
    looks_up=False,
)
