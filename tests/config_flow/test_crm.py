"""The options of a CRM: its address, the secret made for it, and a test over real HTTP."""

from collections.abc import AsyncGenerator
from typing import Any
from unittest.mock import AsyncMock

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.core.lead_events import LeadEventKind
from custom_components.missed_call_textback.profile import shop_of
from custom_components.missed_call_textback.providers.door import Letter
from custom_components.missed_call_textback.providers.webhook.proof import StandardSignature
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .dialogs import demo_entry, suggested
from .options_dialog import answer, choose

MORE = {"more": {"new_secret": False}}


@pytest.fixture
def shop(hass: HomeAssistant, setup_entry: AsyncMock) -> MockConfigEntry:
    entry = demo_entry()
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def receiver(socket_enabled: None) -> AsyncGenerator[TestServer]:
    """Run a receiver that keeps what it gets, and answers with the status in its path."""
    app = web.Application()

    async def take(request: web.Request) -> web.Response:
        app["letters"].append((dict(request.headers), await request.read()))
        return web.Response(status=int(request.match_info["status"]))

    app["letters"] = []
    app.router.add_post("/{status}", take)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


def secret_of(shown: Any) -> str:  # noqa: ANN401 - as Home Assistant shows it
    return str(shown["description_placeholders"]["secret"])


async def test_a_receiver_gets_a_secret_of_its_own_and_a_signed_test(
    hass: HomeAssistant, shop: MockConfigEntry, receiver: TestServer
) -> None:
    url = str(receiver.make_url("/200"))
    form = await choose(hass, shop, "crm")
    shown = await answer(hass, form, {"url": f" {url} ", "events": ["missed", "won"], **MORE})
    assert shown["step_id"] == "crm_secret"
    secret = secret_of(shown)
    done = await answer(hass, shown, {"send_test": True})
    assert done["type"] == "create_entry"
    assert shop.options["crm"] == {"url": url, "events": ["missed", "won"], "secret": secret}
    assert shop_of(hass, shop).reports == {LeadEventKind.MISSED, LeadEventKind.WON}
    [(headers, body)] = receiver.app["letters"]
    StandardSignature(secret).verify(Letter(headers=headers, body=body, now=dt_util.utcnow()))
    assert b'"type":"test"' in body


async def test_a_test_that_is_not_taken_says_why_and_may_be_left_out(
    hass: HomeAssistant, shop: MockConfigEntry, receiver: TestServer
) -> None:
    form = await choose(hass, shop, "crm")
    url = str(receiver.make_url("/500"))
    shown = await answer(hass, form, {"url": url, "events": ["missed"], **MORE})
    again = await answer(hass, shown, {"send_test": True})
    assert again["errors"] == {"base": "crm_not_taken"}
    assert again["description_placeholders"]["why"] == "HTTP 500"
    assert secret_of(again) == secret_of(shown)
    assert suggested(again)["send_test"] is True
    assert "crm" not in shop.options
    await answer(hass, again, {"send_test": False})
    assert shop.options["crm"]["url"] == url


async def test_a_secret_stays_until_another_one_is_asked_for(
    hass: HomeAssistant, shop: MockConfigEntry
) -> None:
    async def walk(*, new_secret: bool) -> str:
        form = await choose(hass, shop, "crm")
        given = {"url": "https://crm.example/x", "events": ["lost"]}
        shown = await answer(hass, form, {**given, "more": {"new_secret": new_secret}})
        await answer(hass, shown, {"send_test": False})
        return secret_of(shown)

    first = await walk(new_secret=False)
    assert first.startswith("whsec_")
    assert await walk(new_secret=False) == first
    assert await walk(new_secret=True) != first
    form = await choose(hass, shop, "crm")
    assert suggested(form)["url"] == "https://crm.example/x"
    assert suggested(form)["events"] == ["lost"]


@pytest.mark.parametrize(
    "given",
    [
        {"events": ["missed"]},
        {"url": " ", "events": ["missed"]},
        {"url": "https://crm.example", "events": []},
    ],
)
async def test_without_an_address_or_events_nobody_is_told(
    hass: HomeAssistant, shop: MockConfigEntry, given: dict[str, Any]
) -> None:
    form = await choose(hass, shop, "crm")
    shown = await answer(hass, form, {"url": "https://crm.example/x", "events": ["won"], **MORE})
    await answer(hass, shown, {"send_test": False})
    form = await choose(hass, shop, "crm")
    await answer(hass, form, {**given, **MORE})
    assert "crm" not in shop.options
    assert shop_of(hass, shop).reports == frozenset()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("crm.example/x", "crm_url_not_understood"),
        ("https://[]@", "crm_url_not_understood"),
        ("nonsense", "crm_url_not_understood"),
        ("ftp://crm.example", "crm_url_not_https"),
        ("http://crm.example.com/x", "crm_url_not_https"),
    ],
)
async def test_only_an_address_that_nobody_can_listen_to_is_taken(
    hass: HomeAssistant, shop: MockConfigEntry, typed: str, error: str
) -> None:
    form = await choose(hass, shop, "crm")
    shown = await answer(hass, form, {"url": typed, "events": ["won"], **MORE})
    assert shown["errors"] == {"url": error}
    shown = await answer(
        hass, shown, {"url": "http://192.168.1.20:8080/hook", "events": ["won"], **MORE}
    )
    assert shown["step_id"] == "crm_secret"
