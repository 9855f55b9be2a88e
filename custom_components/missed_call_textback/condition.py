"""Conditions: whether a line is open, whether its shop is closed by hand, and about the caller.

The conditions about a caller ask about the one of the trigger that the automation runs for, so they
have nothing to fill in.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final, Unpack, cast, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, STATE_ON, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConditionErrorMessage
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    Condition,
    ConditionCheckParams,
    EntityStateConditionBase,
)
from homeassistant.helpers.typing import ConfigType

from .binary_sensor import OPEN
from .const import DOMAIN
from .coordinator import MissedCallConfigEntry, ShopCoordinator
from .core.opening import Closed

_BY_STATE: Final[dict[str, DomainSpec]] = {Platform.BINARY_SENSOR: DomainSpec()}
_BY_CLOSURE: Final[dict[str, DomainSpec]] = {
    Platform.BINARY_SENSOR: DomainSpec(value_source="closed_by")
}
_OPEN: Final[set[str | bool]] = {STATE_ON}
_SNOOZED: Final[set[str | bool]] = {Closed.SNOOZED.value}
_NO_OPTIONS: Final = vol.Schema({vol.Required(CONF_OPTIONS, default=dict): {}})


class _OpeningCondition(EntityStateConditionBase):
    """A condition on what a line's opening sensor says."""

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        registry = er.async_get(self._hass)
        return {
            entity_id
            for entity_id in super().entity_filter(entities)
            if (entity := registry.async_get(entity_id))
            and entity.platform == DOMAIN
            and entity.translation_key == OPEN.translation_key
        }


class IsOpen(_OpeningCondition):
    """The line is open."""

    _domain_specs = _BY_STATE
    _states = _OPEN


class IsSnoozed(_OpeningCondition):
    """The owner has closed the line's shop for a while."""

    _domain_specs = _BY_CLOSURE
    _states = _SNOOZED


class _CallerCondition(Condition):
    """A condition on the caller whom the automation's trigger is about."""

    key: ClassVar[str]

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        return cast("ConfigType", _NO_OPTIONS(config))

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        trigger = (kwargs.get("variables") or {}).get("trigger")
        if not isinstance(trigger, Mapping) or self.key not in trigger:
            raise ConditionErrorMessage(
                DOMAIN, f"this works after a trigger of {DOMAIN} that has a {self.key}"
            )
        shop = self._shop(trigger)
        return shop is not None and self._is_true(shop, trigger[self.key])

    def _shop(self, trigger: Mapping[str, Any]) -> ShopCoordinator | None:
        entry: MissedCallConfigEntry | None = self._hass.config_entries.async_get_entry(
            trigger.get("config_entry_id", "")
        )
        return None if entry is None else getattr(entry, "runtime_data", None)

    @abstractmethod
    def _is_true(self, shop: ShopCoordinator, value: object) -> bool:
        """Tell whether it is so, by what the trigger has of the caller."""


class CallerIsKnown(_CallerCondition):
    """The owner has a name for the caller."""

    key = "number"

    @override
    def _is_true(self, shop: ShopCoordinator, value: object) -> bool:
        return isinstance(value, str) and shop.engine.people.name_of(value) is not None


class ThreadIsWaiting(_CallerCondition):
    """The caller still waits for an answer."""

    key = "thread_id"

    @override
    def _is_true(self, shop: ShopCoordinator, value: object) -> bool:
        return any(value in figures.who_waits for figures in shop.data.values())


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "caller_is_known": CallerIsKnown,
    "is_open": IsOpen,
    "is_snoozed": IsSnoozed,
    "thread_is_waiting": ThreadIsWaiting,
}


async def async_get_conditions(_hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
