"""Learns from the telephone company's own log what never came to the door, and has it caught up.

That is what happened while Home Assistant was away, or could not be reached though it ran; and what
was answered with an error. So it looks when a shop is opened, and once an hour. How far it has looked
is kept in the ledger: what could not be looked up today is looked up later, within the window.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
import logging
import random
from typing import Any, Final, Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .core.carrier import CallLog, CarrierSilent
from .core.ports import Entry, LedgerUnavailable
from .core.shop import Shop

_LOGGER = logging.getLogger(__name__)

_EVERY_SECONDS: Final = 3600.0
# A call whose end was not heard waits a minute for the log: time for a few tries.
_AGAIN_SECONDS: Final = 10.0
# A log lags behind what it tells of.
_SOON_SECONDS: Final = 10.0
# What was on its way when it was looked up last; and clocks differ.
_OVERLAP: Final = timedelta(minutes=2)


class Listened(Protocol):
    """What knows how far everything is known."""

    @property
    def listened_at(self) -> datetime | None:
        """Until when all that happened is known (aware)."""

    async def note_listened(self, at: datetime) -> None:
        """Keep until when all that happened is known. Raises LedgerUnavailable."""


class Listening(Protocol):
    """What takes the log: a shop's engine."""

    @property
    def settings(self) -> Listened:
        """What is set while the shop runs."""

    def ask_log(self, look: Callable[[], None]) -> None:
        """Have the log looked at when a call's end was not heard."""

    async def catch_up(self, entries: Collection[Entry]) -> None:
        """Take what the log tells, much of which is known. Raises LedgerUnavailable."""


class CatchUp:
    """One shop's looks into the log. A shop that was never open before has nothing to catch up."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        shop: Shop,
        engine: Listening,
        log: CallLog,
        *,
        window: timedelta,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._shop = shop
        self._engine = engine
        self._log = log
        self._window = window
        self._jitter = jitter
        self._failures = 0
        self._is_soon = False
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Look now, without keeping the start waiting, and from then on until the shop is closed."""
        self._entry.async_on_unload(self._stop)
        self._engine.ask_log(self._look_soon)
        self._look()

    @callback
    def _look_soon(self) -> None:
        """Look in a moment: a call has ended of which only the log knows how."""
        if self._is_soon:
            return
        self._is_soon = True
        if self._cancel is not None:
            # Else a look is on its way, which may have come too early; it plans the next one.
            self._stop()
            self._plan(_SOON_SECONDS)

    @callback
    def _look(self, _now: datetime | None = None) -> None:
        self._cancel = None
        self._is_soon = False
        self._entry.async_create_background_task(
            self._hass, self._async_look(), f"{DOMAIN} catch up"
        )

    async def _async_look(self) -> None:
        try:
            await self._async_catch_up()
        except (CarrierSilent, LedgerUnavailable) as err:
            self._failures += 1
            # Once, not at every try of a night without internet.
            level = logging.WARNING if self._failures == 1 else logging.DEBUG
            _LOGGER.log(level, "Missed calls cannot be caught up yet: %s", err)
        except Exception:
            self._failures += 1
            _LOGGER.exception("Missed calls cannot be caught up")
        else:
            if self._failures:
                _LOGGER.warning("Missed calls are caught up again")
            self._failures = 0
        wait = _EVERY_SECONDS
        if self._is_soon:
            wait = _SOON_SECONDS
        elif self._failures:
            wait = min(wait, _AGAIN_SECONDS * 2.0 ** min(self._failures - 1, 10))
        # Between three quarters and all of it, so that not all the world's shops ask at once.
        self._plan(wait * (0.75 + 0.25 * self._jitter()))

    @callback
    def _plan(self, seconds: float) -> None:
        self._cancel = async_call_later(self._hass, seconds, self._look)

    async def _async_catch_up(self) -> None:
        began = dt_util.utcnow()
        if (listened_at := self._engine.settings.listened_at) is not None:
            since = max(listened_at - _OVERLAP, began - self._window)
            if since > began:
                # Noted by a clock that was ahead: nobody knows how far was really listened.
                since = began - self._window
            entries: list[Entry] = []
            for line in self._shop.lines:
                entries += await self._log.since(line, since)
            await self._engine.catch_up(entries)
        await self._engine.settings.note_listened(began)

    @callback
    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
