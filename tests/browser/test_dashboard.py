"""The dashboard: found by itself where dashboards are added, and its cards where cards are chosen."""

from typing import Literal

from playwright.async_api import Page, expect
import pytest

from .accessibility import violations
from .shop_floor import ADA, DESK, PHONE, ShopFloor, Size

pytestmark = [
    pytest.mark.process,
    pytest.mark.timeout(420),
    pytest.mark.asyncio(loop_scope="module"),
]

_CARDS = ("inbox", "recovery", "heat-map", "simulate")
_SIMULATED = "+12025550166"


async def add_dashboard(page: Page) -> None:
    """Add the dashboard as an owner does."""
    await page.get_by_role("button", name="Add dashboard").click()
    # The sidebar has an entry of that name, too.
    dialog = page.locator("ha-dialog-new-dashboard")
    await dialog.get_by_text("Missed calls", exact=True).click()
    create = page.get_by_role("button", name="Create")
    await create.click()
    # By then it is not only there, but also says what it shows.
    await expect(create).to_be_hidden()


async def test_it_is_added_in_the_dialog_and_shows_who_waits_and_what_was_won(
    floor: ShopFloor,
) -> None:
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "Are you open on Sunday?")
    async with floor.page("/config/lovelace/dashboards") as page:
        await add_dashboard(page)
        dashboards = await floor.home_assistant.ws.call("lovelace/dashboards/list")
        [path] = [each["url_path"] for each in dashboards if each["title"] == "Missed calls"]
        await page.goto(f"{floor.home_assistant.base}/{path}")
        await expect(page.locator("mctb-thread-list .row")).to_contain_text(
            "Are you open on Sunday?"
        )
        won = page.locator("missed-call-textback-recovery")
        await expect(won).to_contain_text("Missed calls")
        # A call that is missed shows in the numbers by itself.
        await floor.misses_a_call("+12025550158")
        await expect(won.locator(".value").get_by_text("2", exact=True)).to_be_visible()


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_its_cards_are_for_everybody(
    floor: ShopFloor, size: Size, colour_scheme: Literal["light", "dark"]
) -> None:
    path = await floor.dashboard()
    async with floor.page(path, size=size, colour_scheme=colour_scheme) as page:
        for card in _CARDS:
            shown = page.locator(f"missed-call-textback-{card}")
            await shown.scroll_into_view_if_needed()
            await expect(shown.locator("ha-card")).to_be_visible()
            assert await violations(shown) == []


async def test_what_a_call_would_lead_to_is_told_and_nothing_is_sent(floor: ShopFloor) -> None:
    path = await floor.dashboard()
    async with floor.page(path) as page:
        card = page.locator("missed-call-textback-simulate")
        await card.scroll_into_view_if_needed()
        await card.get_by_role("textbox").first.fill(_SIMULATED)
        await card.get_by_role("button").last.click()
        await expect(card).to_contain_text("Sorry we missed your call")
    assert floor.exchange.texts_to(_SIMULATED) == []


async def test_the_hours_are_walked_by_keyboard_and_told_in_words(floor: ShopFloor) -> None:
    path = await floor.dashboard()
    async with floor.page(path) as page:
        card = page.locator("missed-call-textback-heat-map")
        await card.scroll_into_view_if_needed()
        cell = card.locator("[tabindex='0']")
        await expect(cell).to_have_count(1)
        before = await cell.get_attribute("aria-label")
        await cell.focus()
        await page.keyboard.press("ArrowRight")
        await expect(card.locator("[tabindex='0']")).to_be_focused()
        assert await card.locator("[tabindex='0']").get_attribute("aria-label") != before
