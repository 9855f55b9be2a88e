"""The webhook of a phone system while a dialog sets it up, or changes it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol, override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_CLOUDHOOK, DOMAIN
from ..doorbell import Doorbell
from ..entrance import RegisteredEntrance
from ..profile import shop_of
from ..providers.door import Door, Handled, Letter
from ..providers.webhook.door import Memory
from ..system_doorways import async_system_doorways, reporting_systems
from ..webhook_doors import build_webhook_door, forget_memory, memory_of
from .address import async_close_cloud_url


class Trial(Protocol):
    """Settings that are tried out: what came meanwhile, and who was not let in."""

    doorbell: Doorbell
    memory: Memory

    @abstractmethod
    def async_use(self, data: Mapping[str, Any]) -> None:
        """Let in by these settings from now on."""

    @abstractmethod
    def async_end(self) -> None:
        """End it: the dialog is closed, and its settings are stored by now or never will be."""


class NewTrial(RegisteredEntrance, Trial):
    """Of a phone system that is not there yet: calls are shown to the owner, and to nobody else."""

    door: Door | None = None
    _by_cloud = False

    def __init__(self, hass: HomeAssistant, webhook_id: str) -> None:
        super().__init__(hass, webhook_id, "Set-up", Doorbell(hass, None))
        self.memory = memory_of(hass, webhook_id)

    @callback
    @override
    def async_use(self, data: Mapping[str, Any]) -> None:
        first = self.door is None
        self.door = _ShownOnly(
            build_webhook_door(self._hass, data, name="set-up", line_of=lambda _dialled: None)
        )
        self._by_cloud = data[CONF_CLOUDHOOK]
        if first:
            self.async_register()

    @callback
    @override
    def async_end(self) -> None:
        self.doorbell.forget_issue()
        for entry in self._hass.config_entries.async_entries(DOMAIN):
            if any(
                system.data[CONF_WEBHOOK_ID] == self.webhook_id
                for system in reporting_systems(entry)
            ):
                # It takes over in this moment, so that no call meets nobody.
                async_system_doorways(self._hass, entry)
                return
        self.async_unregister()
        forget_memory(self._hass, self.webhook_id)
        if self._by_cloud:
            _async_close_cloud_url(self._hass, self.webhook_id)


class ChangeTrial(Trial):
    """Of a phone system that is there: what comes is let in by either settings, and counts."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], subentry: ConfigSubentry
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._subentry = subentry
        self._by_cloud: bool = subentry.data[CONF_CLOUDHOOK]
        self._doorway = async_system_doorways(hass, entry).doorways[subentry.subentry_id]
        self.doorbell = self._doorway.doorbell
        self.memory = memory_of(hass, self._doorway.webhook_id)

    @callback
    @override
    def async_use(self, data: Mapping[str, Any]) -> None:
        shop = shop_of(self._hass, self._entry)
        doorways = async_system_doorways(self._hass, self._entry)
        self._doorway.async_try(doorways.door(shop, self._subentry, data))
        self._by_cloud = self._by_cloud or data[CONF_CLOUDHOOK]

    @callback
    @override
    def async_end(self) -> None:
        self._doorway.async_try(None)
        now = self._entry.subentries.get(self._subentry.subentry_id)
        if self._by_cloud and now and not now.data[CONF_CLOUDHOOK]:
            _async_close_cloud_url(self._hass, self._doorway.webhook_id)


class _ShownOnly(Door):
    """A door behind which nobody is."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.content_types = door.content_types

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return self._door.may_be_genuine(headers)

    @override
    def handle(self, letter: Letter) -> Handled:
        return Handled((), self._door.handle(letter).reply, answer_anyway=True)


@callback
def _async_close_cloud_url(hass: HomeAssistant, webhook_id: str) -> None:
    hass.async_create_task(async_close_cloud_url(hass, webhook_id), f"{DOMAIN} close cloud url")
