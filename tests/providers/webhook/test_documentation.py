"""What `docs/phones/webhook.md` tells people to copy works as it stands there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
import json
from pathlib import Path
import re
import sys

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, Outcome
from custom_components.missed_call_textback.providers.door import Letter, Unverified
from custom_components.missed_call_textback.providers.webhook.document import read_document
from custom_components.missed_call_textback.providers.webhook.door import Memory
from custom_components.missed_call_textback.providers.webhook.presets import PRESETS

from .letters import CALLER, NOW
from .test_door import signing_door

PAGE = (Path(__file__).parents[3] / "docs" / "phones" / "webhook.md").read_text()
ADDRESS = "https://home.example/api/webhook/YOUR_WEBHOOK"


def block(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@pytest.fixture
async def heard(socket_enabled: None) -> AsyncIterator[tuple[str, list[CallEvent]]]:
    """Return the address of a door that takes what is signed with the page's secret."""
    events: list[CallEvent] = []
    door = signing_door(Memory())

    async def answer(request: web.Request) -> web.Response:
        try:
            handled = door.handle(
                Letter(
                    headers=request.headers,
                    body=await request.read(),
                    now=datetime.now(UTC),
                )
            )
        except Unverified:
            return web.Response(status=403)
        events.extend(event for event in handled.events if isinstance(event, CallEvent))
        reply = handled.reply
        return web.Response(status=reply.status, text=reply.body, content_type=reply.content_type)

    app = web.Application()
    app.router.add_post("/hook", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/hook")), events


async def run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    return output.decode()


async def test_the_shell_example_is_heard(heard: tuple[str, list[CallEvent]]) -> None:
    address, events = heard
    output = await run("sh", "-c", block("sh").replace(ADDRESS, address))
    assert json.loads(output) == {"heard": "no_answer"}
    assert [(event.caller, event.outcome) for event in events] == [(CALLER, Outcome.NO_ANSWER)]


async def test_the_python_example_is_heard(heard: tuple[str, list[CallEvent]]) -> None:
    address, events = heard
    output = await run(sys.executable, "-c", block("python").replace(ADDRESS, address))
    assert json.loads(output) == {"heard": "answered"}
    assert [(event.caller, event.outcome) for event in events] == [(CALLER, Outcome.ANSWERED)]


def test_the_example_of_the_form_is_read() -> None:
    document = read_document(json.loads(block("json")), NOW)
    assert (document.caller, document.ring_seconds) == (CALLER, 21)


def test_every_field_of_the_form_and_every_known_system_is_on_the_page() -> None:
    for field in ("id", "event", "caller", "dialled", "outcome", "started_at", "ended_at",
                  "ring_seconds", "caller_name", "recording", "direction", *Outcome):  # fmt: skip
        assert f"`{field}`" in PAGE
    for preset in PRESETS.values():
        assert f"### {preset.name}\n" in PAGE
