"""Something in Home Assistant as a phone: found, checked, shown as it is now, and changed later."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.entity_rules import EntityRules, Preset, preset
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .dialogs import Dialog, Shown, sub_id, suggested

PHONE = "sensor.pixel_phone_state"
NOTIFICATION = "sensor.pixel_last_notification"
DESK = "sensor.desk"


class Adding:
    """The dialog that adds a phone system, or changes one."""

    def __init__(self, hass: HomeAssistant, shop: MockConfigEntry) -> None:
        self.hass = hass
        self.shop = shop
        self.flow_id = ""

    async def open(self, choice: str | None = None) -> Shown:
        shown = await self._init({"source": "user"})
        shown = await self.answer({"next_step_id": "entity"})
        return shown if choice is None else await self.answer({"next_step_id": choice})

    async def change(self) -> Shown:
        sub = sub_id(self.shop, "phone_system")
        return await self._init({"source": "reconfigure", "subentry_id": sub})

    async def _init(self, context: dict[str, str]) -> Shown:
        shown = await self.hass.config_entries.subentries.async_init(
            (self.shop.entry_id, "phone_system"),
            context=context,  # type: ignore[arg-type]
        )
        self.flow_id = shown["flow_id"]
        return shown

    async def answer(self, answers: dict[str, Any]) -> Shown:
        return await self.hass.config_entries.subentries.async_configure(self.flow_id, answers)

    @property
    def stored(self) -> dict[str, Any]:
        return dict(self.shop.subentries[sub_id(self.shop, "phone_system")].data)


@pytest.fixture
def adding(hass: HomeAssistant, shop: MockConfigEntry) -> Adding:
    return Adding(hass, shop)


def as_shown(shown: Shown, **changes: object) -> dict[str, Any]:
    """Return a form's answers as it was filled in, and changes of what is folded away."""
    answers = suggested(shown)
    answers["advanced"] |= changes
    return answers


@pytest.fixture
def pixel(hass: HomeAssistant) -> None:
    """Have a phone with the companion app, as that names what it registers."""
    app = MockConfigEntry(domain="mobile_app", data={"webhook_id": "a1b2"})
    app.add_to_hass(hass)
    registry = er.async_get(hass)
    for sensor, entity_id, state in (
        ("battery_level", "sensor.pixel_battery_level", "80"),
        ("last_notification", NOTIFICATION, "Incoming call"),
        ("phone_state", PHONE, "idle"),
    ):
        registry.async_get_or_create(
            "sensor",
            "mobile_app",
            f"a1b2_{sensor}",
            config_entry=app,
            suggested_object_id=entity_id.partition(".")[2],
        )
        told = {"android.title": "(202) 555-0123"} if entity_id == NOTIFICATION else {}
        hass.states.async_set(entity_id, state, {"friendly_name": f"Pixel {sensor}"} | told)


async def test_a_phone_of_the_house_is_offered_first_and_filled_in(
    adding: Adding, pixel: None
) -> None:
    shown = await adding.open()
    assert shown["menu_options"] == [f"entity_{kind}" for kind in Preset]
    shown = await adding.answer({"next_step_id": "entity_android_phone"})
    assert suggested(shown) == {"subject": PHONE, "number_entity": NOTIFICATION}
    shown = await adding.answer(suggested(shown))
    assert shown["step_id"] == "entity_words"
    assert shown["description_placeholders"] == {
        "name": "Pixel phone_state",
        "state": "idle",
        "meaning": "no call is on",
    }
    folded = shown["data_schema"].schema["advanced"]
    assert folded.options["collapsed"]
    places = folded.schema.schema["number_at"].config["options"]
    assert [place["value"] for place in places] == ["of_state", "android.title"]
    done = await adding.answer(as_shown(shown))
    assert (done["type"], done["title"]) == ("create_entry", "Pixel phone_state")
    rules = preset(Preset.ANDROID_PHONE, PHONE, number_entity=NOTIFICATION)
    assert adding.stored == {
        "kind": "entity",
        "preset": "android_phone",
        "rules": rules.as_data(),
    }


