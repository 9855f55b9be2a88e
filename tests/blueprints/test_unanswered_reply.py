"""The blueprint "escalate unanswered replies", as an owner uses it."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from homeassistant.util import dt as dt_util
from tests.platforms.shop import CUSTOMER, LEE_MOBILE, SAM_MOBILE, OpenShop

from .conftest import UseBlueprint, line_of

NAME = "unanswered_reply"
SAM = "notify.sam"
LEE = "notify.lee"


@pytest.fixture
async def shop(freezer: FrozenDateTimeFactory, shop: OpenShop) -> OpenShop:
    """Return a shop whose clock stands still."""
    return shop


async def wait(shop: OpenShop, freezer: FrozenDateTimeFactory, minutes: float) -> None:
    """Let time pass."""
    freezer.tick(timedelta(minutes=minutes))
    async_fire_time_changed(shop.hass)
    await shop.settle()


def told(shop: OpenShop) -> list[tuple[str, str]]:
    """Return who of the team was told, and what."""
    names = {SAM_MOBILE: "Sam", LEE_MOBILE: "Lee"}
    return [(names[text.to], text.body) for text in shop.carrier.sent if text.to in names]


async def test_more_people_are_told_the_longer_a_customer_waits(
    shop: OpenShop, use_blueprint: UseBlueprint, freezer: FrozenDateTimeFactory
) -> None:
    await use_blueprint(NAME, line=line_of(shop), first_tell=[SAM], second_tell=[SAM, LEE])
    await shop.receive("Is Friday free?")
    await wait(shop, freezer, 4.9)
    assert told(shop) == []
    await wait(shop, freezer, 0.1)
    [(name, words)] = told(shop)
    assert name == "Sam"
    assert "For 5 minutes: Is Friday free?" in words
    assert CUSTOMER in words
    await wait(shop, freezer, 10)
    assert sorted(name for name, _ in told(shop)[1:]) == ["Lee", "Sam"]
    assert "For 15 minutes" in told(shop)[-1][1]
    await wait(shop, freezer, 60)
    assert len(told(shop)) == 3, "nobody was chosen for the third time"


async def test_whoever_answers_ends_it(
    shop: OpenShop, use_blueprint: UseBlueprint, freezer: FrozenDateTimeFactory
) -> None:
    await use_blueprint(
        NAME, line=line_of(shop), first_tell=[SAM], second_tell=[LEE], third_tell=[SAM, LEE]
    )
    await shop.receive("Is Friday free?")
    await wait(shop, freezer, 5)
    await shop.hass.services.async_call(
        "missed_call_textback",
        "reply",
        {"config_entry_id": shop.entry.entry_id, "thread_id": 1, "message": "At ten."},
        blocking=True,
    )
    await wait(shop, freezer, 60)
    assert [name for name, _ in told(shop)] == ["Sam"]


async def test_the_times_are_the_owners(
    shop: OpenShop, use_blueprint: UseBlueprint, freezer: FrozenDateTimeFactory
) -> None:
    await use_blueprint(
        NAME,
        line=line_of(shop),
        first_tell=[SAM],
        first_after={"minutes": 1},
        third_tell=[LEE],
        third_after={"hours": 2},
    )
    await shop.receive("Is Friday free?")
    await wait(shop, freezer, 1)
    assert [name for name, _ in told(shop)] == ["Sam"]
    await wait(shop, freezer, 119)
    assert [name for name, _ in told(shop)] == ["Sam", "Lee"]


async def test_the_owners_own_conditions_decide(
    shop: OpenShop, use_blueprint: UseBlueprint, freezer: FrozenDateTimeFactory
) -> None:
    is_open = {
        "condition": "missed_call_textback.is_open",
        "target": {"entity_id": "binary_sensor.demo_line_open"},
    }
    await use_blueprint(NAME, line=line_of(shop), first_tell=[SAM], only_if=[is_open])
    await shop.coordinator.async_set_snooze(dt_util.utcnow() + timedelta(hours=1))
    await shop.hass.async_block_till_done()
    await shop.receive("Is Friday free?")
    await wait(shop, freezer, 5)
    assert told(shop) == []
