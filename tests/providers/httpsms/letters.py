"""Letters as httpSMS brings them, with a token of its own making."""

from collections.abc import Mapping
from datetime import datetime
import json
from typing import Any

from custom_components.missed_call_textback.providers.door import Letter
from tests.exchange_android.httpsms import token
from tests.exchange_android.shop import CALLER, NOW, NUMBER, PUBLIC

KEY = "a-signing-key-of-our-own-that-is-long-enough-for-anybody"
USER = "XtABz6zdeFMoBLoltz6SREDvRSh2"
# As its documents show it.
RECEIVED: dict[str, Any] = {
    "data": {
        "contact": CALLER,
        "content": "This is a test incoming message",
        "message_id": "0b0123bb-ef2e-468f-908a-c026d51636aa",
        "owner": NUMBER,
        "sim": "SIM1",
        "timestamp": "2026-11-21T09:21:19.814Z",
        "user_id": USER,
    },
    "datacontenttype": "application/json",
    "id": "f4aed1d3-ab4f-42b9-b9dd-9fc7182f7197",
    "source": "/v1/messages/receive",
    "specversion": "1.0",
    "time": "2026-11-21T09:21:19.524331882Z",
    "type": "message.phone.received",
}
OURS: dict[str, Any] = {
    "id": "ff313c14-17a3-4f74-bcb2-ca77213a64af",
    "message_id": "ff313c14-17a3-4f74-bcb2-ca77213a64af",
    "user_id": USER,
    "request_id": "0a1b2c",
    "owner": NUMBER,
    "contact": CALLER,
}
EVENTS = (
    "message.call.missed", "message.phone.received", "message.phone.sent",
    "message.phone.delivered", "message.send.failed", "message.send.expired",
)  # fmt: skip


def bearer(signed: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {signed}"}


def letter_of(
    event: object,
    signed_at: datetime = NOW,
    key: str = KEY,
    url: str = PUBLIC,
    *,
    header: object = None,
    claims: Mapping[str, object] | None = None,
) -> Letter:
    signed = token(key, url, USER, signed_at, header=header, claims=claims)
    return Letter(headers=bearer(signed), body=json.dumps(event).encode(), now=NOW)