async def test_each_kind_of_phone_that_the_house_has_comes_first(
    hass: HomeAssistant, adding: Adding
) -> None:
    er.async_get(hass).async_get_or_create(
        "sensor", "fritzbox_callmonitor", "serial-0", suggested_object_id="box"
    )
    hass.states.async_set("sensor.box", "idle")
    hass.states.async_set("sensor.printer", "idle")
    hass.states.async_set(DESK, "Idle", {"number": ""})
    hass.states.async_set("sensor.last", "+12025550123")
    shown = await adding.open()
    assert [option.removeprefix("entity_") for option in shown["menu_options"]] == [
        Preset.FRITZBOX_CALL_MONITOR,
        Preset.STATES,
        Preset.LAST_MISSED,
        Preset.ANDROID_PHONE,
        Preset.EVENT,
    ]
    for kind, subject in (
        (Preset.FRITZBOX_CALL_MONITOR, "sensor.box"),
        (Preset.STATES, DESK),
        (Preset.LAST_MISSED, "sensor.last"),
    ):
        shown = await adding.open(f"entity_{kind}")
        assert suggested(shown)["subject"] == subject
        shown = await adding.answer({"subject": subject})
        done = await adding.answer(as_shown(shown))
        assert done["type"] == "create_entry"
    stored = [sub.data for sub in adding.shop.subentries.values() if "preset" in sub.data]
    assert [EntityRules.from_data(data["rules"]) for data in stored] == [
        preset(Preset(data["preset"]), data["rules"]["subject"]) for data in stored
    ]
    assert len(stored) == 3


async def test_what_the_entity_says_in_words_of_its_own_is_taken(
    hass: HomeAssistant, adding: Adding
) -> None:
    hass.states.async_set(DESK, "on hook", {"friendly_name": "Desk", "line": {"from": None}})
    await adding.open("entity_states")
    shown = await adding.answer({"subject": DESK})
    assert shown["description_placeholders"]["meaning"].startswith("none of the words")
    assert not shown["data_schema"].schema["advanced"].options["collapsed"], "see what is wrong"
    answers = as_shown(shown, idle=["On hook"], ringing=[" bell "], answered=["talk", ""])
    done = await adding.answer(answers | {"number_at": "line.from"})
    assert done["type"] == "create_entry"
    rules = EntityRules.from_data(adding.stored["rules"])
    words = [sorted(each) for each in (rules.idle, rules.ringing, rules.answered)]
    assert words == [["on hook"], ["bell"], ["talk"]]
    assert (rules.state_at, rules.number_at, rules.dialled_at) == ("", "line.from", None)


async def test_what_is_not_there_now_is_told_at_its_field_and_can_be_put_right(
    hass: HomeAssistant, adding: Adding, pixel: None
) -> None:
    await adding.open("entity_android_phone")
    shown = await adding.answer({"subject": "sensor.gone"})
    assert shown["errors"] == {"subject": "entity_not_found"}
    assert suggested(shown) == {"subject": "sensor.gone"}
    shown = await adding.answer({"subject": PHONE, "number_entity": "sensor.gone"})
    assert shown["errors"] == {"number_entity": "number_entity_not_found"}
    hass.states.async_set(PHONE, "unavailable")
    shown = await adding.answer({"subject": PHONE})
    assert shown["errors"] == {"subject": "entity_unavailable"}
    hass.states.async_set(PHONE, "unknown")
    shown = await adding.answer({"subject": PHONE})
    assert shown["description_placeholders"]["meaning"] == "nothing has been reported yet"
    hass.states.async_remove(PHONE)
    shown = await adding.answer(as_shown(shown))
    assert shown["errors"] == {"base": "entity_not_found"}
    hass.states.async_set(PHONE, "idle")
    assert (await adding.answer(as_shown(shown)))["type"] == "create_entry"


