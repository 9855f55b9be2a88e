"""A phone system while the shop is open: runs its source, and tells the owner how it stands."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
import logging
import math
from string import digits as digits_of_ascii
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import (
    CONF_KIND,
    CONF_LINE,
    CONF_SINCE,
    DOMAIN,
    NO_LINE,
    SUBENTRY_TYPE_PHONE_SYSTEM,
    PhoneSystemKind,
)
from .core.shop import LineMode, Shop
from .doorbell import Doorbell
from .providers.delivery import Told
from .providers.source import Connection, Source
from .webhook_doors import lacks_fields

_LOGGER = logging.getLogger(__name__)

_LOST_FOR_LONG_SECONDS: Final = 600
# One that is lost again sooner was hardly there: some let everybody in, and hang up on whom they have
# no room for.
_BACK_SECONDS: Final = 60
# A source has a few seconds to hand over what it heard, and to take its leave.
_LAST_WORDS_SECONDS: Final = 10
# A stranger may dial what he likes.
_MOST_NUMBERS: Final = 10
# A shop that is closed over a long weekend misses no call.
_SILENT_FOR_LONG: Final = timedelta(days=4)
# One that is not understood may be about something else than a call.
_MALFORMED_IS_TROUBLE: Final = 3
_UNREACHABLE: Final = "unreachable"

_WAITING: HassKey[dict[str, dict[str, deque[Told]]]] = HassKey(f"{DOMAIN}_waiting_calls")


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
        self.waiting = waiting_calls(hass, entry).setdefault(self.id, deque())
        """Calls that could not be handed over: the shop may be opened anew meanwhile."""
        self._source: Source | None = None
        self.connection = Connection.CONNECTING
        self.no_lines_numbers: set[str] = set()
        """How the numbers end that were dialled and belong to no line anybody knows of."""
        self._issue_id = f"phone_system_{self.id}"
        self._running: asyncio.Task[None] | None = None
        self._line_issue_id = f"phone_system_line_{self.id}"
        self._cancel: CALLBACK_TYPE | None = None
        self._lost_since = math.inf
        self._cancel_back: CALLBACK_TYPE | None = None
        self._is_closed = False
        self._listeners: list[Callable[[], None]] = []

    @callback
    def async_start(self, source: Source) -> None:
        """Hear calls until the shop is closed."""
        self._source = source
        self._async_begin()
        self._running = self._entry.async_create_background_task(
            self._hass, self._run(source), f"{DOMAIN} phone system"
        )

    @callback
    def _async_begin(self) -> None:
        self._entry.async_on_unload(self._async_close)
        if self.data.get(CONF_LINE, NO_LINE) not in (None, NO_LINE, *self._entry.subentries):
            self._async_create_issue("phone_system_line_gone", self._line_issue_id)

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
        if self._is_closed:
            # The source hears on for a moment; nobody would take back what it says now.
            return
        self.connection = connection
        match connection:
            case Connection.CONNECTED if self._cancel is not None and self._cancel_back is None:
                self._cancel_back = async_call_later(self._hass, _BACK_SECONDS, self._async_is_back)
            case Connection.REFUSED:
                self._async_forget_issue()
                self._async_create_issue("phone_system_refused", self._issue_id)
            case Connection.LOST:
                self._async_note_lost()
        self._async_tell_listeners()

    @callback
    def _async_note_lost(self) -> None:
        now = self._hass.loop.time()
        if self._cancel_back is not None:
            self._cancel_back()
            self._cancel_back = None
        if self._cancel is None:
            self._lost_since = now
            # A box that is started anew is back within minutes.
            self._cancel = async_call_later(self._hass, _LOST_FOR_LONG_SECONDS, self._async_note)
        elif now - self._lost_since >= _LOST_FOR_LONG_SECONDS:
            self._async_note(dt_util.utcnow())

    @callback
    def _async_is_back(self, _now: datetime) -> None:
        self._async_forget_issue()

    @callback
    def _async_tell_listeners(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    @callback
    def _async_note(self, _now: datetime) -> None:
        if self.connection is Connection.CONNECTED:
            # It may be back. If it is lost again, that is told at once.
            return
        is_entity = self.kind == PhoneSystemKind.ENTITY
        self._async_create_issue(
            "phone_system_entity_lost" if is_entity else "phone_system_lost", self._issue_id
        )

    @callback
    def _async_create_issue(self, translation_key: str, issue_id: str, **more: str) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=translation_key,
            translation_placeholders={"name": self.name, "shop": self._entry.title, **more},
        )

    @property
    def trouble(self) -> str | None:
        """Why calls are not heard, or not all of them."""
        trouble = None if self._source is None else self._source.trouble
        if trouble is None and self.connection is Connection.LOST:
            return _UNREACHABLE
        return trouble

    @property
    def figures(self) -> Mapping[str, int | str]:
        """What its source did so far."""
        return {} if self._source is None else asdict(self._source.figures)

    @callback
    def async_listen(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Have a listener told at each change of the connection."""
        self._listeners.append(listener)

        @callback
        def stop_listening() -> None:
            self._listeners.remove(listener)

        return stop_listening

    def line_of(self, shop: Shop, *dialled: str | None) -> str | None:
        """Return the line that a call belongs to: that of its number, or the one chosen for others.

        `dialled` are all that may have been its number, the likeliest first.

        Where nothing was chosen, it is the only line there is with phones of its own. Where nobody
        can tell, nobody is texted, and the owner is told.
        """
        for number in dialled:
            if (line := shop.line_dialled(number)) is not None:
                return line.id
        chosen = self.data.get(CONF_LINE)
        if chosen == NO_LINE:
            return None
        own = [line.id for line in shop.lines if line.mode is LineMode.OWN_PHONES]
        if chosen is None and len(own) == 1:
            return own[0]
        if shop.line(chosen or "") is not None:
            return chosen
        self._async_note_no_line(dialled[0])
        return None

    @callback
    def _async_note_no_line(self, dialled: str | None) -> None:
        number = _ending(dialled)
        if number in self.no_lines_numbers or len(self.no_lines_numbers) >= _MOST_NUMBERS:
            return
        self.no_lines_numbers.add(number)
        _LOGGER.warning("%s told of a call to %s: no line can be told for it", self.name, number)
        if self.data.get(CONF_LINE) is None:
            numbers = ", ".join(sorted(self.no_lines_numbers))
            self._async_create_issue("phone_system_no_line", self._line_issue_id, numbers=numbers)

    @callback
    def _async_close(self) -> None:
        self._is_closed = True
        self._async_forget_issue()
        ir.async_delete_issue(self._hass, DOMAIN, self._line_issue_id)

    @callback
    def _async_forget_issue(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if self._cancel_back is not None:
            self._cancel_back()
            self._cancel_back = None
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)


