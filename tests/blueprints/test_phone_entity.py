"""The blueprint "missed calls from any phone entity", with states as a FRITZ!Box's monitor has them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from tests.platforms.shop import CUSTOMER, FRONT, OpenShop, shop_device

from .conftest import UseBlueprint

NAME = "phone_entity"
MONITOR = "sensor.call_monitor"
CALLER: Mapping[str, Any] = {"type": "incoming", "from": CUSTOMER, "from_name": "Ada"}


async def becomes(shop: OpenShop, state: str, attributes: Mapping[str, Any] | None = None) -> None:
    """Have the phone be in another state."""
    shop.hass.states.async_set(MONITOR, state, attributes)
    await shop.settle()


@pytest.fixture
async def watched(shop: OpenShop, use_blueprint: UseBlueprint) -> OpenShop:
    """Return a shop that hears of the phone's calls."""
    await becomes(shop, "idle")
    await use_blueprint(NAME, phone=MONITOR, line=shop_device(shop, FRONT))
    return shop


async def test_a_call_that_nobody_takes_is_missed_and_its_caller_texted_back(
    watched: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    await becomes(watched, "ringing", CALLER)
    freezer.tick(timedelta(seconds=21))
    await becomes(watched, "idle")
    assert [text.to for text in watched.carrier.sent] == [CUSTOMER]
    call = watched.attributes("event.demo_line_call")
    assert {key: call[key] for key in ("event_type", "ring_seconds", "caller_name")} == {
        "event_type": "no_answer",
        "ring_seconds": 21,
        "caller_name": "Ada",
    }


async def test_a_clock_that_is_set_back_while_it_rings_loses_no_call(
    watched: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    await becomes(watched, "ringing", CALLER)
    freezer.tick(timedelta(seconds=-30))
    await becomes(watched, "idle")
    assert [text.to for text in watched.carrier.sent] == [CUSTOMER]


@pytest.mark.parametrize("state", ["talking", "offhook"])
async def test_a_call_that_somebody_takes_is_answered(watched: OpenShop, state: str) -> None:
    await becomes(watched, "ringing", CALLER)
    await becomes(watched, state)
    await becomes(watched, "idle")
    assert watched.attributes("event.demo_line_call")["event_type"] == "answered"
    assert watched.carrier.sent == []


async def test_a_number_that_comes_while_it_rings_is_the_callers(watched: OpenShop) -> None:
    await becomes(watched, "ringing", {"type": "incoming"})
    await becomes(watched, "ringing", CALLER)
    await becomes(watched, "idle")
    assert [text.to for text in watched.carrier.sent] == [CUSTOMER]


async def test_a_caller_without_a_number_is_counted_and_not_texted(watched: OpenShop) -> None:
    await becomes(watched, "ringing", {"from": ""})
    await becomes(watched, "idle")
    assert watched.attributes("event.demo_line_call")["reason"] == "no_caller_id"
    assert watched.carrier.sent == []


@pytest.mark.parametrize("state", ["unavailable", "unknown"])
async def test_a_phone_that_goes_away_while_it_rings_reports_nothing(
    watched: OpenShop, state: str
) -> None:
    await becomes(watched, "ringing", CALLER)
    await becomes(watched, state)
    await becomes(watched, "idle")
    assert watched.state("event.demo_line_call") == "unknown"


async def test_a_call_of_ones_own_is_no_call_to_the_shop(watched: OpenShop) -> None:
    for state in ("dialing", "talking", "idle"):
        await becomes(watched, state, {"to": CUSTOMER})
    assert watched.state("event.demo_line_call") == "unknown"


async def test_two_calls_of_the_same_caller_are_two(watched: OpenShop) -> None:
    for _ in range(2):
        await becomes(watched, "ringing", CALLER)
        await becomes(watched, "idle")
    assert watched.state("sensor.demo_line_missed_calls") == "2"
    assert len(watched.carrier.sent) == 1


async def test_states_and_attributes_may_have_other_names(
    shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await becomes(shop, "0")
    await use_blueprint(
        NAME,
        phone=MONITOR,
        line=shop_device(shop, FRONT),
        ringing="1",
        talking=["2"],
        number_attribute="caller id",
    )
    await becomes(shop, "1", {"caller id": "(202) 555-0123"})
    await becomes(shop, "0")
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]
