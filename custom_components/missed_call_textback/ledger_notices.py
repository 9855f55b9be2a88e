"""Tells the owner what is wrong with a shop's ledger, and what became of one that was damaged."""

from collections.abc import Awaitable, Callable
import contextlib
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .core.ports import LedgerUnavailable, Trouble
from .core.records import Recovery

# Calls may be rare, and the owner should see soon that what they did has helped.
_TRY_EVERY: Final = timedelta(seconds=30)
# A disk that damages one ledger after the other must not have the shop opened over and over.
_REOPEN_NO_SOONER: Final = timedelta(minutes=10)
_REOPENED_AT: HassKey[dict[str, datetime]] = HassKey(f"{DOMAIN}_ledgers_reopened")
_RECOVERED: Final = "ledger_recovered"
_TROUBLES: Final = {
    Trouble.FULL: "ledger_full",
    Trouble.READ_ONLY: "ledger_read_only",
    Trouble.LOCKED: "ledger_locked",
    Trouble.DAMAGED: "ledger_damaged",
    Trouble.OTHER: "ledger_failing",
}


class LedgerNotices:
    """Raises an issue while a ledger is in trouble, and has a damaged one opened anew, once."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        self._hass = hass
        self._entry = entry
        self._issue_id = f"ledger_{entry.entry_id}"
        self._try_out: Callable[[], Awaitable[None]] | None = None
        self._stop_trying: CALLBACK_TYPE | None = None

    @callback
    def watch(self, try_out: Callable[[], Awaitable[None]]) -> CALLBACK_TYPE:
        """Take it that the ledger is open, and how to learn later on whether it can be written.

        Returns what ends that. Before, what is told stays told: Home Assistant tries to open it.
        """
        self._try_out = try_out
        self.forget()
        return self.forget

    @callback
    def hear(self, trouble: Trouble | None) -> None:
        """Take what keeps the ledger from being used, or None once it can be used again."""
        if trouble is None:
            self.forget()
            return
        self._tell(_TROUBLES[trouble], ir.IssueSeverity.ERROR)
        if trouble is Trouble.DAMAGED:
            self._reopen()
        elif self._try_out is not None and self._stop_trying is None:
            self._stop_trying = async_track_time_interval(self._hass, self._try_again, _TRY_EVERY)

    @callback
    def note_recovering(self) -> None:
        """Tell that a damaged ledger is being recovered, which takes a while, until it is open again."""
        self._tell("ledger_recovering", ir.IssueSeverity.WARNING)

    @callback
    def forget(self) -> None:
        """Take back what the owner was told."""
        self._try_no_more()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @callback
    def _try_no_more(self) -> None:
        if self._stop_trying is not None:
            self._stop_trying()
            self._stop_trying = None

    @callback
    def note_recovered(self, recovery: Recovery) -> None:
        """Tell what of a damaged ledger was recovered, until the owner has read it."""
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            f"{_RECOVERED}_{self._entry.entry_id}_{recovery.aside}",
            data={"entry_id": self._entry.entry_id},
            is_fixable=True,
            is_persistent=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key=_RECOVERED,
            translation_placeholders={
                "shop": self._entry.title,
                "file": f"{DOMAIN}/{recovery.aside}",
                "calls": str(recovery.calls),
                "texts": str(recovery.texts),
                "opt_outs": str(recovery.opt_outs),
                "lost": str(recovery.lost),
            },
        )

    @callback
    def _tell(self, what: str, severity: ir.IssueSeverity) -> None:
        """Tell what is the matter with the ledger, in place of what was told before."""
        file = f"{DOMAIN}/{self._entry.entry_id}.db"
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=severity,
            translation_key=what,
            translation_placeholders={"shop": self._entry.title, "file": file},
        )

    @callback
    def _reopen(self) -> None:
        if self._entry.state is not ConfigEntryState.LOADED:
            # Home Assistant itself tries again to open it.
            return
        now = dt_util.utcnow()
        last = self._hass.data.get(_REOPENED_AT, {}).get(self._entry.entry_id)
        if last is None or (left := last + _REOPEN_NO_SOONER - now) <= timedelta(0):
            self._reopen_now(now)
            return
        # The ledger does not say again that it is damaged.
        self._try_no_more()
        self._stop_trying = async_call_later(self._hass, left, self._reopen_now)

    @callback
    def _reopen_now(self, now: datetime) -> None:
        self._try_no_more()
        reopened = self._hass.data.setdefault(_REOPENED_AT, {})
        reopened[self._entry.entry_id] = now
        self._hass.config_entries.async_schedule_reload(self._entry.entry_id)

    async def _try_again(self, _now: datetime) -> None:
        if self._try_out is None:
            return
        # The ledger itself tells when it goes again.
        with contextlib.suppress(LedgerUnavailable):
            await self._try_out()


def is_about_recovery(issue_id: str) -> bool:
    """Tell whether an issue says what was recovered: there is nothing to do but to read it."""
    return issue_id.startswith(f"{_RECOVERED}_")


@callback
def async_forget_ledger(hass: HomeAssistant, entry_id: str) -> None:
    """Take back all that was said of a ledger: the shop is removed, with all its files."""
    ir.async_delete_issue(hass, DOMAIN, f"ledger_{entry_id}")
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(f"{_RECOVERED}_{entry_id}_"):
            ir.async_delete_issue(hass, domain, issue_id)
