"""Until when the owner has closed the shop, whatever its hours say."""

from datetime import datetime
from typing import override

from homeassistant.components.datetime import DateTimeEntity, DateTimeEntityDescription
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_point_in_utc_time

from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .entity import WholeShopEntity

PARALLEL_UPDATES = 0

CLOSED_UNTIL = DateTimeEntityDescription(key="closed_until", translation_key="closed_until")


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the shop's snooze."""
    async_add_entities([ClosedUntil(entry.runtime_data)])


class ClosedUntil(WholeShopEntity, DateTimeEntity):
    """Closes the shop until the time set; a time that is past opens it again."""

    def __init__(self, coordinator: ShopCoordinator) -> None:
        super().__init__(coordinator, CLOSED_UNTIL)
        self._cancel: CALLBACK_TYPE | None = None

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_listen_opening(self._async_changed))
        self.async_on_remove(self._async_stop_waiting)
        self._async_look()

    @override
    async def async_set_value(self, value: datetime) -> None:
        await self.coordinator.async_set_snooze(value)

    @callback
    def _async_look(self) -> None:
        self._async_stop_waiting()
        self._attr_native_value = until = self.coordinator.snoozed_until
        if until is not None:
            self._cancel = async_track_point_in_utc_time(self.hass, self._async_time_came, until)

    @callback
    def _async_changed(self) -> None:
        self._async_look()
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
