"""Builds what a shop's settings name: the company that its calls and texts go through."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from .const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    CONF_CARRIER,
    CONF_NUMBER_SID,
    CONF_PUBLIC_URL,
    DEFAULT_API_BASE,
    CarrierKind,
)
from .coordinator import MissedCallConfigEntry
from .core.calls import CallEvent
from .core.carrier import CallLog, Carrier
from .core.opening import is_open
from .core.outbox import InboundText, Receipt
from .core.shop import Line, Shop
from .providers.demo.calls import DemoDesk
from .providers.demo.carrier import DemoCarrier
from .providers.door import Door
from .providers.health import Examiner
from .providers.twilio.call_log import TwilioLog
from .providers.twilio.carrier import TwilioCarrier
from .providers.twilio.client import ApiError, BadCredentials, TwilioClient
from .providers.twilio.door import TwilioDoor
from .providers.twilio.health import TwilioExaminer
from .providers.twilio.hosted import hosted_fallback
from .providers.twilio.numbers import refresh_fallback

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """What a shop's vendor brings: a carrier, and for a demo its desk."""

    carrier: Carrier
    examiner: Examiner | None = None
    log: CallLog | None = None
    demo: DemoDesk | None = None
    check: Callable[[], Coroutine[Any, Any, None]] | None = None
    close: Callable[[], Awaitable[None]] | None = None


def is_twilio(entry: ConfigEntry[Any]) -> bool:
    """Tell whether a shop's calls and texts go through Twilio, or a company that speaks its language."""
    return bool(entry.data[CONF_CARRIER] == CarrierKind.TWILIO)


def build_vendor(hass: HomeAssistant, entry: MissedCallConfigEntry, shop: Shop) -> Vendor:
    """Return what a shop's company brings."""
    return _twilio(hass, entry, shop) if is_twilio(entry) else _demo(entry, shop)


def _twilio(hass: HomeAssistant, entry: MissedCallConfigEntry, shop: Shop) -> Vendor:
    client = twilio_client(hass, entry)
    public_url = entry.data[CONF_PUBLIC_URL]
    sids = {line.id: entry.subentries[line.id].data[CONF_NUMBER_SID] for line in shop.lines}

    async def check() -> None:
        """Ask for new credentials where these fail, and keep up to date what callers get without us.

        Anything else that fails is no reason not to take calls.
        """
        try:
            await client.numbers()
            for line in shop.lines:
                fallback = hosted_fallback(shop, line)
                await refresh_fallback(client, sids[line.id], public_url, fallback)
        except BadCredentials:
            entry.async_start_reauth(hass)
        except ApiError as err:
            _LOGGER.warning("Twilio cannot be asked at the moment: %s", err)

    def was_open(line: Line, at: datetime) -> bool:
        closures = entry.runtime_data.closures.current()
        return is_open(shop.hours_of(line), closures, shop.time_zone, at)

    return Vendor(
        carrier=TwilioCarrier(client, public_url),
        examiner=TwilioExaminer(client, shop, public_url),
        log=TwilioLog(client, shop, was_open=was_open),
        check=check,
    )


def build_door(entry: ConfigEntry[Any], shop: Shop, is_open: Callable[[Line], bool]) -> Door:
    """Build a door from a shop's settings alone."""
    data = entry.data
    return TwilioDoor(
        shop,
        data[CONF_PUBLIC_URL],
        data[CONF_ACCOUNT_SID],
        (data[CONF_AUTH_TOKEN],),
        is_open=is_open,
        api_base=data.get(CONF_API_BASE, DEFAULT_API_BASE),
    )


def twilio_client(hass: HomeAssistant, entry: ConfigEntry[Any]) -> TwilioClient:
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


def _demo(entry: MissedCallConfigEntry, shop: Shop) -> Vendor:
    # The engine is built with its carrier, so these ask for it only when something happens.
    async def on_receipt(receipt: Receipt) -> None:
        await entry.runtime_data.engine.handle_receipt(receipt)

    async def on_text(text: InboundText) -> None:
        await entry.runtime_data.engine.handle_text(text)

    async def handle_call(event: CallEvent) -> None:
        await entry.runtime_data.engine.handle_call(event)

    carrier = DemoCarrier(on_receipt=on_receipt, on_text=on_text, clock=dt_util.utcnow)
    desk = DemoDesk(
        handle_call=handle_call, clock=dt_util.utcnow, own=shop.team_numbers | shop.own_numbers
    )
    return Vendor(carrier=carrier, demo=desk, close=carrier.close)
