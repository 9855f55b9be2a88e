"""Something in Home Assistant as a shop's phone: from its dialog, through its states, to one text."""

from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.providers.source import Connection
from homeassistant.components.fritzbox_callmonitor.base import Contact
from homeassistant.components.fritzbox_callmonitor.sensor import CallState, FritzBoxCallMonitor
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util
from tests.config_flow.dialogs import sub_id

from .conftest import CALLER, TwilioShop
from .house_phone import DESK, Phone

LANDLINE = "+12025550170"
OTHER_CALLER = "+12025550144"
PHONE = "sensor.pixel_phone_state"
NOTIFICATION = "sensor.pixel_last_notification"
BOX = "sensor.box"
TITLE = "android.title"


@pytest.fixture
def line_settings() -> dict[str, object]:
    return {const.CONF_MODE: "own_phones", const.CONF_DIALLED: LANDLINE}


@pytest.fixture
async def phone(new_shop: TwilioShop) -> AsyncGenerator[Phone]:
    """Return an open shop whose phone is not connected yet."""
    assert await new_shop.hass.config_entries.async_setup(new_shop.entry.entry_id)
    yield Phone(new_shop)
    assert await new_shop.hass.config_entries.async_unload(new_shop.entry.entry_id)


async def android(phone: Phone, number: str, *states: str) -> None:
    """Have an Android phone ring, and then do as it is told."""
    await phone.says("ringing", PHONE)
    await phone.says("Incoming call", NOTIFICATION, **{TITLE: number})
    for state in states:
        await phone.says(state, PHONE)


async def test_an_android_phone_texts_who_was_missed_and_nobody_else(phone: Phone) -> None:
    await phone.says("idle", PHONE)
    await phone.says("Weather", NOTIFICATION, **{TITLE: "Sunny"})
    await phone.connect("android_phone", {"subject": PHONE, "number_entity": NOTIFICATION})
    assert phone.connected == "on"

    await android(phone, OTHER_CALLER, "offhook", "idle")
    await android(phone, "(202) 555-0143", "idle")
    await phone.says("offhook", PHONE)
    await phone.says("idle", PHONE)
    await phone.told(Outcome.ANSWERED, Outcome.ABANDONED)
    assert len(phone.shop.texts(CALLER)) == 1
    assert phone.shop.texts(OTHER_CALLER) == []
    assert await phone.shop.total(Tally.MISSED) == 1


class BoxSensor:
    """What Home Assistant's own call monitor writes, into a state."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._state = ""
        self._attributes: dict[str, object] = {}

    def set_state(self, state: CallState) -> None:
        self._state = state.value

    def set_attributes(self, attributes: dict[str, object]) -> None:
        self._attributes = attributes

    def number_to_contact(self, number: str) -> Contact:
        return Contact("unknown", [number])

    def schedule_update_ha_state(self) -> None:
        self._hass.states.async_set(BOX, self._state, self._attributes)


@pytest.fixture
async def box(phone: Phone) -> Callable[..., Any]:
    """Have Home Assistant's own call monitor read lines of a box."""
    er.async_get(phone.hass).async_get_or_create(
        "sensor", "fritzbox_callmonitor", "serial-0", suggested_object_id="box"
    )
    monitor = FritzBoxCallMonitor("box", 1012, BoxSensor(phone.hass))  # type: ignore[arg-type]

    async def hears(*lines: str) -> None:
        for line in lines:
            monitor._parse(f"21.11.26 15:00:00;{line}")
            await phone.settle()

    await phone.says("idle", BOX)
    await phone.connect("fritzbox_call_monitor", {"subject": BOX})
    return hears


async def test_the_call_monitor_texts_who_was_missed_and_not_who_was_answered(
    phone: Phone, box: Callable[..., Any]
) -> None:
    await box(f"RING;0;{OTHER_CALLER};2025550170;SIP0;", "CONNECT;0;1;x;", "DISCONNECT;0;9;")
    await box(f"RING;0;{CALLER};2025550170;SIP0;", "DISCONNECT;0;0;")
    await box("CALL;1;1;2025550170;2025550188;SIP0;", "DISCONNECT;1;0;")
    await phone.told(Outcome.ANSWERED, Outcome.ABANDONED)
    assert len(phone.shop.texts(CALLER)) == 1
    assert phone.shop.texts(OTHER_CALLER) == []


async def test_two_calls_at_once_are_too_many_for_one_state_and_nobody_is_texted(
    phone: Phone, box: Callable[..., Any]
) -> None:
    await box(
        f"RING;0;{CALLER};2025550170;SIP0;",
        f"RING;1;{OTHER_CALLER};2025550170;SIP1;",
        "DISCONNECT;0;0;",
        "CONNECT;1;1;x;",
        "DISCONNECT;1;9;",
    )
    await phone.told()
    assert phone.shop.texts() == phone.shop.texts(OTHER_CALLER) == []


async def test_a_sensor_over_mqtt_texts_in_words_of_its_own(phone: Phone) -> None:
    await phone.says("on hook", number="")
    await phone.connect("states", {"subject": DESK}, idle=["on hook"], answered=["talking"])
    for number, states in (
        (OTHER_CALLER, ("ringing", "talking", "on hook")),
        (CALLER, ("ringing", "on hook")),
    ):
        for state in states:
            await phone.says(state, number=number)
    await phone.told(Outcome.ANSWERED, Outcome.ABANDONED)
    assert len(phone.shop.texts(CALLER)) == 1
    assert phone.shop.texts(OTHER_CALLER) == []


