"""Sockets: what is not spoken there, what is too much, and what breaks."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
import ssl

import pytest

from custom_components.missed_call_textback.providers.sip.framing import PING
from custom_components.missed_call_textback.providers.sip.settings import Transport
from custom_components.missed_call_textback.providers.sip.wires import Wire, connect
from custom_components.missed_call_textback.providers.source import Unreachable

type Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def wire_to(port: int, transport: Transport, tls: ssl.SSLContext | None = None) -> Wire:
    return await connect(
        transport,
        ("127.0.0.1", port),
        allowed={"127.0.0.1"},
        within=5,
        tls=tls,
        host="pbx.test",
    )


@asynccontextmanager
async def serving(serve: Serve) -> AsyncGenerator[int]:
    done = asyncio.Event()

    async def until_done(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer)
        await done.wait()
        writer.transport.abort()

    server = await asyncio.start_server(until_done, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    done.set()
    server.close()


def saying(data: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return serve


async def test_what_speaks_no_tls_is_unreachable(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext], socket_enabled: None
) -> None:
    async with serving(saying(b"SIP/2.0 400 Bad Request\r\n\r\n")) as port:
        with pytest.raises(Unreachable):
            await wire_to(port, Transport.TLS, contexts[1])


async def test_a_stream_that_makes_no_sense_is_a_broken_one(socket_enabled: None) -> None:
    async with serving(saying(b"NONSENSE\r\n\r\n")) as port:
        wire = await wire_to(port, Transport.TCP)
        with pytest.raises(Unreachable):
            await wire.receive()
        wire.close()


async def test_a_ping_is_answered(socket_enabled: None) -> None:
    heard = asyncio.Queue[bytes]()

    async def ping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(PING)
        heard.put_nowait(await reader.read(10))

    async with serving(ping) as port:
        wire = await wire_to(port, Transport.TCP)
        async with asyncio.timeout(5):
            assert await heard.get() == b"\r\n"
        wire.close()


async def test_a_peer_that_reads_nothing_is_given_up(socket_enabled: None) -> None:
    async with serving(saying(b"")) as port:
        wire = await wire_to(port, Transport.TCP)

        def send_all() -> None:
            for _ in range(400):
                wire.send(b"x" * 65_536, wire.registrar)

        with pytest.raises(Unreachable):
            send_all()
        wire.close()


async def test_a_flood_of_datagrams_is_bounded_and_ends(socket_enabled: None) -> None:
    wire = await wire_to(9, Transport.UDP)
    assert isinstance(wire, asyncio.DatagramProtocol)
    for _ in range(1_000):
        wire.datagram_received(b"x", ("127.0.0.1", 5060))
    wire.connection_lost(None)
    taken = 0
    while not wire._waiting.empty():  # type: ignore[attr-defined]
        await wire.receive()
        taken += 1
    assert taken == 200
    wire.connection_lost(None)
    with pytest.raises(Unreachable):
        await wire.receive()
    wire.close()
