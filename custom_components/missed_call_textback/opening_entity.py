"""What entities have in common whose state changes when a shop opens or closes."""

from abc import abstractmethod
from datetime import datetime
from typing import override

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_track_point_in_utc_time

from .coordinator import ShopCoordinator


class OpeningEntity(Entity):
    """Looks when something closes or opens the shop, and when the time has come that it looked up."""

    coordinator: ShopCoordinator
    _cancel: CALLBACK_TYPE | None = None

    @callback
    @abstractmethod
    def _async_look(self) -> datetime | None:
        """Look how things stand; return when to look again (aware), None where no time changes them."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_listen_opening(self._async_changed))
        self.async_on_remove(self._async_stop_waiting)
        self._async_look_ahead()

    @callback
    def _async_look_ahead(self) -> None:
        self._async_stop_waiting()
        if (look_again_at := self._async_look()) is not None:
            self._cancel = async_track_point_in_utc_time(
                self.hass, self._async_time_came, look_again_at
            )

    @callback
    def _async_changed(self) -> None:
        self._async_look_ahead()
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
