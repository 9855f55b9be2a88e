"""The inbox: who waits is seen, answered and booked, on two screens at once, by hand and by keyboard."""

from collections.abc import AsyncIterator
import json
import re
from typing import Literal

from playwright.async_api import Locator, Page, Route, WebSocketRoute, expect
import pytest
import pytest_asyncio

from tests.process.config_folder import REPOSITORY

from .accessibility import violations
from .shop_floor import ADA, BEN, DESK, PHONE, ShopFloor, Size

pytestmark = [
    pytest.mark.process,
    pytest.mark.timeout(420),
    pytest.mark.asyncio(loop_scope="module"),
]

PANEL = "/missed-calls"
VERSION = json.loads(
    (REPOSITORY / "custom_components/missed_call_textback/manifest.json").read_text(
        encoding="utf-8"
    )
)["version"]
HOSTILE = (
    '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>&amp; <b>bold</b> 🧨'
)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def nobody_is_known(floor: ShopFloor) -> AsyncIterator[None]:
    """Begin each test with an empty inbox."""
    yield
    for caller in (ADA, BEN):
        await floor.forgets(caller)


def row(page: Page, words: str) -> Locator:
    return page.locator("mctb-thread-list .row", has_text=words)


def shown(page: Page, words: str) -> Locator:
    """Return a text in the conversation that is open."""
    return page.locator("mctb-conversation .log").get_by_text(words, exact=True)


async def test_a_reply_shows_by_itself_is_answered_and_booked_and_another_screen_sees_it_all(
    floor: ShopFloor,
) -> None:
    async with floor.page(PANEL) as desk, floor.page(PANEL, size=PHONE) as phone:
        await expect(desk.get_by_text("No missed calls yet")).to_be_visible()
        await floor.misses_a_call(ADA)
        await floor.writes(ADA, "Could you fit me in on Friday?")
        for page in (desk, phone):
            await expect(row(page, "Could you fit me in on Friday?")).to_contain_text(
                "Waiting for you"
            )

        await row(desk, "Could you fit me in").click()
        await expect(shown(desk, "Could you fit me in on Friday?")).to_be_visible()
        await expect(desk.get_by_text("The call was missed during opening hours")).to_be_visible()
        await desk.get_by_role("button", name="Thanks! When suits you?").click()
        answer = desk.get_by_role("textbox", name=re.compile("Your answer to"))
        await expect(answer).to_have_value("Thanks! When suits you?")
        await answer.fill("Friday at four suits us. See you!")
        await expect(
            desk.get_by_text(re.compile("1.? text, .?127.? characters left"))
        ).to_be_visible()
        sent = floor.next_text(ADA)
        await desk.get_by_role("button", name="Send").click()
        assert (await sent).body == "Friday at four suits us. See you!"
        await expect(shown(desk, "Friday at four suits us. See you!")).to_be_visible()
        await expect(answer).to_have_value("")
        await expect(row(phone, "Friday at four suits us.")).to_contain_text("In conversation")

        await desk.get_by_role("button", name="Booked").click()
        await desk.get_by_role("spinbutton").fill("45")
        await desk.get_by_role("button", name="Save").click()
        await expect(row(phone, "Friday at four")).to_contain_text("Booked")
        await row(phone, "Friday at four").click()
        await expect(phone.locator("mctb-conversation")).to_contain_text("$45")

        await floor.writes(ADA, "Great, thank you")
        for page in (desk, phone):
            await expect(shown(page, "Great, thank you")).to_be_visible()


async def test_whatever_a_stranger_writes_stays_words(floor: ShopFloor) -> None:
    words = (HOSTILE + " ") * 50
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, words[:1600])
    await floor.is_called(ADA, "👩‍🔧 <i>Ada</i>")
    async with floor.page(PANEL) as page:
        await row(page, "<script>").click()
        await expect(page.get_by_role("heading", name="👩‍🔧 <i>Ada</i>")).to_be_visible()
        await expect(page.locator("mctb-conversation .log")).to_contain_text(HOSTILE)
        assert await page.evaluate("window.harmed") is None
        assert await page.locator("mctb-conversation img, mctb-thread-list img").count() == 0
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_conversation_that_is_erased_while_it_is_open_says_so(floor: ShopFloor) -> None:
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "Forget me, please")
    async with floor.page(PANEL) as page:
        await row(page, "Forget me").click()
        await expect(shown(page, "Forget me, please")).to_be_visible()
        await floor.forgets(ADA)
        await expect(page.get_by_text("This conversation was erased.")).to_be_visible()
        await expect(shown(page, "Forget me, please")).to_have_count(0)
        await expect(row(page, "Forget me")).to_have_count(0)


async def test_on_a_phone_a_draft_is_kept_and_back_leads_to_the_list(floor: ShopFloor) -> None:
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "Hello?")
    async with floor.page(PANEL, size=PHONE) as page:
        await row(page, "Hello?").click()
        answer = page.get_by_role("textbox", name=re.compile("Your answer to"))
        await answer.fill("I will ring you at")
        await page.go_back()
        await expect(row(page, "I will ring you at")).to_be_visible()
        # As when Home Assistant takes the panel down, and the phone the page.
        await page.reload()
        await row(page, "I will ring you at").click()
        await expect(answer).to_have_value("I will ring you at")
        await page.get_by_role("button", name="Back to the list").click()
        await expect(row(page, "Draft:")).to_be_visible()


