"""One connection to a registrar, from the first REGISTER on: what comes in goes where it belongs."""

import asyncio
from collections.abc import Callable
import contextlib
import hashlib
import math

from ..source import Monotonic, Unsuitable
from .addresses import caller, dialled
from .messages import Malformed, Request, Response, call_id, header, parse, serialise
from .registration import Registration
from .resolving import Place
from .ringing import Ringing
from .settings import SipSettings, Timers, Transport
from .verdicts import Ring, Verdicts
from .wires import Packet, Wire


class Session:
    """A registered phone, for as long as its connection holds.

    Its calls go to `verdicts`; `arrived` is told of each leg as it begins to ring.
    """

    def __init__(
        self,
        account: SipSettings,
        wire: Wire,
        verdicts: Verdicts,
        *,
        timers: Timers,
        monotonic: Monotonic,
        rand: Callable[[], float],
        arrived: Callable[[Ring], None] = lambda _: None,
    ) -> None:
        self._own = tuple({account.username, account.auth_name or account.username})
        self._wire = wire
        self._verdicts = verdicts
        self._timers = timers
        self._monotonic = monotonic
        self._arrived = arrived
        self._keep_alive_at = math.inf
        self._listening = False
        self.unreadable = 0
        self._registration = Registration(
            account,
            transport=wire.transport,
            local=wire.local,
            send=self._ask,
            rand=rand,
            timers=timers,
        )
        self._ringing = Ringing(
            send=self._answer,
            rang=self._rang,
            ended=verdicts.stops,
            contact=lambda: self._registration.contact,
            reliable=wire.transport is not Transport.UDP,
            timers=timers,
        )

    async def register(self) -> None:
        """Register. Raises Refused, Unreachable, Unsuitable."""
        now = self._monotonic()
        self._registration.start(now)
        self._keep_alive_at = now + self._timers.keep_alive
        while not self._registration.registered:
            await self.turn()
        self._listening = True

    async def leave(self) -> None:
        """Ask for calls no longer, and wait a moment for it to be heard. Never fails."""
        self._listening = False
        with contextlib.suppress(Exception):
            async with asyncio.timeout(self._timers.leave):
                now = self._monotonic()
                self._ringing.leave(now)
                self._registration.leave(now)
                while self._registration.asking:
                    await self.turn()

    async def turn(self) -> None:
        """Take what comes next, or do what is due first. Raises as `register` does."""
        packet = await self._next_packet()
        now = self._monotonic()
        if packet is not None:
            self._hear(packet, now)
            # A flood leaves something to everybody else on this event loop.
            await asyncio.sleep(0)
        self._registration.tick(now)
        self._ringing.tick(now)
        if now >= self._keep_alive_at:
            self._wire.keep_alive()
            self._keep_alive_at = now + self._timers.keep_alive

    async def _next_packet(self) -> Packet | None:
        due = min(self._registration.due, self._ringing.due, self._keep_alive_at)
        # Whoever takes the verdicts does so between the turns of a registered phone only.
        if self._listening:
            due = min(due, self._verdicts.due)
        left = None if math.isinf(due) and due > 0 else max(0.0, due - self._monotonic())
        try:
            async with asyncio.timeout(left):
                return await self._wire.receive()
        except TimeoutError:
            return None

    def _hear(self, packet: Packet, now: float) -> None:
        try:
            message = parse(packet.data)
            if isinstance(message, Request):
                self._ringing.hear(message, packet.sender, now)
                return
        except Malformed:
            # CRLF that keeps a flow alive is no message, and no trouble.
            self.unreadable += bool(packet.data.strip(b"\r\n\0"))
            return
        self._registration.hear(message, now)

    def _rang(self, leg: str, invite: Request, now: float) -> None:
        users, strange = dialled(invite, self._own)
        ring = Ring(ref=_ref(invite), caller=caller(invite), dialled=users, strange=strange)
        self._verdicts.rings(leg, ring, now)
        self._arrived(ring)

    def _ask(self, request: Request) -> None:
        try:
            data = serialise(request)
        except Malformed as error:
            raise Unsuitable("account") from error
        self._wire.send(data, self._wire.registrar)

    def _answer(self, response: Response, to: Place) -> None:
        self._wire.send(serialise(response), to)


def _ref(invite: Request) -> str:
    """Return what is unique to a call, short and without anything that its sender chose."""
    parts = (call_id(invite), header(invite, "from") or "", header(invite, "cseq") or "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
