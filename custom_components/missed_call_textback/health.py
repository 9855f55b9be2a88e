"""Looks now and then whether all is well at the vendor, before a customer finds out that it is not."""

import asyncio
from collections.abc import Callable
from datetime import datetime
import logging
import random
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .core.happenings import Happening, TextMoved
from .core.shop import Shop
from .health_notices import HealthNotices
from .owner_notices import OWNER_MUST_ACT
from .providers.health import Examiner, Finding, Trouble, Unexamined

_LOGGER = logging.getLogger(__name__)

# A start is busy enough without it.
_AFTER_START_SECONDS: Final = 20.0
_EVERY_SECONDS: Final = 6 * 3600.0
# So that not all the world's shops ask at once.
_JITTER_SECONDS: Final = 1800.0
_SOON_SECONDS: Final = 30.0
_NOT_SOONER_AGAIN_SECONDS: Final = 600.0


class HealthWatch:
    """Has one shop examined after its start, every few hours, and when a text was refused.

    What cannot be examined is as it was.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        shop: Shop,
        examiner: Examiner,
        *,
        is_told: Callable[[Finding], bool] = lambda _finding: False,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._shop = shop
        self._examiner = examiner
        self._is_told = is_told
        self._jitter = jitter
        self._notices = HealthNotices(hass, entry, shop)
        self._one_at_a_time = asyncio.Lock()
        self._cancel: CALLBACK_TYPE | None = None
        self._due = 0.0
        self._began = -_NOT_SOONER_AGAIN_SECONDS
        self._found: list[Finding] = []
        self._is_closed = False
        self.examined_at: datetime | None = None

    @callback
    def async_start(self) -> None:
        """Look soon, and from then on every few hours until the shop is closed."""
        self._plan(_AFTER_START_SECONDS)
        self._entry.async_on_unload(self._close)

    @callback
    def hear(self, happening: Happening) -> None:
        """Look sooner when a text was refused for something that the owner has to put right."""
        if isinstance(happening, TextMoved) and happening.reaction in OWNER_MUST_ACT:
            now = self._hass.loop.time()
            at = max(now + _SOON_SECONDS, self._began + _NOT_SOONER_AGAIN_SECONDS)
            if at < self._due:
                self._plan(at - now)

    async def async_examine(self) -> None:
        """Look now, and tell what is wrong."""
        async with self._one_at_a_time:
            try:
                found = await self._examiner.examine()
            except Unexamined as err:
                _LOGGER.info("The shop's account could not be examined: %s", err)
                return
            except Exception:
                # It examines much that nobody promised to keep as it is.
                _LOGGER.exception("The shop's account could not be examined")
                return
            self.examined_at = dt_util.utcnow()
            self._found = found
            if self._is_closed:
                # Somebody mended as the shop was closed. It may be there no more, or be another.
                return
            self._notices.show([finding for finding in found if not self._is_told(finding)])

    async def async_mend(self, trouble: Trouble, line_id: str) -> bool:
        """Put a trouble of a line right; False where it is there still. Raises Unexamined."""
        if (line := self._shop.line(line_id)) is None:
            return True
        await self._examiner.mend(line)
        await self.async_examine()
        return not any(
            (finding.trouble, finding.line_id) == (trouble, line_id) for finding in self._found
        )

    @callback
    def _plan(self, seconds: float) -> None:
        self._stop()
        self._due = self._hass.loop.time() + seconds
        self._cancel = async_call_later(self._hass, seconds, self._begin)

    @callback
    def _close(self) -> None:
        self._is_closed = True
        self._stop()

    @callback
    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _begin(self, _now: datetime) -> None:
        self._cancel = None
        self._began = self._hass.loop.time()
        self._plan(_EVERY_SECONDS + _JITTER_SECONDS * self._jitter())
        self._entry.async_create_background_task(
            self._hass, self.async_examine(), f"{DOMAIN} examine"
        )
