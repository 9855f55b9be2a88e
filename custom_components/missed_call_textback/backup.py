"""Home Assistant's backups contain every ledger as it was at one moment, and no call waits for them.

A backup copies the files one after the other for minutes. Meanwhile each ledger writes to its log
alone, which only grows: whatever of the log is copied, file and log fit together (see
docs/adr/0012-backups.md).
"""

from dataclasses import dataclass, field
from datetime import datetime
import logging
from typing import Final, Protocol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .core.ports import LedgerUnavailable

_LOGGER = logging.getLogger(__name__)

# The log must not grow for ever where nobody says that the backup is over.
_LONGEST_BACKUP_SECONDS: Final = 6 * 3600


class SharedLedger(Protocol):
    """A ledger whose file can be left as it is for a while."""

    async def hold(self) -> None:
        """Leave the file as it is, from the opening on where it is not open yet."""

    async def let_go(self) -> None:
        """Write into the file again."""


@dataclass(slots=True)
class _Ledgers:
    """The ledgers of all shops, and what ends a backup that never ends; None while there is none."""

    shared: set[SharedLedger] = field(default_factory=set)
    cancel_end: CALLBACK_TYPE | None = None


_LEDGERS: HassKey[_Ledgers] = HassKey(f"{DOMAIN}_ledgers")


async def async_share_ledger(hass: HomeAssistant, ledger: SharedLedger) -> CALLBACK_TYPE:
    """Have a ledger, before it is opened, held during backups. Returns what ends that."""
    ledgers = hass.data.setdefault(_LEDGERS, _Ledgers())
    ledgers.shared.add(ledger)
    if ledgers.cancel_end is not None:
        await ledger.hold()
    return lambda: ledgers.shared.discard(ledger)


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Hold every ledger. One that is in trouble is no reason to have no backup of anything."""
    ledgers = hass.data.setdefault(_LEDGERS, _Ledgers())

    async def end(_now: datetime) -> None:
        _LOGGER.warning("The backup did not say that it is over; ledgers are written as ever again")
        ledgers.cancel_end = None
        await _async_let_go(ledgers)

    if ledgers.cancel_end is not None:
        ledgers.cancel_end()
    ledgers.cancel_end = async_call_later(hass, _LONGEST_BACKUP_SECONDS, end)
    for ledger in tuple(ledgers.shared):
        try:
            await ledger.hold()
        except LedgerUnavailable as err:
            _LOGGER.warning("A ledger is backed up with its whole log: %s", err)


async def async_post_backup(hass: HomeAssistant) -> None:
    """Let every ledger go."""
    ledgers = hass.data.setdefault(_LEDGERS, _Ledgers())
    if ledgers.cancel_end is not None:
        ledgers.cancel_end()
        ledgers.cancel_end = None
    await _async_let_go(ledgers)


async def _async_let_go(ledgers: _Ledgers) -> None:
    for ledger in tuple(ledgers.shared):
        try:
            await ledger.let_go()
        except LedgerUnavailable as err:
            _LOGGER.warning("A ledger keeps writing to its log until it is opened anew: %s", err)