@pytest.mark.parametrize("gone", ["unavailable", "unknown", None])
async def test_who_called_while_the_entity_went_away_is_not_texted_and_the_next_one_is(
    phone: Phone, gone: str | None
) -> None:
    await phone.says("idle", number="")
    await phone.connect("states", {"subject": DESK})
    await phone.says("ringing", number=OTHER_CALLER)
    await phone.says(gone)
    assert phone.connected == ("on" if gone == "unknown" else "off")
    await phone.says("idle", number=OTHER_CALLER)
    assert phone.connected == "on"
    await phone.says("ringing", number=CALLER)
    await phone.says("idle", number=CALLER)
    await phone.told(Outcome.ABANDONED)
    assert len(phone.shop.texts(CALLER)) == 1
    assert phone.shop.texts(OTHER_CALLER) == []


async def test_a_sensor_of_missed_numbers_texts_each_new_one_once(phone: Phone) -> None:
    await phone.says(OTHER_CALLER)
    await phone.connect("last_missed", {"subject": DESK})
    for battery in (80, 79):
        await phone.says(CALLER, battery=battery)
    await phone.told(Outcome.NO_ANSWER)
    assert len(phone.shop.texts(CALLER)) == 1
    assert phone.shop.texts(OTHER_CALLER) == [], "that one was before our time"


async def test_an_event_texts_each_caller_once(phone: Phone) -> None:
    await phone.connect("event", {"subject": "phone_missed"}, only=["direction=in"])
    assert phone.connected == "on"
    for number, direction in ((CALLER, "in"), (OTHER_CALLER, "out")):
        phone.hass.bus.async_fire("phone_missed", {"number": number, "direction": direction})
    await phone.told(Outcome.NO_ANSWER)
    assert len(phone.shop.texts(CALLER)) == 1
    assert phone.shop.texts(OTHER_CALLER) == []


async def test_events_with_ids_tell_two_calls_at_once_apart(phone: Phone) -> None:
    await phone.connect(
        "event",
        {"subject": "phone", "number_at": "from"},
        state_at="is",
        call_id_at="id",
        ringing=["ring"],
        answered=["up"],
        idle=["down"],
    )
    for number, said in (
        (CALLER, "ring"),
        (OTHER_CALLER, "ring"),
        (OTHER_CALLER, "up"),
        (CALLER, "down"),
        (OTHER_CALLER, "down"),
    ):
        phone.hass.bus.async_fire("phone", {"id": number, "from": number, "is": said})
    await phone.told(Outcome.ANSWERED, Outcome.ABANDONED)
    assert len(phone.shop.texts(CALLER)) == 1
    assert phone.shop.texts(OTHER_CALLER) == []


async def test_entities_are_followed_when_they_are_renamed(phone: Phone) -> None:
    registry = er.async_get(phone.hass)
    for entity_id in (PHONE, NOTIFICATION):
        name = entity_id.partition(".")[2]
        registry.async_get_or_create("sensor", "mobile_app", name, suggested_object_id=name)
        await phone.says("idle", entity_id)
    await phone.connect("android_phone", {"subject": PHONE, "number_entity": NOTIFICATION})
    registry.async_update_entity(PHONE, icon="mdi:phone")
    for entity_id, name in ((PHONE, "sensor.shop_phone"), (NOTIFICATION, "sensor.shop_notified")):
        registry.async_update_entity(entity_id, new_entity_id=name)
        phone.hass.states.async_remove(entity_id)
        await phone.says("idle", name)
    await phone.until(lambda: phone.connected == "on")
    system = phone.shop.entry.subentries[sub_id(phone.shop.entry, "phone_system")]
    assert system.unique_id == "entity:sensor.shop_phone"
    assert system.data[const.CONF_RULES]["number_entity"] == "sensor.shop_notified"

    phone.shop.listen()
    await phone.says("ringing", "sensor.shop_phone")
    await phone.says("call", "sensor.shop_notified", **{TITLE: CALLER})
    await phone.says("idle", "sensor.shop_phone")
    await phone.told(Outcome.ABANDONED)
    assert len(phone.shop.texts(CALLER)) == 1


async def test_an_entity_that_stays_away_is_an_issue_that_says_what_it_is(phone: Phone) -> None:
    await phone.says("idle", number="")
    await phone.connect("states", {"subject": DESK})
    with patch("custom_components.missed_call_textback.phone_system._LOST_FOR_LONG_SECONDS", 0):
        await phone.says(None)
    (system,) = phone.shop.coordinator.phone_systems
    issues = ir.async_get(phone.hass).issues
    issue = (const.DOMAIN, f"phone_system_{system.id}")
    await phone.until(lambda: issue in issues)
    assert issues[issue].translation_key == "phone_system_entity_lost"
    await phone.says("idle", number="")
    async_fire_time_changed(phone.hass, dt_util.utcnow() + timedelta(minutes=2))
    assert issue not in issues


async def test_what_is_heard_of_a_phone_after_its_shop_is_closed_worries_nobody(
    phone: Phone,
) -> None:
    await phone.says("idle", number="")
    await phone.connect("states", {"subject": DESK})
    (system,) = phone.shop.coordinator.phone_systems
    await phone.hass.config_entries.async_reload(phone.shop.entry.entry_id)
    with patch("custom_components.missed_call_textback.phone_system._LOST_FOR_LONG_SECONDS", 0):
        system.async_tell(Connection.LOST)
        await phone.settle()
    assert (const.DOMAIN, f"phone_system_{system.id}") not in ir.async_get(phone.hass).issues
