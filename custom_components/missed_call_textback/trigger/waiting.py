"""The trigger on callers who have waited for an answer for so long.

The coordinator says who waits. Whose time has come is looked up in the ledger before the action runs:
whoever was answered in this very moment no longer waits, and nothing need be cancelled.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.const import CONF_FOR, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    TriggerActionRunner,
    TriggerConfig,
)
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..conversation_requests import thread_data
from ..core.ports import LedgerUnavailable
from ..core.records import Figures
from ..line_signals import waiting_on
from .lines import Follow, FollowedLine, LineTrigger
from .told_until import ToldUntil, async_told_until

_LONGEST_WAIT: Final = timedelta(days=31)
_SCHEMA: Final = ENTITY_STATE_TRIGGER_SCHEMA.extend(
    {
        vol.Required(CONF_OPTIONS, default={}): {
            vol.Required(CONF_FOR, default={"minutes": 5}): vol.All(
                cv.positive_time_period, vol.Range(max=_LONGEST_WAIT)
            ),
        },
    }
)


class ReplyWaiting(LineTrigger):
    """Somebody wrote, and nobody has answered them for so long."""

    _schema = _SCHEMA

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._wait: timedelta = self._options[CONF_FOR]

    @override
    async def _async_follow(self, run_action: TriggerActionRunner) -> Follow:
        told_until = await async_told_until(self._hass)

        def follow(line: FollowedLine) -> CALLBACK_TYPE:
            @callback
            def tell(data: dict[str, Any]) -> None:
                run_action(data, f"a reply that waits on {data['line']}")

            return WaitingLine(line, self._wait, told_until, tell).async_start()

        return follow


class WaitingLine:
    """Who waits on one line, and who of them was told of.

    `_told` has the threads whose time came, with the time since when they waited then: whoever is
    answered and writes again waits anew. `_owed` has those of whom the automation was not told yet.
    """

    def __init__(
        self,
        line: FollowedLine,
        wait: timedelta,
        told_until: ToldUntil,
        tell: Callable[[dict[str, Any]], None],
    ) -> None:
        self._hass = line.hass
        self._line = line
        self._wait = wait
        self._told_until = told_until
        self._key = f"{line.entry.entry_id}/{line.id}/{wait.total_seconds()}"
        self._tell = tell
        self._told: dict[int, datetime] | None = None
        self._owed: dict[int, datetime] = {}
        self._timer: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Look who waits already, and follow who does from now on. Returns what stops it."""
        stop_listening = async_dispatcher_connect(
            self._hass,
            waiting_on(self._line.entry.entry_id, self._line.id),
            self._async_look,
        )

        @callback
        def stop() -> None:
            stop_listening()
            self._async_stop_timer()

        self._async_look()
        return stop

    @callback
    def _async_look(self, _now: datetime | None = None) -> None:
        if (figures := self._line.figures) is None:
            # The shop is closed. It will tell as soon as it knows who waits.
            return
        self._async_stop_timer()
        told = self._told_before(figures) if self._told is None else self._told
        self._told = told = _of_whom_wait(told, figures)
        self._owed = _of_whom_wait(self._owed, figures)
        untold = sorted(
            (since, thread_id)
            for thread_id, since in figures.who_waits.items()
            if thread_id not in told
        )
        now = dt_util.utcnow()
        ripe = [(since, thread_id) for since, thread_id in untold if since + self._wait <= now]
        if ripe:
            due = {thread_id: since for since, thread_id in ripe}
            self._told |= due
            self._owed |= due
            self._hass.async_create_task(self._async_tell(ripe), f"{DOMAIN} who waits")
        if len(ripe) < len(untold):
            since, _ = untold[len(ripe)]
            look = HassJob(self._async_look, "who waits", cancel_on_shutdown=True)
            self._timer = async_call_later(self._hass, since + self._wait - now, look)

    @callback
    def _told_before(self, figures: Figures) -> dict[int, datetime]:
        """Return whose time had come when this trigger was last at work, or before it ever was."""
        until = self._told_until.until(self._key)
        return {
            thread_id: since
            for thread_id, since in figures.who_waits.items()
            if since + self._wait <= until
        }

    async def _async_tell(self, ripe: list[tuple[datetime, int]]) -> None:
        shop = self._line.shop
        done = 0
        with suppress(LedgerUnavailable):
            for since, thread_id in ripe:
                summary = await shop.ledger.thread(shop.shop.id, thread_id)
                if not self._line.is_open:
                    break
                done += 1
                self._owed.pop(thread_id, None)
                if summary is not None and summary.thread.waiting_since == since:
                    self._tell(
                        {
                            **thread_data(shop, summary),
                            **self._line.about(summary.thread.peer),
                            "body": summary.their_words,
                            CONF_FOR: self._wait,
                        }
                    )
        if done < len(ripe):
            self._async_leave(ripe[done:])
        # Whoever is still owed is told of after a restart, and nobody who came before them again.
        ripe_at = (since + self._wait for since in self._owed.values())
        first = min(ripe_at, default=None)
        until = dt_util.utcnow() if first is None else first - timedelta.resolution
        self._told_until.async_note(self._key, until)

    @callback
    def _async_leave(self, ripe: list[tuple[datetime, int]]) -> None:
        """Have those told of later whom the ledger could not say anything about."""
        for _, thread_id in ripe:
            if self._told is not None:
                self._told.pop(thread_id, None)
        if self._line.is_open:
            self._line.shop.async_look_again()

    @callback
    def _async_stop_timer(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None


def _of_whom_wait(known: Mapping[int, datetime], figures: Figures) -> dict[int, datetime]:
    """Return those of some threads whose callers wait still since the same time."""
    return {
        thread_id: since
        for thread_id, since in known.items()
        if figures.who_waits.get(thread_id) == since
    }
