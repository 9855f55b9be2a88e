"""Websocket commands: all of ours, and those of Home Assistant's that lead to a shop."""

from typing import Any, Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback.const import DOMAIN
from homeassistant.components.websocket_api import const as websocket_api
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from .actions import TIMES, check_error
from .door import FuzzedDoor
from .hostile import json_values, mostly, numbers, words
from .house import House
from .templates import templates

# With the fields that they need.
_OF_THE_HOUSE: Final[dict[str, tuple[str, ...]]] = {
    "config_entries/get": (),
    "config_entries/get_single": ("entry_id",),
    "config_entries/subentries/list": ("entry_id",),
    "repairs/list_issues": (),
    "repairs/get_issue_data": ("domain", "issue_id"),
    "repairs/ignore_issue": ("domain", "issue_id", "ignore"),
    "todo/item/list": ("entity_id",),
    "todo/item/subscribe": ("entity_id",),
    "todo/item/move": ("entity_id", "uid", "previous_uid"),
    "config/entity_registry/get": ("entity_id",),
    "config/device_registry/list": (),
    "diagnostics/get": ("domain",),
    "manifest/get": ("integration",),
    "get_states": (),
    "get_services": (),
    "subscribe_entities": (),
    "system_health/info": (),
    "webhook/list": (),
    "frontend/get_translations": ("language", "category"),
}
# Beside errors in translated words: a form that does not fit, and what the dialogs say of their preview.
_PLAIN: Final = frozenset({"invalid_format", "not_found", "closed", "invalid_user_input"})
_SUBSCRIBE: Final = f"{DOMAIN}/threads/subscribe"
_PAGES: Final = ("1795300000000000-1", "0-0", "-1--1", "5", f"{10**40}-1", "1-9999999999999999999")
# One is asked for often, by which answers go out under it and others are refused.
_REFS: Final = ("0" * 32, "0123456789abcdef" * 2, "none")


class Commands(FuzzedDoor):
    """No message is answered with an error that nobody foresaw."""

    name = "websocket"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        known = house.hass.data[websocket_api.DOMAIN]
        self._ours = [name for name in known if name.startswith(f"{DOMAIN}/")]
        self._fields: dict[str, tuple[str, ...]] = {
            name: fields for name, fields in _OF_THE_HOUSE.items() if name in known
        }

    @override
    async def open(self) -> None:
        # Our commands come with the first dialog that is opened.
        status, shown = await self.house.rest(
            "POST",
            "/api/config/config_entries/options/flow",
            {"handler": self.house.fuzzed.entry.entry_id},
        )
        if status != 200:
            raise RuntimeError("the options could not be opened")
        self._flow_id = shown["flow_id"]
        known = self.house.hass.data[websocket_api.DOMAIN]
        for name in known:
            if name.startswith(f"{DOMAIN}/"):
                schema = known[name][1]
                fields = () if schema is False else tuple(map(_name_of, schema.schema))
                self._fields[name] = tuple(field for field in fields if field not in ("id", "type"))
        self._ours = [name for name in self._fields if name.startswith(f"{DOMAIN}/")]

    @override
    async def close(self) -> None:
        await self.house.rest("DELETE", f"/api/config/config_entries/options/flow/{self._flow_id}")
        await self.house.close_socket()

    @override
    def inputs(self) -> st.SearchStrategy[dict[str, Any]]:
        ours = st.sampled_from(self._ours).flatmap(self._message) if self._ours else st.nothing()
        house = st.sampled_from(sorted(self._fields)).flatmap(self._message)
        return st.one_of(ours, house, st.builds(dict, type=words))

    def _message(self, name: str) -> st.SearchStrategy[dict[str, Any]]:
        fields = {field: self._value(field) for field in self._fields[name]}
        whole = st.fixed_dictionaries({"type": st.just(name), **fields})
        part = st.fixed_dictionaries({"type": st.just(name)}, optional=fields)
        return mostly(whole, part)

    def _value(self, field: str) -> st.SearchStrategy[Any]:
        hass = self.house.hass
        entry_id = self.house.fuzzed.entry.entry_id
        entities = [
            entity.entity_id
            for entity in er.async_entries_for_config_entry(er.async_get(hass), entry_id)
        ]
        subentries = list(self.house.fuzzed.entry.subentries)
        issues = [issue for domain, issue in ir.async_get(hass).issues if domain == DOMAIN]
        known: dict[str, st.SearchStrategy[Any]] = {
            "flow_id": st.just(self._flow_id),
            "flow_type": st.sampled_from(("options_flow", "config_flow")),
            "user_input": st.fixed_dictionaries(
                {},
                optional={
                    "text_open": templates | json_values,
                    "text_closed": templates | json_values,
                    "more": json_values,
                },
            ),
            "entry_id": st.just(entry_id),
            "config_entry_id": st.just(entry_id),
            "domain": st.just(DOMAIN),
            "integration": st.just(DOMAIN),
            "issue_id": st.sampled_from([*issues, "none"]),
            "ignore": st.booleans(),
            "entity_id": st.sampled_from(entities),
            # Few, so that some of them are there.
            "thread_id": st.integers(1, 12) | st.integers(),
            "line_id": st.sampled_from([*subentries, "none"]),
            "member_id": st.sampled_from([*subentries, "none"]),
            "message": words,
            "ref": st.sampled_from(_REFS),
            "number": numbers,
            "tag": words,
            "search": numbers | words,
            "after": st.sampled_from(_PAGES),
            "limit": st.integers(-1, 201),
            "urgent": st.booleans(),
            "state": st.sampled_from(("waiting", "replied", "booked", "missed", "none")),
            "stage": st.sampled_from(("booked", "won", "lost", "waiting")),
            "value": st.floats() | st.integers(),
            "outcome": st.sampled_from(("no_answer", "busy", "answered")),
            "at": st.sampled_from(TIMES),
        }
        good = known.get(field, words)
        return mostly(good, json_values)

    @override
    async def try_one(self, given: dict[str, Any]) -> None:
        self.trail.append(given)
        name = str(given["type"])
        answer = await self.house.command(given)
        if not name.startswith(f"{DOMAIN}/"):
            return
        if not answer["success"]:
            check_error(name, answer["error"], _PLAIN)
        elif name == _SUBSCRIBE:
            # Else one browser would follow a shop thousands of times.
            await self.house.command({"type": "unsubscribe_events", "subscription": answer["id"]})


def _name_of(key: object) -> str:
    """Return the field that a key of a schema names, whatever it is wrapped in."""
    while not isinstance(key, str):
        key = getattr(key, "schema", None)
        if key is None:
            raise RuntimeError("a key of a schema that names no field")
    return key
