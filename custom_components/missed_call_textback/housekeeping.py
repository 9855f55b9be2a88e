"""Keeps a ledger small and true to its retention: always in short steps, between calls."""

import asyncio
from datetime import datetime, timedelta
import logging
from typing import Any, Final, Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.util import dt as dt_util

from .const import CONF_RETENTION, DEFAULT_RETENTION, DOMAIN
from .core.engine import Engine
from .core.ports import LedgerUnavailable
from .line_signals import async_touch

_LOGGER = logging.getLogger(__name__)

# A start is busy enough without it.
_AFTER_START_SECONDS: Final = 120
_EVERY: Final = timedelta(days=1)
# One transaction's worth: a call that comes meanwhile waits no longer than for its commit.
_BATCH: Final = 200
_PAUSE_SECONDS: Final = 0.2
# As few as an SD card overwrites and syncs in the time that one commit may take.
_PAGES: Final = 64
_LOOK_AT_LOG_EVERY: Final = timedelta(minutes=15)
# Four times what SQLite lets it grow to by itself, unless somebody reads without a pause.
_LONGEST_LOG: Final = 16 * 1024 * 1024


class TidyLedger(Protocol):
    """A ledger's own part in being kept small."""

    async def give_back(self, pages: int) -> int:
        """Give free pages back to the disk, no more than so many; returns how many are left."""

    async def shorten_log(self, longest: int) -> None:
        """Empty the log where it has more bytes than that."""

    async def leave_no_trace(self) -> None:
        """Have what was erased be left nowhere on disk."""


@callback
def async_start_housekeeping(
    hass: HomeAssistant, entry: ConfigEntry[Any], engine: Engine, ledger: TidyLedger
) -> None:
    """Forget what is older than the shop keeps it, unless it keeps everything, and tidy up."""
    months = int(entry.options.get(CONF_RETENTION, DEFAULT_RETENTION))

    @callback
    def begin(now: datetime) -> None:
        entry.async_create_background_task(hass, _async_day(now), f"{DOMAIN} housekeeping")

    async def _async_day(now: datetime) -> None:
        if months > 0 and await _async_forget(engine, months_before(now, months)):
            async_touch(hass, entry.entry_id, None)
        await _async_give_back(ledger)

    async def look_at_log(_now: datetime) -> None:
        try:
            await ledger.shorten_log(_LONGEST_LOG)
        except LedgerUnavailable as err:
            _LOGGER.debug("The ledger's log stays as long as it is: %s", err)

    entry.async_on_unload(async_call_later(hass, _AFTER_START_SECONDS, begin))
    entry.async_on_unload(async_track_time_interval(hass, begin, _EVERY))
    entry.async_on_unload(async_track_time_interval(hass, look_at_log, _LOOK_AT_LOG_EVERY))


async def _async_give_back(ledger: TidyLedger) -> None:
    try:
        left = await ledger.give_back(_PAGES)
        while left:
            await asyncio.sleep(_PAUSE_SECONDS)
            left = await ledger.give_back(_PAGES)
        await ledger.leave_no_trace()
    except LedgerUnavailable as err:
        _LOGGER.debug("Free pages are kept for another day: %s", err)


async def _async_forget(engine: Engine, before: datetime) -> int:
    forgotten = 0
    try:
        while done := await engine.people.anonymise(before, _BATCH):
            forgotten += done
            await asyncio.sleep(_PAUSE_SECONDS)
        if forgotten:
            # Somebody whom the owner described may be among them.
            await engine.settings.read()
    except LedgerUnavailable:
        _LOGGER.warning("Old calls and texts could not be forgotten; tomorrow is the next try")
    if forgotten:
        _LOGGER.debug("Made %s old rows unrecognisable", forgotten)
    return forgotten


def months_before(now: datetime, months: int) -> datetime:
    """Return the same time some calendar months ago, or the last day of a shorter month."""
    earlier = now.year * 12 + now.month - 1 - months
    year, month = divmod(earlier, 12)
    first = dt_util.as_utc(now).replace(year=year, month=month + 1, day=1)
    later = first + timedelta(days=now.day - 1)
    while later.month != first.month:
        later -= timedelta(days=1)
    return later
