"""The shop inside Home Assistant: hands happenings to the entities at once, and keeps their figures."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
import logging
from typing import Final, Protocol, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.device_registry import DeviceEntryType
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .closures import ShopClosures
from .const import DOMAIN
from .core.carrier import Abilities
from .core.channels import read_address
from .core.desk import month_of
from .core.engine import Engine
from .core.happenings import Happening, Listener, TextReceived, TranscriptReady
from .core.inbox import Summary
from .core.numbers import to_e164
from .core.outbox import LOST_STATES, OutgoingText, TextKind
from .core.periods import Periods, first_needed, of_all, periods_of
from .core.ports import Ledger, LedgerUnavailable, Words
from .core.reasons import Reason
from .core.records import Figures
from .core.shop import Shop
from .doorbell import Doorbell
from .exports import Exports
from .health import HealthWatch
from .line_signals import Peer, async_touch, happened_on, line_of, touched_by, waiting_on
from .owner_notices import OwnerNotices
from .phone_system import PhoneSystem
from .plain_words import async_reason_words, in_plain_words, not_sent
from .providers.recordings import Recordings
from .team_words import HouseTeamWords
from .telling import Teller

_LOGGER = logging.getLogger(__name__)

# Longer than the gaps inside a burst of calls, shorter than an owner would call slow.
_FIGURES_DEBOUNCE_SECONDS: Final = 0.3
# Only while the ledger cannot be read: nothing else would tell that it can be read again.
_RETRY_INTERVAL: Final = timedelta(seconds=30)
# A carrier mostly answers within one second; an action that waits much longer looks hung.
_FIRST_WORD_SECONDS: Final = 20
_ABLE: Final = Abilities()
# A slip of the pen in a year would close a shop for good, and be kept.
_LONGEST_SNOOZE: Final = timedelta(days=366)

# More than anybody reads, and few enough to be read again with each happening.
MOST_OWED: Final = 200

type MissedCallConfigEntry = ConfigEntry[ShopCoordinator]


class DemoDesk(Protocol):
    """What lets a demo shop's callers call."""

    async def place_missed_call(self, line_id: str) -> None:
        """Have somebody call a line, and nobody answer."""


