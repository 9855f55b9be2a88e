"""A connection that is held: made anew whenever it is lost, and the shop is told how it stands."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
import math
from typing import Final

from .backoff import Backoff
from .source import (
    Connection,
    Figures,
    Monotonic,
    Refused,
    Sleep,
    Tell,
    Unreachable,
    Unsuitable,
)

_LOGGER = logging.getLogger(__name__)

# A connection that held so long was a good one: the next trouble is a new one.
_GOOD_AFTER: Final = 60.0


class HeldConnection:
    """What every source does about its connection. `name` is what the log calls the phone system.

    A loss is logged once, not at every try of a night, and again where another trouble causes it.
    """

    def __init__(
        self,
        name: str,
        *,
        figures: Figures,
        tell: Tell,
        rand: Callable[[], float],
        sleep: Sleep,
        monotonic: Monotonic,
    ) -> None:
        self._name = name
        self._figures = figures
        self._tell = tell
        self._rand = rand
        self._sleep = sleep
        self._monotonic = monotonic
        self.stands: Connection | None = None
        self._connected_at = math.inf
        self.trouble: str | None = None
        """What keeps the phone system from serving, or from serving well: the key of Unsuitable."""

    async def hold(self, listen: Callable[[], Awaitable[None]]) -> None:
        """Connect and hear calls, again and again until cancelled; after Refused never again.

        `listen` connects, says so by `connected`, and hears calls until the connection breaks.
        """
        task = asyncio.current_task()
        waits = Backoff(rand=self._rand)
        self._say(Connection.CONNECTING)
        while True:
            self._connected_at = math.inf
            try:
                await listen()
            except Refused as error:
                _LOGGER.warning("%s does not take the name or the password: %s", self._name, error)
                self._say(Connection.REFUSED)
                await asyncio.Event().wait()
            except Unreachable as error:
                self.lost(str(error))
            except Unsuitable as error:
                self.lost(str(error), trouble=error.key)
            except Exception:
                # A fault of ours must not end the hearing for good.
                self._figures.faults += 1
                _LOGGER.exception("Listening to %s failed unexpectedly", self._name)
                self._say(Connection.LOST)
            if task is not None and task.cancelling():
                # Something broke on the way out, in place of the cancellation.
                raise asyncio.CancelledError
            if self._monotonic() - self._connected_at >= _GOOD_AFTER:
                waits.reset()
            await self._sleep(waits.seconds())

    def connected(self, trouble: str | None = None) -> None:
        """Note that calls are heard now, and what else does not work."""
        before = self.stands
        self._say(Connection.CONNECTED, trouble)
        if before is not Connection.CONNECTED:
            self._figures.connections += 1
            self._connected_at = self._monotonic()
            if before is Connection.LOST:
                _LOGGER.info("%s is heard again", self._name)

    def lost(self, why: str, *, trouble: str | None = None) -> None:
        """Note that no calls are heard now, and why."""
        if self._say(Connection.LOST, trouble):
            _LOGGER.warning("%s is not heard: %s", self._name, why)

    def _say(self, connection: Connection, trouble: str | None = None) -> bool:
        """Tell the shop, and return whether that is news."""
        if (connection, trouble) == (self.stands, self.trouble):
            return False
        self.stands, self.trouble = connection, trouble
        try:
            self._tell(connection)
        except Exception:
            # Whoever shows it must not keep the calls from being heard.
            self._figures.faults += 1
            _LOGGER.exception("Nobody could be told how %s stands", self._name)
        return True
