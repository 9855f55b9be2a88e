"""A line's switch: on, it texts back by itself; off, an automation decides."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MissedCallConfigEntry
from .entity import LineEntity

PARALLEL_UPDATES = 0

AUTOMATIC = SwitchEntityDescription(
    key="automatic", translation_key="automatic", entity_category=EntityCategory.CONFIG
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: MissedCallConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add each line's switch."""
    coordinator = entry.runtime_data
    for line in coordinator.shop.lines:
        async_add_entities(
            [AutomaticSwitch(coordinator, line, AUTOMATIC)], config_subentry_id=line.id
        )


class AutomaticSwitch(LineEntity, SwitchEntity):
    """Automatic text-back of a line. The ledger keeps its state."""

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.engine.settings.is_automatic(self.line.id)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self._async_set(on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._async_set(on=False)

    async def _async_set(self, *, on: bool) -> None:
        await self.coordinator.async_set_automatic(self.line.id, on=on)
        self.async_write_ha_state()
