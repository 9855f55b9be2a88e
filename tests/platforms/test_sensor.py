"""A line's figures: what they count, when they begin anew, and when they are missing."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .shop import BACK, OTHER_CUSTOMER, OpenShop, call_event, open_shop, shop_entry


async def test_a_recovered_caller_shows_in_every_figure(shop: OpenShop) -> None:
    await shop.miss_call()
    await shop.miss_call(OTHER_CUSTOMER)
    await shop.receive("Is Friday free?")
    for key, value in {
        "missed_calls": 2,
        "texts_sent": 2,
        "replies": 1,
        "recovered": 1,
        "waiting": 1,
        "recovery_rate": 50,
    }.items():
        assert float(shop.state(f"sensor.demo_line_{key}")) == value, key
    for key in ("missed_calls", "texts_sent", "replies", "recovered"):
        assert shop.state(f"sensor.demo_line_{key}_today") == shop.state(f"sensor.demo_line_{key}")
    assert float(shop.state("sensor.demo_line_text_back_time")) >= 0


async def test_one_lines_calls_do_not_count_on_another(shop: OpenShop) -> None:
    await shop.miss_call(line_id=BACK)
    assert shop.state("sensor.demo_line_missed_calls") == "0"
    assert shop.state("sensor.back_office_missed_calls") == "1"


async def test_without_a_missed_caller_there_is_no_recovery_rate(shop: OpenShop) -> None:
    assert shop.state("sensor.demo_line_recovery_rate") == STATE_UNKNOWN
    assert shop.state("sensor.demo_line_text_back_time") == STATE_UNKNOWN
    await shop.miss_call()
    assert shop.state("sensor.demo_line_recovery_rate") == "0.0"


async def test_a_call_that_is_answered_recovers_the_caller(shop: OpenShop) -> None:
    await shop.miss_call()
    await shop.miss_call(outcome=Outcome.ANSWERED)
    assert shop.state("sensor.demo_line_missed_calls") == "1"
    assert shop.state("sensor.demo_line_recovered") == "1"
    assert shop.state("sensor.demo_line_recovery_rate") == "100.0"


@pytest.mark.parametrize(
    ("time_zone", "midnight"),
    [
        pytest.param("America/New_York", datetime(2026, 11, 21, 5, tzinfo=UTC), id="new-york"),
        pytest.param("Asia/Kolkata", datetime(2026, 11, 20, 18, 30, tzinfo=UTC), id="kolkata"),
    ],
)
async def test_todays_counts_begin_anew_at_the_shops_midnight(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time_zone: str, midnight: datetime
) -> None:
    await hass.config.async_set_time_zone(time_zone)
    freezer.move_to(midnight - timedelta(minutes=5))
    shop = await open_shop(hass, shop_entry())
    await shop.miss_call()
    assert shop.state("sensor.demo_line_missed_calls_today") == "1"
    attributes = shop.attributes("sensor.demo_line_missed_calls_today")
    assert attributes["state_class"] == "total"
    assert attributes["last_reset"] == (midnight - timedelta(days=1)).isoformat()

    freezer.move_to(midnight + timedelta(seconds=1))
    async_fire_time_changed(hass, midnight + timedelta(seconds=1))
    await shop.settle()
    assert shop.state("sensor.demo_line_missed_calls_today") == "0"
    assert shop.state("sensor.demo_line_missed_calls") == "1"
    attributes = shop.attributes("sensor.demo_line_missed_calls_today")
    assert attributes["last_reset"] == midnight.isoformat()

    # The next midnight is waited for as well.
    freezer.move_to(midnight + timedelta(days=1, seconds=1))
    async_fire_time_changed(hass, midnight + timedelta(days=1, seconds=1))
    await shop.settle()
    attributes = shop.attributes("sensor.demo_line_missed_calls_today")
    assert attributes["last_reset"] == (midnight + timedelta(days=1)).isoformat()


async def test_the_first_call_of_a_day_moves_every_line_to_that_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to("2026-11-20T23:59:00+00:00")
    shop = await open_shop(hass, shop_entry())
    await shop.miss_call(line_id=BACK)
    shop.coordinator._async_stop_waiting()
    freezer.move_to("2026-11-21T00:00:01+00:00")
    await shop.miss_call(OTHER_CUSTOMER)
    assert shop.state("sensor.demo_line_missed_calls_today") == "1"
    assert shop.state("sensor.back_office_missed_calls_today") == "0"
    shop.coordinator._async_wait_for_midnight()


async def test_figures_are_unavailable_while_the_ledger_cannot_be_read_and_then_return(
    shop: OpenShop, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(SqliteLedger, "figures", side_effect=LedgerUnavailable("disk I/O error")):
        await shop.miss_call()
        assert shop.state("sensor.demo_line_missed_calls") == STATE_UNAVAILABLE
        await shop.miss_call(OTHER_CUSTOMER)
        assert shop.state("event.demo_line_call") != STATE_UNAVAILABLE
        assert shop.state("switch.demo_line_automatic_text_back") == "on"
    assert caplog.text.count("Error fetching missed_call_textback data") == 1
    async_fire_time_changed(shop.hass, datetime.now(UTC) + timedelta(seconds=31))
    await shop.settle()
    assert shop.state("sensor.demo_line_missed_calls") == "2"
    assert shop.coordinator.update_interval is None


async def test_asking_for_an_update_reads_every_line(shop: OpenShop) -> None:
    with patch.object(
        SqliteLedger, "figures", autospec=True, side_effect=SqliteLedger.figures
    ) as figures:
        await shop.coordinator.async_refresh()
    assert figures.call_count == 2


async def test_a_burst_of_calls_costs_a_handful_of_reads(shop: OpenShop) -> None:
    callers = [f"+1202555{number:04}" for number in range(1000, 1100)]
    with patch.object(
        SqliteLedger, "figures", autospec=True, side_effect=SqliteLedger.figures
    ) as figures:
        for caller in callers:
            await shop.engine.handle_call(call_event(caller))
        await shop.settle()
        await shop.settle()
    assert shop.state("sensor.demo_line_missed_calls") == "100"
    assert shop.state("sensor.demo_line_texts_sent") == "100"
    # Real time passes here too, so a slow machine may read a few times more.
    assert 1 <= figures.call_count <= 20


async def test_what_the_months_texts_cost_begins_anew_with_the_month(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-30T23:00:00+00:00")
    shop = await open_shop(hass, shop_entry(options={"price": 0.0079, "currency": "EUR"}))
    spent = "sensor.corner_barbers_spent_this_month"
    await shop.miss_call()
    await shop.miss_call(OTHER_CUSTOMER)
    assert float(shop.state(spent)) == pytest.approx(0.0158)
    assert shop.attributes(spent)["unit_of_measurement"] == "EUR"
    assert shop.attributes(spent)["last_reset"] == "2026-11-01T00:00:00+00:00"
    freezer.move_to("2026-12-01T00:00:00+00:00")
    await shop.settle()
    assert float(shop.state(spent)) == 0
    assert shop.attributes(spent)["last_reset"] == "2026-12-01T00:00:00+00:00"


async def test_without_a_price_the_cost_is_not_shown(
    shop: OpenShop, entity_registry: er.EntityRegistry
) -> None:
    entity = entity_registry.async_get("sensor.corner_barbers_spent_this_month")
    assert entity is not None
    assert entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION
