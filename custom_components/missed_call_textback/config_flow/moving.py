"""Has a shop's carrier bring what happens to another address of this Home Assistant."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_CARRIER,
    CONF_CLOUDHOOK,
    CONF_NUMBER,
    CONF_NUMBER_SID,
    CONF_PHONE_ID,
    CONF_PUBLIC_URL,
    CONF_SIGNING_KEY,
    SUBENTRY_TYPE_LINE,
    CarrierKind,
)
from .account import Account
from .address import (
    async_close_cloud_url,
    async_cloud_url,
    has_cloud,
    own_address,
    webhook_url,
)
from .android_accounts import HttpSmsAccount, SmsGateAccount
from .subentries import subentries_of
from .trouble import Trouble

type Lead = Callable[[HomeAssistant, ConfigEntry[Any], str], Awaitable[None]]
"""Has a carrier bring all of a shop to another address, or nothing of it. Raises Trouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where this Home Assistant can be reached: at an origin of its own, or through its cloud."""

    origin: str | None = None

    @property
    def by_cloud(self) -> bool:
        """Tell whether it is through Home Assistant Cloud."""
        return self.origin is None


def best_place(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Place | None:
    """Return where a shop can be reached now: by the way that it uses already, if that goes on."""
    origin = own_address(hass)
    cloud = has_cloud(hass)
    if cloud and (entry.data[CONF_CLOUDHOOK] or origin is None):
        return Place()
    return None if origin is None else Place(origin=origin)


async def async_move(hass: HomeAssistant, entry: ConfigEntry[Any], place: Place) -> dict[str, Any]:
    """Have the carrier bring everything to a place, or nothing, and return the entry's data from now on.

    Raises BadAnswer where the cloud gives no address, and Trouble.
    """
    data = entry.data
    webhook_id = data[CONF_WEBHOOK_ID]
    if place.origin is None:
        public_url = await async_cloud_url(hass, webhook_id)
    else:
        public_url = webhook_url(place.origin, webhook_id)
    try:
        await _LEADS[CarrierKind(data[CONF_CARRIER])](hass, entry, public_url)
    except Trouble:
        if place.by_cloud and not data[CONF_CLOUDHOOK]:
            await async_close_cloud_url(hass, webhook_id)
        raise
    if data[CONF_CLOUDHOOK] and not place.by_cloud:
        await async_close_cloud_url(hass, webhook_id)
    # Not what was there before it moved: another window may have changed something meanwhile.
    return {**entry.data, CONF_PUBLIC_URL: public_url, CONF_CLOUDHOOK: place.by_cloud}


async def _lead_twilio(hass: HomeAssistant, entry: ConfigEntry[Any], public_url: str) -> None:
    account = Account.of_entry(entry.data)
    moved: list[str] = []
    try:
        for line in subentries_of(entry, SUBENTRY_TYPE_LINE):
            number_sid = line.data[CONF_NUMBER_SID]
            # Before: it may have moved though the answer that says so got lost.
            moved.append(number_sid)
            await account.async_point(hass, number_sid, public_url)
    except Trouble:
        for number_sid in moved:
            with suppress(Trouble):
                await account.async_point(hass, number_sid, entry.data[CONF_PUBLIC_URL])
        raise


async def _lead_smsgate(hass: HomeAssistant, entry: ConfigEntry[Any], public_url: str) -> None:
    data = entry.data
    account = SmsGateAccount.of_entry(data)
    which = data[CONF_WEBHOOK_ID], data[CONF_PHONE_ID]
    try:
        await account.async_register(hass, which[0], public_url, which[1])
    except Trouble:
        with suppress(Trouble):
            await account.async_register(hass, which[0], data[CONF_PUBLIC_URL], which[1])
        raise


async def _lead_httpsms(hass: HomeAssistant, entry: ConfigEntry[Any], public_url: str) -> None:
    data = entry.data
    account = HttpSmsAccount.of_entry(data)
    numbers = [line.data[CONF_NUMBER] for line in subentries_of(entry, SUBENTRY_TYPE_LINE)]
    await account.async_register(hass, public_url, data[CONF_SIGNING_KEY], numbers)
    if public_url != data[CONF_PUBLIC_URL]:
        # What it still brings there is refused: its proof names the other address.
        with suppress(Trouble):
            await account.async_unregister(hass, data[CONF_PUBLIC_URL])


_LEADS: Final[Mapping[CarrierKind, Lead]] = {
    CarrierKind.TWILIO: _lead_twilio,
    CarrierKind.SMSGATE: _lead_smsgate,
    CarrierKind.HTTPSMS: _lead_httpsms,
}
