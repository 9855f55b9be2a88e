"""A phone system while the shop is open: runs its source, and tells the owner how it stands."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later

from .const import CONF_KIND, CONF_LINE, DOMAIN, SUBENTRY_TYPE_PHONE_SYSTEM
from .core.shop import LineMode, Shop
from .providers.source import Connection, Source

_LOGGER = logging.getLogger(__name__)

_LOST_FOR_LONG_SECONDS: Final = 600
# A source has a few seconds to hand over what it heard, and to take its leave.
_LAST_WORDS_SECONDS: Final = 10


class PhoneSystem:
    """One phone system of a shop."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], subentry: ConfigSubentry
    ) -> None:
        self._hass = hass
        self._entry = entry
        self.id = subentry.subentry_id
        self.name = subentry.title
        self.data: Mapping[str, Any] = subentry.data
        self.kind: str = subentry.data[CONF_KIND]
        self.connection = Connection.CONNECTING
        self._issue_id = f"phone_system_{self.id}"
        self._running: asyncio.Task[None] | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._listeners: list[Callable[[], None]] = []

    @callback
    def async_start(self, source: Source) -> None:
        """Hear calls until the shop is closed."""
        self._entry.async_on_unload(self._async_forget_issue)
        self._running = self._entry.async_create_background_task(
            self._hass, self._run(source), f"{DOMAIN} phone system"
        )

    async def async_stop(self) -> None:
        """Hear no more, and wait until what was heard is handed over: the ledger must be open."""
        if self._running is None:
            return
        # Told twice to end, it would be cut short.
        if not self._running.cancelling():
            self._running.cancel()
        await asyncio.wait((self._running,), timeout=_LAST_WORDS_SECONDS)

    async def _run(self, source: Source) -> None:
        try:
            await source.run()
        except Exception:
            _LOGGER.exception("A phone system is no longer heard")
            self.async_tell(Connection.LOST)

    @callback
    def async_tell(self, connection: Connection) -> None:
        """Take how the source stands with the phone system."""
        self.connection = connection
        match connection:
            case Connection.CONNECTED:
                self._async_forget_issue()
            case Connection.REFUSED:
                self._async_forget_issue()
                self._async_create_issue("phone_system_refused")
            case Connection.LOST if self._cancel is None:
                # A box that is started anew is back within minutes.
                self._cancel = async_call_later(
                    self._hass, _LOST_FOR_LONG_SECONDS, self._async_note
                )
        for listener in tuple(self._listeners):
            listener()

    @callback
    def _async_note(self, _now: datetime) -> None:
        self._async_create_issue("phone_system_lost")

    @callback
    def _async_create_issue(self, translation_key: str) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=translation_key,
            translation_placeholders={"name": self.name, "shop": self._entry.title},
        )

    @callback
    def async_listen(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Have a listener told at each change of the connection."""
        self._listeners.append(listener)

        @callback
        def stop_listening() -> None:
            self._listeners.remove(listener)

        return stop_listening

    def line_of(self, shop: Shop, dialled: str | None) -> str | None:
        """Return the line that a call belongs to: that of its number, or the one chosen for others."""
        if (line := shop.line_dialled(dialled)) is not None:
            return line.id
        if (chosen := self.data.get(CONF_LINE)) is not None:
            return chosen if shop.line(chosen) is not None else None
        own = [line for line in shop.lines if line.mode is LineMode.OWN_PHONES]
        return own[0].id if len(own) == 1 else None

    @callback
    def _async_forget_issue(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)


def phone_systems_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> tuple[PhoneSystem, ...]:
    """Return a shop's phone systems, none of them started."""
    return tuple(
        PhoneSystem(hass, entry, subentry)
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_TYPE_PHONE_SYSTEM
    )
