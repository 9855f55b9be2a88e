"""Who rings at a shop's webhook, and when the owner should know that nobody is let in."""

from datetime import datetime
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .const import CONF_BUSINESS, CONF_CARRIER, DOMAIN, CarrierKind

_LOGGER = logging.getLogger(__name__)

_FORGED_IS_TROUBLE: Final = 3
# Where good ones come in between, somebody else is at the door, and the owner has nothing to do.
_QUIET_SECONDS: Final = 300


class Doorbell:
    """Counts webhooks since Home Assistant was started.

    After a few in a row that are not signed as they should be, with no good one for some minutes, the
    owner is told: with another token or another address every call would be refused, and nobody
    would know.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        self._hass = hass
        self._entry = entry
        self._issue_id = f"webhooks_refused_{entry.entry_id}"
        self._forged_in_a_row = 0
        self.seen_at: datetime | None = None
        self.verified = 0
        self.forged = 0
        self.turned_away = 0
        self._cancel: CALLBACK_TYPE | None = None
        self._is_told = False

    @callback
    def note_verified(self) -> None:
        """Count a webhook that the telephone company signed."""
        self.verified += 1
        self.seen_at = dt_util.utcnow()
        self.forget_issue()

    @callback
    def note_forged(self, why: str) -> None:
        """Count a webhook that is not signed as it should be."""
        self.forged += 1
        self._forged_in_a_row += 1
        # At each power of two is enough: whoever sends them may send many.
        if self.forged.bit_count() == 1:
            _LOGGER.warning("Refused a webhook (%s); %s so far", why, self.forged)
        if self._forged_in_a_row == _FORGED_IS_TROUBLE:
            wait = 0.0
            if self.seen_at is not None:
                wait = _QUIET_SECONDS - (dt_util.utcnow() - self.seen_at).total_seconds()
            if wait <= 0:
                self._tell()
            else:
                self._cancel = async_call_later(self._hass, wait, self._tell)

    @callback
    def note_turned_away(self) -> None:
        """Count a request that was turned away before anybody looked at its signature."""
        self.turned_away += 1
        if self.turned_away.bit_count() == 1:
            _LOGGER.warning("Turned away a request unread; %s so far", self.turned_away)

    @callback
    def forget_issue(self) -> None:
        """Take back what the owner was told, and begin to count anew."""
        self._forged_in_a_row = 0
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if self._is_told:
            self._is_told = False
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @callback
    def _tell(self, _now: datetime | None = None) -> None:
        self._cancel = None
        self._is_told = True
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=(
                "webhooks_refused_phone"
                if self._entry.data[CONF_CARRIER] in (CarrierKind.SMSGATE, CarrierKind.HTTPSMS)
                else "webhooks_refused"
            ),
            translation_placeholders={"shop": self._entry.data[CONF_BUSINESS]},
        )
