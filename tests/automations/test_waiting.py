"""The trigger on callers who have waited for so long: across restarts, and until somebody answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.inbox import Summary
from custom_components.missed_call_textback.core.outbox import InboundText
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.trigger.waiting import WaitingLine
from homeassistant.util import dt as dt_util
from tests.platforms.shop import (
    BACK,
    CUSTOMER,
    FRONT,
    OTHER_CUSTOMER,
    SAM_MOBILE,
    OpenShop,
    shop_device,
)

from .conftest import Automate

FIVE = {"for": {"minutes": 5}}


@pytest.fixture
def line(shop: OpenShop) -> dict[str, Any]:
    """Return what targets the shop's first line."""
    return {"device_id": shop_device(shop, FRONT)}


@pytest.fixture
def at_noon(freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Make it noon, before there is a shop."""
    freezer.move_to("2026-11-18 12:00:00+00:00")
    return freezer


@pytest.fixture
async def shop(at_noon: FrozenDateTimeFactory, shop: OpenShop) -> OpenShop:
    """Return a shop that is open at noon."""
    return shop


async def wait(shop: OpenShop, freezer: FrozenDateTimeFactory, **time: float) -> None:
    """Let time pass."""
    freezer.tick(timedelta(**time))
    async_fire_time_changed(shop.hass)
    await shop.settle()


async def switch(shop: OpenShop, action: str) -> None:
    """Turn the automation on or off."""
    await shop.hass.services.async_call(
        "automation", action, {"entity_id": "automation.owner_s"}, blocking=True
    )
    await shop.settle()


async def test_whoever_waits_so_long_is_told_once_with_their_words(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    since = dt_util.utcnow().isoformat()
    await shop.receive("Is Friday free?")
    await wait(shop, at_noon, minutes=4, seconds=58)
    assert told.runs == []
    await wait(shop, at_noon, seconds=2)
    keys = ("number", "body", "line", "waiting_since", "state", "unread", "assignee")
    assert told.each(*keys) == [
        (CUSTOMER, "Is Friday free?", "Demo line", since, "waiting", 1, None)
    ]
    assert told.each("thread_id") == [shop.attributes("event.demo_line_text")["thread_id"]]
    await wait(shop, at_noon, hours=3)
    assert len(told.runs) == 1


async def answer(shop: OpenShop, thread_id: int) -> None:
    await shop.hass.services.async_call(
        "missed_call_textback",
        "reply",
        {"config_entry_id": shop.entry.entry_id, "thread_id": thread_id, "message": "At ten?"},
        blocking=True,
    )


async def call_through(shop: OpenShop, _thread_id: int) -> None:
    await shop.miss_call(outcome=Outcome.ANSWERED)


async def close(shop: OpenShop, thread_id: int) -> None:
    await shop.hass.services.async_call(
        "missed_call_textback",
        "resolve",
        {"config_entry_id": shop.entry.entry_id, "thread_id": thread_id, "stage": "closed"},
        blocking=True,
    )


async def erase(shop: OpenShop, _thread_id: int) -> None:
    await shop.hass.services.async_call(
        "missed_call_textback",
        "erase_person",
        {"config_entry_id": shop.entry.entry_id, "number": CUSTOMER},
        blocking=True,
    )


@pytest.mark.parametrize("end", [answer, call_through, close, erase])
@pytest.mark.parametrize("at_the_last_moment", [False, True])
async def test_whoever_is_answered_before_is_not_told_of(
    shop: OpenShop,
    automate: Automate,
    line: Mapping[str, Any],
    at_noon: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    *,
    end: Callable[[OpenShop, int], Awaitable[None]],
    at_the_last_moment: bool,
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("Is Friday free?")
    await wait(shop, at_noon, minutes=4)
    if at_the_last_moment:
        # The figures, which would tell that nobody waits any more, are not read in time.
        refresh = shop.coordinator._debounced_refresh
        monkeypatch.setattr(refresh, "async_schedule_call", lambda: None)
    await end(shop, shop.attributes("event.demo_line_text")["thread_id"])
    await wait(shop, at_noon, minutes=10)
    assert told.runs == []


async def test_whoever_writes_again_after_an_answer_waits_anew(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("First")
    await wait(shop, at_noon, minutes=5)
    await answer(shop, shop.attributes("event.demo_line_text")["thread_id"])
    await shop.settle()
    await shop.receive("Second")
    await wait(shop, at_noon, minutes=4)
    assert told.each("body") == ["First"]
    await wait(shop, at_noon, minutes=1)
    assert told.each("body") == ["First", "Second"]


async def test_several_who_wait_are_told_in_the_order_in_which_they_wrote(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("One", OTHER_CUSTOMER)
    await wait(shop, at_noon, minutes=1)
    await shop.receive("Two", CUSTOMER)
    await wait(shop, at_noon, minutes=1)
    await shop.receive("One more", OTHER_CUSTOMER)
    await shop.receive("Elsewhere", line_id=BACK)
    await wait(shop, at_noon, minutes=3)
    assert told.each("body") == ["One more"]
    await wait(shop, at_noon, minutes=1)
    assert told.each("number") == [OTHER_CUSTOMER, CUSTOMER]


async def test_neither_the_team_nor_a_stop_waits(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("On my way", SAM_MOBILE)
    await shop.receive("STOP")
    await wait(shop, at_noon, minutes=5)
    assert told.runs == []


async def test_whoever_waits_when_the_automation_begins_is_told_at_their_time(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    await shop.receive("Long ago", OTHER_CUSTOMER)
    await wait(shop, at_noon, minutes=20)
    await shop.receive("Just now")
    await wait(shop, at_noon, minutes=3)
    told = await automate("reply_waiting", line, **FIVE)
    await wait(shop, at_noon, minutes=2)
    assert told.each("body") == ["Just now"], "who waited longer before it was there is not news"


async def test_a_restart_forgets_nobody_and_tells_nobody_twice(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("Told before", OTHER_CUSTOMER)
    await wait(shop, at_noon, minutes=5)
    await shop.receive("Comes meanwhile", "+12025550125")
    await wait(shop, at_noon, minutes=2)
    await shop.receive("Comes later")
    await switch(shop, "turn_off")
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    told.runs.clear()
    at_noon.tick(timedelta(minutes=4))
    await switch(shop, "turn_on")
    assert told.runs == [], "the shop is closed"
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await shop.settle()
    assert told.each("body") == ["Comes meanwhile"]
    await wait(shop, at_noon, minutes=1)
    assert told.each("body") == ["Comes meanwhile", "Comes later"]


async def test_a_clock_that_went_ahead_and_was_set_right_hides_nobody(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    right = dt_util.utcnow()
    at_noon.tick(timedelta(days=365))
    await shop.receive("Told while the clock was wrong", OTHER_CUSTOMER)
    await wait(shop, at_noon, minutes=5)
    at_noon.move_to(right)
    await shop.receive("Is Friday free?")
    told.runs.clear()
    await switch(shop, "turn_off")
    await switch(shop, "turn_on")
    await wait(shop, at_noon, minutes=5)
    assert told.each("body") == ["Is Friday free?"]


async def test_what_was_told_is_on_disk_for_the_next_start(
    shop: OpenShop,
    automate: Automate,
    line: Mapping[str, Any],
    at_noon: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    await automate("reply_waiting", line, **FIVE)
    await shop.receive("Is Friday free?")
    await wait(shop, at_noon, minutes=5)
    now = dt_util.utcnow().timestamp()
    await wait(shop, at_noon, seconds=2)
    kept = hass_storage["missed_call_textback.told_until"]["data"]
    assert kept == {f"{shop.entry.entry_id}/{FRONT}/300.0": now}


async def test_a_shop_that_is_removed_leaves_nothing_of_it(
    shop: OpenShop,
    automate: Automate,
    line: Mapping[str, Any],
    at_noon: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    await automate("reply_waiting", line, **FIVE)
    await wait(shop, at_noon, seconds=2)
    assert hass_storage["missed_call_textback.told_until"]["data"] != {}
    assert await shop.hass.config_entries.async_remove(shop.entry.entry_id)
    at_noon.tick(timedelta(seconds=2))
    async_fire_time_changed(shop.hass)
    await shop.hass.async_block_till_done()
    assert hass_storage["missed_call_textback.told_until"]["data"] == {}


async def test_after_a_long_pause_an_automation_does_not_begin_with_all_who_ever_waited(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await switch(shop, "turn_off")
    await shop.receive("Thanks!", OTHER_CUSTOMER)
    await wait(shop, at_noon, days=3)
    await shop.receive("Is Friday free?")
    await wait(shop, at_noon, hours=2)
    await switch(shop, "turn_on")
    assert told.each("body") == ["Is Friday free?"]


async def test_a_reload_of_the_shop_neither_repeats_nor_loses(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("First", OTHER_CUSTOMER)
    await wait(shop, at_noon, minutes=5)
    await shop.receive("Second")
    await shop.reload()
    await wait(shop, at_noon, minutes=5)
    assert told.each("body") == ["First", "Second"]


async def test_a_text_that_is_learnt_of_late_is_told_when_it_is_learnt_of(
    shop: OpenShop, automate: Automate, line: Mapping[str, Any], at_noon: FrozenDateTimeFactory
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.engine.handle_text(
        InboundText(
            line_id=FRONT,
            carrier_id="LATE",
            sender=CUSTOMER,
            body="Hello?",
            at=dt_util.utcnow() - timedelta(minutes=20),
        )
    )
    await shop.settle()
    assert told.each("body") == ["Hello?"]


async def test_a_ledger_that_cannot_be_read_just_then_delays_and_loses_nothing(
    shop: OpenShop,
    automate: Automate,
    line: Mapping[str, Any],
    at_noon: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("Is Friday free?")
    ledger = shop.coordinator.ledger
    read = ledger.thread

    async def fails(_shop_id: str, _thread_id: int) -> Summary | None:
        raise LedgerUnavailable("disk full")

    monkeypatch.setattr(ledger, "thread", fails)
    at_noon.tick(timedelta(minutes=5))
    async_fire_time_changed(shop.hass)
    await shop.hass.async_block_till_done()
    assert told.runs == []
    monkeypatch.setattr(ledger, "thread", read)
    await wait(shop, at_noon, seconds=1)
    assert told.each("body") == ["Is Friday free?"]


async def test_whom_the_ledger_kept_from_being_told_is_told_after_a_restart_and_nobody_twice(
    shop: OpenShop,
    automate: Automate,
    line: Mapping[str, Any],
    at_noon: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("First", OTHER_CUSTOMER)
    await wait(shop, at_noon, seconds=30)
    await shop.receive("Second")
    ledger = shop.coordinator.ledger
    read = ledger.thread

    async def fails_the_second_time(shop_id: str, thread_id: int) -> Summary | None:
        if thread_id > 1:
            raise LedgerUnavailable("disk full")
        return await read(shop_id, thread_id)

    monkeypatch.setattr(ledger, "thread", fails_the_second_time)
    at_noon.tick(timedelta(minutes=6))
    async_fire_time_changed(shop.hass)
    await shop.hass.async_block_till_done()
    assert told.each("body") == ["First"]
    await switch(shop, "turn_off")
    monkeypatch.setattr(ledger, "thread", read)
    await switch(shop, "turn_on")
    assert told.each("body") == ["First", "Second"]


async def test_whose_time_comes_as_the_shop_closes_is_told_when_it_is_open_again(
    shop: OpenShop,
    automate: Automate,
    line: Mapping[str, Any],
    at_noon: FrozenDateTimeFactory,
    *,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("Is Friday free?")
    ledger = shop.coordinator.ledger
    read = ledger.thread
    looks, goes_on = asyncio.Event(), asyncio.Event()

    async def slow(shop_id: str, thread_id: int) -> Summary | None:
        summary = await read(shop_id, thread_id)
        looks.set()
        await goes_on.wait()
        return summary

    monkeypatch.setattr(ledger, "thread", slow)
    at_noon.tick(timedelta(minutes=5))
    async_fire_time_changed(shop.hass)
    await looks.wait()
    assert await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    goes_on.set()
    await shop.hass.async_block_till_done()
    assert told.runs == []
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await shop.settle()
    assert told.each("body") == ["Is Friday free?"]
    assert "Traceback" not in caplog.text


async def test_an_automation_that_is_turned_off_looks_no_more(
    shop: OpenShop,
    automate: Automate,
    line: Mapping[str, Any],
    at_noon: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = await automate("reply_waiting", line, **FIVE)
    await shop.receive("Is Friday free?")
    await switch(shop, "turn_off")
    looks: list[object] = []
    monkeypatch.setattr(WaitingLine, "_async_tell", lambda _line, ripe: looks.append(ripe))
    await wait(shop, at_noon, minutes=10)
    assert (told.runs, looks) == ([], [])
