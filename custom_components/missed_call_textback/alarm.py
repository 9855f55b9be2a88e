"""The engine's alarm on Home Assistant's clock."""

from collections.abc import Callable
from datetime import datetime
from typing import override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time

from .core.ports import Timer


class Alarm(Timer):
    """One setting at a time."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._cancel: CALLBACK_TYPE | None = None

    @override
    @callback
    def set(self, at: datetime | None, ring: Callable[[], None]) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if at is None:
            return

        @callback
        def _rung(_now: datetime) -> None:
            self._cancel = None
            ring()

        self._cancel = async_track_point_in_utc_time(self._hass, _rung, at)
