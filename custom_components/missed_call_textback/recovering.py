"""Opens a shop's ledger; one that is damaged is recovered behind the scenes first.

A large ledger takes minutes to recover, and Home Assistant, while it starts, waits for every shop that
is being opened, and gives up on one that takes too long. So the shop stays closed meanwhile: its
callers get through, its texts are not acknowledged, and it opens by itself when the ledger is whole.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .core.ports import LedgerUnavailable, Trouble
from .core.records import Recovery
from .ledger_notices import LedgerNotices

_LOGGER = logging.getLogger(__name__)

# Most ledgers are recovered by then.
_PATIENCE_SECONDS: Final = 10.0
_UNDER_WAY: HassKey[dict[str, asyncio.Task[Recovery]]] = HassKey(f"{DOMAIN}_recoveries")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSteps:
    """What can be done with one ledger. `recover` and `delete` block; deleting takes all its files."""

    open: Callable[[], Awaitable[None]]
    recover: Callable[[], Recovery]
    delete: Callable[[], None]


async def async_open_ledger(
    hass: HomeAssistant, entry: ConfigEntry[Any], ledger: LedgerSteps
) -> None:
    """Open a shop's ledger. Raises LedgerUnavailable, or ConfigEntryNotReady while it is recovered."""
    recovery = hass.data.get(_UNDER_WAY, {}).get(entry.entry_id)
    if recovery is None:
        try:
            await ledger.open()
        except LedgerUnavailable as error:
            if error.trouble is not Trouble.DAMAGED:
                raise
            recovery = _async_begin(hass, entry, ledger)
        else:
            return
    done, _ = await asyncio.wait((recovery,), timeout=_PATIENCE_SECONDS)
    if not done:
        LedgerNotices(hass, entry).note_recovering()
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key="ledger_recovering")
    recovery.result()
    await ledger.open()


@callback
def _async_begin(
    hass: HomeAssistant, entry: ConfigEntry[Any], ledger: LedgerSteps
) -> asyncio.Task[Recovery]:
    under_way = hass.data.setdefault(_UNDER_WAY, {})
    notices = LedgerNotices(hass, entry)

    @callback
    def ended(task: asyncio.Task[Recovery]) -> None:
        del under_way[entry.entry_id]
        if task.cancelled():
            # Home Assistant ends: the next start begins anew.
            return
        error = task.exception()
        if hass.config_entries.async_get_entry(entry.entry_id) is None:
            # The shop was removed meanwhile.
            hass.async_add_executor_job(ledger.delete)
        elif error is None:
            # A shop that was disabled meanwhile is not opened now, which would take it back, too.
            notices.forget()
            notices.note_recovered(task.result())
            if entry.state is ConfigEntryState.SETUP_RETRY:
                hass.config_entries.async_schedule_reload(entry.entry_id)
        elif not isinstance(error, LedgerUnavailable):
            _LOGGER.error("A damaged ledger could not be recovered", exc_info=error)
            notices.hear(Trouble.OTHER)
        elif error.trouble is not None:
            notices.hear(error.trouble)

    under_way[entry.entry_id] = task = hass.async_create_background_task(
        asyncio.to_thread(ledger.recover), f"{DOMAIN} recover ledger"
    )
    task.add_done_callback(ended)
    return task
