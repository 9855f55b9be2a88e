"""Calls from an Asterisk or FreePBX: the connection that is held, and what it reports."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
import logging
import random
import time
from typing import Final, override

from ...core.calls import CallEvent, CallStep
from ...core.numbers import masked
from ...core.ports import Clock
from ..delivery import Delivery, Told
from ..held_connection import HeldConnection
from ..source import (
    Figures,
    Hear,
    LineOf,
    Monotonic,
    Sleep,
    Source,
    Tell,
    Unreachable,
    Unsuitable,
)
from .client import Login, Patience, Session, signed_in
from .hearing import Hearing
from .linked_calls import DEFAULT_CONTEXTS, LinkedCalls, Verdict
from .outgoing_calls import OutgoingCalls

_LOGGER = logging.getLogger(__name__)

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


@dataclass(slots=True, kw_only=True)
class AsteriskFigures(Figures):
    """What a source did since it was made."""

    voicemail_untold: int = 0
    """Messages left that only the mailbox's light told of: the user lacks `read = dialplan`."""


class AsteriskSource(Source):
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
        waiting: deque[Told] | None = None,
        rand: Callable[[], float] = random.random,
        sleep: Sleep = asyncio.sleep,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self._settings = settings
        self._line_of = line_of
        self._clock = clock
        self._calls = LinkedCalls(settings.contexts)
        self._outgoing = OutgoingCalls(self._calls.is_inbound)
        self._figures = AsteriskFigures()
        self._delivery = Delivery(
            self._name, hear, figures=self._figures, rand=rand, sleep=sleep, waiting=waiting
        )
        self._held = HeldConnection(
            self._name,
            figures=self._figures,
            tell=tell,
            rand=rand,
            sleep=sleep,
            monotonic=monotonic,
        )
        self._is_deaf = False

    @property
    @override
    def trouble(self) -> str | None:
        return self._held.trouble

    @property
    @override
    def figures(self) -> AsteriskFigures:
        return replace(
            self._figures,
            unknown=self._calls.unknown,
            voicemail_untold=self._calls.untold_voicemail,
        )

    @override
    async def check(self) -> None:
        # Asterisk does not say what a user may read: that comes to light with the first calls only.
        async with signed_in(self._settings.login, self._settings.patience):
            pass

    @override
    async def run(self) -> None:
        async with self._delivery.running():
            await self._held.hold(self._listen)

    async def _listen(self) -> None:
        """Hear calls as long as the connection holds."""
        try:
            async with signed_in(self._settings.login, self._settings.patience) as session:
                if not self._is_deaf:
                    self._held.connected()
                try:
                    await self._follow(session)
                finally:
                    self._lose_all()
        except Unreachable, Unsuitable:
            if self._is_deaf:
                raise Unsuitable(_DEAF) from None
            raise

    def _lose_all(self) -> None:
        self._outgoing.lose_all()
        for caller in self._calls.lose_all():
            _LOGGER.warning(
                "%s: what became of the call from %s is not known", self._name, masked(caller)
            )

    async def _follow(self, session: Session) -> None:
        hearing = Hearing()
        async for event in session.events():
            hearing.feed(event)
            if hearing.deaf:
                self._is_deaf = True
                raise Unsuitable(_DEAF)
            if self._is_deaf and hearing.hears:
                self._is_deaf = False
                self._held.connected()
            now = self._clock()
            for verdict in self._calls.feed(event, now):
                self._report(verdict)
            if (made := self._outgoing.feed(event, now)) is not None:
                self._delivery.put(made)

    def _report(self, verdict: Verdict) -> None:
        line_id = self._line_of(verdict.dialled)
        if line_id is None:
            return
        self._delivery.put(
            CallEvent(
                line_id=line_id,
                source_id=f"asterisk:{self._settings.name}:{verdict.linkedid}",
                step=CallStep.ENDED,
                at=verdict.at,
                caller=verdict.caller,
                caller_name=verdict.caller_name,
                outcome=verdict.outcome,
                ring_seconds=verdict.ring_seconds,
            )
        )

    @property
    def _name(self) -> str:
        return f"Asterisk {self._settings.name}"
