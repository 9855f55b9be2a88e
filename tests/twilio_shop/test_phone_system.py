"""Calls that another phone system reports by webhook, through Home Assistant, to a text."""

import asyncio
from http import HTTPStatus
import json

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.doorway import _DOORWAYS
from custom_components.missed_call_textback.providers.webhook.door import (
    Memory,
    WebhookDoor,
    WebhookSettings,
)
from custom_components.missed_call_textback.providers.webhook.mapping import FieldMapping
from custom_components.missed_call_textback.providers.webhook.presets import SIPGATE
from custom_components.missed_call_textback.providers.webhook.proof import SharedSecret
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.util.aiohttp import MockRequest
from tests.providers.webhook.letters import BEARER, SECRET, form

from .conftest import CALLER, LINE_ID, WEBHOOK_ID, TwilioShop

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MISSED = {"id": "4711", "event": "missed", "caller": CALLER, "ring_seconds": 20}


def report_to(shop: TwilioShop, mapping: FieldMapping | None = None) -> None:
    """Let a phone system report to the shop's address."""
    shop.hass.data[_DOORWAYS][shop.entry.entry_id]._door = WebhookDoor(
        WebhookSettings(name="desk", mapping=mapping),
        proof=SharedSecret(SECRET),
        memory=Memory(),
        line_of=lambda _dialled: LINE_ID,
    )


async def post(shop: TwilioShop, body: bytes, kind: str | None, **headers: str) -> int:
    if kind is not None:
        headers["Content-Type"] = kind
    request = MockRequest(
        content=body, mock_source="test", method="POST", headers=headers, remote="203.0.113.9"
    )
    response = await async_handle_webhook(shop.hass, WEBHOOK_ID, request)
    await shop.settle()
    return response.status


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(json.dumps(MISSED).encode(), "Application/JSON; charset=utf-8", id="JSON"),
        pytest.param(form(**{key: str(value) for key, value in MISSED.items()}), FORM, id="form"),
        pytest.param(json.dumps(MISSED).encode(), None, id="a relay dropped the kind"),
    ],
)
async def test_a_missed_call_is_texted_once_however_often_it_is_reported(
    shop: TwilioShop, body: bytes, kind: str | None
) -> None:
    report_to(shop)
    for _ in range(3):
        assert await post(shop, body, kind, **BEARER) == HTTPStatus.OK
    assert len(shop.texts()) == 1
    assert [each.call.outcome for each in shop.decided] == [Outcome.NO_ANSWER]


async def test_at_once_it_is_texted_once_too(shop: TwilioShop) -> None:
    report_to(shop)
    body = json.dumps(MISSED).encode()
    await asyncio.gather(*(post(shop, body, JSON, **BEARER) for _ in range(20)))
    assert len(shop.texts()) == 1


async def test_of_sipgates_calls_the_missed_one_is_texted_and_the_answered_one_not(
    shop: TwilioShop,
) -> None:
    report_to(shop, SIPGATE.mapping)
    ends = {"12025550144": ("answer", "hangup normalClearing"), CALLER[1:]: ("hangup noAnswer",)}
    for caller, events in ends.items():
        for event in ("newCall", *events):
            name, _, cause = event.partition(" ")
            told = {"event": name, "callId": f"of-{caller}", "direction": "in"}
            body = form(**told, **{"from": caller, "to": "12025550100"}, cause=cause)
            assert await post(shop, body, FORM, **BEARER) == HTTPStatus.OK
    assert len(shop.texts()) == 1
    assert shop.texts("+12025550144") == []


@pytest.mark.parametrize(
    ("kind", "headers", "status"),
    [
        pytest.param(JSON, {}, HTTPStatus.FORBIDDEN, id="no secret"),
        pytest.param(JSON, {"Authorization": "Bearer guess"}, HTTPStatus.FORBIDDEN, id="a guess"),
        pytest.param("text/plain", BEARER, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, id="another kind"),
    ],
)
async def test_what_is_not_proven_or_no_letter_is_refused(
    shop: TwilioShop, kind: str, headers: dict[str, str], status: HTTPStatus
) -> None:
    report_to(shop)
    assert await post(shop, json.dumps(MISSED).encode(), kind, **headers) == status
    assert shop.decided == []


async def test_a_letter_that_is_wrong_is_told_so_and_its_field_is_logged_without_its_value(
    shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> None:
    report_to(shop)
    body = json.dumps(MISSED | {"event": "of a secret kind"}).encode()
    assert await post(shop, body, JSON, **BEARER) == HTTPStatus.BAD_REQUEST
    assert "event is none of" in caplog.text
    assert "secret kind" not in caplog.text
    assert CALLER not in caplog.text
