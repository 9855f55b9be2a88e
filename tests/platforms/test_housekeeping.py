"""What is old becomes unrecognisable: once a day, little by little, as long as the owner said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback import housekeeping
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.housekeeping import months_before
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant

from .shop import CUSTOMER, FRONT, OTHER_CUSTOMER, OpenShop, open_shop, shop_entry

START = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "_BATCH", 2)
    monkeypatch.setattr(housekeeping, "_PAUSE_SECONDS", 0)


async def _open(hass: HomeAssistant, freezer: FrozenDateTimeFactory, months: int) -> OpenShop:
    freezer.move_to(START)
    shop = await open_shop(hass, shop_entry(options={"retention": months}))
    for number in range(5):
        await shop.miss_call(f"+1202555{number:04}")
    freezer.move_to(START + timedelta(days=25))
    await shop.miss_call(CUSTOMER)
    return shop


async def _numbers(shop: OpenShop) -> set[str | None]:
    records = await shop.coordinator.ledger.records(shop.entry.entry_id, [FRONT])
    return {record.number for record in records}


async def _pass(hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta) -> None:
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_what_is_older_than_the_shop_keeps_it_is_forgotten_within_a_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, freezer, 1)
    assert len(await _numbers(shop)) == 6
    freezer.move_to(START + timedelta(days=32))
    await _pass(hass, freezer, timedelta(days=1))
    kept = {number for number in await _numbers(shop) if number and number.startswith("+")}
    assert kept == {CUSTOMER}
    assert shop.state("sensor.demo_line_missed_calls") == "6"


async def test_what_is_forgotten_is_left_nowhere_on_disk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, freezer, 1)
    folder = Path(hass.config.path(DOMAIN))

    def on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in folder.iterdir())

    assert b"+12025550000" in await hass.async_add_executor_job(on_disk)
    freezer.move_to(START + timedelta(days=32))
    await _pass(hass, freezer, timedelta(days=1))
    assert b"+12025550000" not in await hass.async_add_executor_job(on_disk)
    assert CUSTOMER in await _numbers(shop)


async def test_a_shop_that_was_off_for_long_forgets_soon_after_its_start(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, freezer, 1)
    await hass.config_entries.async_unload(shop.entry.entry_id)
    freezer.move_to(START + timedelta(days=90))
    assert await hass.config_entries.async_setup(shop.entry.entry_id)
    await _pass(hass, freezer, timedelta(minutes=1))
    assert len(await _numbers(shop)) == 6
    await _pass(hass, freezer, timedelta(minutes=2))
    assert CUSTOMER not in await _numbers(shop)


async def test_a_shop_that_keeps_everything_forgets_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, freezer, 0)
    freezer.move_to(START + timedelta(days=3000))
    with patch.object(SqliteLedger, "write") as write:
        await _pass(hass, freezer, timedelta(days=1))
    write.assert_not_called()
    assert len(await _numbers(shop)) == 6


async def test_a_ledger_that_fails_is_tried_again_the_next_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    shop = await _open(hass, freezer, 1)
    freezer.move_to(START + timedelta(days=90))
    with patch.object(SqliteLedger, "write", side_effect=LedgerUnavailable("locked")):
        await _pass(hass, freezer, timedelta(days=1))
    assert "could not be forgotten" in caplog.text
    assert OTHER_CUSTOMER not in caplog.text
    assert len(await _numbers(shop)) == 6
    await _pass(hass, freezer, timedelta(days=1))
    assert CUSTOMER not in await _numbers(shop)


async def test_free_pages_are_given_back_once_a_day_until_none_is_left(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await _open(hass, freezer, 0)
    with patch.object(SqliteLedger, "give_back", side_effect=[128, 64, 0]) as give_back:
        await _pass(hass, freezer, timedelta(days=1))
    assert give_back.call_count == 3


async def test_the_log_is_looked_at_through_the_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await _open(hass, freezer, 0)
    with patch.object(
        SqliteLedger, "shorten_log", side_effect=LedgerUnavailable("locked")
    ) as shorten:
        for _ in range(4):
            await _pass(hass, freezer, timedelta(minutes=15))
    assert shorten.call_count == 4


async def test_a_ledger_that_cannot_give_pages_back_is_asked_another_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await _open(hass, freezer, 0)
    with patch.object(
        SqliteLedger, "give_back", side_effect=LedgerUnavailable("locked")
    ) as give_back:
        await _pass(hass, freezer, timedelta(days=1))
        await _pass(hass, freezer, timedelta(days=1))
    assert give_back.call_count == 2


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        pytest.param("2026-11-15", 1, "2026-10-15", id="month"),
        pytest.param("2026-03-31", 1, "2026-02-28", id="shorter-month"),
        pytest.param("2028-03-31", 1, "2028-02-29", id="leap-year"),
        pytest.param("2026-01-31", 24, "2024-01-31", id="two-years"),
        pytest.param("2026-01-10", 1, "2025-12-10", id="year-before"),
    ],
)
def test_months_are_those_of_the_calendar(now: str, months: int, before: str) -> None:
    found = months_before(datetime.fromisoformat(f"{now}T12:00:00+00:00"), months)
    assert found == datetime.fromisoformat(f"{before}T12:00:00+00:00")
