"""Twilio, or a company that speaks its language: calls and texts of its numbers come here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..company_names import company_name
from ..const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    CONF_DIALECT,
    CONF_NUMBER_SID,
    CONF_PREVIOUS,
    CONF_PUBLIC_URL,
    CONF_SIGNING_KEY,
    DEFAULT_API_BASE,
    SUBENTRY_TYPE_LINE,
)
from ..coordinator import MissedCallConfigEntry
from ..core.opening import is_open
from ..core.past.log import PastLog
from ..core.shop import Line, Shop
from ..providers.asking import ApiError
from ..providers.door import Door
from ..providers.twilio.call_log import TwilioLog
from ..providers.twilio.carrier import TwilioCarrier
from ..providers.twilio.client import BadCredentials, TwilioClient
from ..providers.twilio.dialect import DIALECTS, TWILIO as TWILIO_ITSELF, Dialect
from ..providers.twilio.door import TwilioDoor
from ..providers.twilio.health import TwilioExaminer
from ..providers.twilio.hosted import hosted_fallback
from ..providers.twilio.numbers import refresh_fallback, restore
from ..providers.twilio.past_log import TwilioPastLog
from ..providers.twilio.recordings import TwilioRecordings
from ..providers.twilio.team_caller import TwilioTeamCaller
from .company import Company, Vendor

_LOGGER = logging.getLogger(__name__)


def dialect_of(data: Mapping[str, Any]) -> Dialect:
    """Return what the company of a shop speaks, by the shop's settings."""
    return DIALECTS[data.get(CONF_DIALECT, TWILIO_ITSELF.key)]


def _build(hass: HomeAssistant, entry: MissedCallConfigEntry, shop: Shop) -> Vendor:
    client = _client(hass, entry)
    dialect = dialect_of(entry.data)
    public_url = entry.data[CONF_PUBLIC_URL]
    sids = {line.id: entry.subentries[line.id].data[CONF_NUMBER_SID] for line in shop.lines}

    async def check() -> None:
        """Ask for new credentials where these fail, and keep up to date what callers get without us.

        Anything else that fails is no reason not to take calls.
        """
        try:
            await client.numbers()
            for line in shop.lines if dialect.hosts_fallback else ():
                fallback = hosted_fallback(shop, line)
                await refresh_fallback(client, sids[line.id], public_url, fallback)
        except BadCredentials:
            entry.async_start_reauth(hass)
        except ApiError as err:
            name = company_name(entry.data)
            _LOGGER.warning("%s cannot be asked at the moment: %s", name, err)

    return Vendor(
        carrier=TwilioCarrier(client, public_url, dialect),
        examiner=TwilioExaminer(client, shop, public_url, dialect),
        log=TwilioLog(client, shop, was_open=_was_open(entry, shop), dialect=dialect),
        recordings=TwilioRecordings(client),
        team_caller=TwilioTeamCaller(client, public_url),
        check=check,
    )


def _was_open(entry: ConfigEntry[Any], shop: Shop) -> Callable[[Line, datetime], bool]:
    def was_open(line: Line, at: datetime) -> bool:
        closures = entry.runtime_data.closures.current()
        return is_open(shop.hours_of(line), closures, shop.time_zone, at)

    return was_open


def _build_past(hass: HomeAssistant, entry: ConfigEntry[Any], shop: Shop) -> PastLog:
    return TwilioPastLog(_client(hass, entry), shop, was_open=_was_open(entry, shop))


def _build_door(entry: ConfigEntry[Any], shop: Shop, is_open: Callable[[Line], bool]) -> Door:
    data = entry.data
    return TwilioDoor(
        shop,
        data[CONF_PUBLIC_URL],
        data[CONF_ACCOUNT_SID],
        (data.get(CONF_SIGNING_KEY) or data[CONF_AUTH_TOKEN],),
        is_open=is_open,
        api_base=data.get(CONF_API_BASE, DEFAULT_API_BASE),
        dialect=dialect_of(data),
    )


async def _leave_line(
    hass: HomeAssistant, entry: ConfigEntry[Any], line: Mapping[str, Any]
) -> None:
    """Give a number back what it did before it was a line."""
    try:
        await restore(
            _client(hass, entry),
            line[CONF_NUMBER_SID],
            entry.data[CONF_PUBLIC_URL],
            line[CONF_PREVIOUS],
        )
    except ApiError as err:
        _LOGGER.warning("A number could not be given back its former settings: %s", err)


async def _leave_shop(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    for subentry in entry.subentries.values():
        if subentry.subentry_type == SUBENTRY_TYPE_LINE:
            await _leave_line(hass, entry, subentry.data)


def _client(hass: HomeAssistant, entry: ConfigEntry[Any]) -> TwilioClient:
    """Return what asks a shop's account."""
    data = entry.data
    by_key = data.get(CONF_API_KEY)
    return TwilioClient(
        async_get_clientsession(hass),
        data[CONF_ACCOUNT_SID],
        by_key or data[CONF_ACCOUNT_SID],
        data[CONF_API_SECRET] if by_key else data[CONF_AUTH_TOKEN],
        data.get(CONF_API_BASE, DEFAULT_API_BASE),
    )


TWILIO: Final = Company(
    build=_build,
    build_door=_build_door,
    build_past=_build_past,
    leave_line=_leave_line,
    leave_shop=_leave_shop,
    records=True,
    calls_team=True,
)
LIKE_TWILIO: Final[Mapping[str, Company]] = {
    key: replace(TWILIO, looks_up=dialect.lookup) for key, dialect in DIALECTS.items()
}
