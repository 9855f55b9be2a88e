"""Conditions in an automation: whether a line is open, and what there is to know of the caller."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.core.hours import DAYS
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.platforms.shop import (
    CUSTOMER,
    FRONT,
    OTHER_CUSTOMER,
    OpenShop,
    open_shop,
    shop_device,
    shop_entry,
)

from .conftest import DOMAIN, Automate

# A Wednesday, in UTC.
NOON: Final = datetime(2026, 11, 18, 12, tzinfo=UTC)
TEXTS: Final = {"entity_id": "event.demo_line_text"}
CALLS: Final = {"entity_id": "event.demo_line_call"}


@pytest.fixture
async def daily(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> OpenShop:
    """Return a shop that is open from nine to six, at noon."""
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(NOON)
    return await open_shop(hass, shop_entry(options={"hours": dict.fromkeys(DAYS, "9-18")}))


def condition(key: str, target: dict[str, Any] | None = None, **options: object) -> dict[str, Any]:
    """Return a condition of ours."""
    told = {} if target is None else {"target": target}
    return {"condition": f"{DOMAIN}.{key}", "options": options, **told}


async def move_to(shop: OpenShop, freezer: FrozenDateTimeFactory, to: datetime) -> None:
    """Make it another time."""
    freezer.move_to(to)
    async_fire_time_changed(shop.hass)
    await shop.settle()


async def snooze(shop: OpenShop, **how: object) -> None:
    """Close the shop by hand, or open it again."""
    await shop.hass.services.async_call(
        DOMAIN, "snooze", {"device_id": shop_device(shop), **how}, blocking=True
    )
    await shop.hass.async_block_till_done()


@pytest.mark.parametrize("by", ["device", "entity"])
async def test_an_open_line_is_open_until_it_closes(
    daily: OpenShop, automate: Automate, freezer: FrozenDateTimeFactory, by: str
) -> None:
    target = {
        "device": {"device_id": shop_device(daily, FRONT)},
        "entity": {"entity_id": "binary_sensor.demo_line_open"},
    }[by]
    told = await automate("call_missed", CALLS, condition("is_open", target))
    await daily.miss_call(CUSTOMER)
    await move_to(daily, freezer, NOON.replace(hour=18))
    await daily.miss_call(OTHER_CUSTOMER)
    assert told.each("number") == [CUSTOMER]


async def test_a_line_that_opened_a_moment_ago_is_not_open_for_an_hour(
    daily: OpenShop, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    line = {"device_id": shop_device(daily, FRONT)}
    await snooze(daily, duration={"hours": 1})
    told = await automate("call_missed", CALLS, condition("is_open", line, **{"for": "01:00:00"}))
    await move_to(daily, freezer, NOON + timedelta(hours=1, minutes=30))
    assert daily.state("binary_sensor.demo_line_open") == "on"
    await daily.miss_call(CUSTOMER)
    await move_to(daily, freezer, NOON + timedelta(hours=2, minutes=30))
    await daily.miss_call(OTHER_CUSTOMER)
    assert told.each("number") == [OTHER_CUSTOMER]


async def test_a_shop_is_closed_by_hand_only_while_it_is(
    daily: OpenShop, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    line = {"device_id": shop_device(daily, FRONT)}
    told = await automate("call_missed", CALLS, condition("is_snoozed", line))
    await daily.miss_call("+12025550125")
    await snooze(daily, duration={"hours": 1})
    await daily.miss_call(CUSTOMER)
    await move_to(daily, freezer, NOON + timedelta(hours=1))
    await daily.miss_call("+12025550126")
    await move_to(daily, freezer, NOON.replace(hour=20))
    assert daily.state("binary_sensor.demo_line_open") == "off"
    await daily.miss_call(OTHER_CUSTOMER)
    assert told.each("number") == [CUSTOMER]


@pytest.mark.parametrize("key", ["is_open", "is_snoozed"])
async def test_other_sensors_of_the_house_are_not_asked(
    shop: OpenShop, automate: Automate, key: str
) -> None:
    shop.hass.states.async_set("binary_sensor.window", "on", {"closed_by": "snoozed"})
    window = {"entity_id": "binary_sensor.window"}
    told = await automate("call_missed", CALLS, condition(key, window))
    await shop.miss_call()
    assert told.runs == []


async def test_whoever_the_owner_gave_a_name_is_known(shop: OpenShop, automate: Automate) -> None:
    told = await automate("call_missed", CALLS, condition("caller_is_known"))
    await shop.miss_call(CUSTOMER)
    await shop.miss_call(None)
    for number in (CUSTOMER, OTHER_CUSTOMER):
        await shop.engine.people.describe(number, name="Ada")
    await shop.miss_call(OTHER_CUSTOMER)
    await shop.reload()
    await shop.miss_call(CUSTOMER)
    await shop.engine.people.describe(CUSTOMER, name="")
    await shop.miss_call(CUSTOMER)
    assert told.each("number", "name") == [(OTHER_CUSTOMER, "Ada"), (CUSTOMER, "Ada")]


async def test_a_caller_waits_from_their_word_on_until_they_are_answered(
    shop: OpenShop, automate: Automate
) -> None:
    told = await automate("call_missed", CALLS, condition("thread_is_waiting"))
    await shop.miss_call()
    await shop.receive("Is Friday free?")
    await shop.miss_call()
    assert len(told.runs) == 1
    await shop.hass.services.async_call(
        DOMAIN,
        "reply",
        {
            "config_entry_id": shop.entry.entry_id,
            "thread_id": told.each("thread_id")[0],
            "message": "At ten?",
        },
        blocking=True,
    )
    await shop.settle()
    await shop.miss_call()
    await shop.miss_call(None)
    assert len(told.runs) == 1


async def test_whoever_has_just_written_waits_already(shop: OpenShop, automate: Automate) -> None:
    told = await automate("reply_received", TEXTS, condition("thread_is_waiting"))
    await shop.receive("Is Friday free?")
    assert told.each("number") == [CUSTOMER]


@pytest.mark.parametrize(
    ("key", "needs"), [("caller_is_known", "number"), ("thread_is_waiting", "thread_id")]
)
async def test_after_another_trigger_it_is_said_what_is_missing(
    hass: HomeAssistant, shop: OpenShop, caplog: pytest.LogCaptureFixture, key: str, needs: str
) -> None:
    automation = {
        "alias": "Elsewhere",
        "triggers": [{"trigger": "event", "event_type": "elsewhere"}],
        "conditions": [condition(key)],
        "actions": [{"event": "ran"}],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    hass.bus.async_fire("elsewhere")
    await hass.async_block_till_done()
    assert f"this works after a trigger of {DOMAIN} that has a {needs}" in caplog.text


@pytest.mark.parametrize("key", ["caller_is_known", "thread_is_waiting"])
async def test_a_shop_that_is_gone_knows_nobody(
    hass: HomeAssistant, shop: OpenShop, key: str
) -> None:
    automation = {
        "alias": "Elsewhere",
        "triggers": [{"trigger": "event", "event_type": "elsewhere"}],
        "actions": [
            {
                "variables": {
                    "trigger": {"number": CUSTOMER, "thread_id": 1, "config_entry_id": "x"}
                }
            },
            condition(key),
            {"event": "ran"},
        ],
    }
    ran: list[object] = []
    hass.bus.async_listen("ran", ran.append)
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    hass.bus.async_fire("elsewhere")
    await hass.async_block_till_done()
    assert ran == []
