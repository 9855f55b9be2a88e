"""Times that no calendar has room for: refused in words, never kept, never an exception."""

from datetime import datetime, timedelta

import pytest
import voluptuous as vol

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .shop import CUSTOMER, FRONT, OpenShop, shop_device

CLOSED_UNTIL = "datetime.corner_barbers_closed_until"


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize(
    ("action", "field"),
    [
        ("snooze", "until"),
        ("simulate_call", "at"),
        ("export_records", "since"),
        ("export_records", "until"),
    ],
)
async def test_a_time_that_no_calendar_has_room_for_is_refused(
    shop: OpenShop, action: str, field: str, time: str
) -> None:
    about = (
        {"config_entry_id": shop.entry.entry_id}
        if action == "export_records"
        else {"device_id": shop_device(shop, FRONT)}
    )
    with pytest.raises(vol.Invalid):
        await shop.hass.services.async_call(
            DOMAIN,
            action,
            {**about, field: time},
            blocking=True,
            return_response=action != "snooze",
        )


async def test_half_a_character_where_a_time_ought_to_be_does_not_end_home_assistant(
    shop: OpenShop,
) -> None:
    # The library that reads times breaks the whole process where such text comes to it.
    with pytest.raises(vol.Invalid):
        await shop.hass.services.async_call(
            DOMAIN,
            "report_call",
            {"device_id": shop_device(shop, FRONT), "number": CUSTOMER, "at": "10:00\ud83d"},
            blocking=True,
        )


@pytest.mark.parametrize("duration", [{"days": 10**9}, {"hours": 1e300}, float("nan"), -5])
async def test_a_duration_that_no_calendar_has_room_for_is_refused(
    shop: OpenShop, duration: object
) -> None:
    with pytest.raises(vol.Invalid):
        await shop.hass.services.async_call(
            DOMAIN,
            "snooze",
            {"device_id": shop_device(shop), "duration": duration},
            blocking=True,
        )


@pytest.mark.parametrize(
    "until",
    [
        pytest.param("9999-12-31T23:59:59-12:00", id="the last second"),
        pytest.param((dt_util.utcnow() + timedelta(days=400)).isoformat(), id="400 days from now"),
    ],
)
async def test_a_shop_is_not_closed_for_years_by_a_slip_of_the_pen(
    shop: OpenShop, until: str
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await shop.hass.services.async_call(
            "datetime", "set_value", {"entity_id": CLOSED_UNTIL, "datetime": until}, blocking=True
        )
    assert caught.value.translation_key == "snooze_too_long"
    await shop.reload()
    assert shop.state(CLOSED_UNTIL) == "unknown"


@pytest.mark.parametrize("days", [400, 900_000])
async def test_a_duration_of_years_is_refused_as_too_long(shop: OpenShop, days: int) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await shop.hass.services.async_call(
            DOMAIN,
            "snooze",
            {"device_id": shop_device(shop), "duration": {"days": days}},
            blocking=True,
        )
    assert caught.value.translation_key == "snooze_too_long"


async def test_a_shop_may_be_closed_for_a_year(shop: OpenShop) -> None:
    until = dt_util.utcnow() + timedelta(days=365)
    await shop.coordinator.async_set_snooze(until)
    assert datetime.fromisoformat(shop.state(CLOSED_UNTIL)) == until.replace(microsecond=0)
