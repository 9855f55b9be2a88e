"""What entities have in common: the device of a shop, a line or a team member, and their identity."""

from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription

from .company_names import company_name
from .const import DOMAIN
from .coordinator import ShopCoordinator
from .core.shop import Line, TeamMember
from .phone_system import PhoneSystem


def device_identifier(coordinator: ShopCoordinator, subentry_id: str) -> tuple[str, str]:
    """Return what identifies the device of a line or a team member."""
    return DOMAIN, f"{coordinator.entry.entry_id}_{subentry_id}"


class WholeShopEntity(Entity):
    """An entity on the device of the shop itself, which the coordinator has made."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, coordinator: ShopCoordinator, description: EntityDescription) -> None:
        self.coordinator = coordinator
        self.entity_description = description
        entry_id = coordinator.entry.entry_id
        self._attr_unique_id = f"{entry_id}_{description.key}"
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, entry_id)})


class ShopEntity(Entity):
    """An entity on the device of a line, of a team member or of a phone system.

    It is available as long as the shop is loaded: the engine answers from memory, and an event that
    came while an entity was unavailable would be lost to automations. Only figures can be missing.
    """

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(
        self,
        coordinator: ShopCoordinator,
        owner: Line | TeamMember | PhoneSystem,
        description: EntityDescription,
        *,
        model: str,
        manufacturer: str | None = None,
    ) -> None:
        self.coordinator = coordinator
        self.entity_description = description
        entry_id = coordinator.entry.entry_id
        self._attr_unique_id = f"{entry_id}_{owner.id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={device_identifier(coordinator, owner.id)},
            entry_type=DeviceEntryType.SERVICE,
            manufacturer=manufacturer,
            model=model,
            name=owner.name,
            via_device_id=dr.async_get_device_id_by_identifier(
                coordinator.hass, (DOMAIN, entry_id), config_entry_id=entry_id
            ),
        )


class LineEntity(ShopEntity):
    """An entity of a line."""

    def __init__(
        self, coordinator: ShopCoordinator, line: Line, description: EntityDescription
    ) -> None:
        super().__init__(
            coordinator,
            line,
            description,
            model="Phone line",
            manufacturer=company_name(coordinator.entry.data),
        )
        self.line = line
