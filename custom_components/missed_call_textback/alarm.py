"""The engine's alarm on Home Assistant's clock.

A timer runs by a clock that nobody sets. The time of day is put right while it runs: on a board without
a battery once a time server is found, or when a machine that slept wakes up. So once in a while the two
are compared, and what is due by then is not left for hours.
"""

from asyncio import TimerHandle
from collections.abc import Callable
from datetime import datetime
from typing import Final, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .core.ports import Timer

_COMPARED_AFTER_SECONDS: Final = 300
# What a time server corrects little by little makes nobody late.
_APART_SECONDS: Final = 1


class Alarm(Timer):
    """One setting at a time."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._cancel: CALLBACK_TYPE | None = None
        self._comparison: TimerHandle | None = None

    @override
    @callback
    def set(self, at: datetime | None, ring: Callable[[], None]) -> None:
        self._stop()
        if at is None:
            return

        @callback
        def _rung(_now: datetime) -> None:
            self._stop()
            ring()

        self._cancel = async_track_point_in_utc_time(self._hass, _rung, at)
        self._compare_later(at, ring, self._ahead())

    @callback
    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if self._comparison is not None:
            self._comparison.cancel()
            self._comparison = None

    @callback
    def _compare_later(self, at: datetime, ring: Callable[[], None], ahead: float) -> None:
        self._comparison = self._hass.loop.call_later(
            _COMPARED_AFTER_SECONDS, self._compare, at, ring, ahead
        )

    @callback
    def _compare(self, at: datetime, ring: Callable[[], None], ahead: float) -> None:
        if abs(self._ahead() - ahead) < _APART_SECONDS:
            self._compare_later(at, ring, ahead)
        elif dt_util.utcnow() < at:
            self.set(at, ring)
        else:
            self._stop()
            ring()

    def _ahead(self) -> float:
        """Return by how much the time of day is ahead of the clock of timers, in seconds."""
        return dt_util.utcnow().timestamp() - self._hass.loop.time()
