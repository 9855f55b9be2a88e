"""What both companies have: an address on 127.0.0.1, faults on demand, and letters to bring."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
import json
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

type Bring = Callable[[str, Mapping[str, str], bytes], int]
"""Takes a letter to an address, and returns the status of the answer."""

_SLOW_SECONDS: Final = 0.3


class Fault(Enum):
    """What goes wrong with one request."""

    ANSWER_LOST = auto()
    """It is done, but nobody hears so."""
    CUT = auto()
    """The connection breaks before anything is done."""
    FAILS = auto()
    """The company itself fails before anything is done."""
    PAGE = auto()
    """Somebody else answers, with a page for people."""
    MOVED = auto()
    THROTTLED = auto()
    SLOW = auto()
    """It is done, but the answer takes its time."""
    FOREVER = auto()
    """An answer without an end."""


class Refusal(Exception):
    """An answer that refuses."""

    def __init__(self, status: int, answer: object = None) -> None:
        super().__init__(status)
        self.status = status
        self.answer = answer


@dataclass(slots=True)
class Postman:
    """Brings letters to a door, and keeps what it brought."""

    door: Bring | None = None
    brought: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.brought.append((url, dict(headers), body))
        return 503 if self.door is None else self.door(url, headers, body)


class Company:
    """Serves an API; its rooms say what is at which path."""

    def __init__(self, bring: Bring) -> None:
        self.bring = bring
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str]] = []
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        await self._server.close()

    @property
    def address(self) -> str:
        """Where it is."""
        return str(self._server.make_url("")).rstrip("/")

    async def answer(self, request: web.Request) -> tuple[int, object]:
        """Return the status and the JSON of an answer. Raises Refusal."""
        raise NotImplementedError

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and (early := await self._early(request, fault)) is not None:
            return early
        try:
            status, answer = await self.answer(request)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.answer
        if fault is Fault.SLOW:
            await asyncio.sleep(_SLOW_SECONDS)
        if fault is Fault.ANSWER_LOST:
            return _cut(request)
        # An answer of None has no body at all, as some of theirs.
        text = None if answer is None else json.dumps(answer)
        return web.Response(status=status, text=text, content_type="application/json")

    async def _early(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault is Fault.FOREVER:
            return await _endless(request)
        return _cut(request) if fault is Fault.CUT else _EARLY.get(fault, lambda: None)()


_EARLY: Final[dict[Fault, Callable[[], web.Response | None]]] = {
    Fault.FAILS: lambda: web.json_response({"message": "failed to handle request"}, status=500),
    Fault.PAGE: lambda: web.Response(text="<html>It works!</html>", content_type="text/html"),
    Fault.MOVED: lambda: web.Response(
        status=301, headers={"Location": "https://elsewhere.example/"}
    ),
    Fault.THROTTLED: lambda: web.Response(status=429, text="slow down"),
}


async def json_body(request: web.Request, bad: Refusal) -> dict[str, Any]:
    """Return a request's JSON object. Raises `bad` for anything else."""
    if request.content_type != "application/json":
        raise bad
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise bad from None
    if not isinstance(body, dict):
        raise bad
    return body


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    try:
        while True:
            await response.write(b"[" * 65536)
    except ConnectionError:
        return response
