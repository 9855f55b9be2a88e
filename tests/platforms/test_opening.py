"""Whether a line is open, and closing the shop by hand: seen at once and to the second."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.hours import DAYS
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from .shop import FRONT, OpenShop, open_shop, shop_entry

OPEN = "binary_sensor.demo_line_open"
OPEN_AGAIN = "button.corner_barbers_open_again"
CLOSED_UNTIL = "datetime.corner_barbers_closed_until"
# A Wednesday, in UTC.
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
NINE_TO_SIX = dict.fromkeys(DAYS, "9-18")


@pytest.fixture
async def noon(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Make it noon."""
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(NOON)
    return freezer


@pytest.fixture
async def daily(hass: HomeAssistant, noon: FrozenDateTimeFactory) -> OpenShop:
    """Return a shop that is open from nine to six, at noon."""
    return await open_shop(hass, shop_entry(options={"hours": NINE_TO_SIX}))


async def _move_to(hass: HomeAssistant, freezer: FrozenDateTimeFactory, to: datetime) -> None:
    freezer.move_to(to)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


def _device(shop: OpenShop, subentry_id: str | None = None) -> str:
    identifier = shop.entry.entry_id + (f"_{subentry_id}" if subentry_id else "")
    device = dr.async_get(shop.hass).async_get_device_by_identifier(
        (DOMAIN, identifier), shop.entry.entry_id
    )
    assert device is not None
    return device.id


async def _snooze(shop: OpenShop, device_id: str | None = None, **how: object) -> None:
    await shop.hass.services.async_call(
        DOMAIN, "snooze", {"device_id": device_id or _device(shop), **how}, blocking=True
    )


async def test_a_line_opens_and_closes_with_its_hours_to_the_second(
    daily: OpenShop, noon: FrozenDateTimeFactory
) -> None:
    six = NOON.replace(hour=18)
    assert daily.state(OPEN) == "on"
    assert daily.attributes(OPEN)["next_change"] == six.isoformat()
    assert daily.attributes(OPEN)["closed_by"] is None
    await _move_to(daily.hass, noon, six - timedelta(seconds=1))
    assert daily.state(OPEN) == "on"
    await _move_to(daily.hass, noon, six)
    assert daily.state(OPEN) == "off"
    assert daily.attributes(OPEN)["closed_by"] == "hours"
    await _move_to(daily.hass, noon, NOON + timedelta(hours=21))
    assert daily.state(OPEN) == "on"


async def test_a_line_that_never_closes_is_looked_at_once_a_day(
    hass: HomeAssistant, noon: FrozenDateTimeFactory
) -> None:
    shop = await open_shop(hass, shop_entry())
    assert shop.state(OPEN) == "on"
    assert shop.attributes(OPEN)["next_change"] is None
    for day in (1, 2):
        await _move_to(hass, noon, NOON + timedelta(days=day, minutes=1))
        assert shop.state(OPEN) == "on"


async def test_a_time_to_come_closes_the_shop_until_then_for_every_line(
    daily: OpenShop, noon: FrozenDateTimeFactory
) -> None:
    assert daily.state(CLOSED_UNTIL) == "unknown"
    two = NOON + timedelta(hours=2)
    await daily.hass.services.async_call(
        "datetime",
        "set_value",
        {"entity_id": CLOSED_UNTIL, "datetime": two.isoformat()},
        blocking=True,
    )
    assert daily.state(CLOSED_UNTIL) == two.isoformat()
    for entity_id in (OPEN, "binary_sensor.back_office_open"):
        assert daily.state(entity_id) == "off"
        assert daily.attributes(entity_id)["closed_by"] == "snoozed"
    await _move_to(daily.hass, noon, two)
    assert daily.state(CLOSED_UNTIL) == "unknown"
    assert daily.state(OPEN) == "on"


async def test_a_time_that_is_past_opens_the_shop_again(daily: OpenShop) -> None:
    await _snooze(daily, duration={"hours": 3})
    assert daily.state(OPEN) == "off"
    await daily.hass.services.async_call(
        "datetime",
        "set_value",
        {"entity_id": CLOSED_UNTIL, "datetime": (NOON - timedelta(hours=1)).isoformat()},
        blocking=True,
    )
    assert daily.state(OPEN) == "on"
    assert daily.state(CLOSED_UNTIL) == "unknown"
    assert daily.engine.settings.snoozed_until is None


async def test_a_button_opens_the_shop_again_and_is_there_only_while_it_is_closed_by_hand(
    daily: OpenShop, noon: FrozenDateTimeFactory
) -> None:
    assert daily.state(OPEN_AGAIN) == "unavailable"
    await _snooze(daily, duration={"hours": 3})
    assert daily.state(OPEN_AGAIN) == "unknown"
    await daily.hass.services.async_call(
        "button", "press", {"entity_id": OPEN_AGAIN}, blocking=True
    )
    assert daily.state(OPEN) == "on"
    assert daily.state(CLOSED_UNTIL) == "unknown"
    assert daily.state(OPEN_AGAIN) == "unavailable"
    await _snooze(daily, duration={"hours": 3})
    assert daily.state(OPEN_AGAIN) != "unavailable"
    await _move_to(daily.hass, noon, NOON + timedelta(hours=3))
    assert daily.state(OPEN_AGAIN) == "unavailable"


async def test_a_shop_that_was_closed_by_hand_stays_so_over_a_restart(daily: OpenShop) -> None:
    await _snooze(daily, until=(NOON + timedelta(hours=3)).isoformat())
    await daily.reload()
    assert daily.state(CLOSED_UNTIL) == (NOON + timedelta(hours=3)).isoformat()
    assert daily.state(OPEN) == "off"


async def test_a_missed_call_meanwhile_gets_the_text_for_after_hours(daily: OpenShop) -> None:
    await _snooze(daily, _device(daily, FRONT), duration={"minutes": 30})
    await daily.miss_call()
    assert daily.carrier.sent[0].body.startswith("We are closed")
    await _snooze(daily, clear=True)
    assert daily.state(OPEN) == "on"


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"clear": False}, id="not-cleared"),
        pytest.param({"clear": True, "duration": "01:00:00"}, id="two-ways"),
    ],
)
async def test_one_way_to_close_the_shop_has_to_be_given(
    daily: OpenShop, how: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _snooze(daily, **how)
    assert caught.value.translation_key == "snooze_until_when"


async def test_a_ledger_that_fails_leaves_the_shop_as_it_was(
    daily: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_args: object, **_how: object) -> None:
        raise LedgerUnavailable("disk full")

    monkeypatch.setattr(SqliteLedger, "write", fail)
    with pytest.raises(HomeAssistantError) as caught:
        await _snooze(daily, duration={"hours": 1})
    assert caught.value.translation_key == "ledger_unavailable"
    assert daily.state(OPEN) == "on"
