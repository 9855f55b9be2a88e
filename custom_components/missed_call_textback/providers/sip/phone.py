"""A phone for an account: finds the registrar, gets registered there, and leaves again."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
import random
import ssl
import time

from ..source import Monotonic, Refused, Unreachable, Unsuitable
from .resolving import Place, Resolver
from .session import Session
from .settings import SipSettings, Timers
from .verdicts import Ring, Verdicts
from .wires import Wire, connect


class Phone:
    """What every connection of one account needs. `tls` checks the registrar's certificate."""

    def __init__(
        self,
        account: SipSettings,
        *,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        timers: Timers | None = None,
        monotonic: Monotonic = time.monotonic,
        rand: Callable[[], float] = random.random,
    ) -> None:
        self.account = account
        self.timers = timers or Timers()
        self.monotonic = monotonic
        self.rand = rand
        self._resolver = resolver or Resolver(rand=rand)
        self._tls = tls

    @asynccontextmanager
    async def registered(
        self, verdicts: Verdicts, arrived: Callable[[Ring], None] = lambda _: None
    ) -> AsyncGenerator[Session]:
        """Give a session that is registered. Raises Refused, Unreachable, Unsuitable."""
        session, wire = await self._connected(verdicts, arrived)
        gone = False
        try:
            yield session
        except Refused, Unreachable, Unsuitable:
            gone = True
            raise
        finally:
            try:
                if not gone:
                    await session.leave()
            finally:
                wire.close()

    async def _connected(
        self, verdicts: Verdicts, arrived: Callable[[Ring], None]
    ) -> tuple[Session, Wire]:
        """Try the registrar's places in their order, until one takes us (RFC 3263 section 4.3)."""
        places = await self._resolver.places(self.account)
        failure = Unreachable("it does not answer")
        for place in places:
            try:
                wire = await self._wire_to(place, {host for host, _ in places})
            except Unreachable as error:
                failure = error
                continue
            session = Session(
                self.account,
                wire,
                verdicts,
                timers=self.timers,
                monotonic=self.monotonic,
                rand=self.rand,
                arrived=arrived,
            )
            try:
                await session.register()
            except Unreachable as error:
                failure = error
                wire.close()
            except BaseException:
                wire.close()
                raise
            else:
                return session, wire
        raise failure

    async def _wire_to(self, place: Place, allowed: set[str]) -> Wire:
        account = self.account
        return await connect(
            account.transport,
            place,
            allowed=allowed,
            within=self.timers.connect,
            tls=self._tls,
            host=account.proxy or account.domain,
        )
