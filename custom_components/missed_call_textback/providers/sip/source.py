"""Calls from a SIP account: registered as one more phone, told of what became of each call."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
import logging
import random
import ssl
import time
from typing import override

from ...core.calls import CallEvent, CallStep
from ...core.numbers import masked
from ...core.ports import Clock
from ..delivery import Delivery, Told
from ..held_connection import HeldConnection
from ..source import (
    Figures,
    Hear,
    LineOfAny,
    Monotonic,
    Sleep,
    Source,
    Tell,
)
from .phone import Phone
from .resolving import Resolver
from .ringing import End
from .session import Session
from .settings import SipSettings, Timers
from .verdicts import Ring, Verdict, Verdicts, outcome

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class SipFigures(Figures):
    """What a source has seen since it was made."""

    undecided: int = 0
    """Calls that may have been answered or not, for all the company says: never reported."""


class SipSource(Source):
    """One account. Only calls whose outcome is sure are told.

    `tls` checks the registrar's certificate, and is needed for that transport alone.
    """

    def __init__(
        self,
        *,
        settings: SipSettings,
        hear: Hear,
        line_of: LineOfAny,
        tell: Tell,
        clock: Clock,
        waiting: deque[Told] | None = None,
        rand: Callable[[], float] = random.random,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        timers: Timers | None = None,
        monotonic: Monotonic = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._line_of = line_of
        self._clock = clock
        self._monotonic = monotonic
        self._phone = Phone(
            settings,
            resolver=resolver,
            tls=tls,
            timers=timers,
            monotonic=self._monotonic,
            rand=rand,
        )
        self._verdicts = Verdicts(hold=self._phone.timers.hold)
        self._figures = SipFigures()
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

    @property
    @override
    def trouble(self) -> str | None:
        return self._held.trouble

    @property
    @override
    def figures(self) -> SipFigures:
        return self._figures

    @override
    async def check(self) -> None:
        async with self._phone.registered(Verdicts(hold=0)):
            pass

    @override
    async def run(self) -> None:
        if not self._settings.marks_elsewhere:
            _LOGGER.warning(
                "%s is not known to tell which calls another phone answered, so that calls of which "
                "it says nothing are left out",
                self._name,
            )
        async with self._delivery.running():
            await self._held.hold(self._listen)

    async def _listen(self) -> None:
        """Be registered, and report calls, until the connection breaks."""
        try:
            async with self._phone.registered(self._verdicts) as session:
                self._held.connected()
                await self._follow(session)
        finally:
            self._lose()

    async def _follow(self, session: Session) -> None:
        while True:
            await session.turn()
            now = self._monotonic()
            for verdict in self._verdicts.over(now):
                self._decide(verdict, now)

    def _decide(self, verdict: Verdict, now: float) -> None:
        result = outcome(verdict.end, marks_elsewhere=self._settings.marks_elsewhere)
        number = verdict.ring.caller.number
        if result is None:
            self._leave_out(verdict, masked(number))
            return
        line_id = self._line(verdict.ring)
        if line_id is None:
            return
        self._delivery.put(
            CallEvent(
                line_id=line_id,
                source_id=f"sip:{self._settings.name}:{verdict.ring.ref}",
                step=CallStep.ENDED,
                at=self._clock() - timedelta(seconds=now - verdict.ended),
                caller=number,
                caller_name=verdict.ring.caller.name,
                outcome=result,
                ring_seconds=round(verdict.rang_for, 1),
            )
        )

    def _leave_out(self, verdict: Verdict, who: str) -> None:
        if verdict.end is not End.UNKNOWN:
            self._figures.undecided += 1
            _LOGGER.info("%s does not tell whether anybody answered %s", self._name, who)
        else:
            self._figures.unknown += 1
            _LOGGER.info("%s never told how the call of %s ended", self._name, who)

    def _line(self, ring: Ring) -> str | None:
        """Return the line that was dialled: the first number that one knows.

        The account's own extension says nothing of the number that was dialled.
        """
        return self._line_of(*ring.dialled, *(() if ring.strange else (None,)))

    def _lose(self) -> None:
        """Report what is sure by now, and give up the rest."""
        now = self._monotonic()
        for verdict in self._verdicts.over(now):
            self._decide(verdict, now)
        for ring in self._verdicts.lose():
            self._figures.unknown += 1
            who = masked(ring.caller.number)
            _LOGGER.info("The end of the call of %s was not heard: connection lost", who)

    @property
    def _name(self) -> str:
        return f"The SIP account {self._settings.name}"
