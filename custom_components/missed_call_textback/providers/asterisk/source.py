"""Calls from an Asterisk or FreePBX: the connection that is held, and what it reports."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
import logging
import random
from typing import Final

from ...core.calls import CallEvent, CallStep
from ...core.numbers import masked
from ...core.ports import Clock
from ..backoff import Backoff
from ..source import Connection, Hear, LineOf, Refused, Sleep, Tell, Unreachable, Unsuitable
from .client import Login, Patience, Session, signed_in
from .delivery import Delivery
from .hearing import Hearing
from .linked_calls import DEFAULT_CONTEXTS, LinkedCalls, Verdict

_LOGGER = logging.getLogger(__name__)

# A connection that held so long was a good one: the next trouble is a new one.
_GOOD_AFTER: Final = 60.0
_LAST_WORDS: Final = 5.0
# What only a call that is heard disproves: to sign in again proves nothing.
_DEAF: Final = "no_call_events"
_PATIENCE: Final = Patience()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskSettings:
    """One Asterisk, as its owner set it up. `name` tells it from the shop's other sources.

    `contexts` are patterns (`*`, `?`) of the dialplan contexts that calls from outside come in by.
    """

    name: str
    login: Login
    contexts: tuple[str, ...] = DEFAULT_CONTEXTS
    patience: Patience = _PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a source did since it was made."""

    reported: int
    """Calls of the shop's lines that were told, answered ones too."""
    unknown: int
    """Calls whose end nobody knows, since the connection broke or they were too many: never told."""
    lost: int
    """Calls whose end is known and that nobody could take in."""
    voicemail_untold: int
    """Messages left that only the mailbox's light told of: the user lacks `read = dialplan`."""


class AsteriskSource:
    """Hears the calls of one Asterisk. See `Source` for what it promises.

    An answered call is told when a person is on the line, a missed one when the caller's leg is
    gone. A call that is open when the connection breaks has an end that nobody heard: it is never
    told, since its caller may have been talking to somebody.
    """

    def __init__(
        self,
        settings: AsteriskSettings,
        *,
        hear: Hear,
        line_of: LineOf,
        tell: Tell,
        clock: Clock,
        rand: Callable[[], float] = random.random,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._line_of = line_of
        self._tell = tell
        self._clock = clock
        self._rand = rand
        self._sleep = sleep
        self._delivery = Delivery(hear, sleep, rand)
        self._stands: Connection | None = None
        self._reported = 0
        self._calls = LinkedCalls(settings.contexts)
        self.trouble: str | None = None
        """Why Asterisk cannot serve although it was reached: the key of Unsuitable."""

    @property
    def figures(self) -> Figures:
        """What it did so far."""
        return Figures(
            reported=self._reported,
            unknown=self._calls.unknown,
            lost=self._delivery.dropped,
            voicemail_untold=self._calls.untold_voicemail,
        )

    async def check(self) -> None:
        """Sign in once. Raises Refused, Unreachable, Unsuitable.

        Asterisk does not say what a user may read: that comes to light with the first calls only.
        """
        async with signed_in(self._settings.login, self._settings.patience):
            pass

    async def run(self) -> None:
        """Hear calls until cancelled."""
        delivering = asyncio.create_task(self._delivery.run())
        try:
            await self._hold()
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORDS):
                    await self._delivery.done()
            delivering.cancel()
            with suppress(asyncio.CancelledError):
                await delivering
            if self._delivery.waiting:
                _LOGGER.warning("%s: %d calls are lost", self._name, self._delivery.waiting)

    async def _hold(self) -> None:
        """Connect again and again, and wait longer each time."""
        now = asyncio.get_running_loop().time
        waits = Backoff(rand=self._rand)
        self._stand(Connection.CONNECTING)
        while True:
            since = now()
            try:
                await self._listen()
            except Refused as refused:
                _LOGGER.warning("%s: %s", self._name, refused)
                self._stand(Connection.REFUSED)
                await asyncio.Event().wait()
            except (Unreachable, Unsuitable) as error:
                if self.trouble != _DEAF:
                    self.trouble = error.key if isinstance(error, Unsuitable) else None
                if self._stands is not Connection.LOST:
                    _LOGGER.warning("%s: no connection to Asterisk: %s", self._name, error)
                self._stand(Connection.LOST)
            except Exception:
                # A fault of ours must not end the hearing for good.
                _LOGGER.exception("%s: listening to Asterisk failed unexpectedly", self._name)
                self._stand(Connection.LOST)
            if now() - since >= _GOOD_AFTER:
                waits.reset()
            await self._sleep(waits.seconds())

    async def _listen(self) -> None:
        """Hear calls as long as the connection holds."""
        async with signed_in(self._settings.login, self._settings.patience) as session:
            if self.trouble != _DEAF:
                self._all_is_well()
            try:
                await self._follow(session)
            finally:
                for caller in self._calls.lose_all():
                    _LOGGER.warning(
                        "%s: what became of the call from %s is not known",
                        self._name,
                        masked(caller),
                    )

    async def _follow(self, session: Session) -> None:
        hearing = Hearing()
        async for event in session.events():
            hearing.feed(event)
            if hearing.deaf:
                raise Unsuitable(_DEAF)
            if hearing.hears and self.trouble == _DEAF:
                self._all_is_well()
            for verdict in self._calls.feed(event, self._clock()):
                self._report(verdict)

    def _report(self, verdict: Verdict) -> None:
        line_id = self._line_of(verdict.dialled)
        if line_id is None:
            return
        self._reported += 1
        self._delivery.put(
            CallEvent(
                line_id=line_id,
                source_id=f"asterisk:{self._name}:{verdict.linkedid}",
                step=CallStep.ENDED,
                at=verdict.at,
                caller=verdict.caller,
                caller_name=verdict.caller_name,
                outcome=verdict.outcome,
                ring_seconds=verdict.ring_seconds,
            )
        )

    def _all_is_well(self) -> None:
        if self._stands is Connection.LOST:
            _LOGGER.info("%s: connected to Asterisk again", self._name)
        self.trouble = None
        self._stand(Connection.CONNECTED)

    def _stand(self, connection: Connection) -> None:
        if connection is not self._stands:
            self._stands = connection
            self._tell(connection)

    @property
    def _name(self) -> str:
        return self._settings.name