async def test_a_modem_is_not_taken_for_it_cannot_tell_answered_calls(
    hass: HomeAssistant, adding: Adding
) -> None:
    er.async_get(hass).async_get_or_create(
        "sensor", "modem_callerid", "1", suggested_object_id="modem"
    )
    hass.states.async_set("sensor.modem", "idle", {"number": ""})
    shown = await adding.open("entity_states")
    assert suggested(shown) == {}, "it is not offered"
    shown = await adding.answer({"subject": "sensor.modem"})
    assert shown["errors"] == {"subject": "entity_cannot_tell"}


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"ringing": []}, "entity_words_missing"),
        ({"answered": ["IDLE"]}, "entity_words_twice"),
        ({"answered": ["x" * 65]}, "entity_words_long"),
        ({"name_at": "x" * 201}, "entity_words_long"),
    ],
)
async def test_words_that_hear_no_call_are_told_and_can_be_put_right(
    hass: HomeAssistant, adding: Adding, words: dict[str, Any], error: str
) -> None:
    hass.states.async_set(DESK, "idle", {"number": ""})
    await adding.open("entity_states")
    asked = await adding.answer({"subject": DESK})
    shown = await adding.answer(as_shown(asked, **words))
    assert shown["errors"] == {"base": error}
    assert suggested(shown) == as_shown(asked, **words)
    assert (await adding.answer(as_shown(asked)))["type"] == "create_entry"


async def test_an_event_is_a_missed_call_each_time(adding: Adding) -> None:
    shown = await adding.open("entity_event")
    answers = as_shown(shown)
    for typed, error in (
        (" ", "entity_event_needed"),
        ("state_changed", "entity_event_too_broad"),
        ("*", "entity_event_too_broad"),
    ):
        shown = await adding.answer(answers | {"subject": typed})
        assert shown["errors"] == {"subject": error}
    shown = await adding.answer(as_shown(shown, only=["in"]) | {"subject": "phone_missed"})
    assert shown["errors"] == {"base": "entity_only_not_understood"}
    done = await adding.answer(
        as_shown(shown, only=["direction = in"]) | {"subject": " phone_missed "}
    )
    assert (done["type"], done["title"]) == ("create_entry", "phone_missed")
    assert EntityRules.from_data(adding.stored["rules"]) == EntityRules.from_data(
        preset(Preset.EVENT, "phone_missed").as_data() | {"only": {"direction": "in"}}
    )


async def test_an_event_may_tell_the_steps_of_several_calls_at_once(adding: Adding) -> None:
    shown = await adding.open("entity_event")
    steps = {
        "state_at": "call.state",
        "ringing": ["ring"],
        "answered": ["up"],
        "idle": ["down"],
        "call_id_at": "call.id",
    }
    answers = as_shown(shown, **steps) | {"subject": "phone", "number_at": "call.from"}
    assert (await adding.answer(answers))["type"] == "create_entry"
    rules = EntityRules.from_data(adding.stored["rules"])
    assert (rules.state_at, rules.call_id_at, rules.number_at) == (
        "call.state",
        "call.id",
        "call.from",
    )
    assert rules.missed == frozenset()
    assert suggested(await adding.change()) == answers | {
        "advanced": {**answers["advanced"], "missed": []}
    }


async def test_an_entity_is_changed_from_how_it_is_set(hass: HomeAssistant, adding: Adding) -> None:
    for desk in (DESK, "sensor.other"):
        hass.states.async_set(desk, "idle", {"number": ""})
    await adding.open("entity_states")
    shown = await adding.answer({"subject": DESK})
    await adding.answer(as_shown(shown, ringing=["bell"]))

    shown = await adding.change()
    assert suggested(shown) == {"subject": DESK}
    shown = await adding.answer(suggested(shown))
    assert suggested(shown)["advanced"]["ringing"] == ["bell"]
    done = await adding.answer(as_shown(shown, ringing=["bell", "ring"]))
    assert done["reason"] == "reconfigure_successful"
    assert adding.stored["rules"]["ringing"] == ["bell", "ring"]

    await adding.change()
    shown = await adding.answer({"subject": "sensor.other"})
    assert suggested(shown)["advanced"]["ringing"] == ["ringing"], "another one, other words"
    await adding.answer(as_shown(shown))
    system = adding.shop.subentries[sub_id(adding.shop, "phone_system")]
    assert system.unique_id == "entity:sensor.other"


