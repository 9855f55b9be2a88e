"""Until when each trigger on waiting callers has done its work, so that a restart forgets nobody.

Whose time comes while Home Assistant is down is told of when it is back, and nobody is told of twice.
"""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.singleton import singleton
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

_STORAGE_VERSION: Final = 1
_SAVE_DELAY_SECONDS: Final = 1
# An automation that is turned on again after days begins anew, rather than with all of them.
_LONGEST_GAP: Final = timedelta(days=1)
_FORGOTTEN_AFTER: Final = timedelta(days=90)


class ToldUntil:
    """The times, by what identifies a trigger: its shop, its line and how long it waits."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._store: Store[dict[str, float]] = Store(hass, _STORAGE_VERSION, f"{DOMAIN}.told_until")
        self._until: dict[str, float] = {}

    async def async_load(self) -> None:
        """Read the times."""
        self._until = await self._store.async_load() or {}

    @callback
    def until(self, key: str) -> datetime:
        """Return until when all were told of; now, where nobody has done so before."""
        now = dt_util.utcnow()
        if (known := self._until.get(key)) is None:
            self.async_note(key, now)
            return now
        # A clock that was ahead, and was set right since, must hide nobody who waits now.
        return min(max(dt_util.utc_from_timestamp(known), now - _LONGEST_GAP), now)

    @callback
    def async_note(self, key: str, until: datetime) -> None:
        """Note that all were told of whose time had come at a moment (aware)."""
        self._until[key] = until.timestamp()
        self._store.async_delay_save(self._kept, _SAVE_DELAY_SECONDS)

    @callback
    def async_forget(self, shop_id: str) -> None:
        """Forget what is known of a shop that is removed."""
        kept = {key: at for key, at in self._until.items() if not key.startswith(f"{shop_id}/")}
        if kept != self._until:
            self._until = kept
            self._store.async_delay_save(self._kept, _SAVE_DELAY_SECONDS)

    @callback
    def _kept(self) -> dict[str, float]:
        oldest = (dt_util.utcnow() - _FORGOTTEN_AFTER).timestamp()
        return {key: until for key, until in self._until.items() if until > oldest}


_TOLD_UNTIL: Final[HassKey[ToldUntil]] = HassKey(f"{DOMAIN}_told_until")


@singleton(_TOLD_UNTIL, async_=True)
async def async_told_until(hass: HomeAssistant) -> ToldUntil:
    """Return the times, which all triggers share."""
    told_until = ToldUntil(hass)
    await told_until.async_load()
    return told_until
