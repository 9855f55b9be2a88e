"""A customer of the company: a tiny web server that answers webhooks and keeps what came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from aiohttp import web

PUBLIC: Final = "https://shop.example"
EMPTY: Final = "<Response/>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One webhook as the customer's server saw it behind its proxy."""

    method: str
    url: str
    path: str
    fields: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]

    @property
    def params(self) -> dict[str, str]:
        """Return the form fields by name."""
        return dict(self.fields)


@dataclass(slots=True, kw_only=True)
class Answer:
    """What the customer answers at one path; a list in `Customer.answers` is used up in order."""

    body: str = EMPTY
    status: int = 200
    content_type: str | None = "text/xml"
    headers: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False


class Customer:
    """The server; its public origin is https://shop.example."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: dict[str, Answer | list[Answer]] = {}
        self._runner: web.AppRunner | None = None
        self.local = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.local = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def says(self, path: str, twiml: str) -> None:
        """Answer a path with TwiML."""
        self.answers[path] = Answer(body=f"<Response>{twiml}</Response>")

    def at(self, path: str) -> list[Received]:
        """Return what came at a path."""
        return [one for one in self.received if one.path == path]

    async def _serve(self, request: web.Request) -> web.Response:
        form = await request.post()
        fields = tuple((name, str(value)) for name, value in form.items())
        scheme = request.headers.get("X-Forwarded-Proto", "http")
        self.received.append(
            Received(
                method=request.method,
                url=f"{scheme}://{request.headers['Host']}{request.raw_path}",
                path=request.path,
                fields=fields,
                headers=dict(request.headers),
            )
        )
        answer = self.answers.get(request.path, Answer())
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if answer.hangs_up and request.transport is not None:
            request.transport.abort()
        response = web.Response(
            status=answer.status, body=answer.body.encode(), headers=answer.headers
        )
        if answer.content_type is not None:
            response.content_type = answer.content_type
        return response
