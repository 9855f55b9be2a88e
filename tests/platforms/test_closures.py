"""What closes a shop: calendars, schedules, switches and holidays, known without asking anybody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.opening import Closed
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .shop import FRONT, OpenShop, open_shop, shop_entry

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
CALENDAR = "calendar.closed"
ISSUE = "closures_missing_01SHOP00000000000000000000"


@pytest.fixture(autouse=True)
async def _at_noon(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(NOON)


async def _open(hass: HomeAssistant, **options: object) -> OpenShop:
    return await open_shop(hass, shop_entry(options=options))


def _opening(shop: OpenShop) -> tuple[bool, Closed | None, datetime | None]:
    line = shop.coordinator.shop.line(FRONT)
    assert line is not None
    opening = shop.engine.opening(line)
    return opening.is_open, opening.closed_by, opening.changes_at


def _event(start: datetime, end: datetime, *, all_day: bool = False) -> dict[str, Any]:
    """Return attributes as the calendar integration writes them: local times without a zone."""
    return {
        "message": "Closed",
        "all_day": all_day,
        "start_time": f"{start:%Y-%m-%d %H:%M:%S}",
        "end_time": f"{end:%Y-%m-%d %H:%M:%S}",
    }


async def test_the_shop_is_closed_during_an_event_of_its_calendar(hass: HomeAssistant) -> None:
    end = NOON + timedelta(hours=2)
    hass.states.async_set(CALENDAR, "on", _event(NOON - timedelta(hours=1), end))
    shop = await _open(hass, closed_on=[CALENDAR])
    assert _opening(shop) == (False, Closed.CALENDAR, end)


async def test_an_event_that_is_to_come_closes_the_shop_when_it_begins(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    start, end = NOON + timedelta(hours=3), NOON + timedelta(hours=4)
    hass.states.async_set(CALENDAR, "off", _event(start, end))
    shop = await _open(hass, closed_on=[CALENDAR])
    assert _opening(shop) == (True, None, start)
    freezer.move_to(start)
    assert _opening(shop) == (False, Closed.CALENDAR, end)


async def test_an_event_all_day_long_closes_the_day_of_the_house(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    day = datetime(2026, 11, 18)  # noqa: DTZ001 - as the calendar writes it
    hass.states.async_set(CALENDAR, "on", _event(day, day + timedelta(days=1), all_day=True))
    shop = await _open(hass, closed_on=[CALENDAR])
    assert _opening(shop)[2] == datetime(2026, 11, 19, 5, tzinfo=UTC)


async def test_an_event_without_an_end_closes_the_shop_for_good(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    for_ever = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    hass.states.async_set(CALENDAR, "on", _event(NOON - timedelta(days=1), for_ever))
    shop = await _open(hass, closed_on=[CALENDAR])
    assert _opening(shop) == (False, Closed.CALENDAR, None)


async def test_a_calendar_without_events_or_with_nonsense_closes_nothing(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set(CALENDAR, "off")
    hass.states.async_set("calendar.odd", "on", {"start_time": "soon", "end_time": 7})
    shop = await _open(hass, closed_on=[CALENDAR, "calendar.odd"])
    assert _opening(shop) == (True, None, None)


async def test_a_schedule_closes_until_its_next_event(hass: HomeAssistant) -> None:
    end = NOON + timedelta(hours=5)
    hass.states.async_set("schedule.lunch", "on", {"next_event": end})
    shop = await _open(hass, closed_on=["schedule.lunch"])
    assert _opening(shop) == (False, Closed.CALENDAR, end)
    hass.states.async_set("schedule.lunch", "off", {"next_event": end})
    await hass.async_block_till_done()
    assert _opening(shop) == (True, None, None)


@pytest.mark.parametrize("entity_id", ["input_boolean.away", "binary_sensor.away"])
async def test_a_switch_closes_for_as_long_as_it_is_on(hass: HomeAssistant, entity_id: str) -> None:
    hass.states.async_set(entity_id, "off")
    shop = await _open(hass, closed_on=[entity_id])
    assert shop.state("binary_sensor.demo_line_open") == "on"
    hass.states.async_set(entity_id, "on")
    await hass.async_block_till_done()
    assert _opening(shop) == (False, Closed.CALENDAR, None)
    assert shop.state("binary_sensor.demo_line_open") == "off"
    hass.states.async_set(entity_id, "off")
    await hass.async_block_till_done()
    assert shop.state("binary_sensor.demo_line_open") == "on"


async def test_what_closes_the_shop_is_one_object_until_something_changes(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set("input_boolean.away", "off")
    shop = await _open(hass, closed_on=["input_boolean.away"])
    before = shop.coordinator.closures.current()
    hass.states.async_set("input_boolean.away", "off", {"icon": "mdi:beach"})
    await hass.async_block_till_done()
    assert shop.coordinator.closures.current() is before
    hass.states.async_set("input_boolean.away", "on")
    await hass.async_block_till_done()
    assert shop.coordinator.closures.current() is not before


async def test_public_holidays_of_a_country_and_region_close_the_shop(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, holidays="US", holiday_region="CA")
    known = shop.coordinator.closures.current().holidays
    # The second is a holiday of California alone.
    assert {date(2026, 11, 26), date(2026, 3, 31), date(2027, 1, 1)} <= set(known)
    freezer.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert _opening(shop)[:2] == (False, Closed.HOLIDAY)


async def test_at_new_year_the_holidays_of_the_year_after_are_known(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, holidays="US")
    assert date(2028, 7, 4) not in shop.coordinator.closures.current().holidays
    freezer.move_to(datetime(2027, 1, 1, tzinfo=UTC))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert date(2028, 7, 4) in shop.coordinator.closures.current().holidays
    freezer.move_to(datetime(2028, 1, 1, tzinfo=UTC))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert date(2029, 7, 4) in shop.coordinator.closures.current().holidays


async def _after(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta
) -> ir.IssueEntry | None:
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    return ir.async_get(hass).async_get_issue(const.DOMAIN, ISSUE)


async def test_what_stays_missing_closes_nothing_and_the_owner_is_told_until_it_is_back(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set("input_boolean.away", "unavailable")
    shop = await _open(hass, closed_on=[CALENDAR, "input_boolean.away"])
    assert _opening(shop) == (True, None, None)
    assert await _after(hass, freezer, timedelta(minutes=4)) is None
    issue = await _after(hass, freezer, timedelta(minutes=2))
    assert issue is not None
    assert issue.translation_placeholders == {
        "shop": "Corner Barbers",
        "missing": f"{CALENDAR}, input_boolean.away",
    }
    hass.states.async_set(CALENDAR, "off")
    hass.states.async_set("input_boolean.away", "off")
    assert await _after(hass, freezer, timedelta()) is None


async def test_what_is_away_for_a_moment_worries_nobody(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set(CALENDAR, "off")
    await _open(hass, closed_on=[CALENDAR])
    hass.states.async_remove(CALENDAR)
    assert await _after(hass, freezer, timedelta(minutes=4)) is None
    hass.states.async_set(CALENDAR, "off")
    assert await _after(hass, freezer, timedelta(minutes=4)) is None


async def test_while_the_house_is_starting_nothing_is_called_missing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    hass.set_state(CoreState.starting)
    await _open(hass, closed_on=[CALENDAR])
    assert await _after(hass, freezer, timedelta(minutes=6)) is None
    hass.set_state(CoreState.running)
    assert await _after(hass, freezer, timedelta(minutes=6)) is not None


async def test_holidays_of_an_unknown_place_are_told_like_what_is_missing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, holidays="US", holiday_region="XX")
    assert shop.coordinator.closures.missing == ["US XX"]
    assert await _after(hass, freezer, timedelta(minutes=6)) is not None


async def test_a_shop_that_is_closed_takes_its_timers_and_its_issue_with_it(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, closed_on=[CALENDAR], holidays="US")
    assert await _after(hass, freezer, timedelta(minutes=6)) is not None
    await hass.config_entries.async_unload(shop.entry.entry_id)
    hass.states.async_set(CALENDAR, "unavailable")
    assert await _after(hass, freezer, timedelta(minutes=6)) is None
    assert dt_util.utcnow() > NOON