async def test_one_entity_is_not_connected_twice(hass: HomeAssistant, adding: Adding) -> None:
    hass.states.async_set(DESK, "idle", {"number": ""})
    for outcome in ("create_entry", "abort"):
        await adding.open("entity_states")
        shown = await adding.answer({"subject": DESK})
        done = await adding.answer(as_shown(shown))
        assert done["type"] == outcome
    assert done["reason"] == "already_configured"


async def test_a_shop_is_set_up_with_something_in_home_assistant(
    dialog: Dialog, pixel: None
) -> None:
    await dialog.reach("number")
    await dialog.answer(dialog.usual["number"] | {"mode": "own_phones"})
    await dialog.answer({"dialled": "(202) 555-0170"})
    await dialog.answer({"next_step_id": "entity"})
    shown = await dialog.answer({"next_step_id": "entity_android_phone"})
    shown = await dialog.answer(suggested(shown))
    entry = await dialog.finish(await dialog.answer(as_shown(shown)))
    system = entry.subentries[sub_id(entry, "phone_system")]
    assert (system.title, system.unique_id) == ("Pixel phone_state", f"entity:{PHONE}")


def own_phones(hass: HomeAssistant, shop: MockConfigEntry, count: int) -> list[str]:
    """Give a shop so many lines whose phones are its own; return their ids."""
    (line,) = (sub for sub in shop.subentries.values() if sub.subentry_type == "line")
    for number in range(count):
        data = {**line.data, "mode": "own_phones", "number": f"+1202555017{number}"}
        if number == 0:
            hass.config_entries.async_update_subentry(shop, line, data=data)
        else:
            hass.config_entries.async_add_subentry(
                shop,
                type(line)(
                    subentry_type="line",
                    title=f"Line {number}",
                    unique_id=None,
                    data=data,  # type: ignore[arg-type]
                ),
            )
    return [sub.subentry_id for sub in shop.subentries.values() if sub.subentry_type == "line"]


async def connect_event(adding: Adding) -> Shown:
    shown = await adding.open("entity_event")
    return await adding.answer(as_shown(shown) | {"subject": "phone_missed"})


async def test_a_shop_of_several_lines_says_whose_the_other_calls_are(
    hass: HomeAssistant, shop: MockConfigEntry, adding: Adding
) -> None:
    first, second = own_phones(hass, shop, 2)
    shown = await connect_event(adding)
    assert shown["step_id"] == "line"
    options = shown["data_schema"].schema["line"].config["options"]
    assert [option["value"] for option in options] == [first, second, "none"]
    await adding.answer({"line": second})
    assert adding.stored["line"] == second

    shown = await adding.change()
    shown = await adding.answer(as_shown(shown))
    assert suggested(shown) == {"line": second}
    await adding.answer({"line": "none"})
    assert adding.stored["line"] == "none"

    hass.config_entries.async_update_subentry(
        shop,
        shop.subentries[sub_id(shop, "phone_system")],
        data={**adding.stored, "line": "01GONE"},
    )
    shown = await adding.change()
    shown = await adding.answer(as_shown(shown))
    assert suggested(shown) == {}, "a line that is gone is not chosen"


async def test_a_shop_of_one_line_is_asked_only_when_it_changes_its_phone_system(
    hass: HomeAssistant, shop: MockConfigEntry, adding: Adding
) -> None:
    own_phones(hass, shop, 1)
    assert (await connect_event(adding))["type"] == "create_entry"
    shown = await adding.change()
    shown = await adding.answer(as_shown(shown))
    assert shown["step_id"] == "line"
    done = await adding.answer({})
    assert done["reason"] == "reconfigure_successful"
    assert "line" not in adding.stored
