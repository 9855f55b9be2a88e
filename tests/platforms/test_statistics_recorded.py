"""Home Assistant's own recorder keeps the statistics of a shop's numbers, and adds up what it should."""

from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from homeassistant.components.recorder.statistics import (
    list_statistic_ids,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .shop import CUSTOMER, FRONT, OTHER_CUSTOMER, open_shop, shop_entry

_AT = "sensor.corner_barbers_"
_MISSED = "sensor.demo_line_missed_calls"


@pytest.fixture(autouse=True)
def find_custom_integrations(recorder_mock: object, enable_custom_integrations: None) -> None:
    """Have the recorder set up before Home Assistant is, as its fixture asks."""


async def test_counts_are_added_up_and_shares_averaged_and_corrections_taken_back(
    hass: HomeAssistant,
) -> None:
    assert await async_setup_component(hass, "sensor", {})
    shop = await open_shop(hass, shop_entry())
    await shop.miss_call(OTHER_CUSTOMER)
    at = dt_util.utcnow()
    for outcome in (Outcome.NO_ANSWER, Outcome.ANSWERED):
        await shop.engine.handle_call(
            CallEvent(
                line_id=FRONT,
                source_id="demo:late",
                step=CallStep.ENDED,
                at=at,
                caller=CUSTOMER,
                outcome=outcome,
            )
        )
        await shop.settle()
    await async_wait_recording_done(hass)
    now = dt_util.utcnow()
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    do_adhoc_statistics(hass, start=start)
    await async_wait_recording_done(hass)
    recorder = get_instance(hass)
    kept = {
        each["statistic_id"]: each
        for each in await recorder.async_add_executor_job(list_statistic_ids, hass)
    }
    for name in ("missed_this_week", "replied_this_week", "booked_this_week", "calls_this_month"):
        assert kept[f"{_AT}{name}"]["has_sum"], name
    assert kept[f"{_AT}revenue_recovered_this_month"]["has_sum"]
    assert not kept[f"{_AT}recovery_rate_30_days"]["has_sum"]
    found = await recorder.async_add_executor_job(
        statistics_during_period,
        hass,
        start - timedelta(hours=1),
        None,
        {_MISSED, f"{_AT}missed_this_week"},
        "5minute",
        None,
        {"state", "sum"},
    )
    # One of two was answered after all.
    assert found[_MISSED][-1]["state"] == found[f"{_AT}missed_this_week"][-1]["state"] == 1
