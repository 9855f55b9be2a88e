"""Whole sources of calls, connected to servers that say anything: they stay, and try again."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from typing import Any, Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback.core.ports import Entry
from custom_components.missed_call_textback.providers.asterisk.client import Login, Patience
from custom_components.missed_call_textback.providers.asterisk.source import (
    AsteriskSettings,
    AsteriskSource,
)
from custom_components.missed_call_textback.providers.fritzbox.source import (
    FritzboxSettings,
    FritzboxSource,
)
from custom_components.missed_call_textback.providers.sip.resolving import Resolver
from custom_components.missed_call_textback.providers.sip.settings import (
    SipSettings,
    Timers,
    Transport,
)
from custom_components.missed_call_textback.providers.sip.source import SipSource
from custom_components.missed_call_textback.providers.source import Connection, Source
from homeassistant.util import dt as dt_util
from tests.providers.asterisk.recordings import streams
from tests.providers.sip.said import said

from . import ami, fritz, sip
from .door import FuzzedDoor
from .finding import Finding
from .house import House
from .spoil import Change, changes, spoilt

_KINDS: Final = ("asterisk", "fritzbox", "sip")
_HELLO: Final = b"Asterisk Call Manager/11.0.0\r\n"
_CHALLENGED: Final = b"Response: Success\r\nActionID: 1\r\nChallenge: 7\r\n\r\n"
_LET_IN: Final = b"Response: Success\r\nActionID: 2\r\nMessage: ok\r\n\r\n"
_WIRES: Final = {
    "asterisk": [b"".join(each.wire for each in stream) for stream in streams().values()],
    "fritzbox": [b"\r\n".join(fritz.LINES[:20]) + b"\r\n"],
    "sip": [said("INVITE") + said("CANCEL"), said("OPTIONS") * 20],
}
_PIECES: Final = {"asterisk": ami.PIECES, "fritzbox": fritz.PIECES, "sip": sip.PIECES}
_MOMENT_SECONDS: Final = 2.0
_TIMERS: Final = Timers(t1=0.02, t2=0.05, t4=0.02, connect=1, hold=0, leave=0.01)

type Given = tuple[str, int, list[Change], list[Change]]


class Sources(FuzzedDoor):
    """No server makes a source give up by itself, and what it hears of a shop the ledger takes."""

    name = "sources"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        runtime = house.fuzzed.entry.runtime_data
        self._engine, self._line = runtime.engine, runtime.shop.lines[0].id

    @override
    def inputs(self) -> st.SearchStrategy[Given]:
        return st.sampled_from(_KINDS).flatmap(
            lambda kind: st.tuples(
                st.just(kind),
                st.integers(0, 100),
                changes(_PIECES[kind], 8),
                # Of the greeting; mostly it is right, or there is nothing more to hear.
                st.sampled_from((0, 0, 0, 3)).flatmap(lambda most: changes((), most)),
            )
        )

    @override
    async def try_one(self, given: Given) -> None:
        kind, which, done, greeting = given
        self.trail.append(given)
        told = spoilt(_WIRES[kind][which % len(_WIRES[kind])], done)
        over = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await _SERVES[kind](reader, writer, greeting)
                writer.write(told)
                await writer.drain()
            writer.close()
            over.set()

        async with _serving(serve) as port:
            stands: list[Connection] = []
            source = self._source(kind, port, stands.append)
            running = asyncio.create_task(source.run())
            try:
                async with asyncio.timeout(_MOMENT_SECONDS):
                    await over.wait()
                await asyncio.sleep(0.01)
            except TimeoutError:
                pass
            if running.done():
                raise Finding(f"a source that ended by itself: {running.exception()!r}"[:200])
            running.cancel()
            done_now, _ = await asyncio.wait((running,), timeout=10)
            if not done_now:
                raise Finding("a source that does not end")

    async def _hear(self, entry: Entry) -> None:
        await self._engine.handle(entry)

    def _source(self, kind: str, port: int, tell: Callable[[Connection], None]) -> Source:
        common: dict[str, Any] = {
            "hear": self._hear,
            "line_of": lambda *_dialled: self._line,
            "tell": tell,
            "clock": dt_util.utcnow,
        }
        match kind:
            case "asterisk":
                login = Login(host="127.0.0.1", port=port, username="u", secret="s")
                patience = Patience(answer=1, silence=1)
                asterisk = AsteriskSettings(name="pbx", login=login, patience=patience)
                return AsteriskSource(asterisk, **common)
            case "fritzbox":
                box = FritzboxSettings(name="box", host="127.0.0.1", port=port, zone=UTC)
                return FritzboxSource(
                    settings=box,
                    call_list=None,
                    catch_up=self._engine.catch_up,
                    known=self._engine.known_calls,
                    **common,
                )
            case _:
                return SipSource(
                    settings=SipSettings(
                        name="sip",
                        domain="pbx.test",
                        username="199",
                        password="s",
                        port=port,
                        transport=Transport.TCP,
                        marks_elsewhere=True,
                    ),
                    resolver=Resolver(addresses=_here),
                    timers=_TIMERS,
                    **common,
                )


async def _here(_host: str) -> list[str]:
    return ["127.0.0.1"]


async def _greet_asterisk(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, done: list[Change]
) -> None:
    for answer in (_HELLO, _CHALLENGED, _LET_IN):
        writer.write(spoilt(answer, done))
        await writer.drain()
        if answer is not _LET_IN:
            await reader.readuntil(b"\r\n\r\n")


async def _greet_fritzbox(
    _reader: asyncio.StreamReader, writer: asyncio.StreamWriter, done: list[Change]
) -> None:
    writer.write(spoilt(b"", done))


async def _greet_sip(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, done: list[Change]
) -> None:
    asked = await reader.readuntil(b"\r\n\r\n")
    names = (b"via", b"from", b"to", b"call-id", b"cseq", b"contact")
    lines = [line for line in asked.split(b"\r\n") if line.partition(b":")[0].lower() in names]
    answer = b"\r\n".join((b"SIP/2.0 200 OK", *lines, b"Content-Length: 0", b"", b""))
    writer.write(spoilt(answer, done))
    await writer.drain()


_SERVES: Final[dict[str, Callable[..., Awaitable[None]]]] = {
    "asterisk": _greet_asterisk,
    "fritzbox": _greet_fritzbox,
    "sip": _greet_sip,
}


@asynccontextmanager
async def _serving(serve: Callable[..., Awaitable[None]]) -> AsyncGenerator[int]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        server.close_clients()
        await server.wait_closed()
