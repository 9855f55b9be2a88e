"""Sockets to a registrar: UDP, TCP and TLS look alike from here, and let nobody else in."""

import asyncio
from collections.abc import Collection
import contextlib
from dataclasses import dataclass
import socket
import ssl
from typing import Final, Protocol, cast, override

from ..source import Unreachable, Unsuitable
from .framing import PING, PONG, Framer
from .messages import Malformed
from .resolving import Place
from .settings import Transport

_MOST_WAITING: Final = 200
_READ_SIZE: Final = 8_192
_MOST_UNSENT: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Packet:
    """One message, still to be read, and who sent it."""

    data: bytes
    sender: Place


class Wire(Protocol):
    """A socket that leads to one registrar."""

    transport: Transport
    local: Place
    """Where we are, as this machine sees it."""
    registrar: Place

    def send(self, data: bytes, to: Place) -> None:
        """Send a message; a stream knows one peer only. Raises Unreachable."""

    def keep_alive(self) -> None:
        """Send what keeps routers in between from forgetting us. Raises Unreachable."""

    async def receive(self) -> Packet:
        """Wait for the next message. Raises Unreachable where none will come."""

    def close(self) -> None:
        """Close it at once."""


async def connect(
    transport: Transport,
    registrar: Place,
    *,
    allowed: Collection[str],
    within: float,
    tls: ssl.SSLContext | None,
    host: str,
) -> Wire:
    """Open a wire; the certificate has to bear the name `host`. Raises Unreachable, Unsuitable."""
    try:
        async with asyncio.timeout(within):
            if transport is Transport.UDP:
                return await _datagrams(registrar, frozenset(allowed))
            return await _stream(transport, registrar, tls, host)
    except ssl.SSLCertVerificationError as error:
        raise Unsuitable("certificate") from error
    except ssl.SSLError as error:
        raise Unreachable("no TLS is spoken there") from error
    except TimeoutError as error:
        raise Unreachable("it does not answer") from error
    except OSError as error:
        raise Unreachable("no connection came about") from error


class _Datagrams(asyncio.DatagramProtocol, Wire):
    transport = Transport.UDP

    def __init__(self, registrar: Place, allowed: frozenset[str]) -> None:
        self.registrar = registrar
        self._allowed = allowed
        self._waiting: asyncio.Queue[Packet | None] = asyncio.Queue(_MOST_WAITING)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._socket = cast("asyncio.DatagramTransport", transport)
        self.local = transport.get_extra_info("sockname")[:2]

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        host = addr[0].partition("%")[0]
        # Only who was registered with may say that somebody calls. What is too much is lost, as UDP
        # may lose anything: whoever sent it sends it again.
        if host in self._allowed and not self._waiting.full():
            self._waiting.put_nowait(Packet(data, (host, addr[1])))

    @override
    def error_received(self, exc: Exception) -> None:
        # This machine has no way out any more, or another address: a new socket may find one.
        self.connection_lost(exc)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if not self._waiting.full():
            self._waiting.put_nowait(None)

    @override
    def send(self, data: bytes, to: Place) -> None:
        self._socket.sendto(data, to)

    @override
    def keep_alive(self) -> None:
        self.send(PONG, self.registrar)

    @override
    async def receive(self) -> Packet:
        return _delivered(await self._waiting.get())

    @override
    def close(self) -> None:
        self._socket.close()


async def _datagrams(registrar: Place, allowed: frozenset[str]) -> Wire:
    family = socket.AF_INET6 if ":" in registrar[0] else socket.AF_INET
    # Connecting a datagram socket sends nothing; it tells by which of our addresses the way leads.
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect(registrar)
        ours = probe.getsockname()[0]
    _, wire = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(registrar, allowed), local_addr=(ours, 0), family=family
    )
    return wire


class _Stream(Wire):
    def __init__(
        self,
        transport: Transport,
        registrar: Place,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.transport = transport
        self.registrar = registrar
        self.local = writer.get_extra_info("sockname")[:2]
        self._writer = writer
        self._waiting: asyncio.Queue[Packet | None] = asyncio.Queue(_MOST_WAITING)
        self._reading = asyncio.create_task(self._read(reader), name="sip reader")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        framer = Framer()
        with contextlib.suppress(OSError, Malformed):
            while data := await reader.read(_READ_SIZE):
                for frame in framer.feed(data):
                    if frame == PING:
                        self._writer.write(PONG)
                    else:
                        await self._waiting.put(Packet(frame, self.registrar))
        await self._waiting.put(None)

    @override
    def send(self, data: bytes, to: Place) -> None:
        # Nobody reads at the other end.
        if self._writer.transport.get_write_buffer_size() > _MOST_UNSENT:
            raise Unreachable("it takes nothing any more")
        self._writer.write(data)

    @override
    def keep_alive(self) -> None:
        self.send(PING, self.registrar)

    @override
    async def receive(self) -> Packet:
        return _delivered(await self._waiting.get())

    @override
    def close(self) -> None:
        self._reading.cancel()
        self._writer.close()


async def _stream(
    transport: Transport, registrar: Place, tls: ssl.SSLContext | None, host: str
) -> Wire:
    encrypted = transport is Transport.TLS
    if encrypted and tls is None:
        raise Unreachable("no certificates to check it by")
    reader, writer = await asyncio.open_connection(
        *registrar, ssl=tls if encrypted else None, server_hostname=host if encrypted else None
    )
    end = writer.get_extra_info("socket")
    end.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return _Stream(transport, registrar, reader, writer)


def _delivered(packet: Packet | None) -> Packet:
    if packet is None:
        raise Unreachable("the connection broke")
    return packet
