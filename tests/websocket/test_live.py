"""What browsers are told as it happens: all that changed, nothing else, once a moment."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from aiohttp import WSMsgType
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.conversation_requests import async_done
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.line_signals import Peer, async_touch
from custom_components.missed_call_textback.owner_requests import (
    async_describe,
    async_erase,
    async_set_blocked,
    async_set_wish,
)
from custom_components.missed_call_textback.websocket.live import FEEDS, MOST_AT_ONCE
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.components.websocket_api import http
from homeassistant.util import dt as dt_util
from tests.platforms.shop import (
    BACK,
    CUSTOMER,
    OTHER_CUSTOMER,
    SAM,
    SAM_MOBILE,
    OpenShop,
    call_event,
)

from .conftest import Browser, OpenBrowser

THREAD = {"thread_id": 1}
RELOAD = {"changed": [], "gone": [], "reload": True}


@pytest.fixture
async def busy(shop: OpenShop) -> OpenShop:
    """Return a shop with a caller who was texted, and answered."""
    await shop.miss_call()
    await shop.receive("Is Friday free?")
    return shop


@pytest.fixture
async def watching(busy: OpenShop, browser: Browser) -> Browser:
    """Return a browser that follows a shop with one conversation."""
    assert await browser.result("threads/subscribe") is None
    return browser


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Tell what is read of the ledger, or written to it."""
    asked: list[str] = []
    for verb in ("thread", "threads", "conversation", "write"):
        known = getattr(SqliteLedger, verb)

        def counting(*args: Any, _verb: str = verb, _known: Any = known, **more: Any) -> Any:  # noqa: ANN401
            asked.append(_verb)
            return _known(*args, **more)

        monkeypatch.setattr(SqliteLedger, verb, counting)
    yield asked
    monkeypatch.undo()


async def test_a_reply_appears_as_it_comes(watching: Browser) -> None:
    await watching.shop.receive("Or Saturday?")
    [event] = await watching.news()
    assert event["gone"] == []
    [thread] = event["changed"]
    assert thread == (await watching.result("threads/list"))["threads"][0]
    assert (thread["thread_id"], thread["last_words"], thread["unread"]) == (1, "Or Saturday?", 2)
    assert await watching.news() == []


async def test_that_somebody_cannot_be_texted_any_more_appears_as_it_comes(
    watching: Browser,
) -> None:
    shop = watching.shop
    deeds: tuple[tuple[Callable[[], Awaitable[object]], str | None], ...] = (
        (lambda: shop.receive("STOP"), "opted_out"),
        (lambda: shop.receive("START"), None),
        (lambda: async_set_blocked(shop.coordinator, CUSTOMER, blocked=True), "blocked"),
        (lambda: async_set_blocked(shop.coordinator, CUSTOMER, blocked=False), None),
        (lambda: async_set_wish(shop.coordinator, CUSTOMER, Wish.STOP), "opted_out"),
        (lambda: async_set_wish(shop.coordinator, CUSTOMER, Wish.START), None),
    )
    for deed, reason in deeds:
        await deed()
        [*_, last] = await watching.news()
        [thread] = last["changed"]
        assert thread["cannot_text"] == reason
    shop.carrier.answers[CUSTOMER] = Refused("21610", Reaction.OPTED_OUT)
    await watching.ask("threads/reply", **THREAD, message="At ten?")
    [*_, last] = await watching.news()
    assert [thread["cannot_text"] for thread in last["changed"]] == ["opted_out"]


async def test_a_call_of_somebody_new_appears(watching: Browser) -> None:
    await watching.shop.miss_call(OTHER_CUSTOMER, line_id=BACK)
    [event] = await watching.news()
    assert [thread["number"] for thread in event["changed"]] == [OTHER_CUSTOMER]


async def test_a_call_without_a_number_is_in_no_conversation(watching: Browser) -> None:
    await watching.shop.miss_call(None)
    assert await watching.news() == []


