"""Follows an entity that tells of calls when it gets another id: an owner may rename anything."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.entity_registry import EventEntityRegistryUpdatedData
from homeassistant.helpers.event import async_track_entity_registry_updated_event

from .config_flow.subentries import phone_system_id
from .const import CONF_RULES, CONF_SUBJECT, PhoneSystemKind
from .phone_system import PhoneSystem

_NAMED: Final = (CONF_SUBJECT, "number_entity")


@callback
def async_follow_entities(
    hass: HomeAssistant, entry: ConfigEntry[Any], system: PhoneSystem
) -> None:
    """Keep the settings of a phone system true while what it listens to is renamed."""
    if system.kind != PhoneSystemKind.ENTITY:
        return
    rules = system.data[CONF_RULES]
    entity_ids = [rules[name] for name in _NAMED if rules[name] is not None]

    @callback
    def registry_updated(event: Event[EventEntityRegistryUpdatedData]) -> None:
        change = event.data
        if change["action"] != "update" or "entity_id" not in change["changes"]:
            return
        before, after = change["changes"]["entity_id"], change["entity_id"]
        subentry = entry.subentries[system.id]
        rules = dict(subentry.data[CONF_RULES])
        rules |= {name: after for name in _NAMED if rules[name] == before}
        data = {**subentry.data, CONF_RULES: rules}
        # The entry's own listener opens the shop anew.
        hass.config_entries.async_update_subentry(
            entry, subentry, data=data, unique_id=phone_system_id(data)
        )

    entry.async_on_unload(
        async_track_entity_registry_updated_event(hass, entity_ids, registry_updated)
    )
