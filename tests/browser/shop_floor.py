"""A shop in a real Home Assistant whose callers and telephone company are played, and its browsers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
import json
from typing import Literal, Self

from aiohttp import ClientSession
from playwright.async_api import Page

from script.demonstration.shop import (
    DOMAIN,
    PUBLIC_ADDRESS,
    SHOP_NUMBER,
    TWILIO_LINE,
    settle_in,
    twilio_steps,
    wait_for_count,
)
from tests.exchange import Exchange
from tests.exchange.texts import Text
from tests.process import HomeAssistantProcess, RestClient
from tests.process.browser import open_page

ADA = "+12025550147"
BEN = "+12025550158"
type Size = tuple[int, int]

DESK: Size = (1280, 800)
PHONE: Size = (390, 844)
_PATIENCE = 60


@dataclass(slots=True)
class ShopFloor:
    """One shop, open. `async with ShopFloor() as floor:` boots and ends it."""

    exchange: Exchange = field(default_factory=Exchange)
    home_assistant: HomeAssistantProcess = field(default_factory=HomeAssistantProcess)
    entry_id: str = ""
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        """Set the shop up as an owner does."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.exchange)
            await stack.enter_async_context(self.home_assistant)
            account = self.exchange.open_account()
            number = self.exchange.add_number(SHOP_NUMBER, account)
            self.exchange.route(PUBLIC_ADDRESS, self.home_assistant.base)
            await settle_in(self.home_assistant, external_url=PUBLIC_ADDRESS)
            steps = twilio_steps(
                self.exchange.api_base, account.sid, account.auth_token, number.sid
            )
            made = await self.home_assistant.rest.config_flow(DOMAIN, steps)
            self.entry_id = made["result"]["entry_id"]
            await wait_for_count(
                self.home_assistant, TWILIO_LINE.sensor("missed_calls"), 0, _PATIENCE
            )
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *error: object) -> None:
        """End all of it."""
        await self._stack.aclose()

    def next_text(self, caller: str) -> asyncio.Task[Text]:
        """Return the text that somebody gets next, once they do."""
        count = len(self.exchange.texts_to(caller)) + 1
        return asyncio.create_task(self.exchange.wait_for_text(caller, _PATIENCE, count=count))

    async def misses_a_call(self, caller: str) -> None:
        """Have somebody call in vain, and wait until they were texted."""
        texted = self.next_text(caller)
        await self.exchange.place_call(caller, SHOP_NUMBER)
        await texted

    async def writes(self, caller: str, words: str) -> None:
        """Have somebody text the shop."""
        await self.exchange.send_text(caller, SHOP_NUMBER, words)

    async def forgets(self, caller: str) -> None:
        """Erase somebody, if they are known."""
        await self.home_assistant.call_service(
            DOMAIN, "erase_person", {"config_entry_id": self.entry_id, "number": caller}
        )

    async def is_called(self, caller: str, name: str) -> None:
        """Have the owner note what somebody is called."""
        await self.home_assistant.call_service(
            DOMAIN,
            "describe_caller",
            {"config_entry_id": self.entry_id, "number": caller, "name": name},
        )

    async def dashboard(self) -> str:
        """Return where the dashboard is that makes itself; it is made at the first time."""
        path = "shop-floor"
        websocket = self.home_assistant.ws
        dashboards = await websocket.call("lovelace/dashboards/list")
        if path not in [each["url_path"] for each in dashboards]:
            await websocket.call(
                "lovelace/dashboards/create", url_path=path, title="Shop floor", mode="storage"
            )
            await websocket.call(
                "lovelace/config/save",
                url_path=path,
                config={"strategy": {"type": "custom:missed-call-textback"}},
            )
        return f"/{path}"

    @asynccontextmanager
    async def guest(self) -> AsyncIterator[RestClient]:
        """Log in as somebody who may look at Home Assistant and control nothing."""
        websocket = self.home_assistant.ws
        made = await websocket.call(
            "config/auth/create", name="Guest", group_ids=["system-read-only"], local_only=False
        )
        await websocket.call(
            "config/auth_provider/homeassistant/create",
            user_id=made["user"]["id"],
            username="guest",
            password="only-looking",
        )
        async with ClientSession() as session:
            rest = RestClient(session, self.home_assistant.base)
            await rest.log_in("guest", "only-looking")
            yield rest

    @asynccontextmanager
    async def page(
        self,
        path: str,
        *,
        size: Size = DESK,
        colour_scheme: Literal["light", "dark"] = "light",
        language: str = "en",
        rest: RestClient | None = None,
        complains: bool = False,
        prepare: Callable[[Page], Awaitable[None]] | None = None,
    ) -> AsyncIterator[Page]:
        """Open a page of Home Assistant, and see that it complains of nothing meanwhile.

        `rest` is whoever is logged in, if not the owner; `prepare` is done before it loads.
        """
        complaints: list[str] = []
        async with open_page(
            self.home_assistant,
            width=size[0],
            height=size[1],
            colour_scheme=colour_scheme,
            rest=rest,
        ) as page:
            await page.add_init_script(
                f"localStorage.setItem('selectedLanguage', {json.dumps(json.dumps(language))})"
            )
            if prepare is not None:
                await prepare(page)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "console",
                lambda message: (
                    complaints.append(message.text) if message.type == "error" else None
                ),
            )
            page.set_default_timeout(20_000)
            await page.goto(self.home_assistant.base + path, wait_until="domcontentloaded")
            await page.wait_for_selector("home-assistant-main", timeout=60_000)
            yield page
        assert complains or complaints == []