async def test_what_one_browser_does_the_other_sees(
    watching: Browser, open_browser: OpenBrowser
) -> None:
    other = await open_browser()
    await other.result("threads/subscribe")
    for command, fields, seen in (
        ("threads/read", {}, {"unread": 0}),
        ("threads/assign", {"member_id": SAM}, {"assignee": "Sam"}),
        ("threads/note", {"message": "Third floor"}, {"last_words": "Is Friday free?"}),
        ("threads/reply", {"message": "At ten?"}, {"last_words": "At ten?", "state": "replied"}),
        ("threads/resolve", {"stage": "booked", "value": 5}, {"state": "booked", "value": 5.0}),
        ("threads/done", {}, {"state": "booked"}),
    ):
        await other.result(command, **THREAD | fields)
        for browser in (watching, other):
            [*_, last] = await browser.news()
            [thread] = last["changed"]
            assert thread.items() >= seen.items(), command


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(lambda shop: async_done(shop.coordinator, [1]), id="ticked off the list"),
        pytest.param(
            lambda shop: async_describe(shop.coordinator, CUSTOMER, name="Ada"), id="described"
        ),
        pytest.param(lambda shop: shop.call_back(), id="called back"),
        pytest.param(
            lambda shop: shop.hass.services.async_call(
                DOMAIN,
                "note",
                {"config_entry_id": shop.entry.entry_id, **THREAD, "message": "Third floor"},
                blocking=True,
            ),
            id="noted by an automation",
        ),
    ],
)
async def test_what_is_done_elsewhere_is_seen(
    watching: Browser, deed: Callable[[OpenShop], Awaitable[None]]
) -> None:
    await deed(watching.shop)
    [*_, event] = await watching.news()
    assert [thread["thread_id"] for thread in event["changed"]] == [1]


async def test_a_reply_is_seen_before_the_carrier_has_answered(
    watching: Browser, open_browser: OpenBrowser
) -> None:
    shop, other = watching.shop, await open_browser()
    shop.carrier.gate.clear()
    await other.ws.send_json_auto_id(
        {
            "type": f"{DOMAIN}/threads/reply",
            "entry_id": shop.entry.entry_id,
            **THREAD,
            "message": "At ten?",
        }
    )
    async with asyncio.timeout(10):
        event = (await watching.ws.receive_json())["event"]
    [thread] = event["changed"]
    assert (thread["last_words"], thread["state"]) == ("At ten?", "replied")
    shop.carrier.gate.set()
    assert (await other.answer())["success"]


async def test_a_text_to_the_team_is_in_no_conversation(watching: Browser) -> None:
    shop = watching.shop
    await shop.coordinator.async_send_text(shop.coordinator.shop.lines[0].id, SAM_MOBILE, "Lunch?")
    assert await watching.news() == []


async def test_whoever_is_erased_is_gone(watching: Browser) -> None:
    await async_erase(watching.shop.coordinator, CUSTOMER)
    assert await watching.news() == [{"changed": [], "gone": [1]}]


async def test_what_was_made_unrecognisable_by_its_age_has_the_list_asked_for_anew(
    watching: Browser,
) -> None:
    hass = watching.shop.hass
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(days=365 * 3))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert RELOAD in await watching.news()


async def test_what_happens_together_is_told_together(watching: Browser) -> None:
    shop = watching.shop
    for _ in range(5):
        async_touch(shop.hass, shop.entry.entry_id, 1)
    async_touch(shop.hass, shop.entry.entry_id, Peer(CUSTOMER))
    [event] = await watching.news()
    assert [thread["thread_id"] for thread in event["changed"]] == [1]


