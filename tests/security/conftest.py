"""Fixtures: a shop that is open, and people of the house with all rights, with few, and with none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.platforms.shop import OpenShop, open_shop, shop_entry
from tests.twilio_shop.conftest import (
    exchange,
    line_settings,
    new_shop,
    shop as twilio_shop,
    shop_options,
)

__all__ = ["exchange", "line_settings", "new_shop", "shop_options", "twilio_shop"]

GROUPS = {
    "admin": [GROUP_ID_ADMIN],
    "user": [GROUP_ID_USER],
    "reader": [GROUP_ID_READ_ONLY],
    # Home Assistant's own dialogs make no such user, but its rights have room for one.
    "nobody": [],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Somebody of the house, with their own session."""

    user: User
    rest: TestClient[Any, Any]
    ws: MockHAClientWebSocket

    async def ask(self, **message: object) -> dict[str, Any]:
        """Send a command, and return its result."""
        await self.ws.send_json_auto_id(message)
        answer: dict[str, Any] = await self.ws.receive_json()
        return answer

    async def act(self, action: str, *, response: bool = False, **data: object) -> str:
        """Call an action as a dashboard does; return "done", "unauthorized" or the error."""
        domain, _, service = action.partition(".")
        answer = await self.ask(
            type="call_service",
            domain=domain,
            service=service,
            service_data=data,
            return_response=response,
        )
        if answer["success"]:
            return "done"
        # Home Assistant has no code for it here, and no words either.
        unauthorized = {"code": "home_assistant_error", "message": "Unauthorized"}
        told = answer["error"]
        return "unauthorized" if unauthorized.items() <= told.items() else str(told)


type MoveIn = Callable[[str], Awaitable[Resident]]


@pytest.fixture
async def shop(hass: HomeAssistant) -> OpenShop:
    """Return a shop that is open, in a house that can be asked."""
    for component in ("websocket_api", "api", "config", "repairs", "diagnostics"):
        assert await async_setup_component(hass, component, {})
    return await open_shop(hass, shop_entry())


@pytest.fixture
def move_in(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> MoveIn:
    """Return what makes a user of a group, signed in."""

    async def make(group: str) -> Resident:
        user = await hass.auth.async_create_user(group, group_ids=GROUPS[group])
        refresh = await hass.auth.async_create_refresh_token(
            user, "https://shop.example/app", access_token_expiration=timedelta(hours=1)
        )
        token = hass.auth.async_create_access_token(refresh)
        return Resident(
            user=user, rest=await hass_client(token), ws=await hass_ws_client(hass, token)
        )

    return make
