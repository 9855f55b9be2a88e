"""Actions: every one of ours, with any data, as a dashboard or an automation would call it."""

import json
from pathlib import Path
from typing import Any, Final, override

from hypothesis import strategies as st

import custom_components.missed_call_textback as integration
from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.helpers import entity_registry as er
from homeassistant.util.yaml import load_yaml_dict

from .door import FuzzedDoor
from .finding import Finding
from .hostile import anything_written, json_values, mostly, numbers, words
from .house import House

_HERE: Final = Path(integration.__file__).parent
_FIELDS: Final[dict[str, dict[str, Any]]] = {
    action: told.get("fields") or {}
    for action, told in load_yaml_dict(str(_HERE / "services.yaml")).items()
}
_STRINGS: Final = json.loads((_HERE / "translations" / "en.json").read_text("utf-8"))
# What Home Assistant may say to a caller: a form that does not fit, and errors in translated words.
_TRANSLATED: Final = frozenset({"service_validation_error", "home_assistant_error"})
_PLAIN: Final = frozenset({"invalid_format", "not_found", "closed"})
# Reloading and the like are Home Assistant's own.
_ENTITY_ACTIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "switch": (("switch", "turn_on"), ("switch", "turn_off"), ("switch", "toggle")),
    "button": (("button", "press"),),
    "datetime": (("datetime", "set_value"),),
    "notify": (("notify", "send_message"),),
    "todo": (("todo", "update_item"), ("todo", "remove_item"), ("todo", "get_items")),
}
_NO_RESPONSE: Final = st.sampled_from((False,))
TIMES: Final = (
    "2026-11-21T10:00:00+00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-03-29 02:30:00",
    "99:99",
    1e18,
)


class Actions(FuzzedDoor):
    """Any data leads to a result, or to an error that says in translated words what to do."""

    name = "actions"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        registry = er.async_get(house.hass)
        entry_id = house.fuzzed.entry.entry_id
        entities = er.async_entries_for_config_entry(registry, entry_id)
        self._entities = [
            entity.entity_id for entity in entities if entity.domain in _ENTITY_ACTIONS
        ]

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        return st.one_of(
            st.sampled_from(sorted(_FIELDS)).flatmap(self._own_action),
            st.sampled_from(sorted(_FIELDS)).flatmap(self._own_action),
            st.sampled_from(self._entities).flatmap(self._entity_action),
            self._notification(),
        )

    def _own_action(self, action: str) -> st.SearchStrategy[tuple[str, str, dict[str, Any], bool]]:
        fields = {name: self._value(name) for name in _FIELDS[action]}
        needed = {name: fields[name] for name in fields if name in ("device_id", "config_entry_id")}
        data = st.fixed_dictionaries(
            needed, optional={name: fields[name] for name in fields if name not in needed}
        )
        stray = st.dictionaries(st.text(max_size=10), json_values, max_size=3)
        return st.tuples(st.just(DOMAIN), st.just(action), mostly(data, stray), st.booleans())

    def _value(self, name: str) -> st.SearchStrategy[Any]:
        known: dict[str, st.SearchStrategy[Any]] = {
            "device_id": st.sampled_from(self.house.device_ids()),
            "config_entry_id": st.just(self.house.fuzzed.entry.entry_id),
            "call_id": st.integers(min_value=0, max_value=2**70) | st.integers(1, 40),
            "number": numbers,
            "caller": numbers,
            "until": st.sampled_from(TIMES),
            "since": st.sampled_from(TIMES),
            "at": st.sampled_from(TIMES),
            "duration": st.sampled_from(
                ({"hours": 1}, {"days": 10**9}, "00:10:00", -5, {"hours": 1e300}, "x")
            ),
            "format": st.sampled_from(("csv", "json")),
            "texting": st.sampled_from(("allow", "stop")),
            "outcome": st.sampled_from(("no_answer", "busy", "closed")),
            "status": st.sampled_from(("sent", "delivered", "undelivered", "failed")),
            "ring_seconds": st.floats(),
            "clear": st.booleans(),
            # Few, so that reports come again and texts are found by them.
            "ref": st.sampled_from(("a", "b", "1:a", "2:a")) | words,
            "message_id": st.sampled_from(("a", "b", "1:a", "2:a")) | words,
        }
        good = known.get(name, words)
        return mostly(good, anything_written, json_values)

    def _entity_action(
        self, entity_id: str
    ) -> st.SearchStrategy[tuple[str, str, dict[str, Any], bool]]:
        choices = _ENTITY_ACTIONS[entity_id.partition(".")[0]]
        fields = st.fixed_dictionaries(
            {"entity_id": st.just(entity_id)},
            optional={
                "datetime": st.sampled_from(TIMES),
                "message": words,
                "title": words,
                "item": words | st.sampled_from(("1", "2", "999999999999999999999")),
                "status": st.sampled_from(("completed", "needs_action")),
                "rename": words,
            },
        )
        return st.sampled_from(choices).flatmap(
            lambda action: st.tuples(
                st.just(action[0]),
                st.just(action[1]),
                fields.map(lambda data: _known_fields(action, data)),
                st.booleans(),
            )
        )

    def _notification(self) -> st.SearchStrategy[tuple[str, str, dict[str, Any], bool]]:
        data = st.fixed_dictionaries(
            {"message": words},
            optional={
                "title": words,
                "target": st.lists(numbers, max_size=4) | numbers | json_values,
                "data": json_values,
            },
        )
        services = self.house.hass.services.async_services_for_domain("notify")
        named = [name for name in services if name.startswith(f"{DOMAIN}_shop_fuzzed")]
        return st.tuples(st.just("notify"), st.sampled_from(named), data, _NO_RESPONSE)

    @override
    async def try_one(self, given: tuple[str, str, dict[str, Any], bool]) -> None:
        domain, action, data, wants_response = given
        supports = self.house.hass.services.supports_response(domain, action).value
        message = {
            "type": "call_service",
            "domain": domain,
            "service": action,
            "service_data": data,
            "return_response": supports == "only" or (supports == "optional" and wants_response),
        }
        self.trail.append(message)
        answer = await self.house.command(message)
        if not answer["success"]:
            check_error(f"{domain}.{action}", answer["error"])


def _known_fields(action: tuple[str, str], data: dict[str, Any]) -> dict[str, Any]:
    fields = {
        "press": (),
        "set_value": ("datetime",),
        "send_message": ("message", "title"),
        "update_item": ("item", "status", "rename"),
        "remove_item": ("item",),
        "get_items": ("status",),
    }.get(action[1], ())
    return {name: value for name, value in data.items() if name in ("entity_id", *fields)}


def check_error(action: str, error: dict[str, Any], plain: frozenset[str] = _PLAIN) -> None:
    """Raise Finding where an error is none that a user understands."""
    code = error["code"]
    if code in plain:
        return
    if code not in _TRANSLATED:
        raise Finding(f"{action} ended as {code}")
    key = error.get("translation_key")
    if not key:
        raise Finding(f"{action} says an error that nobody can translate: {error['message']}")
    if error.get("translation_domain") == DOMAIN and key not in _STRINGS["exceptions"]:
        raise Finding(f"{action} says an error that has no words: {key}")
