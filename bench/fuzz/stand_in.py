"""A stand-in for Twilio's API that answers as it is told: rightly, or with anything at all."""

import asyncio
from dataclasses import dataclass, field
import itertools
from typing import Any, Final

from aiohttp import web
from aiohttp.test_utils import TestServer

SID: Final = f"AC{1:032x}"
TOKEN: Final = f"{7:032x}"
NUMBER_SID: Final = f"PN{1:032x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of the wire's kind. `cut` ends the connection after so many bytes of the body."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


class StandIn:
    """Answers rightly unless `answer` is set."""

    def __init__(self, number: str) -> None:
        self.asked = 0
        self.answer: Answer | None = None
        self._number = number
        # Beyond those that the fuzzed webhooks name: an id is given once.
        self._sids = itertools.count(10_000)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._server = TestServer(app, host="127.0.0.1")

    async def open(self) -> str:
        """Open the server, and return where it is."""
        await self._server.start_server()
        return str(self._server.make_url("")).rstrip("/")

    async def close(self) -> None:
        """Close the server."""
        await self._server.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        await request.read()
        if (answer := self.answer) is not None:
            return await _give(request, answer)
        told = self._right(request.method, request.path.rpartition("/")[2])
        return web.json_response(told, status=201 if request.method == "POST" else 200)

    def _right(self, method: str, kind: str) -> dict[str, Any]:
        match kind:
            case "Messages.json":
                return self._messages(method)
            case "IncomingPhoneNumbers.json":
                return {"incoming_phone_numbers": [self._resource()]}
            case "Balance.json":
                return {"balance": "12.34", "currency": "USD"}
            case _:
                return self._resource()

    def _messages(self, method: str) -> dict[str, Any]:
        if method == "GET":
            return {"messages": []}
        return {"sid": f"SM{next(self._sids):032x}", "status": "queued"}

    def _resource(self) -> dict[str, Any]:
        return {
            "sid": NUMBER_SID,
            "phone_number": self._number,
            "friendly_name": "Front desk",
            "iso_country": "US",
            "capabilities": {"voice": True, "sms": True, "mms": True},
        }


async def _give(request: web.Request, answer: Answer) -> web.StreamResponse:
    if answer.cut is None:
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
    # Promises all, gives a part: what a broken line looks like.
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = len(answer.body) + 1
    await response.prepare(request)
    await response.write(answer.body[: answer.cut])
    await asyncio.sleep(0)
    if request.transport is not None:
        request.transport.close()
    return response