async def test_an_event_costs_as_much_as_has_changed_however_many_there_are_and_look(
    watching: Browser, open_browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = watching.shop
    asked: list[list[str]] = []
    for more in (0, 30):
        for number in range(more):
            await shop.coordinator.engine.handle_call(call_event(f"+1202555{2000 + number}"))
        for _ in range(bool(more) * 3):
            await (await open_browser()).result("threads/subscribe")
        # What became of so many at once is told little by little, and then bundled.
        while await watching.news() or await watching.news():
            pass
        with counted(monkeypatch) as verbs:
            async_touch(shop.hass, shop.entry.entry_id, 1)
            [event] = await watching.news()
        assert len(event["changed"]) == 1
        asked.append(verbs)
    assert asked == [["thread"], ["thread"]]


async def test_of_a_great_many_at_once_the_browser_asks_for_a_page(
    watching: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = watching.shop
    with counted(monkeypatch) as verbs:
        for thread_id in range(MOST_AT_ONCE + 1):
            async_touch(shop.hass, shop.entry.entry_id, thread_id)
        assert await watching.news() == [RELOAD]
    assert verbs == []


async def test_a_subscription_outlives_a_reload_and_says_that_all_may_be_different(
    watching: Browser,
) -> None:
    shop = watching.shop
    await shop.reload()
    assert RELOAD in await watching.news()
    await shop.receive("Still there?")
    [*_, event] = await watching.news()
    assert [thread["last_words"] for thread in event["changed"]] == ["Still there?"]


async def test_of_a_shop_that_is_closed_nothing_is_told_until_it_opens(watching: Browser) -> None:
    shop = watching.shop
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    async_touch(shop.hass, shop.entry.entry_id, 1)
    assert await watching.news() == []
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    assert RELOAD in await watching.news()


async def test_whoever_looks_at_a_shop_that_is_removed_is_told_to_ask_anew(
    watching: Browser,
) -> None:
    shop = watching.shop
    await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    assert RELOAD in await watching.news()
    assert (await watching.shops())["shops"] == []


async def touched_in_vain(watching: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have something happen in a conversation that cannot be read for now."""

    async def broken(*_args: object) -> None:
        raise LedgerUnavailable

    shop = watching.shop
    with monkeypatch.context() as broke:
        broke.setattr(SqliteLedger, "thread", broken)
        async_touch(shop.hass, shop.entry.entry_id, 1)
        assert await watching.news() == []


async def test_what_cannot_be_read_now_is_told_later(
    watching: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = watching.shop
    await touched_in_vain(watching, monkeypatch)
    async_fire_time_changed(shop.hass, dt_util.utcnow() + timedelta(seconds=31))
    [event] = await watching.news()
    assert [thread["thread_id"] for thread in event["changed"]] == [1]


async def test_a_shop_that_is_open_again_is_told_at_once_though_it_could_not_be_read_before(
    watching: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = watching.shop
    await touched_in_vain(watching, monkeypatch)
    await shop.reload()
    assert RELOAD in await watching.news()


async def test_what_fails_to_be_read_has_the_browser_ask_anew_and_see_for_itself(
    watching: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shop = watching.shop

    async def broken(*_args: object) -> None:
        raise ValueError("a row that cannot be")

    with monkeypatch.context() as broke:
        broke.setattr(SqliteLedger, "thread", broken)
        async_touch(shop.hass, shop.entry.entry_id, 1)
        assert await watching.news() == [RELOAD]
    assert "What has changed could not be read" in caplog.text
    async_touch(shop.hass, shop.entry.entry_id, 1)
    [event] = await watching.news()
    assert [thread["thread_id"] for thread in event["changed"]] == [1]


async def test_whoever_goes_away_is_told_nothing_and_leaves_nothing_behind(
    watching: Browser, open_browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, other = watching.shop, await open_browser()
    answer = await other.ask("threads/subscribe")
    await other.ws.send_json_auto_id({"type": "unsubscribe_events", "subscription": answer["id"]})
    assert (await other.answer())["success"]
    async_touch(shop.hass, shop.entry.entry_id, 1)
    assert len(await watching.news()) == 1
    assert await other.news() == []
    async_touch(shop.hass, shop.entry.entry_id, 1)
    await watching.ws.close()
    await shop.hass.async_block_till_done()
    with counted(monkeypatch) as verbs:
        async_touch(shop.hass, shop.entry.entry_id, 1)
        await other.news()
    assert verbs == []
    # Somebody who comes later finds it as ever.
    assert await other.result("threads/subscribe") is None
    async_touch(shop.hass, shop.entry.entry_id, 1)
    assert len(await other.news()) == 1


# The socket that Home Assistant gives up leaves the timer of its heartbeat behind.
@pytest.mark.parametrize("expected_lingering_timers", [True])
async def test_a_browser_that_takes_nothing_is_cut_off_and_the_others_go_on(
    watching: Browser, open_browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, slow = watching.shop, await open_browser()
    for _ in range(6):
        await slow.result("threads/subscribe")
    # Home Assistant's own bound of what waits to be taken.
    monkeypatch.setattr(http, "MAX_PENDING_MSG", 4)
    async_touch(shop.hass, shop.entry.entry_id, 1)
    assert len(await watching.news()) == 1
    while (await slow.ws.receive()).type is not WSMsgType.CLOSE:
        pass
    await slow.ws.close()
    await shop.hass.async_block_till_done()
    async_touch(shop.hass, shop.entry.entry_id, 1)
    assert len(await watching.news()) == 1
    assert len(shop.hass.data[FEEDS][shop.entry.entry_id].listeners) == 1


async def test_whoever_has_lost_the_right_is_told_nothing_more(watching: Browser) -> None:
    shop = watching.shop
    [user] = [user for user in await shop.hass.auth.async_get_users() if user.name == "Mock User"]
    readers = await shop.hass.auth.async_get_group(GROUP_ID_READ_ONLY)
    assert readers is not None
    user.groups = [readers]
    user.is_owner = False
    user.invalidate_cache()
    await shop.receive("Hello?")
    assert await watching.news() == []
