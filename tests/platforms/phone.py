"""A team member's phone: the companion app as Home Assistant's own integration knows it, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component


@dataclass(kw_only=True)
class Phone:
    """A registered phone, and what was pushed to it."""

    hass: HomeAssistant
    client: TestClient[Any, Any]
    webhook_id: str
    device_id: str
    pushed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def shown(self) -> dict[str, dict[str, Any]]:
        """The notifications that are on its screen, by their tag."""
        screen: dict[str, dict[str, Any]] = {}
        for push in self.pushed:
            tag = push.get("data", {}).get("tag", "")
            if push["message"] == "clear_notification":
                screen.pop(tag, None)
            else:
                screen[tag] = push
        return screen

    async def tap(self, title: str, reply_text: str | None = None) -> None:
        """Tap a button of the latest notification, as both apps report it."""
        push = self.pushed[-1]
        (action,) = [each for each in push["data"]["actions"] if each["title"] == title]
        event = {"action": action["action"], "tag": push["data"]["tag"]}
        if reply_text is not None:
            event["reply_text"] = reply_text
        await self.fire(event)

    async def fire(self, event: dict[str, Any]) -> None:
        """Have the app report an event."""
        answer = await self.client.post(
            f"/api/webhook/{self.webhook_id}",
            json={
                "type": "fire_event",
                "data": {"event_type": "mobile_app_notification_action", "event_data": event},
            },
        )
        assert answer.status == 200, await answer.text()


async def set_up_apps(hass: HomeAssistant, *others: str) -> None:
    """Set up all that answers HTTP, before there is a client: companion apps, and the integration."""
    for component in ("mobile_app", DOMAIN, *others):
        assert await async_setup_component(hass, component, {})
    await hass.async_block_till_done()


@asynccontextmanager
async def phone_of(
    hass: HomeAssistant, client: TestClient[Any, Any], name: str, *, status: int = 201
) -> AsyncIterator[Phone]:
    """Register a phone whose notifications go to a server here, which answers with a status.

    Apps are set up already (see `set_up_apps`).
    """
    pushed: list[dict[str, Any]] = []

    async def push(request: web.Request) -> web.Response:
        pushed.append(await request.json())
        return web.json_response({}, status=status)

    app = web.Application()
    app.router.add_post("/push", push)
    async with TestServer(app) as relay:
        answer = await client.post(
            "/api/mobile_app/registrations",
            json={
                "app_data": {"push_token": "token", "push_url": str(relay.make_url("/push"))},
                "app_id": "io.homeassistant.companion",
                "app_name": "Home Assistant",
                "app_version": "2026.11",
                "device_id": f"{name}-1",
                "device_name": f"{name} phone",
                "manufacturer": "Fairphone",
                "model": "6",
                "os_name": "Android",
                "os_version": "16",
                "supports_encryption": False,
            },
        )
        registered = await answer.json()
        await hass.async_block_till_done()
        device = next(
            each
            for each in dr.async_get(hass).devices
            if ("mobile_app", f"{name}-1") in each.identifiers
        )
        yield Phone(
            hass=hass,
            client=client,
            webhook_id=registered["webhook_id"],
            device_id=device.id,
            pushed=pushed,
        )