def _ending(dialled: str | None) -> str:
    """Return by what an owner knows which of the shop's numbers it is; strangers write the rest."""
    digits = "".join(sign for sign in dialled or "" if sign in digits_of_ascii)
    return f"…{digits[-4:]}" if digits else "?"


class ReportingSystem(PhoneSystem):
    """One that calls here. It is judged by what came: silence may just be a quiet day."""

    doorbell: Doorbell

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], subentry: ConfigSubentry
    ) -> None:
        super().__init__(hass, entry, subentry)
        self.connection = Connection.WAITING
        self.heard_at: datetime | None = None
        self._is_silent = False

    @callback
    def async_restore(self, heard_at: datetime, *, was_connected: bool) -> None:
        """Take what was known before Home Assistant was started."""
        self.heard_at = heard_at
        if was_connected:
            self.connection = Connection.CONNECTED

    @callback
    def async_follow(self, doorbell: Doorbell) -> None:
        """Judge it by who rings, until the shop is closed."""
        self.doorbell = doorbell
        self._async_begin()
        self._entry.async_on_unload(doorbell.async_listen(self._async_look))
        silent_at = datetime.fromisoformat(self.data[CONF_SINCE]) + _SILENT_FOR_LONG
        wait = max(0.0, (silent_at - dt_util.utcnow()).total_seconds())
        self._cancel = async_call_later(self._hass, wait, self._async_note)
        self._async_look()

    @callback
    def _async_look(self) -> None:
        bell = self.doorbell
        if bell.seen_at is not None:
            self.heard_at = bell.seen_at
            self.connection = Connection.CONNECTED
        if bell.is_refusing:
            # The doorbell tells of it.
            self.connection = Connection.REFUSED
        if bell.seen_at is not None and lacks_fields(self.data):
            self._async_create_issue("phone_system_fields_missing", self._issue_id)
        elif bell.malformed_in_a_row >= _MALFORMED_IS_TROUBLE and bell.problem is not None:
            self._async_create_issue(
                "phone_system_not_understood", self._issue_id, why=bell.problem
            )
        elif self._is_silent and self.heard_at is None:
            self._async_create_issue("phone_system_silent", self._issue_id)
        else:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        self._async_tell_listeners()

    @callback
    @override
    def _async_note(self, _now: datetime) -> None:
        self._cancel = None
        self._is_silent = True
        self._async_look()


def address_issue_id(subentry_id: str) -> str:
    """Return the id of the one issue about the address that a phone system calls."""
    return f"phone_system_address_{subentry_id}"


@callback
def waiting_calls(hass: HomeAssistant, entry: ConfigEntry[Any]) -> dict[str, deque[Told]]:
    """Return the calls of a shop that could not be handed over yet, by phone system."""
    return hass.data.setdefault(_WAITING, {}).setdefault(entry.entry_id, {})


@callback
def async_forget_waiting_calls(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Forget those of a removed shop."""
    hass.data.get(_WAITING, {}).pop(entry.entry_id, None)


def phone_systems_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> tuple[PhoneSystem, ...]:
    """Return a shop's phone systems, none of them started."""
    waiting = waiting_calls(hass, entry)
    for gone in waiting.keys() - entry.subentries.keys():
        del waiting[gone]
    return tuple(
        _class_of(subentry)(hass, entry, subentry)
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_TYPE_PHONE_SYSTEM
    )


def _class_of(subentry: ConfigSubentry) -> type[PhoneSystem]:
    reports = subentry.data[CONF_KIND] == PhoneSystemKind.WEBHOOK
    return ReportingSystem if reports else PhoneSystem
