"""The shop inside Home Assistant: hands happenings to the entities at once, and keeps their figures."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
import logging
from typing import Final, Protocol, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.device_registry import DeviceEntryType
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .const import DOMAIN, SUBENTRY_TYPE_LINE
from .core.engine import Engine, Refusal, UnknownCall
from .core.numbers import masked, to_e164
from .core.outbox import OutgoingText, Reaction, TextKind, TextState
from .core.ports import (
    CallDecided,
    Figures,
    Happening,
    Ledger,
    LedgerUnavailable,
    Listener,
    TextMoved,
    Words,
)
from .core.shop import Shop
from .doorbell import Doorbell
from .telling import Teller

_LOGGER = logging.getLogger(__name__)

# Longer than the gaps inside a burst of calls, shorter than an owner would call slow.
_FIGURES_DEBOUNCE_SECONDS: Final = 0.3
# Only while the ledger cannot be read: nothing else would tell that it can be read again.
_RETRY_INTERVAL: Final = timedelta(seconds=30)
# A carrier mostly answers within one second; an action that waits much longer looks hung.
_FIRST_WORD_SECONDS: Final = 20
_REMEMBERED_FAILURES: Final = 20
# Where an owner can read what a code that is a number means.
_ERROR_CODES: Final = "https://www.twilio.com/docs/api/errors"
_LOST_STATES: Final = (TextState.FAILED, TextState.UNDELIVERED)
# What shows that a text which ended so would go through now.
_MENDED_BY: Final[dict[TextState | None, tuple[TextState, ...]]] = {
    TextState.FAILED: (TextState.ACCEPTED, TextState.SENT, TextState.DELIVERED),
    TextState.UNDELIVERED: (TextState.DELIVERED,),
}

type MissedCallConfigEntry = ConfigEntry[ShopCoordinator]


class DemoDesk(Protocol):
    """What lets a demo shop's callers call."""

    async def place_missed_call(self, line_id: str) -> None:
        """Have somebody call a line, and nobody answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A text that did not go through: nothing in it tells whose."""

    at: datetime
    line_id: str
    state: TextState
    code: str | None
    reaction: Reaction | None


