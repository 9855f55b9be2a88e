"""Whatever an entity, an action or an error can say has its words and its icon."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
import re
from typing import Any

import pytest

from custom_components.missed_call_textback.binary_sensor import CONNECTED, OPEN, URGENT
from custom_components.missed_call_textback.button import EXPORT_RECORDS, OPEN_AGAIN, TEST_TEXT
from custom_components.missed_call_textback.condition import CONDITIONS
from custom_components.missed_call_textback.const import DOMAIN, CarrierKind
from custom_components.missed_call_textback.core.calls import Attestation
from custom_components.missed_call_textback.core.channels import Channel
from custom_components.missed_call_textback.core.opening import Closed
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import TextKind
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.datetime import CLOSED_UNTIL
from custom_components.missed_call_textback.event import CALL, LEAD, TEXT
from custom_components.missed_call_textback.plain_words import async_reason_words
from custom_components.missed_call_textback.providers.health import Trouble
from custom_components.missed_call_textback.refusals import _KNOWN, refusal_of
from custom_components.missed_call_textback.sensor import SENSORS, SPENT
from custom_components.missed_call_textback.shop_sensors import SHOP_SENSORS
from custom_components.missed_call_textback.switch import AUTOMATIC
from custom_components.missed_call_textback.todo import OPEN_LEADS
from custom_components.missed_call_textback.trigger import TRIGGERS
from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import (
    async_get_all_descriptions as conditions_described,
)
from homeassistant.helpers.trigger import async_get_all_descriptions as triggers_described
from homeassistant.util.json import load_json_object
from homeassistant.util.yaml import load_yaml_dict

from .shop import OpenShop, strings

ROOM = Path(__file__).parents[2] / "custom_components" / "missed_call_textback"
ENTITIES = {
    "binary_sensor": [CONNECTED.key, OPEN.key, URGENT.key],
    "button": [TEST_TEXT.key, EXPORT_RECORDS.key, OPEN_AGAIN.key, "demo_call"],
    "datetime": [CLOSED_UNTIL.key],
    "event": [CALL.key, TEXT.key, LEAD.key],
    "sensor": [SPENT.key, *(sensor.key for sensor in (*SENSORS, *SHOP_SENSORS))],
    "switch": [AUTOMATIC.key],
    "todo": [OPEN_LEADS.key],
}
PARTS: dict[tuple[str, str], Any] = {
    **{("trigger", key): trigger for key, trigger in TRIGGERS.items()},
    **{("condition", key): condition for key, condition in CONDITIONS.items()},
}
# What nobody can be refused for.
CONSENTS = {
    Reason.MISSED_OPEN,
    Reason.MISSED_CLOSED,
    Reason.REQUESTED,
    Reason.AUTOMATIC_OFF,
    Reason.SENSIBLE_HOURS,
}
ACTIONS = {
    "assign",
    "get_thread",
    "list_threads",
    "note",
    "reply",
    "resolve",
    "text_back",
    "send_text",
    "simulate_call",
    "snooze",
    "set_texting",
    "block",
    "unblock",
    "describe_caller",
    "export_records",
    "erase_person",
    "report_call",
    "report_reply",
    "report_status",
}


def _attributes(entity: str) -> dict[str, Any]:
    attributes: dict[str, Any] = strings()["entity"]["event"][entity]["state_attributes"]
    return attributes


def _keys_in(source: str) -> set[str]:
    keys: Iterable[str] = re.findall(r'translation_key="(\w+)"', source)
    return set(keys)


@pytest.mark.parametrize("platform", ENTITIES)
def test_every_entity_has_a_name_and_an_icon_and_no_name_is_left_over(platform: str) -> None:
    words = strings()["entity"][platform]
    icons: Any = load_json_object(ROOM / "icons.json")["entity"]
    assert set(words) == set(ENTITIES[platform])
    assert set(icons[platform]) == set(ENTITIES[platform])
    assert all(entity["name"] for entity in words.values())


def test_every_reason_has_its_plain_sentence() -> None:
    sentences = _attributes("call")["reason"]["state"]
    assert set(sentences) == set(Reason)
    assert all(len(sentence.split()) >= 3 for sentence in sentences.values())


def test_every_refusal_has_its_plain_sentence() -> None:
    messages = strings()["exceptions"]
    refusals = {key.removeprefix("refused_") for key in messages if key.startswith("refused_")}
    assert refusals == set(Reason) - CONSENTS


def test_every_outcome_decision_and_kind_has_its_words() -> None:
    call, text = _attributes("call"), _attributes("text")
    assert set(call["event_type"]["state"]) == set(CALL.event_types or ())
    assert set(call["direction"]["state"]) == {"incoming", "outgoing"}
    assert set(call["decision"]["state"]) == {"text_back", "hold", "skip"}
    assert set(text["event_type"]["state"]) == set(TEXT.event_types or ())
    assert set(text["kind"]["state"]) == set(TextKind)
    assert set(text["direction"]["state"]) == {"incoming", "outgoing"}
    assert set(text["wish"]["state"]) == set(Wish)
    assert set(text["channel"]["state"]) == set(Channel)
    assert set(call["attestation"]["state"]) == set(Attestation)
    closed = strings()["entity"]["binary_sensor"]["open"]["state_attributes"]["closed_by"]
    assert set(closed["state"]) == set(Closed)


async def test_reasons_are_known_in_the_language_of_the_house(hass: HomeAssistant) -> None:
    words = await async_reason_words(hass)
    assert words == {reason: _attributes("call")["reason"]["state"][reason] for reason in Reason}


async def test_every_attribute_of_an_event_has_a_name(shop: OpenShop) -> None:
    seen: set[str] = set()
    await shop.miss_call()
    assert set(_attributes("call")) >= _own(shop.attributes("event.demo_line_call"))
    await shop.call_back()
    assert set(_attributes("call")) >= _own(shop.attributes("event.demo_line_call"))
    seen |= _own(shop.attributes("event.demo_line_text"))
    await shop.receive("Is Friday free?")
    seen |= _own(shop.attributes("event.demo_line_text"))
    assert set(_attributes("text")) == seen


def _own(attributes: Iterable[str]) -> set[str]:
    return set(attributes) - {"event_types", "friendly_name", "icon"}


def test_every_error_that_is_raised_has_its_message() -> None:
    raised = set().union(
        *(
            _keys_in(path.read_text())
            for room in (ROOM, ROOM / "services", ROOM / "repairs", ROOM / "trigger")
            for path in room.glob("*.py")
        )
    )
    known = set(strings()["exceptions"]) | set(strings()["issues"])
    entities = {key for keys in ENTITIES.values() for key in keys} | {"team_member"}
    assert raised - entities <= known
    assert "ledger_unavailable" in raised


def test_every_trouble_and_every_known_refusal_has_its_words() -> None:
    issues = set(strings()["issues"])
    assert {key for key in issues if key.startswith("health_")} == {
        f"health_{trouble}" for trouble in Trouble
    }
    refusals = {refusal.key for refusal in _KNOWN.values()}
    refusals |= {refusal_of("1", kind).key for kind in CarrierKind}
    refusals.add(refusal_of("1", like_twilio=True).key)
    assert {key for key in issues if key.startswith("texts_refused")} == refusals


def test_actions_have_the_same_fields_in_their_schema_words_and_icons() -> None:
    actions = load_yaml_dict(str(ROOM / "services.yaml"))
    icons: Any = load_json_object(ROOM / "icons.json")["services"]
    words = strings()["services"]
    assert set(actions) == set(words) == set(icons) == ACTIONS
    for action, described in actions.items():
        assert set(described["fields"]) == set(words[action]["fields"])


@pytest.mark.parametrize(("kind", "listed"), [("trigger", TRIGGERS), ("condition", CONDITIONS)])
async def test_triggers_and_conditions_are_described_as_home_assistant_wants_them(
    hass: HomeAssistant, shop: OpenShop, kind: str, listed: Mapping[str, type[object]]
) -> None:
    describe = {"trigger": triggers_described, "condition": conditions_described}[kind]
    prefix = f"{DOMAIN}."
    described = {
        key.removeprefix(prefix): each
        for key, each in (await describe(hass)).items()
        if key.startswith(prefix)
    }
    icons: Any = load_json_object(ROOM / "icons.json")[f"{kind}s"]
    words = strings()[f"{kind}s"]
    assert set(described) == set(words) == set(icons) == set(listed)
    for key, each in described.items():
        assert each is not None, "Home Assistant could not read it"
        assert set(icons[key]) == {kind}
        assert icons[key][kind].startswith("mdi:")
        assert words[key]["name"]
        assert words[key]["description"].endswith(".")
        fields = each["fields"]
        assert set(words[key].get("fields", {})) == set(fields)
        assert all(words[key]["fields"][name]["name"] for name in fields)
        assert all("selector" in field for field in fields.values())


@pytest.mark.parametrize("part", [*PARTS], ids=[f"{kind} {key}" for kind, key in PARTS])
async def test_what_a_form_offers_at_first_is_taken_and_says_what_is_meant_without_it(
    hass: HomeAssistant, part: tuple[str, str]
) -> None:
    kind, key = part
    form = load_yaml_dict(str(ROOM / f"{kind}s.yaml"))[key]
    target = {"target": {"entity_id": ["event.any"]}} if "target" in form else {}
    offered = {name: field["default"] for name, field in form.get("fields", {}).items()}
    validate = PARTS[part].async_validate_config
    filled_in = await validate(hass, {**target, "options": offered})
    assert set(filled_in["options"]) == set(offered)
    left_out = await validate(hass, target)
    # A condition that has to hold for no time at all is one that holds.
    nothing = {name: value for name, value in filled_in["options"].items() if value == timedelta()}
    assert {**nothing, **left_out["options"]} == filled_in["options"]


def test_every_rule_of_the_quality_scale_is_done_or_its_exemption_argued() -> None:
    rules = load_yaml_dict(str(ROOM / "quality_scale.yaml"))["rules"]
    assert len(rules) == RULES_UP_TO_PLATINUM
    for rule, status in rules.items():
        if status != "done":
            assert status["status"] in ("done", "exempt"), rule
            assert len(status["comment"].split()) >= 4, rule


RULES_UP_TO_PLATINUM = 54