class ShopCoordinator(DataUpdateCoordinator[dict[str, Figures]]):
    """One shop. `data` holds each line's figures, by line id.

    Nothing polls: the engine says what happened, and the figures of the lines it touched are read
    again a moment later, once for a whole burst; with them `owed`, the latest conversations of each
    line in which something is owed, and `periods`, what all lines count together. `today_since` is
    when the day of `data` began, `month_since` when the month of `spent` (in millionths) did.
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
        team_words: HouseTeamWords,
        closures: ShopClosures,
        doorbell: Doorbell,
        build_engine: Callable[[Listener], Engine],
        phone_systems: tuple[PhoneSystem, ...] = (),
        demo: DemoDesk | None = None,
        abilities: Abilities = _ABLE,
        recordings: Recordings | None = None,
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
        self.team_words = team_words
        self.closures = closures
        self.demo = demo
        self.abilities = abilities
        self.recordings = recordings
        self.phone_systems = phone_systems
        self.health: HealthWatch | None = None
        self.today_since = self._start_of(self.today)
        self.month_since = _start_of_month(dt_util.utcnow())
        self.spent = 0
        self.owed: dict[str, list[Summary]] = {}
        self.periods = Periods()
        self._of_lines: dict[str, Periods] = {}
        self.reason_words: Mapping[Reason, str] = {}
        self.doorbell = doorbell
        self.notices = OwnerNotices(hass, entry, shop)
        self.exports = Exports(hass, shop)
        self._listening: dict[str, list[Callable[[Happening], None]]] = {}
        self._opening_listeners: list[Callable[[], None]] = []
        self.forgetters: list[Callable[[str], None]] = []
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
        self.reason_words = await async_reason_words(self.hass)
        self.team_words.reasons = self.reason_words
        self.entry.async_on_unload(self._async_forget_issues)
        try:
            unsure = await self.ledger.unsure(self.shop.id)
        except LedgerUnavailable as err:
            raise UpdateFailed(
                translation_domain=DOMAIN, translation_key="ledger_unavailable"
            ) from err
        for somebody in unsure:
            self.notices.ask_about(somebody.peer, somebody.words)
        self.notices.ask_about_burst()
        self._async_wait_for_midnight()
        self.entry.async_on_unload(self._async_stop_waiting)

    @override
    async def _async_update_data(self) -> dict[str, Figures]:
        today = self.today
        since = self._start_of(today)
        month = _start_of_month(dt_util.utcnow())
        everything = {line.id for line in self.shop.lines}
        # Asked without a happening, or on another day than last time: all lines may have changed.
        touched = self._touched if self._touched and since == self.today_since else everything
        self._touched = set()
        try:
            day, first = today.isoformat(), first_needed(today).isoformat()
            read = {line_id: await self.ledger.figures(line_id, day) for line_id in touched}
            days = {line_id: await self.ledger.daily(line_id, first, day) for line_id in touched}
            past = {line_id: await self.ledger.past(line_id, first, day) for line_id in touched}
            spent = await self.ledger.spent(self.shop.id, month_of(month))
            owed = {each: await self.ledger.owed(self.shop.id, each, MOST_OWED) for each in touched}
        except LedgerUnavailable as err:
            self._touched |= touched
            self.update_interval = _RETRY_INTERVAL
            raise UpdateFailed(
                translation_domain=DOMAIN, translation_key="ledger_unavailable"
            ) from err
        self.update_interval = None
        self.today_since = since
        self.month_since = month
        self.spent = spent
        self.owed |= owed
        self._of_lines |= {each: periods_of(days[each], today, past[each]) for each in touched}
        self.periods = of_all(self._of_lines.values())
        self.notices.note_spent(spent)
        return {**self.data, **read}

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        if not self.last_update_success:
            return
        for line_id in self.data:
            async_dispatcher_send(self.hass, waiting_on(self.shop.id, line_id))
        # The debouncer drops a request that comes in while it reads; that happening may be newer.
        if self._touched:
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
        line_id = line_of(happening)
        for listener in tuple(self._listening.get(line_id, ())):
            try:
                listener(happening)
            except Exception:
                _LOGGER.exception("A listener of a line failed")
        if self.shop.line(line_id) is None:
            return
        if isinstance(happening, TextReceived | TranscriptReady) and happening.waits:
            self._note_waiting(happening)
        async_dispatcher_send(self.hass, happened_on(self.shop.id, line_id), happening)
        if (touched := touched_by(happening)) is not None:
            async_touch(self.hass, self.shop.id, touched)
        self.notices.hear(line_id, happening)
        self._touched.add(line_id)
        self._debounced_refresh.async_schedule_call()

    @callback
    def _note_waiting(self, received: TextReceived | TranscriptReady) -> None:
        """Know at once who waits. Who no longer does is read a moment later."""
        if (line_id := received.line_id) in self.data:
            since = min(received.at, dt_util.utcnow())
            self.data[line_id].who_waits.setdefault(received.thread_id, since)
            async_dispatcher_send(self.hass, waiting_on(self.shop.id, line_id))

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
            with in_plain_words():
                record = await self.ledger.call_by_id(call_id)
            number = None if record is None else record.call.caller
        with in_plain_words(number):
            text = await self.engine.text_back(
                line_id,
                call_id=call_id,
                number=number if call_id is None else None,
                body=body,
            )
        return await self._async_first_word(text)

    async def async_send_text(
        self,
        line_id: str,
        to: str,
        body: str,
        *,
        by: str | None = None,
        machine: bool = False,
        ref: str | None = None,
    ) -> OutgoingText:
        """Send words of one's own, and wait as `async_text_back` does; see `Engine.send_text`."""
        insider = to_e164(read_address(to)[1], self.shop.country) in self.shop.team_numbers
        ours = TextKind.MACHINE if machine else TextKind.MESSAGE
        kind = TextKind.NOTICE if insider else ours
        with in_plain_words(to):
            text = await self.engine.send_text(line_id, to, body, kind, by=by, ref=ref)
        return await self._async_first_word(text)

    async def async_set_automatic(self, line_id: str, *, on: bool) -> None:
        """Turn a line's automatic text-back on or off. Errors are in plain words."""
        with in_plain_words():
            await self.engine.settings.set_automatic(line_id, on=on)

    @property
    def snoozed_until(self) -> datetime | None:
        """Until when the owner has closed the shop (aware), None where that is over."""
        until = self.engine.settings.snoozed_until
        return until if until is not None and until > dt_util.utcnow() else None

    async def async_set_snooze(self, until: datetime | None) -> None:
        """Close the shop until a time (aware); None, or a time that is past, ends it."""
        left = timedelta(0) if until is None else until - dt_util.utcnow()
        if left > _LONGEST_SNOOZE:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="snooze_too_long",
                translation_placeholders={"days": str(_LONGEST_SNOOZE.days)},
            )
        if left <= timedelta(0):
            until = None
        with in_plain_words():
            await self.engine.settings.set_snooze(until)
        self.async_opening_changed()

    @callback
    def async_listen_opening(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Have a listener told when something else than the time closes or opens the shop."""
        self._opening_listeners.append(listener)

        @callback
        def stop_listening() -> None:
            self._opening_listeners.remove(listener)

        return stop_listening

    @callback
    def async_opening_changed(self) -> None:
        """Tell that closures or the snooze are others than before."""
        for listener in tuple(self._opening_listeners):
            listener()

    @callback
    def async_look_again(self) -> None:
        """Read everything again soon: something changed that nobody tells as a happening."""
        self._touched |= {line.id for line in self.shop.lines}
        self._debounced_refresh.async_schedule_call()

    async def _async_first_word(self, text: OutgoingText) -> OutgoingText:
        # It is stored, and whoever looks sees it: the carrier may take its time.
        async_touch(self.hass, self.shop.id, Peer(text.to, text.line_id))
        waiting = asyncio.ensure_future(self.engine.settled(text))
        try:
            await asyncio.wait((waiting,), timeout=_FIRST_WORD_SECONDS)
        finally:
            waiting.cancel()
        # Unanswered in time, or cut short by a reload: the ledger has the text and goes on with it.
        if waiting.done() and not waiting.cancelled():
            text = waiting.result()
        if text.state in LOST_STATES:
            raise not_sent(text)
        return text

    @callback
    def _async_forget_issues(self) -> None:
        self.notices.forget_all()
        self.exports.drop_all()
        self.doorbell.forget_issue()

    @callback
    def _async_wait_for_midnight(self) -> None:
        tomorrow = self.today + timedelta(days=1)
        # The days are the shop's, the months of its spending are UTC's.
        next_month = _start_of_month(_start_of_month(dt_util.utcnow()) + timedelta(days=32))
        self._unsub_midnight = async_track_point_in_utc_time(
            self.hass,
            self._async_new_day,
            min(self._start_of(tomorrow), next_month),
        )

    @callback
    def _async_stop_waiting(self) -> None:
        self._unsub_midnight()

    @callback
    def _async_new_day(self, _now: datetime) -> None:
        self._async_wait_for_midnight()
        self._debounced_refresh.async_schedule_call()

    @property
    def today(self) -> date:
        """The day that it is for the shop."""
        return date.fromisoformat(self.shop.local_day(dt_util.utcnow()))

    def _start_of(self, day: date) -> datetime:
        return dt_util.as_utc(datetime.combine(day, time.min, self.shop.time_zone))


def _start_of_month(at: datetime) -> datetime:
    return datetime(at.year, at.month, 1, tzinfo=UTC)
