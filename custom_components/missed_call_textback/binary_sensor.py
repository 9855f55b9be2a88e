"""Whether a line is open, whether something urgent waits there, and whether a phone system is heard."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import STATE_ON, EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoreEntity
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import dt as dt_util

from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.opening import Opening
from .core.shop import Line
from .entity import LineEntity, ShopEntity
from .opening_entity import OpeningEntity
from .phone_system import PhoneSystem, ReportingSystem
from .providers.source import Connection

PARALLEL_UPDATES = 0

ATTR_LAST_HEARD: Final = "last_heard"

OPEN = BinarySensorEntityDescription(key="open", translation_key="open")
URGENT = BinarySensorEntityDescription(key="urgent", translation_key="urgent")
CONNECTED = BinarySensorEntityDescription(
    key="connected",
    translation_key="connected",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)
# What does not change within a year may do so later: it is looked at again.
_NO_CHANGE_IN_SIGHT: Final = timedelta(days=1)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add what each line says of itself, and for each phone system whether it is heard."""
    coordinator = entry.runtime_data
    for line in coordinator.shop.lines:
        sensors: list[BinarySensorEntity] = [OpenSensor(coordinator, line)]
        # Where nobody tells what callers write, nothing of it is urgent either.
        if coordinator.abilities.replies:
            sensors.append(UrgentSensor(coordinator, line))
        async_add_entities(sensors, config_subentry_id=line.id)
    for system in coordinator.phone_systems:
        sensor = (
            ReportingSensor(coordinator, system)
            if isinstance(system, ReportingSystem)
            else ConnectedSensor(coordinator, system)
        )
        async_add_entities([sensor], config_subentry_id=system.id)


class OpenSensor(OpeningEntity, LineEntity, BinarySensorEntity):
    """On while a line is open. It looks at the clock only when something changes."""

    def __init__(self, coordinator: ShopCoordinator, line: Line) -> None:
        super().__init__(coordinator, line, OPEN)
        self._opening: Opening | None = None

    @property
    @override
    def is_on(self) -> bool | None:
        return None if self._opening is None else self._opening.is_open

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        opening = self._opening
        changes_at = None if opening is None else opening.changes_at
        because = None if opening is None else opening.closed_by
        return {
            "closed_by": None if because is None else because.value,
            "next_change": None if changes_at is None else changes_at.isoformat(),
        }

    @callback
    @override
    def _async_look(self) -> datetime:
        self._opening = self.coordinator.engine.opening(self.line)
        return self._opening.changes_at or dt_util.utcnow() + _NO_CHANGE_IN_SIGHT


class UrgentSensor(CoordinatorEntity[ShopCoordinator], LineEntity, BinarySensorEntity):
    """On while a caller of a line has written something urgent, and nobody has answered."""

    def __init__(self, coordinator: ShopCoordinator, line: Line) -> None:
        CoordinatorEntity.__init__(self, coordinator)
        LineEntity.__init__(self, coordinator, line, URGENT)

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.data[self.line.id].urgent > 0


class ConnectedSensor(ShopEntity, BinarySensorEntity):
    """On while calls are heard from a phone system."""

    def __init__(self, coordinator: ShopCoordinator, system: PhoneSystem) -> None:
        super().__init__(coordinator, system, CONNECTED, model="Phone system")
        self._system = system

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self._system.async_listen(self.async_write_ha_state))

    @property
    @override
    def is_on(self) -> bool | None:
        return self._system.connection is Connection.CONNECTED

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        return {"connection": self._system.connection.value, "trouble": self._system.trouble}


class ReportingSensor(ConnectedSensor, RestoreEntity):
    """On while a phone system that calls here proves itself; unknown before its first call."""

    _system: ReportingSystem

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if (last := await self.async_get_last_state()) is None:
            return
        heard_at = dt_util.parse_datetime(last.attributes.get(ATTR_LAST_HEARD) or "")
        if heard_at is not None:
            self._system.async_restore(heard_at, was_connected=last.state == STATE_ON)

    @property
    @override
    def is_on(self) -> bool | None:
        return None if self._system.connection is Connection.WAITING else super().is_on

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        heard_at = self._system.heard_at
        last_heard = None if heard_at is None else heard_at.isoformat()
        return {**super().extra_state_attributes, ATTR_LAST_HEARD: last_heard}
