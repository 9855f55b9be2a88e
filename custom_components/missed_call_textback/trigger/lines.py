"""The lines that a trigger is about: those of the devices, entities, areas or labels it targets."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast, override

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import TargetEntityChangeTracker, TargetSelection
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from ..const import DOMAIN, SUBENTRY_TYPE_LINE
from ..coordinator import ShopCoordinator
from ..core.records import Figures
from ..entity import device_identifier


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A line of a shop that may be closed just now, and may be reloaded."""

    hass: HomeAssistant
    entry: ConfigEntry[ShopCoordinator]
    id: str

    @property
    def shop(self) -> ShopCoordinator:
        """Return the line's shop, which it has only while it is open."""
        return self.entry.runtime_data

    @property
    def is_open(self) -> bool:
        """Tell whether the line's shop is open."""
        return hasattr(self.entry, "runtime_data")

    @property
    def figures(self) -> Figures | None:
        """Return the line's figures, None before its shop has read them."""
        return self.shop.data.get(self.id) if self.is_open else None

    def about(self, peer: str | None, name: str | None = None) -> dict[str, Any]:
        """Return whom and which line something is about, as actions ask for it.

        `name` is what the telephone company calls them: it gives way to what the owner does.
        """
        line = self.shop.shop.line(self.id)
        known = None if peer is None else self.shop.engine.people.name_of(peer)
        return {
            "config_entry_id": self.entry.entry_id,
            "device_id": dr.async_get_device_id_by_identifier(
                self.hass,
                device_identifier(self.shop, self.id),
                config_entry_id=self.entry.entry_id,
            ),
            "line": None if line is None else line.name,
            "number": peer,
            "name": known or name,
        }


type Follow = Callable[[FollowedLine], CALLBACK_TYPE]


class LineTracker(TargetEntityChangeTracker):
    """Follows each line that is targeted, from when it is to when it no longer is.

    A line is targeted by any entity of its own, and every line of a shop by one of the shop's.
    """

    def __init__(self, hass: HomeAssistant, selection: TargetSelection, follow: Follow) -> None:
        super().__init__(hass, selection, self._ours)
        self._follow = follow
        self._followed: dict[tuple[str, str], CALLBACK_TYPE] = {}

    @callback
    @override
    def _handle_entities_update(self, tracked_entities: set[str]) -> None:
        lines = {
            (line.entry.entry_id, line.id): line
            for entity_id in tracked_entities
            for line in self._lines(entity_id)
        }
        for key in self._followed.keys() - lines.keys():
            self._followed.pop(key)()
        for key in lines.keys() - self._followed.keys():
            self._followed[key] = self._follow(lines[key])

    @callback
    @override
    def _unsubscribe(self) -> None:
        super()._unsubscribe()
        self._handle_entities_update(set())

    def _ours(self, entities: set[str]) -> set[str]:
        registry = er.async_get(self._hass)
        return {
            entity_id
            for entity_id in entities
            if (entity := registry.async_get(entity_id)) and entity.platform == DOMAIN
        }

    def _lines(self, entity_id: str) -> list[FollowedLine]:
        entity = er.async_get(self._hass).async_get(entity_id)
        entry_id = None if entity is None else entity.config_entry_id
        entry = self._hass.config_entries.async_get_entry(entry_id or "")
        if entity is None or entry is None:
            return []
        return [
            FollowedLine(self._hass, entry, subentry.subentry_id)
            for subentry in entry.subentries.values()
            if subentry.subentry_type == SUBENTRY_TYPE_LINE
            and entity.config_subentry_id in (None, subentry.subentry_id)
        ]


class LineTrigger(Trigger):
    """A trigger on lines."""

    _schema: vol.Schema = ENTITY_STATE_TRIGGER_SCHEMA

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        return cast("ConfigType", cls._schema(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._target = config.target or {}
        self._options = config.options or {}

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        selection = TargetSelection(self._target)
        if not selection.has_any_target:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="trigger_no_line")
        follow = await self._async_follow(run_action)
        return await LineTracker(self._hass, selection, follow).async_setup()

    @abstractmethod
    async def _async_follow(self, run_action: TriggerActionRunner) -> Follow:
        """Return what follows a line and runs the action."""