async def test_all_of_it_goes_by_keyboard(floor: ShopFloor) -> None:
    await floor.misses_a_call(BEN)
    await floor.writes(BEN, "Second in line")
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "First in line")
    async with floor.page(PANEL, size=PHONE) as page:
        await row(page, "Second in line").focus()
        await page.keyboard.press("ArrowDown")
        await expect(row(page, "First in line")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(shown(page, "First in line")).to_be_visible()
        answer = page.get_by_role("textbox", name=re.compile("Your answer to"))
        for _ in range(20):
            if await answer.evaluate("(box) => box.getRootNode().activeElement === box"):
                break
            await page.keyboard.press("Tab")
        await page.keyboard.type("Typed alone")
        sent = floor.next_text(ADA)
        await page.keyboard.press("Control+Enter")
        assert (await sent).body == "Typed alone"
        await page.keyboard.press("Escape")
        await expect(row(page, "Typed alone")).to_be_focused()


async def test_a_lost_connection_is_told_and_made_up_for(floor: ShopFloor) -> None:
    await floor.misses_a_call(ADA)
    async with floor.page(PANEL, complains=True) as page:
        await expect(row(page, "Corner Barbers here.")).to_be_visible()
        await page.evaluate(
            """() => {
              const { connection } = document.querySelector("home-assistant").hass;
              connection.suspendReconnectUntil(new Promise((done) => { window.comeBack = done; }));
              connection.suspend();
            }"""
        )
        await expect(page.get_by_text("No connection to Home Assistant.")).to_be_visible()
        await floor.writes(ADA, "Written meanwhile")
        await page.evaluate("window.comeBack()")
        await expect(row(page, "Written meanwhile")).to_be_visible()
        await expect(page.get_by_text("No connection to Home Assistant.")).to_have_count(0)


async def test_an_answer_whose_connection_is_cut_before_it_is_acknowledged_goes_out_once(
    floor: ShopFloor,
) -> None:
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "Is Friday free?")
    asked: list[str] = []

    async def cut_the_first_answer(page: Page) -> None:
        async def connect(socket: WebSocketRoute) -> None:
            server = socket.connect_to_server()
            is_deaf = False

            async def to_server(message: str | bytes) -> None:
                nonlocal is_deaf
                server.send(message)
                if "threads/reply" in str(message):
                    asked.append(str(json.loads(message)["ref"]))
                    if is_deaf := len(asked) == 1:
                        await sent
                        await socket.close(code=4000)

            socket.on_message(to_server)
            server.on_message(lambda message: None if is_deaf else socket.send(message))

        await page.route_web_socket(re.compile("/api/websocket"), connect)

    async with floor.page(PANEL, prepare=cut_the_first_answer, complains=True) as page:
        await row(page, "Is Friday free?").click()
        answer = page.get_by_role("textbox", name=re.compile("Your answer to"))
        await answer.fill("Friday at four suits us.")
        sent = floor.next_text(ADA)
        before = len(floor.exchange.texts_to(ADA))
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("as soon as it is back")).to_be_visible()
        await expect(answer).to_have_value("Friday at four suits us.")
        await expect(answer).to_have_value("")
        await expect(page.get_by_text("as soon as it is back")).to_have_count(0)
        await expect(shown(page, "Friday at four suits us.")).to_have_count(1)
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert len(floor.exchange.texts_to(ADA)) == before + 1


async def test_a_page_of_another_version_asks_to_be_reloaded(floor: ShopFloor) -> None:
    async def serve_an_older_one(page: Page) -> None:
        async def change(route: Route) -> None:
            answer = await route.fetch()
            written = await answer.text()
            assert VERSION in written
            await route.fulfill(response=answer, body=written.replace(VERSION, "0.0.9"))

        await page.route("**/missed-call-textback.js*", change)

    async with floor.page(PANEL, prepare=serve_an_older_one) as page:
        await expect(page.get_by_text("has another version than this page")).to_be_visible()


async def test_whoever_may_not_control_the_shop_sees_nothing_of_it(floor: ShopFloor) -> None:
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "A secret of mine")
    async with floor.guest() as guest, floor.page(PANEL, rest=guest) as page:
        await expect(page.get_by_text("There is no shop that you may see.")).to_be_visible()
        assert "A secret of mine" not in await page.content()
        await expect(page.get_by_text("A secret of mine")).to_have_count(0)


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_nothing_stands_in_the_way_of_who_cannot_see_well(
    floor: ShopFloor, size: Size, colour_scheme: Literal["light", "dark"]
) -> None:
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "Can you hear me?")
    async with floor.page(PANEL, colour_scheme=colour_scheme, size=size) as page:
        await expect(row(page, "Can you hear me?")).to_be_visible()
        assert await violations(page.locator("missed-call-textback-panel")) == []
        await row(page, "Can you hear me?").click()
        await expect(shown(page, "Can you hear me?")).to_be_visible()
        assert await violations(page.locator("missed-call-textback-panel")) == []


async def test_it_speaks_the_language_of_whoever_looks(floor: ShopFloor) -> None:
    await floor.misses_a_call(ADA)
    await floor.writes(ADA, "Guten Tag")
    async with floor.page(PANEL, language="de") as page:
        await expect(row(page, "Guten Tag")).to_contain_text("Wartet auf")
