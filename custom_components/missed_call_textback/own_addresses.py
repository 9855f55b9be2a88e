"""Which addresses were this Home Assistant's own: one may have been given up while it was off."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.singleton import singleton
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

_STORAGE_VERSION: Final = 1
_SAVE_DELAY_SECONDS: Final = 1
# Of a house that is reached at another address every so often, the latest.
_MOST: Final = 20


class OwnAddresses:
    """The origins at which the house was reached while a shop was open, oldest first."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._store: Store[list[str]] = Store(hass, _STORAGE_VERSION, f"{DOMAIN}.own_addresses")
        self._seen: list[str] = []

    async def async_load(self) -> None:
        """Read them."""
        self._seen = await self._store.async_load() or []

    @callback
    def has(self, origin: str) -> bool:
        """Tell whether an origin was the house's own once."""
        return origin in self._seen

    @callback
    def async_note(self, origin: str | None) -> None:
        """Note at which origin the house is reached now, if at any."""
        if origin is None or origin in self._seen[-1:]:
            return
        others = [each for each in self._seen if each != origin]
        self._seen = [*others, origin][-_MOST:]
        self._store.async_delay_save(lambda: self._seen, _SAVE_DELAY_SECONDS)


OWN_ADDRESSES: Final[HassKey[OwnAddresses]] = HassKey(f"{DOMAIN}_own_addresses")


@singleton(OWN_ADDRESSES, async_=True)
async def async_own_addresses(hass: HomeAssistant) -> OwnAddresses:
    """Return the addresses, which all shops share."""
    own_addresses = OwnAddresses(hass)
    await own_addresses.async_load()
    return own_addresses
