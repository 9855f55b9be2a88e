"""Leads the numbers of a shop that is set up to another address of this Home Assistant."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant

from ..const import CONF_CLOUDHOOK, CONF_NUMBER_SID, CONF_PUBLIC_URL, SUBENTRY_TYPE_LINE
from .account import Account
from .address import (
    async_close_cloud_url,
    async_cloud_url,
    has_cloud,
    own_address,
    webhook_url,
)
from .subentries import subentries_of
from .trouble import Trouble


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
    """Lead every line to a place, all of them or none, and return the entry's data from now on.

    Raises BadAnswer where the cloud gives no address, and Trouble.
    """
    webhook_id = entry.data[CONF_WEBHOOK_ID]
    if place.origin is None:
        public_url = await async_cloud_url(hass, webhook_id)
    else:
        public_url = webhook_url(place.origin, webhook_id)
    account = Account.of_entry(entry.data)
    moved: list[str] = []
    try:
        for line in subentries_of(entry, SUBENTRY_TYPE_LINE):
            number_sid = line.data[CONF_NUMBER_SID]
            await account.async_point(hass, number_sid, public_url)
            moved.append(number_sid)
    except Trouble:
        for number_sid in moved:
            with suppress(Trouble):
                await account.async_point(hass, number_sid, entry.data[CONF_PUBLIC_URL])
        if place.by_cloud and not entry.data[CONF_CLOUDHOOK]:
            await async_close_cloud_url(hass, webhook_id)
        raise
    if entry.data[CONF_CLOUDHOOK] and not place.by_cloud:
        await async_close_cloud_url(hass, webhook_id)
    return {**entry.data, CONF_PUBLIC_URL: public_url, CONF_CLOUDHOOK: place.by_cloud}
