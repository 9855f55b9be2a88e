"""Letters as phone systems send them, and a door that they come to."""

import base64
from datetime import UTC, datetime
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from custom_components.missed_call_textback.core.calls import CallEvent
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.providers.door import Handled, Letter
from custom_components.missed_call_textback.providers.webhook.door import (
    Memory,
    WebhookDoor,
    WebhookSettings,
)
from custom_components.missed_call_textback.providers.webhook.mapping import FieldMapping
from custom_components.missed_call_textback.providers.webhook.proof import SharedSecret

# What breaks readers of text: a few of each kind, since a table of all would be built first.
HOSTILE = "aZ09+ .,:;-_/=%&[]{}\"\\'\x00\n\u202e\ud800é😀"
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CALLER = "+12025550123"
LINE = "line-1"
SECRET = "a secret of the shop's own"
SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
BEARER = {"Authorization": f"Bearer {SECRET}"}


def letter(
    body: bytes | dict[str, Any] | str,
    *,
    headers: dict[str, str] | None = None,
    now: datetime = NOW,
) -> Letter:
    """Return a letter: JSON of a dictionary, or a body as it is."""
    raw = json.dumps(body).encode() if isinstance(body, dict) else body
    raw = raw.encode() if isinstance(raw, str) else raw
    return Letter(headers=BEARER if headers is None else headers, body=raw, now=now)


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def signed(body: bytes, *, secret: str = SIGNING, at: datetime = NOW) -> dict[str, str]:
    """Return the headers of Standard Webhooks, written by its document and not by our code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    stamp = str(int(at.timestamp()))
    digest = hmac.new(key, b"msg_1." + stamp.encode() + b"." + body, hashlib.sha256).digest()
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


class House:
    """A door with what outlives it."""

    def __init__(self, mapping: FieldMapping | None = None, callback: str | None = None) -> None:
        self.memory = Memory()
        self.lines: dict[str | None, str] = {}
        self.door = WebhookDoor(
            WebhookSettings(name="desk", mapping=mapping, callback_url=callback),
            proof=SharedSecret(SECRET),
            memory=self.memory,
            line_of=lambda dialled: self.lines.get(dialled, LINE if not self.lines else None),
        )

    def take(self, body: bytes | dict[str, Any] | str, now: datetime = NOW) -> Handled:
        return self.door.handle(letter(body, now=now))

    def event(self, body: bytes | dict[str, Any] | str, now: datetime = NOW) -> CallEvent | None:
        """Return the one event that a letter makes, if any."""
        events = self.take(body, now).events
        assert len(events) <= 1
        if not events:
            return None
        assert isinstance(events[0], CallEvent)
        return events[0]

    def made(self, body: bytes | dict[str, Any] | str, now: datetime = NOW) -> CallMade | None:
        """Return the call of the shop's own that a letter tells of, if any."""
        events = self.take(body, now).events
        if not events:
            return None
        [made] = events
        assert isinstance(made, CallMade)
        return made
