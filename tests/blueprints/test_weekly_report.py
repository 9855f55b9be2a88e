"""The blueprint "weekly report", as an owner uses it, over two weeks of a shop."""

from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.core import HomeAssistant
from tests.platforms.shop import (
    CUSTOMER,
    OTHER_CUSTOMER,
    SAM_MOBILE,
    OpenShop,
    call_event,
    open_shop,
    shop_device,
    shop_entry,
)

from .conftest import UseBlueprint

NAME = "weekly_report"
SAM = "notify.sam"
# A Monday.
MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)


@pytest.fixture
async def shop(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> OpenShop:
    """Return a shop that is open, on a Monday after eight."""
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(MONDAY + timedelta(hours=1))
    return await open_shop(hass, shop_entry())


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Let Home Assistant's own time trigger wait for the next day."""
    return True


async def move_to(shop: OpenShop, freezer: FrozenDateTimeFactory, at: datetime) -> None:
    """Let time pass."""
    freezer.move_to(at)
    async_fire_time_changed(shop.hass)
    await shop.settle()


async def resolve(shop: OpenShop, thread_id: int, stage: str, value: float | None = None) -> None:
    """Say what became of a caller."""
    worth = {} if value is None else {"value": value}
    await shop.hass.services.async_call(
        DOMAIN,
        "resolve",
        {
            "config_entry_id": shop.entry.entry_id,
            "thread_id": thread_id,
            "stage": stage,
            **worth,
        },
        blocking=True,
    )


def reports(shop: OpenShop) -> list[str]:
    """Return what Sam was told."""
    return [text.body for text in shop.carrier.sent if text.to == SAM_MOBILE]


async def test_each_week_says_what_became_of_its_own_callers(
    shop: OpenShop, use_blueprint: UseBlueprint, freezer: FrozenDateTimeFactory
) -> None:
    await use_blueprint(NAME, shop=shop_device(shop), tell=[SAM])
    for caller in (CUSTOMER, OTHER_CUSTOMER, "+12025550125", "+18005550123"):
        await shop.miss_call(caller)
    await shop.receive("Friday?", CUSTOMER)
    await shop.receive("Saturday?", OTHER_CUSTOMER)
    await resolve(shop, 1, "booked", 39.5)
    await resolve(shop, 2, "won", 100)
    await move_to(shop, freezer, MONDAY + timedelta(days=6))
    assert reports(shop) == []
    await move_to(shop, freezer, MONDAY + timedelta(days=7))
    [first] = reports(shop)
    assert first.endswith(
        "4 missed callers: 3 texted, 2 answered (66 %), 2 booked, worth 139.50 EUR."
        " 1 still wait for an answer."
    )
    assert "Corner Barbers" in first
    await resolve(shop, 1, "won")
    await shop.miss_call("+12025550126")
    await move_to(shop, freezer, MONDAY + timedelta(days=14))
    assert "1 missed callers: 1 texted, 0 answered (0 %), 0 booked." in reports(shop)[1]
    await move_to(shop, freezer, MONDAY + timedelta(days=21))
    assert "No missed callers." in reports(shop)[2]


async def test_the_day_and_the_hour_are_the_owners(
    shop: OpenShop, use_blueprint: UseBlueprint, freezer: FrozenDateTimeFactory
) -> None:
    await use_blueprint(NAME, shop=shop_device(shop), tell=[SAM], day="fri", at="18:30:00")
    friday = MONDAY + timedelta(days=4)
    await move_to(shop, freezer, friday - timedelta(hours=12))
    await move_to(shop, freezer, friday.replace(hour=18, minute=29))
    assert reports(shop) == []
    await move_to(shop, freezer, friday.replace(hour=18, minute=30))
    assert len(reports(shop)) == 1


async def test_more_callers_than_a_page_has_are_all_counted(
    shop: OpenShop, use_blueprint: UseBlueprint, freezer: FrozenDateTimeFactory
) -> None:
    await use_blueprint(NAME, shop=shop_device(shop), tell=[SAM])
    # Nobody is texted, which is quicker.
    for line in shop.coordinator.shop.lines:
        await shop.coordinator.async_set_automatic(line.id, on=False)
    await move_to(shop, freezer, MONDAY + timedelta(days=1))
    for number in range(300, 505):
        await shop.engine.handle_call(call_event(f"+1202555{number:04}"))
    await shop.settle()
    await move_to(shop, freezer, MONDAY + timedelta(days=7))
    assert "205 missed callers: 0 texted, 0 answered, 0 booked." in reports(shop)[0]
