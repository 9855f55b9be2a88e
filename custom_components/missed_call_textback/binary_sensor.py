"""Whether a line is open, what closes it, and when that changes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.opening import Opening
from .core.shop import Line
from .entity import LineEntity
from .opening_entity import OpeningEntity

PARALLEL_UPDATES = 0

OPEN = BinarySensorEntityDescription(key="open", translation_key="open")
# What does not change within a year may do so later: it is looked at again.
_NO_CHANGE_IN_SIGHT: Final = timedelta(days=1)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add for each line whether it is open."""
    coordinator = entry.runtime_data
    for line in coordinator.shop.lines:
        async_add_entities([OpenSensor(coordinator, line)], config_subentry_id=line.id)


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
