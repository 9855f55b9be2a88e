"""Fixtures: a shop that is open, and browsers that look at it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.platforms.shop import OpenShop, open_shop, shop_entry


@dataclass(kw_only=True)
class Browser:
    """Somebody who looks at a shop, over a websocket of their own."""

    shop: OpenShop
    ws: MockHAClientWebSocket
    rest: TestClient[Any, Any]
    events: list[dict[str, Any]] = field(default_factory=list)

    async def ask(self, command: str, **fields: object) -> dict[str, Any]:
        """Send a command of ours about the shop, and return its answer."""
        await self.ws.send_json_auto_id(
            {"type": f"{DOMAIN}/{command}", "entry_id": self.shop.entry.entry_id, **fields}
        )
        return await self.answer()

    async def answer(self) -> dict[str, Any]:
        """Return the next answer; events that come before it are kept."""
        while (told := await self.ws.receive_json())["type"] == "event":
            self.events.append(told["event"])
        return dict(told)

    async def result(self, command: str, **fields: object) -> Any:  # noqa: ANN401 - JSON is anything
        """Send a command that has to succeed, and return its result."""
        answer = await self.ask(command, **fields)
        assert answer["success"], answer
        return answer["result"]

    async def shops(self) -> dict[str, Any]:
        """Return what is told of all shops."""
        await self.ws.send_json_auto_id({"type": f"{DOMAIN}/shops"})
        return dict((await self.answer())["result"])

    async def error(self, command: str, **fields: object) -> tuple[str, str | None]:
        """Send a command that has to fail, and return the error's code and the key of its words."""
        answer = await self.ask(command, **fields)
        assert not answer["success"], answer
        return answer["error"]["code"], answer["error"].get("translation_key")

    async def news(self) -> list[dict[str, Any]]:
        """Let a moment pass, and return the events that came since they were asked for last."""
        await self.shop.hass.async_block_till_done(wait_background_tasks=True)
        async_fire_time_changed(self.shop.hass, dt_util.utcnow() + timedelta(seconds=1))
        await self.shop.hass.async_block_till_done(wait_background_tasks=True)
        # Whatever was sent is here before the answer to this.
        await self.ws.send_json_auto_id({"type": "ping"})
        while (told := await self.ws.receive_json())["type"] == "event":
            self.events.append(told["event"])
        events, self.events = self.events, []
        return events


type OpenBrowser = Callable[[], Awaitable[Browser]]


@pytest.fixture
async def shop(hass: HomeAssistant) -> OpenShop:
    """Return a shop that is open."""
    assert await async_setup_component(hass, "websocket_api", {})
    return await open_shop(hass, shop_entry())


@pytest.fixture
def open_browser(
    hass: HomeAssistant,
    shop: OpenShop,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> OpenBrowser:
    """Return what opens another browser, of an administrator."""

    async def open_one() -> Browser:
        return Browser(shop=shop, ws=await hass_ws_client(hass), rest=await hass_client())

    return open_one


@pytest.fixture
async def browser(open_browser: OpenBrowser) -> Browser:
    """Return a browser."""
    return await open_browser()
