"""A strict stand-in for Asterisk's Manager Interface: what the real one refuses, it refuses."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import hashlib
import secrets
import ssl
from typing import Final

USERNAME: Final = "textback"
SECRET: Final = "textback-secret"


@dataclass(slots=True, kw_only=True)
class StandIn:
    """One Asterisk. Its fields are what may be turned while it runs."""

    greeting: bytes = b"Asterisk Call Manager/11.0.0\r\n"
    authlimit: int = 5
    """How many may be connected and not signed in; whoever is one too many is hung up on."""
    challenges: bool = True
    in_use: bool = False
    byte_by_byte: bool = False
    mute: bool = False
    """It takes everything and says nothing: the way between was lost, and nobody told."""
    port: int = 0
    connects: int = 0
    logins: int = 0
    pings: int = 0
    actions: list[dict[str, str]] = field(default_factory=list)
    _strangers: set[asyncio.StreamWriter] = field(default_factory=set)
    _guests: set[asyncio.StreamWriter] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connects += 1
        self._strangers.add(writer)
        self._change()
        try:
            if len(self._strangers) <= self.authlimit:
                await self._say(writer, self.greeting)
                await self._answer(reader, writer)
        except ConnectionError, asyncio.IncompleteReadError:
            pass
        finally:
            self._strangers.discard(writer)
            self._guests.discard(writer)
            self._change()
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        challenge = ""
        while True:
            asked = _read(await reader.readuntil(b"\r\n\r\n"))
            self.actions.append(asked)
            if self.mute:
                continue
            match asked["Action"]:
                case "Challenge" if self.challenges and asked["AuthType"] == "MD5":
                    challenge = str(secrets.randbelow(10**9))
                    await self._respond(writer, asked, "Success", f"Challenge: {challenge}")
                case "Login" if self.in_use:
                    await self._respond(writer, asked, "Error", "Message: Login Already In Use")
                    return
                case "Login" if self._lets_in(asked, challenge):
                    await self._respond(
                        writer, asked, "Success", "Message: Authentication accepted"
                    )
                    self._strangers.discard(writer)
                    self._guests.add(writer)
                    self.logins += 1
                    self._change()
                case "Login":
                    await self._respond(writer, asked, "Error", "Message: Authentication failed")
                    return
                case "Ping" if writer in self._guests:
                    self.pings += 1
                    self._change()
                    await self._respond(writer, asked, "Success", "Ping: Pong")
                case _:
                    await self._respond(writer, asked, "Error", "Message: Permission denied")

    def _lets_in(self, asked: dict[str, str], challenge: str) -> bool:
        if asked["Username"] != USERNAME or asked["Events"] != "on":
            return False
        if asked.get("AuthType") == "MD5":
            digest = hashlib.md5(f"{challenge}{SECRET}".encode(), usedforsecurity=False)
            return bool(challenge) and asked["Key"] == digest.hexdigest()
        return asked.get("Secret") == SECRET

    async def _respond(
        self, writer: asyncio.StreamWriter, asked: dict[str, str], what: str, line: str
    ) -> None:
        known = f"ActionID: {asked['ActionID']}\r\n" if "ActionID" in asked else ""
        await self._say(writer, f"Response: {what}\r\n{known}{line}\r\n\r\n".encode())

    async def _say(self, writer: asyncio.StreamWriter, wire: bytes) -> None:
        if not self.byte_by_byte:
            writer.write(wire)
            await writer.drain()
            return
        for byte in wire:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)

    async def tell(self, wires: Iterable[bytes]) -> None:
        """Send events to everybody who is signed in."""
        for wire in wires:
            for writer in list(self._guests):
                await self._say(writer, wire)

    def hang_up(self) -> None:
        """Break every connection."""
        for writer in self._strangers | self._guests:
            writer.close()

    async def until(self, *, connects: int = 0, logins: int = 0, pings: int = 0) -> None:
        """Wait until so much has happened."""
        async with asyncio.timeout(5):
            while self.connects < connects or self.logins < logins or self.pings < pings:
                self._changed.clear()
                await self._changed.wait()

    async def until_alone(self) -> None:
        """Wait until nobody is connected."""
        async with asyncio.timeout(5):
            while self._strangers or self._guests:
                self._changed.clear()
                await self._changed.wait()

    def _change(self) -> None:
        self._changed.set()


def _read(wire: bytes) -> dict[str, str]:
    """Return an action's fields; a strict server takes no field twice."""
    fields: dict[str, str] = {}
    for line in wire.decode().removesuffix("\r\n\r\n").split("\r\n"):
        key, colon, value = line.partition(": ")
        assert colon
        assert key not in fields
        fields[key] = value
    return fields


@asynccontextmanager
async def standing_in(tls: ssl.SSLContext | None = None) -> AsyncIterator[StandIn]:
    """Run a stand-in on this machine alone."""
    asterisk = StandIn()
    server = await asyncio.start_server(asterisk.serve, "127.0.0.1", 0, ssl=tls)
    asterisk.port = server.sockets[0].getsockname()[1]
    try:
        yield asterisk
    finally:
        server.close()
        asterisk.hang_up()
        await asterisk.until_alone()
        await server.wait_closed()
