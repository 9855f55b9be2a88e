"""The ways in of a shop's phone systems that report calls by webhook: one for each."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.hass_dict import HassKey

from .config_flow.address import async_close_cloud_url
from .const import (
    CONF_CLOUDHOOK,
    CONF_KIND,
    DOMAIN,
    SUBENTRY_TYPE_PHONE_SYSTEM,
    PhoneSystemKind,
)
from .coordinator import ShopCoordinator
from .core.shop import Line, Shop
from .doorbell import Doorbell, Notice
from .doorway import Doorway
from .phone_system import PhoneSystem, address_issue_id
from .providers.door import Door
from .webhook_doors import build_webhook_door, forget_memory, memory_of

_SYSTEM_DOORWAYS: HassKey[dict[str, SystemDoorways]] = HassKey(f"{DOMAIN}_system_doorways")


class SystemDoorways:
    """A shop's phone systems' webhooks, by their subentries. They outlive the shop's being closed."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        self._hass = hass
        self._entry = entry
        self._coordinator: ShopCoordinator | None = None
        self._settings: dict[str, Mapping[str, Any]] = {}
        self.doorways: dict[str, Doorway] = {}

    @callback
    def async_sync(self) -> None:
        """Have a webhook for each phone system that the shop has now, and none for others."""
        wanted = {subentry.subentry_id: subentry for subentry in reporting_systems(self._entry)}
        for subentry_id in self.doorways.keys() - wanted.keys():
            self._take_away(subentry_id)
        for subentry_id, subentry in wanted.items():
            if subentry_id not in self.doorways:
                self._add(subentry)
            self._settings[subentry_id] = subentry.data

    @callback
    def async_settings_read(self) -> None:
        """Forget the settings: the shop is being set up, perhaps with others."""
        self.async_sync()
        for doorway in self.doorways.values():
            doorway.async_settings_read()

    @callback
    def async_open(self, coordinator: ShopCoordinator) -> None:
        """Let everything in."""
        self._coordinator = coordinator
        for doorway in self.doorways.values():
            doorway.async_open(coordinator)

    @callback
    def async_close(self) -> None:
        """Let nobody further than the door."""
        self._coordinator = None
        for doorway in self.doorways.values():
            doorway.async_close()

    @callback
    def async_forget(self) -> None:
        """Take all away: the shop is removed."""
        for subentry_id in list(self.doorways):
            self._take_away(subentry_id)

    def door(
        self, shop: Shop, subentry: ConfigSubentry, data: Mapping[str, Any] | None = None
    ) -> Door:
        """Return the door of a phone system, by its settings or by others that are tried out."""

        def line_of(dialled: str | None) -> str | None:
            return self._system(subentry).line_of(shop, dialled)

        return build_webhook_door(
            self._hass,
            subentry.data if data is None else data,
            name=subentry.subentry_id,
            line_of=line_of,
        )

    def _system(self, subentry: ConfigSubentry) -> PhoneSystem:
        """Return a phone system: the one that tells its owner, where the shop is open."""
        systems = () if self._coordinator is None else self._coordinator.phone_systems
        found = (system for system in systems if system.id == subentry.subentry_id)
        return next(found, None) or PhoneSystem(self._hass, self._entry, subentry)

    def _add(self, subentry: ConfigSubentry) -> None:
        subentry_id = subentry.subentry_id

        def build(entry: ConfigEntry[Any], shop: Shop, _is_open: Callable[[Line], bool]) -> Door:
            return self.door(shop, entry.subentries[subentry_id])

        doorway = self.doorways[subentry_id] = Doorway(
            self._hass,
            self._entry,
            build,
            webhook_id=subentry.data[CONF_WEBHOOK_ID],
            name=f"{self._entry.title}: {subentry.title}",
            doorbell=Doorbell(
                self._hass,
                Notice(
                    issue_id=f"phone_system_unproven_{subentry_id}",
                    translation_key="phone_system_unproven",
                    placeholders={"shop": self._entry.title, "name": subentry.title},
                ),
            ),
        )
        # Calls that its set-up has heard ringing end here.
        memory_of(self._hass, doorway.webhook_id)
        doorway.async_register()
        if self._coordinator is not None:
            doorway.async_open(self._coordinator)

    def _take_away(self, subentry_id: str) -> None:
        doorway = self.doorways.pop(subentry_id)
        settings = self._settings.pop(subentry_id)
        doorway.async_unregister()
        doorway.doorbell.forget_issue()
        ir.async_delete_issue(self._hass, DOMAIN, address_issue_id(subentry_id))
        forget_memory(self._hass, doorway.webhook_id)
        if settings[CONF_CLOUDHOOK]:
            self._hass.async_create_task(
                async_close_cloud_url(self._hass, doorway.webhook_id), f"{DOMAIN} close cloud url"
            )


def reporting_systems(entry: ConfigEntry[Any]) -> list[ConfigSubentry]:
    """Return those phone systems of a shop that report calls by webhook."""
    return [
        subentry
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_TYPE_PHONE_SYSTEM
        and subentry.data[CONF_KIND] == PhoneSystemKind.WEBHOOK
    ]


@callback
def async_system_doorways(hass: HomeAssistant, entry: ConfigEntry[Any]) -> SystemDoorways:
    """Return the webhooks of a shop's phone systems as they are now, registered."""
    of_shops = hass.data.setdefault(_SYSTEM_DOORWAYS, {})
    if entry.entry_id not in of_shops:
        of_shops[entry.entry_id] = SystemDoorways(hass, entry)
    of_shops[entry.entry_id].async_sync()
    return of_shops[entry.entry_id]


@callback
def async_forget_system_doorways(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take a removed shop's webhooks away."""
    if (doorways := hass.data.get(_SYSTEM_DOORWAYS, {}).pop(entry.entry_id, None)) is not None:
        doorways.async_forget()
