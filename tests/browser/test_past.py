"""Calls from before the installation: uploaded in the dialog, and seen in the trend."""

from datetime import UTC, datetime, timedelta
import re

from playwright.async_api import Page, expect
import pytest

from .shop_floor import DESK, PHONE, ShopFloor

pytestmark = [
    pytest.mark.process,
    pytest.mark.timeout(420),
    pytest.mark.asyncio(loop_scope="module"),
]

# What is read out of a month, and of an hour; numbers keep their own direction in it.
_MISSED = re.compile(r"[1-9][0-9]*\W* missed")
_INTEGRATION = "/config/integrations/integration/missed_call_textback"


def _call_list() -> bytes:
    """Return what a phone company exports: a year in which more and more calls were missed."""
    rows = ["Date;Direction;Result;From;To"]
    now = datetime.now(UTC)
    for days_ago in range(360, 0, -3):
        day = now - timedelta(days=days_ago)
        for n in range(1 + (360 - days_ago) // 90):
            at = day.replace(hour=9 + 3 * (n % 3), minute=n)
            result = "No answer" if n % 2 == 0 else "Answered"
            rows.append(f"{at:%Y-%m-%d %H:%M:%S};Incoming;{result};+1202555{days_ago:04};")
    return "\r\n".join(rows).encode("utf-16")


async def _choose(page: Page, name: str) -> None:
    await page.get_by_text(name, exact=True).click()


async def test_a_list_of_calls_is_uploaded_looked_at_and_seen_in_the_trend(
    floor: ShopFloor,
) -> None:
    async with floor.page(_INTEGRATION, size=DESK) as page:
        await page.get_by_role("button", name="Configure").first.click()
        await _choose(page, "Calls from before")
        await _choose(page, "From a file")
        await page.locator("ha-file-upload input[type=file]").set_input_files(
            {"name": "calls.csv", "mimeType": "text/csv", "buffer": _call_list()}
        )
        await page.get_by_role("button", name="Next").click()
        await expect(page.get_by_text("Import these calls?")).to_be_visible()
        await page.get_by_role("button", name="Submit").click()
        await expect(page.get_by_text("calls are now in your numbers")).to_be_visible()
    path = await floor.dashboard()
    async with floor.page(path, size=PHONE) as page:
        won = page.locator("missed-call-textback-recovery")
        await won.scroll_into_view_if_needed()
        months = won.get_by_role("img", name=_MISSED)
        await expect(months.first).to_be_visible()
        # In the first days of a month there may be none of this one.
        assert await months.count() >= 11
        hours = page.locator("missed-call-textback-heat-map")
        await hours.scroll_into_view_if_needed()
        await expect(hours.get_by_label(_MISSED).first).to_be_visible()
