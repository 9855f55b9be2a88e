"""What closes a shop beside its weekly hours: calendars, schedules, switches, public holidays.

Kept in memory and changed by events, so that a decision about a call waits for nothing.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
import logging
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import (
    CALLBACK_TYPE,
    CoreState,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import (
    async_call_later,
    async_track_point_in_utc_time,
    async_track_state_change_event,
)
from homeassistant.util import dt as dt_util

from .const import CONF_CLOSED_ON, CONF_HOLIDAY_REGION, CONF_HOLIDAYS, DOMAIN
from .core.opening import OPEN_ALL_THE_TIME, Closures

_LOGGER = logging.getLogger(__name__)

# An integration that is loaded anew leaves its entities away for a while: no reason to tell anybody.
_GRACE_SECONDS: Final = 300
_NO_END: Final = datetime.max.replace(tzinfo=UTC)
# As the entities of these integrations name them, in their state attributes.
_START: Final = "start_time"
_END: Final = "end_time"
_NEXT: Final = "next_event"

type Holidays = Mapping[date, str]


class ShopClosures:
    """Watches what closes a shop. `current` is one and the same object until something changes."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any], zone: ZoneInfo) -> None:
        self._hass = hass
        self._entry = entry
        self._zone = zone
        self._entities: tuple[str, ...] = tuple(entry.options.get(CONF_CLOSED_ON) or ())
        self._country: str | None = entry.options.get(CONF_HOLIDAYS) or None
        self._region: str | None = entry.options.get(CONF_HOLIDAY_REGION) or None
        self._holidays: Holidays = MappingProxyType({})
        self._no_holidays = False
        self._current = OPEN_ALL_THE_TIME
        self._changed: Callable[[], None] = lambda: None
        self._cancel_new_year: CALLBACK_TYPE | None = None
        self._cancel_grace: CALLBACK_TYPE | None = None

    def current(self) -> Closures:
        """Return what closes the shop, as known now."""
        return self._current

    @property
    def missing(self) -> list[str]:
        """What was chosen to close the shop and cannot be read: it closes nothing."""
        missing = [
            entity_id
            for entity_id in self._entities
            if (state := self._hass.states.get(entity_id)) is None
            or state.state == STATE_UNAVAILABLE
        ]
        if self._no_holidays:
            missing.append(" ".join(filter(None, (self._country, self._region))))
        return missing

    async def async_start(self, changed: Callable[[], None]) -> None:
        """Read everything once, and watch it from then on until the entry is unloaded."""
        await self._async_read_holidays()
        self._async_read_entities()
        self._changed = changed
        self._entry.async_on_unload(self._async_stop)
        if self._country is not None:
            self._async_wait_for_new_year()
        if self._entities:
            self._entry.async_on_unload(
                async_track_state_change_event(
                    self._hass, self._entities, self._async_state_changed
                )
            )
        self._async_watch_missing()

    @callback
    def _async_stop(self) -> None:
        self._changed = lambda: None
        for cancel in (self._cancel_new_year, self._cancel_grace):
            if cancel is not None:
                cancel()
        self._cancel_new_year = self._cancel_grace = None
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @callback
    def _async_state_changed(self, _event: Event[EventStateChangedData]) -> None:
        self._async_read_entities()
        self._async_watch_missing()

    @callback
    def _async_read_entities(self) -> None:
        states = (self._hass.states.get(entity_id) for entity_id in self._entities)
        spans = (_span_of(state) for state in states if state is not None)
        read = Closures(
            holidays=self._holidays, spans=tuple(span for span in spans if span is not None)
        )
        if read != self._current:
            self._current = read
            self._changed()

    async def _async_read_holidays(self) -> None:
        if self._country is None:
            return
        year = dt_util.utcnow().astimezone(self._zone).year
        found = await self._hass.async_add_executor_job(
            _holidays_of, self._country, self._region, year
        )
        self._no_holidays = found is None
        self._holidays = found or MappingProxyType({})

    @callback
    def _async_wait_for_new_year(self) -> None:
        today = dt_util.utcnow().astimezone(self._zone)
        new_year = datetime(today.year + 1, 1, 1, tzinfo=self._zone)
        self._cancel_new_year = async_track_point_in_utc_time(
            self._hass, self._async_new_year, dt_util.as_utc(new_year)
        )

    async def _async_new_year(self, _now: datetime) -> None:
        self._async_wait_for_new_year()
        await self._async_read_holidays()
        self._async_read_entities()

    @property
    def _issue_id(self) -> str:
        return f"closures_missing_{self._entry.entry_id}"

    @callback
    def _async_watch_missing(self) -> None:
        if not self.missing:
            if self._cancel_grace is not None:
                self._cancel_grace()
                self._cancel_grace = None
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        elif self._cancel_grace is None:
            self._cancel_grace = async_call_later(self._hass, _GRACE_SECONDS, self._async_tell)

    @callback
    def _async_tell(self, _now: datetime) -> None:
        self._cancel_grace = None
        if self._hass.state is not CoreState.running:
            # Still starting: what is not there yet may come.
            self._async_watch_missing()
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key="closures_missing",
            translation_placeholders={
                "shop": self._entry.title,
                "missing": ", ".join(self.missing),
            },
        )


def _span_of(state: State) -> tuple[datetime, datetime] | None:
    """Return from when until when an entity closes the shop, as far as it says."""
    if state.domain == "calendar":
        # An event that is to come counts as well: the calendar names one at a time.
        start, end = _moment(state.attributes.get(_START)), _moment(state.attributes.get(_END))
        return None if start is None or end is None else (start, end)
    if state.state != STATE_ON:
        return None
    if state.domain == "schedule":
        return state.last_changed, _moment(state.attributes.get(_NEXT)) or _NO_END
    return state.last_changed, _NO_END


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        value = dt_util.parse_datetime(value)
    if not isinstance(value, datetime):
        return None
    # Left in its own zone: in another one, the last moment that there is would lie beyond it.
    return (
        value if value.tzinfo is not None else value.replace(tzinfo=dt_util.get_default_time_zone())
    )


def _holidays_of(country: str, region: str | None, year: int) -> Holidays | None:
    """Return a year's public holidays and the next one's, None where the place is unknown.

    Blocking: imports a large library and works the days out.
    """
    # Imported where it is wanted: most shops do without, and it takes most of a second on a small board.
    import holidays  # noqa: PLC0415

    try:
        found = holidays.country_holidays(country, subdiv=region, years=(year, year + 1))
    except NotImplementedError:
        _LOGGER.warning("The public holidays of %s %s are not known", country, region or "")
        return None
    return MappingProxyType(dict(found.items()))
