"""Chromium, logged in to a Home Assistant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import shutil
import time
from typing import Literal

from playwright.async_api import Page, async_playwright

from .home_assistant import HomeAssistantProcess
from .rest import RestClient

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowserError(Exception):
    """There is no Chromium on this machine."""


def find_browser() -> str:
    """Return the path of an installed Chromium or Chrome."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    raise NoBrowserError("No Chromium or Chrome found: script/setup --browser installs one.")


@asynccontextmanager
async def open_page(
    home_assistant: HomeAssistantProcess,
    *,
    width: int = 1280,
    height: int = 800,
    colour_scheme: Literal["light", "dark"] = "light",
    locale: str = "en-US",
    rest: RestClient | None = None,
) -> AsyncIterator[Page]:
    """Open an empty page of a browser in which somebody is logged in: the owner, without `rest`."""
    rest = rest or home_assistant.rest
    await rest.access_token()
    tokens = {
        **rest.tokens,
        "hassUrl": home_assistant.base,
        "clientId": rest.client_id,
        "expires": int(time.time() * 1000) + 1_500_000,
    }
    config = await home_assistant.ws.call("get_config")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), headless=True, args=list(_FLAGS)
        )
        try:
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=colour_scheme,
                locale=locale,
                timezone_id=config["time_zone"],
                device_scale_factor=2,
            )
            stored = json.dumps(json.dumps(tokens))
            await context.add_init_script(f"localStorage.setItem('hassTokens', {stored})")
            yield await context.new_page()
        finally:
            await browser.close()


async def screenshot(page: Page, url: str, file: Path, *, settle_seconds: float = 4) -> None:
    """Open an address of Home Assistant and take its picture once it has been drawn."""
    await page.goto(url, wait_until="domcontentloaded")
    await page.wait_for_selector("home-assistant-main", timeout=60_000)
    await page.wait_for_timeout(settle_seconds * 1000)
    file.parent.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=file)
