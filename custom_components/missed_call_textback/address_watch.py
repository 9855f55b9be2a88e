"""Notices that this Home Assistant is reached at another address than the one its numbers call.

Nothing is changed without being asked: the old address may work still, and only its owner knows.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final, override

from yarl import URL

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_WEBHOOK_ID, EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .config_flow.address import async_cloud_url, own_address
from .config_flow.answers import BadAnswer
from .config_flow.moving import best_place
from .const import CONF_BUSINESS, CONF_CLOUDHOOK, CONF_PUBLIC_URL, DOMAIN
from .own_addresses import OWN_ADDRESSES
from .phone_system import ReportingSystem, address_issue_id

PREFIX: Final = "address"
_CLOUD: Final = "cloud"


class Watch:
    """Watches what an address depends on: the house's own address, or its cloud."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        settings: Mapping[str, Any],
        issue_id: str,
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._settings = settings
        self._issue_id = issue_id
        self._url: str = settings[CONF_PUBLIC_URL]
        self._origin = str(URL(self._url).origin())
        self._own = own_address(hass)
        self._were_own = hass.data[OWN_ADDRESSES]

    @callback
    def async_start(self) -> None:
        """Watch until the shop is closed."""
        self._forget_what_is_over()
        if not self._settings[CONF_CLOUDHOOK]:
            self._entry.async_on_unload(
                self._hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._config_updated)
            )
            # It may have changed while the shop was closed, or Home Assistant off.
            self._look_at_own()
        elif _CLOUD in self._hass.config.components:
            self._follow_cloud()
        else:
            # It was taken out of the configuration, or does not start.
            self._tell()

    @callback
    def _forget_what_is_over(self) -> None:
        """Take back what was told before a restart, if the shop has moved since."""
        issue = ir.async_get(self._hass).async_get_issue(DOMAIN, self._issue_id)
        if issue is not None and (issue.data or {}).get("origin") != self._origin:
            self._forget()

    @callback
    def _config_updated(self, _event: Event[Any]) -> None:
        was, self._own = self._own, own_address(self._hass)
        if self._own != was:
            self._look_at_own()

    @callback
    def _look_at_own(self) -> None:
        self._were_own.async_note(self._own)
        if self._own == self._origin:
            self._forget()
        elif self._were_own.has(self._origin):
            # One that was never the house's own is somebody's choice, and left alone.
            self._tell()

    @callback
    def _follow_cloud(self) -> None:
        from homeassistant.components import cloud  # noqa: PLC0415 - see config_flow/address.py

        @callback
        def hook_changed(hook: Mapping[str, Any] | None) -> None:
            self._compare(None if hook is None else hook["cloudhook_url"])

        @callback
        def connection_changed(state: cloud.CloudConnectionState) -> None:
            if state is cloud.CloudConnectionState.CLOUD_CONNECTED:
                self._look_up()
            elif not cloud.async_active_subscription(self._hass):
                # Not merely a line that is down for a moment.
                self._tell()

        unload = self._entry.async_on_unload
        webhook_id = self._settings[CONF_WEBHOOK_ID]
        unload(cloud.async_listen_cloudhook_change(self._hass, webhook_id, hook_changed))
        unload(cloud.async_listen_connection_change(self._hass, connection_changed))
        if cloud.async_is_connected(self._hass):
            self._look_up()
        elif not cloud.async_active_subscription(self._hass):
            self._tell()

    @callback
    def _look_up(self) -> None:
        async def look_up() -> None:
            try:
                url = await async_cloud_url(self._hass, self._settings[CONF_WEBHOOK_ID])
            except BadAnswer:
                return
            self._compare(url)

        self._entry.async_create_background_task(
            self._hass, look_up(), f"{DOMAIN} look up cloud address"
        )

    @callback
    def _compare(self, url: str | None) -> None:
        if url == self._url:
            self._forget()
        else:
            self._tell()

    @callback
    def _forget(self) -> None:
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @abstractmethod
    def _tell(self) -> None:
        """Tell the owner that the address may lead nowhere."""


class AddressWatch(Watch):
    """Watches the address that a shop's numbers call."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        super().__init__(hass, entry, entry.data, issue_id_of(entry))

    @callback
    @override
    def _tell(self) -> None:
        place = best_place(self._hass, self._entry)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            data={"entry_id": self._entry.entry_id, "origin": self._origin},
            is_fixable=place is not None,
            # Of an address at the cloud the change is seen but once.
            is_persistent=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key="address_lost" if place is None else "address_changed",
            translation_placeholders={
                "shop": self._entry.data[CONF_BUSINESS],
                "old": self._origin,
                "new": (place and place.origin) or "Home Assistant Cloud",
            },
        )


class SystemAddressWatch(Watch):
    """Watches the address that a phone system calls: only there can it be changed."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], system: ReportingSystem
    ) -> None:
        super().__init__(hass, entry, system.data, address_issue_id(system.id))
        self._name = system.name

    @callback
    @override
    def _tell(self) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            data={"origin": self._origin},
            is_fixable=False,
            is_persistent=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key="phone_system_address",
            translation_placeholders={
                "shop": self._entry.title,
                "name": self._name,
                "old": self._origin,
            },
        )


def issue_id_of(entry: ConfigEntry[Any]) -> str:
    """Return the id of the one issue about a shop's address."""
    return f"{PREFIX}_{entry.entry_id}"


@callback
def async_forget_address(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take back what was told of a shop's address."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry))
