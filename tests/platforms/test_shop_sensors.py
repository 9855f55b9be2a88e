"""A shop's numbers: over which days and lines they go, when they begin anew, and how they are worded."""

from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.sensor import SENSORS
from custom_components.missed_call_textback.shop_sensors import SHOP_SENSORS
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .shop import BACK, FRONT, OTHER_CUSTOMER, OpenShop, open_shop, shop_entry, strings

_AT = "sensor.corner_barbers_"


def number(shop: OpenShop, name: str) -> float:
    return float(shop.state(f"{_AT}{name}"))


async def resolve(shop: OpenShop, stage: Stage, value: int | None = None) -> None:
    [summary, *_] = await shop.coordinator.ledger.threads(
        shop.entry.entry_id, [FRONT, BACK], Wanted()
    )
    await shop.coordinator.engine.conversations.resolve(summary.id, stage, value)
    await shop.settle()


async def test_the_lines_of_a_shop_count_together(shop: OpenShop) -> None:
    await shop.miss_call(outcome=Outcome.BUSY)
    await shop.miss_call(OTHER_CUSTOMER, line_id=BACK)
    await shop.receive("Is Friday free?")
    for name, value in {
        "missed_this_week": 2,
        "replied_this_week": 1,
        "recovered_today_all_lines": 1,
        "calls_this_month": 2,
        "recovery_rate_30_days": 50,
        "texted_within_30_seconds_30_days": 100,
        # All were texted in time, and who replied was not answered yet.
        "recovery_score_30_days": 50,
        "lost_this_month": 0,
    }.items():
        assert number(shop, name) == value, name


async def test_without_calls_there_is_nothing_to_say(shop: OpenShop) -> None:
    for name in (
        "recovery_rate_30_days",
        "texted_within_30_seconds_30_days",
        "recovery_score_30_days",
        "average_callback_time_30_days",
    ):
        assert shop.state(f"{_AT}{name}") == STATE_UNKNOWN
    assert number(shop, "missed_this_week") == number(shop, "revenue_recovered_this_month") == 0


async def test_a_booking_is_worth_a_job_until_its_own_value_is_said(hass: HomeAssistant) -> None:
    shop = await open_shop(hass, shop_entry(options={"job_value": 80.5}))
    await shop.miss_call()
    await resolve(shop, Stage.BOOKED)
    revenue = f"{_AT}revenue_recovered_this_month"
    assert number(shop, "booked_this_week") == 1
    assert float(shop.state(revenue)) == 80.5
    assert shop.attributes(revenue)["unit_of_measurement"] == hass.config.currency
    await resolve(shop, Stage.WON, 120_000_000)
    assert float(shop.state(revenue)) == 120
    await resolve(shop, Stage.LOST)
    assert float(shop.state(revenue)) == 0
    assert number(shop, "lost_this_month") == 1


async def test_how_long_callers_wait_for_a_person_is_told_in_minutes(
    shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    await shop.miss_call()
    freezer.tick(timedelta(minutes=4))
    await shop.miss_call(outcome=Outcome.ANSWERED)
    assert number(shop, "average_callback_time_30_days") == pytest.approx(4, abs=0.1)


async def test_weeks_and_months_begin_where_the_shop_is(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    # A Sunday evening there, the last but one of a November.
    freezer.move_to("2026-11-30T04:30:00+00:00")
    shop = await open_shop(hass, shop_entry())
    await shop.miss_call()
    week, month = f"{_AT}missed_this_week", f"{_AT}calls_this_month"
    assert (shop.state(week), shop.state(month)) == ("1", "1")
    assert shop.attributes(week)["last_reset"] == "2026-11-23T05:00:00+00:00"
    assert shop.attributes(month)["last_reset"] == "2026-11-01T04:00:00+00:00"
    midnight = datetime(2026, 11, 30, 5, 0, 1, tzinfo=UTC)
    freezer.move_to(midnight)
    async_fire_time_changed(hass, midnight)
    await shop.settle()
    assert (shop.state(week), shop.state(month)) == ("0", "1")
    assert shop.attributes(week)["last_reset"] == "2026-11-30T05:00:00+00:00"


def test_no_number_of_a_shop_has_the_name_of_one_of_its_lines() -> None:
    """A shop's only line mostly has its name, and entities of one name would be numbered."""
    sensors = strings()["entity"]["sensor"]
    of_shop = {sensors[each.key]["name"] for each in SHOP_SENSORS}
    assert len(of_shop) == len(SHOP_SENSORS)
    assert not of_shop & {sensors[each.key]["name"] for each in SENSORS}


async def test_each_number_says_how_it_is_counted(shop: OpenShop) -> None:
    for description in SHOP_SENSORS:
        words = strings()["entity"]["sensor"][description.key]["state_attributes"]["formula"]
        assert list(words["state"]) == [description.key]
    assert shop.attributes(f"{_AT}missed_this_week")["formula"] == "missed_this_week"


async def test_few_numbers_are_diagnostic_and_these_are_asked_for(
    shop: OpenShop, entity_registry: er.EntityRegistry
) -> None:
    hidden = {
        entity.entity_id
        for entity in er.async_entries_for_config_entry(entity_registry, shop.entry.entry_id)
        if entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    }
    assert hidden == {
        f"{_AT}spent_this_month",
        f"{_AT}text_back_time_of_half_30_days",
        f"{_AT}text_back_time_of_95_30_days",
    }
