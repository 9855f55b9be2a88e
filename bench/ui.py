"""Measures the inbox in a real browser, before a shop of few conversations and one of very many.

In turns on both: how long after its first request for conversations the panel has drawn some, and how
much the server did for it. Then on the one with many: whether scrolling loads a page, and what a
browser is sent when one caller writes.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from pathlib import Path
from statistics import median
import sys
from typing import Any, Final

from playwright.async_api import Error as BrowserError, Page, WebSocket, expect

from tests.exchange import Exchange
from tests.process import HomeAssistantProcess
from tests.process.browser import NoBrowserError, open_page

from .aims import at_least, at_most
from .command import Finding, NothingToMeasure, parser_of, run
from .shop import OpenShop, open_with_past, set_open, settle

_PROBE: Final = (Path(__file__).parent / "page_probe.js").read_text(encoding="utf-8")
_LINES: Final = ("+12025550100", "+12025550101")
_TEXTS_OF_THREAD: Final = 4
_PATIENCE_MS: Final = 60_000
_LONGEST_RUN: Final = 1800
_CALLER: Final = "+12025550147"
_WORDS: Final = "Could you fit me in on Friday at four?"
# What was asked of it.
_SOON_MS: Final = 300
_NO_SLOWER: Final = 1.5


@dataclass
class Frames:
    """What came over a page's websocket, message by message."""

    received: list[str] = field(default_factory=list)

    def follow(self, websocket: WebSocket) -> None:
        """Listen to what the page is sent."""
        websocket.on("framereceived", lambda payload: self.received.append(str(payload)))

    def changes(self) -> list[Any]:
        """Return what was told of changed conversations."""
        messages = [
            message
            for frame in self.received
            for message in _as_list(json.loads(frame))
            if message.get("type") == "event"
        ]
        return [
            message["event"]
            for message in messages
            if isinstance(message.get("event"), dict) and "changed" in message["event"]
        ]


@dataclass(slots=True)
class Subject:
    """A shop with a past, and how long its inbox took to show."""

    shop: OpenShop
    threads: int
    shown_ms: list[float] = field(default_factory=list)


async def measure(arguments: argparse.Namespace) -> Finding:
    """Set both shops up, look at them in turns, and return what was found."""
    try:
        async with (
            asyncio.timeout(_LONGEST_RUN),
            Exchange() as exchange,
            HomeAssistantProcess(arguments.venv) as home_assistant,
        ):
            await settle(home_assistant, exchange)
            subjects = [
                await _with_past(home_assistant, exchange, line, threads)
                for line, threads in zip(_LINES, (arguments.few, arguments.threads), strict=True)
            ]
            for number in range(arguments.rounds):
                for subject in subjects if number % 2 == 0 else reversed(subjects):
                    async with _inbox(home_assistant, subject.shop, Frames()) as page:
                        subject.shown_ms.append(await _shown_ms(page))
            few, many = subjects
            lived = await _live(home_assistant, exchange, many.shop)
    except (NoBrowserError, BrowserError) as error:
        raise NothingToMeasure(str(error)) from error
    first, slower = median(many.shown_ms), median(many.shown_ms) / median(few.shown_ms)
    figures: dict[str, object] = {
        "threads": many.threads,
        "first_page_ms": round(first),
        "first_page_ms_worst": round(max(many.shown_ms)),
        "first_page_ms_of_few": round(median(few.shown_ms)),
        "ratio_first_page": round(slower, 2),
        **lived,
    }
    aims = [
        at_most("first_page_ms", round(first), _SOON_MS),
        at_most("ratio_first_page", round(slower, 2), _NO_SLOWER),
        at_least("rows_after_scrolling", lived["rows_after_scrolling"], lived["rows"] + 1),
        at_most("sent_of_one_reply", lived["sent_of_one_reply"], 1),
    ]
    return Finding(figures, aims)


async def _with_past(
    home_assistant: HomeAssistantProcess, exchange: Exchange, line: str, threads: int
) -> Subject:
    shop, past = await open_with_past(home_assistant, exchange, line, threads * _TEXTS_OF_THREAD)
    await set_open(home_assistant, shop.entry_id, is_open=True)
    return Subject(shop, past.threads)


@asynccontextmanager
async def _inbox(
    home_assistant: HomeAssistantProcess, shop: OpenShop, frames: Frames
) -> AsyncIterator[Page]:
    """Open a shop's inbox in a browser that has never seen it, and wait until it shows."""
    async with open_page(home_assistant) as page:
        page.on("websocket", frames.follow)
        page.set_default_timeout(_PATIENCE_MS)
        await page.add_init_script(_PROBE)
        await page.goto(f"{home_assistant.base}/missed-calls/{shop.entry_id}")
        await page.wait_for_function("window.measured.drawn !== null")
        yield page


async def _shown_ms(page: Page) -> float:
    shown: float = await page.evaluate("measured.drawn - measured.asked[0]")
    return shown


async def _live(
    home_assistant: HomeAssistantProcess, exchange: Exchange, shop: OpenShop
) -> dict[str, int]:
    """Scroll to the end of the list, and have one caller write."""
    frames = Frames()
    async with _inbox(home_assistant, shop, frames) as page:
        rows = page.locator("mctb-thread-list .row")
        before = await rows.count()
        await rows.last.scroll_into_view_if_needed()
        await page.wait_for_function("measured.asked.length > 1")
        await expect(rows.nth(before)).to_be_attached(timeout=_PATIENCE_MS)
        after = await rows.count()
        frames.received.clear()
        await exchange.send_text(_CALLER, shop.number, _WORDS)
        await expect(rows.filter(has_text=_WORDS)).to_be_attached(timeout=_PATIENCE_MS)
        told = [event for event in frames.changes() if event["changed"]]
    if not told:
        raise NothingToMeasure("no change was told")
    return {
        "rows": before,
        "rows_after_scrolling": after,
        "sent_of_one_reply": max(len(event["changed"]) for event in told),
        "bytes_of_one_reply": max(len(json.dumps(event)) for event in told),
    }


def _as_list(message: list[Any] | dict[str, Any]) -> list[Any]:
    # Home Assistant bundles messages that are ready at the same time.
    return message if isinstance(message, list) else [message]


def main() -> int:
    """Measure, print, and fail where an aim was missed."""
    parser = parser_of("ui", __doc__)
    parser.add_argument("--threads", type=int, default=100_000, help="conversations of the one")
    parser.add_argument("--few", type=int, default=100, help="conversations of the other")
    parser.add_argument("--rounds", type=int, default=7, help="looks at each")
    return run(parser, measure)


if __name__ == "__main__":
    sys.exit(main())
