"""The way in to a shop, there as long as the shop is: before it is opened, and while it cannot be.

Home Assistant answers a webhook that it does not know with 200 and nothing. The telephone company
would take that for the shop's word: the caller hears nothing, and a text is lost. So the webhook is
registered before the shops are set up, and kept when one is closed. It then knows the shop by its
settings alone: enough to verify, and to have a caller put through to the team. All else is refused
with an error, upon which the telephone company turns to what else it was told to do.
"""

import asyncio
from functools import partial
import logging
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .coordinator import ShopCoordinator
from .core.opening import OPEN_ALL_THE_TIME, is_open
from .core.shop import Line, Shop
from .doorbell import Doorbell, doorbell_of_shop
from .entrance import EitherDoor, RegisteredEntrance
from .profile import shop_of
from .providers.door import Door
from .vendors.company import BuildDoor

_LOGGER = logging.getLogger(__name__)

# States from which a shop is open a moment later.
_ON_ITS_WAY: Final = (
    ConfigEntryState.NOT_LOADED,
    ConfigEntryState.SETUP_IN_PROGRESS,
    ConfigEntryState.UNLOAD_IN_PROGRESS,
)

_DOORWAYS: HassKey[dict[str, Doorway]] = HassKey(f"{DOMAIN}_doorways")


class Doorway(RegisteredEntrance):
    """One webhook of a shop: its telephone company's, or that of one of its phone systems."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        build: BuildDoor,
        *,
        webhook_id: str,
        name: str,
        doorbell: Doorbell,
    ) -> None:
        super().__init__(hass, webhook_id, name, doorbell)
        self._entry = entry
        self._build = build
        self._door: Door | None = None
        self._is_unreadable = False
        self._tried: Door | None = None
        self._working: asyncio.Task[None] | None = None
        self._opened = asyncio.Event()

    @callback
    def async_settings_read(self) -> None:
        """Forget the settings: the shop is being set up, perhaps with others."""
        self._door = None
        self._is_unreadable = False

    @callback
    def async_try(self, door: Door | None) -> None:
        """Let in by other settings as well, while they are tried out; None when that is over."""
        self._tried = door

    @callback
    def async_open(self, coordinator: ShopCoordinator) -> None:
        """Let everything in, and hand on what came too early."""
        self.coordinator = coordinator
        self._opened.set()
        self.async_work_off()

    @callback
    def async_close(self) -> None:
        """Let nobody further than the door."""
        self.coordinator = None
        self._opened.clear()
        if self._working is not None:
            self._working.cancel()
            self._working = None

    @property
    @override
    def door(self) -> Door | None:
        """The shop's door, None where its settings cannot be read or the owner has disabled it."""
        if self._entry.disabled_by:
            return None
        if self._door is None and not self._is_unreadable:
            try:
                shop = shop_of(self._hass, self._entry)
                self._door = self._build(self._entry, shop, partial(self._is_open, shop))
            except Exception:
                _LOGGER.exception("The settings of a shop cannot be read")
                # They stay so until they are changed, and anybody may knock.
                self._is_unreadable = True
        if self._tried is not None and self._door is not None:
            return EitherDoor(self._tried, self._door)
        return self._door

    @override
    async def async_wait(self, seconds: float) -> ShopCoordinator | None:
        """Return the shop behind the door; wait a moment for one that is just being opened."""
        if self.coordinator is None and self._entry.state in _ON_ITS_WAY:
            try:
                async with asyncio.timeout(seconds):
                    await self._opened.wait()
            except TimeoutError:
                return None
        return self.coordinator

    @callback
    @override
    def async_work_off(self) -> None:
        """Store what could not be stored when it came, as soon as that is possible."""
        if self.coordinator is None or not len(self.backlog):
            return
        if self._working is None or self._working.done():
            self._working = self._entry.async_create_background_task(
                self._hass,
                self.backlog.async_work_off(self.coordinator.engine),
                f"{DOMAIN} store webhooks later",
            )

    def _is_open(self, shop: Shop, line: Line) -> bool:
        if self.coordinator is not None:
            return self.coordinator.engine.opening(line).is_open
        # Its holidays and its snooze are not known yet: rather ring once too often.
        return is_open(shop.hours_of(line), OPEN_ALL_THE_TIME, shop.time_zone, dt_util.utcnow())


@callback
def async_doorway(
    hass: HomeAssistant, entry: ConfigEntry[Any], build: BuildDoor | None
) -> Doorway | None:
    """Return a shop's doorway, registered; None for a shop that is called by nobody."""
    if build is None:
        return None
    doorways = hass.data.setdefault(_DOORWAYS, {})
    if entry.entry_id not in doorways:
        doorways[entry.entry_id] = Doorway(
            hass,
            entry,
            build,
            webhook_id=entry.data[CONF_WEBHOOK_ID],
            name=entry.title,
            doorbell=doorbell_of_shop(hass, entry),
        )
        doorways[entry.entry_id].async_register()
    return doorways[entry.entry_id]


@callback
def async_forget_doorway(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take a removed shop's doorway away."""
    if (doorway := hass.data.get(_DOORWAYS, {}).pop(entry.entry_id, None)) is not None:
        doorway.async_unregister()
        doorway.doorbell.forget_issue()
