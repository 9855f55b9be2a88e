"""Until when the owner has closed the shop, whatever its hours say."""

from datetime import datetime
from typing import override

from homeassistant.components.datetime import DateTimeEntity, DateTimeEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MissedCallConfigEntry
from .snoozed_entity import SnoozedEntity

PARALLEL_UPDATES = 0

CLOSED_UNTIL = DateTimeEntityDescription(key="closed_until", translation_key="closed_until")


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the shop's snooze."""
    async_add_entities([ClosedUntil(entry.runtime_data, CLOSED_UNTIL)])


class ClosedUntil(SnoozedEntity, DateTimeEntity):
    """Closes the shop until the time set; a time that is past opens it again."""

    @property
    @override
    def native_value(self) -> datetime | None:
        return self.closed_until

    @override
    async def async_set_value(self, value: datetime) -> None:
        await self.coordinator.async_set_snooze(value)
