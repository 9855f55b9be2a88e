"""The blueprint "alarm for what is urgent", as an owner uses it, with a phone and a light."""

from collections.abc import AsyncIterator
from datetime import timedelta
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.missed_call_textback.core.outbox import InboundText
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util
from tests.platforms.phone import Phone, phone_of, set_up_apps
from tests.platforms.shop import CUSTOMER, FRONT, OpenShop, open_shop, shop_entry

from .conftest import UseBlueprint, line_of

NAME = "urgent_alarm"
LIGHT = "light.workshop"
RED = [255, 0, 0]


@pytest.fixture
async def phone(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, socket_enabled: None
) -> AsyncIterator[Phone]:
    """Return the owner's phone."""
    await set_up_apps(hass, "scene")
    async with phone_of(hass, await hass_client(), "Ann") as phone:
        yield phone


@pytest.fixture
async def shop(hass: HomeAssistant, phone: Phone) -> OpenShop:
    """Return a shop that is open, after the phone is there."""
    return await open_shop(hass, shop_entry())


@pytest.fixture
def lit(hass: HomeAssistant) -> list[ServiceCall]:
    """Return how the light, which is blue, is switched."""
    blue = {"color_mode": "rgb", "rgb_color": (0, 0, 255), "brightness": 50}
    hass.states.async_set(LIGHT, "on", {"supported_color_modes": ["rgb"], **blue})
    calls = async_mock_service(hass, "light", "turn_on")

    async def turn_on(call: ServiceCall) -> None:
        calls.append(call)
        colours = {key: call.data[key] for key in ("rgb_color",) if key in call.data}
        hass.states.async_set(LIGHT, "on", {"supported_color_modes": ["rgb"], **blue, **colours})

    hass.services.async_register("light", "turn_on", turn_on)
    return calls


def colours(lit: list[ServiceCall]) -> list[list[int]]:
    """Return the colours that the light took."""
    return [list(call.data["rgb_color"]) for call in lit]


async def until(shop: OpenShop, lit: list[ServiceCall], switched: int) -> None:
    """Wait until the light was switched so often. The alarm goes on: nothing waits for its end."""
    for _ in range(500):
        if len(lit) >= switched:
            break
        # The clock of the test stands still.
        await shop.hass.async_add_executor_job(time.sleep, 0.01)
    assert len(lit) == switched


async def hear(shop: OpenShop, body: str) -> None:
    """Have a customer write."""
    await shop.engine.handle_text(
        InboundText(
            line_id=FRONT,
            carrier_id=f"SM{body}",
            sender=CUSTOMER,
            body=body,
            at=dt_util.utcnow(),
        )
    )


def pass_time(shop: OpenShop, freezer: FrozenDateTimeFactory, **passed: float) -> None:
    """Let time pass."""
    freezer.tick(timedelta(**passed))
    async_fire_time_changed(shop.hass)


async def test_the_phone_sounds_though_it_is_silent(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id)
    await shop.receive("Is Friday free?")
    await shop.receive("It is urgent!")
    await shop.receive("Urgent!!")
    [push] = phone.pushed
    assert push["title"] == f"URGENT: {CUSTOMER} (Demo line)"
    assert push["message"] == "It is urgent!"
    assert push["data"]["push"]["sound"]["critical"] == 1
    assert push["data"]["channel"] == "alarm_stream"
    assert push["data"]["actions"][0]["uri"] == f"tel:{CUSTOMER}"


async def test_the_speakers_say_it(
    shop: OpenShop, use_blueprint: UseBlueprint, phone: Phone
) -> None:
    said = async_mock_service(shop.hass, "tts", "speak")
    await use_blueprint(
        NAME,
        line=line_of(shop),
        phone=phone.device_id,
        speakers=["media_player.workshop"],
        voice="tts.voice",
    )
    await shop.receive("It is urgent!")
    [call] = said
    assert call.data["media_player_entity_id"] == ["media_player.workshop"]
    assert call.data["message"] == "Urgent, from a customer: It is urgent!"


async def test_the_lights_are_red_until_somebody_answers(
    shop: OpenShop,
    use_blueprint: UseBlueprint,
    phone: Phone,
    lit: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id, lights=[LIGHT])
    await hear(shop, "It is urgent!")
    await until(shop, lit, 1)
    assert colours(lit) == [RED]
    await shop.coordinator.async_send_text(FRONT, CUSTOMER, "On our way.")
    pass_time(shop, freezer, seconds=1)
    await shop.hass.async_add_executor_job(time.sleep, 0.1)
    pass_time(shop, freezer, seconds=2)
    await until(shop, lit, 2)
    assert colours(lit) == [RED, [0, 0, 255]]


async def test_the_lights_go_back_in_the_end_though_nobody_answers(
    shop: OpenShop,
    use_blueprint: UseBlueprint,
    phone: Phone,
    lit: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    wanted: dict[str, Any] = {"lights": [LIGHT], "longest": {"minutes": 1}}
    await use_blueprint(NAME, line=line_of(shop), phone=phone.device_id, **wanted)
    await hear(shop, "It is urgent!")
    await until(shop, lit, 1)
    pass_time(shop, freezer, seconds=30)
    await shop.hass.async_add_executor_job(time.sleep, 0.1)
    assert colours(lit) == [RED]
    pass_time(shop, freezer, seconds=31)
    await until(shop, lit, 2)
    assert colours(lit) == [RED, [0, 0, 255]]