class ShopCoordinator(DataUpdateCoordinator[dict[str, Figures]]):
    """One shop. `data` holds each line's figures, by line id.

    Nothing polls: the engine says what happened, and the figures of the lines it touched are read
    again a moment later, once for a whole burst. `today_since` is when the day of `data`'s figures
    for today began; the two change together.
    """

    config_entry: MissedCallConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MissedCallConfigEntry,
        *,
        shop: Shop,
        ledger: Ledger,
        words: Words,
        build_engine: Callable[[Listener], Engine],
        demo: DemoDesk | None = None,
    ) -> None:
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=DOMAIN,
            update_interval=None,
            request_refresh_debouncer=Debouncer(
                hass, _LOGGER, cooldown=_FIGURES_DEBOUNCE_SECONDS, immediate=False
            ),
        )
        self.data = {}
        self.entry = entry
        self.shop = shop
        self.ledger = ledger
        self.words = words
        self.demo = demo
        self.today_since = self._start_of(self._today())
        self.failures: deque[Failure] = deque(maxlen=_REMEMBERED_FAILURES)
        self.doorbell = Doorbell(hass, shop)
        self._refused_by: dict[str, TextState] = {}
        # What the lines were when the shop was opened: a line that is removed leaves only this.
        self.line_settings = {
            subentry.subentry_id: subentry.data
            for subentry in entry.subentries.values()
            if subentry.subentry_type == SUBENTRY_TYPE_LINE
        }
        self._listening: dict[str, list[Callable[[Happening], None]]] = {}
        self._touched = {line.id for line in shop.lines}
        self._teller = Teller(hass.loop, self._async_tell)
        self.engine = build_engine(self.async_hear)

    @override
    async def _async_setup(self) -> None:
        dr.async_get(self.hass).async_get_or_create(
            config_entry_id=self.entry.entry_id,
            identifiers={(DOMAIN, self.entry.entry_id)},
            entry_type=DeviceEntryType.SERVICE,
            name=self.shop.business,
            model="Shop",
        )
        self.entry.async_on_unload(self._async_forget_issues)
        self._async_wait_for_midnight()
        self.entry.async_on_unload(self._async_stop_waiting)

    @override
    async def _async_update_data(self) -> dict[str, Figures]:
        today = self._today()
        since = self._start_of(today)
        everything = {line.id for line in self.shop.lines}
        # Asked without a happening, or on another day than last time: all lines may have changed.
        touched = self._touched if self._touched and since == self.today_since else everything
        self._touched = set()
        try:
            read = {line_id: await self.ledger.figures(line_id, today) for line_id in touched}
        except LedgerUnavailable as err:
            self._touched |= touched
            self.update_interval = _RETRY_INTERVAL
            raise UpdateFailed(
                translation_domain=DOMAIN, translation_key="ledger_unavailable"
            ) from err
        self.update_interval = None
        self.today_since = since
        return {**self.data, **read}

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        # The debouncer drops a request that comes in while it reads; that happening may be newer.
        if self._touched and self.last_update_success:
            self._debounced_refresh.async_schedule_call()

    @callback
    def async_hear(self, happening: Happening) -> None:
        """Take what happened: the engine's listener. Never raises."""
        self._teller.hear(happening)

    @callback
    def async_finish_telling(self) -> None:
        """Tell what is still untold, while there are entities to tell."""
        self._teller.finish()

    @callback
    def _async_tell(self, happening: Happening) -> None:
        line_id = _line_of(happening)
        for listener in tuple(self._listening.get(line_id, ())):
            try:
                listener(happening)
            except Exception:
                _LOGGER.exception("A listener of a line failed")
        if self.shop.line(line_id) is None:
            return
        if isinstance(happening, TextMoved):
            self._async_watch_text(line_id, happening)
        self._touched.add(line_id)
        self._debounced_refresh.async_schedule_call()

    @callback
    def async_listen(self, line_id: str, listener: Callable[[Happening], None]) -> CALLBACK_TYPE:
        """Have a listener told at once of everything that happens on a line."""
        listeners = self._listening.setdefault(line_id, [])
        listeners.append(listener)

        @callback
        def stop_listening() -> None:
            listeners.remove(listener)

        return stop_listening

    async def async_text_back(
        self,
        line_id: str,
        *,
        call_id: int | None = None,
        number: str | None = None,
        body: str | None = None,
    ) -> OutgoingText:
        """Text a caller back, and wait for the carrier's first word. Errors are in plain words."""
        if call_id is not None:
            with _in_plain_words(None):
                record = await self.ledger.call_by_id(call_id)
            number = None if record is None else record.call.caller
        with _in_plain_words(number):
            text = await self.engine.text_back(
                line_id,
                call_id=call_id,
                number=number if call_id is None else None,
                body=body,
            )
        return await self._async_first_word(text)

    async def async_send_text(self, line_id: str, to: str, body: str) -> OutgoingText:
        """Send words of one's own, and wait as `async_text_back` does."""
        insider = to_e164(to, self.shop.country) in self.shop.team_numbers
        kind = TextKind.NOTICE if insider else TextKind.MESSAGE
        with _in_plain_words(to):
            text = await self.engine.send_text(line_id, to, body, kind)
        return await self._async_first_word(text)

    async def async_set_automatic(self, line_id: str, *, on: bool) -> None:
        """Turn a line's automatic text-back on or off. Errors are in plain words."""
        with _in_plain_words(None):
            await self.engine.set_automatic(line_id, on=on)

    async def _async_first_word(self, text: OutgoingText) -> OutgoingText:
        waiting = asyncio.ensure_future(self.engine.settled(text))
        try:
            await asyncio.wait((waiting,), timeout=_FIRST_WORD_SECONDS)
        finally:
            waiting.cancel()
        # Unanswered in time, or cut short by a reload: the ledger has the text and goes on with it.
        if waiting.done() and not waiting.cancelled():
            text = waiting.result()
        if text.state in _LOST_STATES:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="text_failed",
                translation_placeholders={
                    "number": masked(text.to),
                    "code": text.error or text.state,
                },
            )
        return text

    @callback
    def _async_watch_text(self, line_id: str, moved: TextMoved) -> None:
        text = moved.text
        # A text that was undelivered had been accepted, so only a delivery shows that it is mended.
        mended = _MENDED_BY.get(self._refused_by.get(line_id), ())
        if text.state in mended:
            del self._refused_by[line_id]
            ir.async_delete_issue(self.hass, DOMAIN, self._issue_id(line_id))
        if moved.reaction is None and text.state not in _LOST_STATES:
            return
        self.failures.append(
            Failure(
                at=dt_util.utcnow(),
                line_id=line_id,
                state=text.state,
                code=text.error,
                reaction=moved.reaction,
            )
        )
        if moved.reaction is Reaction.SIGN_IN:
            self.entry.async_start_reauth(self.hass)
        elif moved.reaction is Reaction.OWNER:
            line = self.shop.line(line_id)
            code = text.error or text.state
            self._refused_by[line_id] = text.state
            ir.async_create_issue(
                self.hass,
                DOMAIN,
                self._issue_id(line_id),
                is_fixable=False,
                learn_more_url=f"{_ERROR_CODES}/{code}" if code.isdecimal() else None,
                severity=ir.IssueSeverity.ERROR,
                translation_key="texts_refused",
                translation_placeholders={
                    "line": line.name if line else line_id,
                    "code": code,
                },
            )

    def _issue_id(self, line_id: str) -> str:
        return f"texts_refused_{self.entry.entry_id}_{line_id}"

    @callback
    def _async_forget_issues(self) -> None:
        for line in self.shop.lines:
            ir.async_delete_issue(self.hass, DOMAIN, self._issue_id(line.id))
        self.doorbell.forget_issue()

    @callback
    def _async_wait_for_midnight(self) -> None:
        tomorrow = date.fromisoformat(self._today()) + timedelta(days=1)
        self._unsub_midnight = async_track_point_in_utc_time(
            self.hass, self._async_new_day, self._start_of(tomorrow.isoformat())
        )

    @callback
    def _async_stop_waiting(self) -> None:
        self._unsub_midnight()

    @callback
    def _async_new_day(self, _now: datetime) -> None:
        self._async_wait_for_midnight()
        self._debounced_refresh.async_schedule_call()

    def _today(self) -> str:
        return self.shop.local_day(dt_util.utcnow())

    def _start_of(self, day: str) -> datetime:
        midnight = datetime.combine(date.fromisoformat(day), time.min, self.shop.time_zone)
        return dt_util.as_utc(midnight)


def _line_of(happening: Happening) -> str:
    if isinstance(happening, CallDecided):
        return happening.call.line_id
    return happening.text.line_id if isinstance(happening, TextMoved) else happening.line_id


@contextmanager
def _in_plain_words(number: str | None) -> Iterator[None]:
    """Turn what the engine raises into Home Assistant's translated errors."""
    try:
        yield
    except Refusal as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=f"refused_{err.reason}",
            translation_placeholders={"number": masked(number)},
        ) from err
    except UnknownCall as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="unknown_call"
        ) from err
    except LedgerUnavailable as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="ledger_unavailable"
        ) from err
