"""The connection to a FRITZ!Box's call monitor: a TCP stream that only the box writes to."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import socket
from typing import Final

from ..source import Unreachable, Unsuitable
from .monitor_lines import LineCutter

PORT: Final = 1012
_CONNECT_SECONDS: Final = 10.0
_CLOSE_SECONDS: Final = 2.0
_CHUNK: Final = 4096
# The box writes only when somebody calls, so silence says nothing: a box that was switched off
# would be believed to be there for ever. A minute after it went it is known.
KEEP_ALIVE: Final = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))


class Monitor:
    """A connected call monitor."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._cutter = LineCutter()

    async def lines(self) -> list[bytes]:
        """Wait for the next lines, maybe none where one is not whole yet. Raises Unreachable."""
        try:
            data = await self._reader.read(_CHUNK)
        except OSError as err:
            raise Unreachable(_reason(err)) from None
        if not data:
            raise Unreachable("the box closed the connection")
        return self._cutter.feed(data)


@asynccontextmanager
async def connected(host: str, port: int) -> AsyncGenerator[Monitor]:
    """Connect. Raises Unreachable, and Unsuitable where the box is there, but not its monitor."""
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            # `fritz.box` has several addresses: each failure is of interest.
            reader, writer = await asyncio.open_connection(host, port, all_errors=True)
    except ExceptionGroup as group:
        if group.subgroup(ConnectionRefusedError):
            raise Unsuitable("call_monitor_off") from None
        raise Unreachable("no connection") from None
    except TimeoutError:
        raise Unreachable("no answer") from None
    except OSError as err:
        raise Unreachable(_reason(err)) from None
    except ValueError:
        raise Unreachable("no address can be like this") from None
    try:
        keep_alive(writer.get_extra_info("socket"))
        yield Monitor(reader)
    finally:
        writer.close()
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await writer.wait_closed()
        except OSError:
            # It is gone either way.
            pass


def keep_alive(sock: socket.socket) -> None:
    """Have the system ask now and then whether the box is still there."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEP_ALIVE:
        # Not every system has them all.
        if (option := getattr(socket, name, None)) is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


def _reason(err: OSError) -> str:
    return err.strerror or type(err).__name__
