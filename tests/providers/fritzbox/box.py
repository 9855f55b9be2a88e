"""A stand-in FRITZ!Box on 127.0.0.1: its phones, its call monitor, and its call list.

It is strict: the lowest free connection id is used at once, an inbound call is in the list when it is
over and not before, and a client that writes to the monitor is noted.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
import socket
import struct
from typing import Self

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.fritzbox.call_list import ListedCall

CALLED = "69001"
TRUNK = "SIP0"


@dataclass(slots=True, kw_only=True)
class PhoneCall:
    """A call that is not over."""

    caller: str | None
    began: datetime
    goes_out: bool = False
    extension: int | None = None
    connected: datetime | None = None


class Box:
    """A box with its phones. `now` is its own local time."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.calls: dict[int, PhoneCall] = {}
        self.listed: list[ListedCall] = []
        self.written_to: list[bytes] = []
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._came = asyncio.Condition()
        self.connections = 0

    async def __aenter__(self) -> Self:
        await self.switch_on()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.switch_off()

    async def switch_on(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def switch_off(self, *, hard: bool = False) -> None:
        """Go away: with a farewell, or as the power fails and the box then knows of nothing."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.hang_up_on_clients(hard=hard)

    def hang_up_on_clients(self, *, hard: bool = False) -> None:
        for writer in tuple(self._writers):
            if hard:
                sock = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.close()
        self._writers.clear()

    async def listened_to(self, connections: int = 1) -> None:
        """Wait until somebody has connected so many times."""
        async with asyncio.timeout(5), self._came:
            await self._came.wait_for(lambda: self.connections >= connections)

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def ring(self, caller: str | None) -> int:
        connection = self._next()
        self.calls[connection] = PhoneCall(caller=caller, began=self.now)
        self.write(f"RING;{connection};{caller or ''};{CALLED};{TRUNK};")
        return connection

    def dial(self, called: str) -> int:
        connection = self._next()
        self.calls[connection] = PhoneCall(caller=None, began=self.now, goes_out=True)
        self.write(f"CALL;{connection};13;{CALLED};{called};{TRUNK};")
        return connection

    def pick_up(self, connection: int, extension: int) -> None:
        call = self.calls[connection]
        call.extension, call.connected = extension, self.now
        self.write(f"CONNECT;{connection};{extension};{call.caller or ''};")

    def hang_up(self, connection: int) -> None:
        call = self.calls.pop(connection)
        talked = self.now - call.connected if call.connected else timedelta()
        self.write(f"DISCONNECT;{connection};{talked.seconds};")
        if call.goes_out:
            return
        outcome = Outcome.ABANDONED
        if call.extension is not None:
            outcome = Outcome.VOICEMAIL if call.extension in range(40, 45) else Outcome.ANSWERED
        self.listed.append(
            ListedCall(
                number=len(self.listed),
                began=call.began.replace(second=0, microsecond=0),
                caller=call.caller,
                called=CALLED,
                outcome=outcome,
                talked=timedelta(minutes=-(-talked // timedelta(minutes=1))),
            )
        )

    def write(self, text: str) -> None:
        self.write_bytes(f"{self.now:%d.%m.%y %H:%M:%S};{text}\r\n".encode())

    def write_bytes(self, data: bytes) -> None:
        for writer in self._writers:
            writer.write(data)

    async def read(self) -> list[ListedCall]:
        """Be the call list."""
        return sorted(self.listed, key=lambda call: call.began)

    def _next(self) -> int:
        return next(free for free in range(10) if free not in self.calls)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        async with self._came:
            self.connections += 1
            self._came.notify_all()
        try:
            while data := await reader.read(100):
                self.written_to.append(data)
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()
