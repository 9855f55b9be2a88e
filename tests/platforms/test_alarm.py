"""The engine's alarm rings when it is time, also where the clock is set while it waits."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import Mock

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.alarm import Alarm
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

A_WHILE = timedelta(minutes=5)
type PutForward = Callable[[timedelta], None]


@pytest.fixture
def put_forward(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> PutForward:
    """Return what sets the time of day, as a time server does: timers know nothing of it."""

    def put_forward(by: timedelta) -> None:
        time = hass.loop.time
        freezer.tick(by)
        monkeypatch.setattr(hass.loop, "time", lambda: time() - by.total_seconds())

    return put_forward


async def passes(hass: HomeAssistant, by: timedelta) -> None:
    """Let time pass, for the time of day and for timers."""
    async_fire_time_changed(hass, dt_util.utcnow() + by)
    await hass.async_block_till_done()


@pytest.mark.parametrize("jump", [timedelta(hours=8), timedelta(days=3)])
async def test_what_is_due_by_a_clock_that_was_put_forward_is_not_left_for_hours(
    hass: HomeAssistant, put_forward: PutForward, jump: timedelta
) -> None:
    """A board without a battery finds a time server, or a machine that slept wakes up."""
    bell, alarm = Mock(), Alarm(hass)
    alarm.set(dt_util.utcnow() + timedelta(hours=8), bell)
    put_forward(jump)
    await passes(hass, A_WHILE)
    bell.assert_called_once()
    await passes(hass, timedelta(days=1))
    bell.assert_called_once()


async def test_what_is_due_a_little_later_by_that_clock_rings_then(
    hass: HomeAssistant, put_forward: PutForward
) -> None:
    bell, alarm = Mock(), Alarm(hass)
    alarm.set(dt_util.utcnow() + timedelta(hours=8), bell)
    put_forward(timedelta(hours=7))
    await passes(hass, A_WHILE)
    bell.assert_not_called()
    await passes(hass, timedelta(hours=1))
    bell.assert_called_once()


async def test_an_alarm_that_is_set_anew_or_turned_off_rings_once_or_never(
    hass: HomeAssistant, put_forward: PutForward
) -> None:
    bell, other, alarm = Mock(), Mock(), Alarm(hass)
    alarm.set(dt_util.utcnow() + timedelta(hours=8), bell)
    await passes(hass, A_WHILE)
    alarm.set(dt_util.utcnow() + timedelta(hours=9), other)
    put_forward(timedelta(hours=10))
    await passes(hass, A_WHILE)
    bell.assert_not_called()
    other.assert_called_once()
    alarm.set(dt_util.utcnow() + timedelta(hours=1), bell)
    alarm.set(None, bell)
    put_forward(timedelta(hours=2))
    await passes(hass, timedelta(days=1))
    bell.assert_not_called()
