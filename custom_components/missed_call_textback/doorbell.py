"""Who rings at a webhook, and when the owner should know that nobody is let in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the owner is told where nobody is let in."""

    issue_id: str
    translation_key: str
    placeholders: Mapping[str, str]


class Doorbell:
    """Counts webhooks since Home Assistant was started.

    After a few in a row that are not signed as they should be, with no good one for some minutes, the
    owner is told: with another token or another address every call would be refused, and nobody
    would know.
    """

    def __init__(self, hass: HomeAssistant, notice: Notice | None) -> None:
        self._hass = hass
        self._notice = notice
        self._forged_in_a_row = 0
        self.seen_at: datetime | None = None
        self.verified = 0
        self.forged = 0
        self.turned_away = 0
        self.malformed_in_a_row = 0
        self.refusal: str | None = None
        """Why the last request was not let in, None where it was."""
        self.problem: str | None = None
        """Why the last one that was let in was not understood, None where it was."""
        self._cancel: CALLBACK_TYPE | None = None
        self.is_refusing = False
        self._listeners: list[Callable[[], None]] = []

    @callback
    def async_listen(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Have a listener told of each request."""
        self._listeners.append(listener)

        @callback
        def stop_listening() -> None:
            self._listeners.remove(listener)

        return stop_listening

    @callback
    def note_verified(self) -> None:
        """Count a webhook that proved who sent it, and was understood."""
        self.problem = None
        self.malformed_in_a_row = 0
        self._let_in()

    @callback
    def note_malformed(self, why: str) -> None:
        """Count a webhook that proved who sent it, but was not understood."""
        self.problem = why
        self.malformed_in_a_row += 1
        self._let_in()

    def _let_in(self) -> None:
        self.verified += 1
        self.seen_at = dt_util.utcnow()
        self.refusal = None
        self.forget_issue()
        self._tell_listeners()

    @callback
    def note_forged(self, why: str) -> None:
        """Count a webhook that is not signed as it should be."""
        self.refusal = why
        self.forged += 1
        self._forged_in_a_row += 1
        # At each power of two is enough: whoever sends them may send many.
        if self.forged.bit_count() == 1:
            _LOGGER.warning("Refused a webhook (%s); %s so far", why, self.forged)
        if self._forged_in_a_row == _FORGED_IS_TROUBLE:
            wait = 0.0
            if self.seen_at is not None:
                quiet = (dt_util.utcnow() - self.seen_at).total_seconds()
                # A clock that was ahead has seen it in days to come.
                wait = _QUIET_SECONDS - max(quiet, 0.0)
            if wait <= 0:
                self._tell()
            else:
                self._cancel = async_call_later(self._hass, wait, self._tell)
        self._tell_listeners()

    @callback
    def note_turned_away(self, why: str) -> None:
        """Count a request that was turned away before anybody looked at its signature."""
        self.refusal = why
        self.turned_away += 1
        if self.turned_away.bit_count() == 1:
            _LOGGER.warning("Turned away a request unread (%s); %s so far", why, self.turned_away)
        self._tell_listeners()

    @callback
    def forget_issue(self) -> None:
        """Take back what the owner was told, and begin to count anew."""
        self._forged_in_a_row = 0
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if self.is_refusing:
            self.is_refusing = False
            if self._notice is not None:
                ir.async_delete_issue(self._hass, DOMAIN, self._notice.issue_id)

    @callback
    def _tell(self, _now: datetime | None = None) -> None:
        self._cancel = None
        self.is_refusing = True
        if self._notice is not None:
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                self._notice.issue_id,
                is_fixable=False,
                severity=ir.IssueSeverity.ERROR,
                translation_key=self._notice.translation_key,
                translation_placeholders=dict(self._notice.placeholders),
            )
        self._tell_listeners()

    @callback
    def _tell_listeners(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def doorbell_of_shop(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Doorbell:
    """Return the doorbell of a shop's telephone company."""
    return Doorbell(
        hass,
        Notice(
            issue_id=f"webhooks_refused_{entry.entry_id}",
            translation_key=(
                "webhooks_refused_phone"
                if entry.data[CONF_CARRIER] in (CarrierKind.SMSGATE, CarrierKind.HTTPSMS)
                else "webhooks_refused"
            ),
            placeholders={"shop": entry.data[CONF_BUSINESS]},
        ),
    )
