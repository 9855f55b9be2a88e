"""What the entities about a shop that its owner has closed for a while have in common."""

from datetime import datetime
from typing import override

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.event import async_track_point_in_utc_time

from .coordinator import ShopCoordinator
from .entity import WholeShopEntity


class SnoozedEntity(WholeShopEntity):
    """Writes its state when the owner closes or opens the shop, and when that time is over."""

    def __init__(self, coordinator: ShopCoordinator, description: EntityDescription) -> None:
        super().__init__(coordinator, description)
        self._cancel: CALLBACK_TYPE | None = None

    @property
    def closed_until(self) -> datetime | None:
        """Until when the owner has closed the shop (aware), None where that is over."""
        return self.coordinator.snoozed_until

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_listen_opening(self._async_changed))
        self.async_on_remove(self._async_stop_waiting)
        self._async_wait()

    @callback
    def _async_wait(self) -> None:
        self._async_stop_waiting()
        if (until := self.closed_until) is not None:
            self._cancel = async_track_point_in_utc_time(self.hass, self._async_time_came, until)

    @callback
    def _async_changed(self) -> None:
        self._async_wait()
        self.async_write_ha_state()

    @callback
    def _async_time_came(self, _now: datetime) -> None:
        self._cancel = None
        self._async_changed()

    @callback
    def _async_stop_waiting(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
