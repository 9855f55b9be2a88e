"""Once a day: makes old calls and texts unrecognisable, little by little."""

import asyncio
from datetime import datetime, timedelta
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.util import dt as dt_util

from .const import CONF_RETENTION, DEFAULT_RETENTION, DOMAIN
from .core.engine import Engine
from .core.ports import LedgerUnavailable

_LOGGER = logging.getLogger(__name__)

# A start is busy enough without it.
_AFTER_START_SECONDS: Final = 120
_EVERY: Final = timedelta(days=1)
# One transaction's worth: a call that comes meanwhile waits no longer than for its commit.
_BATCH: Final = 200
_PAUSE_SECONDS: Final = 0.2


@callback
def async_start_housekeeping(hass: HomeAssistant, entry: ConfigEntry[Any], engine: Engine) -> None:
    """Forget what is older than the shop keeps it; a shop that keeps everything is left alone."""
    months = int(entry.options.get(CONF_RETENTION, DEFAULT_RETENTION))
    if months <= 0:
        return

    @callback
    def begin(now: datetime) -> None:
        entry.async_create_background_task(
            hass,
            _async_forget(engine, months_before(now, months)),
            f"{DOMAIN} housekeeping",
        )

    entry.async_on_unload(async_call_later(hass, _AFTER_START_SECONDS, begin))
    entry.async_on_unload(async_track_time_interval(hass, begin, _EVERY))


async def _async_forget(engine: Engine, before: datetime) -> None:
    forgotten = 0
    try:
        while done := await engine.people.anonymise(before, _BATCH):
            forgotten += done
            await asyncio.sleep(_PAUSE_SECONDS)
        if forgotten:
            # Somebody whom the owner described may be among them.
            await engine.read_settings()
    except LedgerUnavailable:
        _LOGGER.warning("Old calls and texts could not be forgotten; tomorrow is the next try")
    if forgotten:
        _LOGGER.debug("Made %s old rows unrecognisable", forgotten)


def months_before(now: datetime, months: int) -> datetime:
    """Return the same time some calendar months ago, or the last day of a shorter month."""
    earlier = now.year * 12 + now.month - 1 - months
    year, month = divmod(earlier, 12)
    first = dt_util.as_utc(now).replace(year=year, month=month + 1, day=1)
    later = first + timedelta(days=now.day - 1)
    while later.month != first.month:
        later -= timedelta(days=1)
    return later
