"""The forms of an entity or an event that tells of calls, and what is read from them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import EntityStateAttribute
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import CONF_SUBJECT
from ..entity_rules import ANY, LONGEST_RING_SECONDS, EntityRules, Preset, SubjectKind, preset
from .answers import BadAnswer
from .entity_finds import FRITZBOX, MOBILE_APP
from .forms import SEVERAL, TEXT
from .phone_system_forms import SECTION_ADVANCED

CONF_NUMBER_ENTITY: Final = "number_entity"
_ONLY: Final = "only"
_NUMBER_AT: Final = "number_at"
_RINGS: Final = "rings_at_most"
_WORDS: Final = ("ringing", "answered", "idle", "missed")
# As a place: the state itself, not one of its attributes.
_OF_STATE: Final = "of_state"

# What an owner is shown of the rules: what only few need is folded away.
_ALWAYS: Final[Mapping[Preset, tuple[str, ...]]] = {
    Preset.STATES: (_NUMBER_AT,),
    Preset.EVENT: (_NUMBER_AT,),
}
_FOLDED: Final[Mapping[Preset, tuple[str, ...]]] = {
    Preset.ANDROID_PHONE: ("ringing", "answered", "idle", _NUMBER_AT, _RINGS),
    Preset.FRITZBOX_CALL_MONITOR: (
        "ringing",
        "answered",
        "idle",
        _NUMBER_AT,
        "name_at",
        "dialled_at",
        _RINGS,
    ),
    Preset.STATES: (*_WORDS, "state_at", "name_at", "dialled_at", _RINGS),
    Preset.LAST_MISSED: ("idle", _NUMBER_AT, "name_at"),
    Preset.EVENT: (
        "name_at",
        "dialled_at",
        _ONLY,
        "state_at",
        *_WORDS,
        "call_id_at",
        _RINGS,
    ),
}
_FROM: Final[Mapping[Preset, EntityWithDeviceFilterSelectorConfig]] = {
    Preset.ANDROID_PHONE: {"integration": MOBILE_APP, "domain": "sensor"},
    Preset.FRITZBOX_CALL_MONITOR: {"integration": FRITZBOX, "domain": "sensor"},
    Preset.STATES: {
        "domain": ["sensor", "binary_sensor", "event", "input_boolean", "input_select", "select"]
    },
    Preset.LAST_MISSED: {"domain": ["sensor", "input_text", "text"]},
}
_SECONDS: Final = vol.All(
    NumberSelector(
        NumberSelectorConfig(
            min=10,
            max=LONGEST_RING_SECONDS,
            step=1,
            unit_of_measurement="s",
            mode=NumberSelectorMode.BOX,
        )
    ),
    vol.Coerce(int),
)


def entity_form(kind: Preset) -> vol.Schema:
    """Return the form that asks which entity it is."""
    fields: dict[vol.Marker, object] = {vol.Required(CONF_SUBJECT): _entity(_FROM[kind])}
    if kind is Preset.ANDROID_PHONE:
        fields[vol.Optional(CONF_NUMBER_ENTITY)] = _entity(_FROM[kind])
    return vol.Schema(fields)


def rules_form(kind: Preset, attributes: Iterable[str], *, is_open: bool = False) -> vol.Schema:
    """Return the form that asks what an entity or event says, with what may be chosen.

    `is_open` shows what is folded away otherwise.
    """
    places = _places(attributes)

    def field(name: str) -> tuple[vol.Marker, object]:
        if name in _WORDS or name == _ONLY:
            return vol.Optional(name), SEVERAL
        if name == _RINGS:
            return vol.Required(name, default=preset(kind, "-").rings_at_most), _SECONDS
        return vol.Optional(name), TEXT if kind is Preset.EVENT else places

    fields: dict[vol.Marker, object] = {}
    if kind is Preset.EVENT:
        fields[vol.Required(CONF_SUBJECT)] = TEXT
    fields |= map(field, _ALWAYS.get(kind, ()))
    folded = vol.Schema(dict(map(field, _FOLDED[kind])))
    fields[vol.Required(SECTION_ADVANCED)] = section(folded, {"collapsed": not is_open})
    return vol.Schema(fields)


def attributes_told(attributes: Mapping[str, object]) -> list[str]:
    """Return the names of attributes that say something of what an entity stands for."""
    return [name for name in attributes if name not in _NEVER_A_CALLER]


def rules_shown(kind: Preset, rules: EntityRules) -> dict[str, Any]:
    """Return rules as their form shows them."""
    shown: dict[str, dict[str, Any]] = {
        group: {name: _shown(rules, name) for name in names.get(kind, ())}
        for group, names in (("", _ALWAYS), (SECTION_ADVANCED, _FOLDED))
    }
    always = {CONF_SUBJECT: rules.subject} | shown[""]
    return _without_none(always) | {SECTION_ADVANCED: _without_none(shown[SECTION_ADVANCED])}


def rules_typed(kind: Preset, rules: EntityRules, answers: Mapping[str, Any]) -> EntityRules:
    """Return rules changed as an owner typed. Raises BadAnswer and BadRules."""
    typed = {**answers, **answers[SECTION_ADVANCED]}
    named = (*_ALWAYS.get(kind, ()), *_FOLDED[kind])
    changes: dict[str, Any] = {name: _READERS[name](typed.get(name)) for name in named}
    if kind is Preset.LAST_MISSED:
        # Nobody types it: a sensor that has told of no call yet.
        changes["idle"] |= {""}
    if kind is Preset.EVENT:
        changes[CONF_SUBJECT] = typed[CONF_SUBJECT].strip()
        if changes["state_at"] is None:
            changes["missed"] = frozenset({ANY})
    return replace(rules, **changes).checked()


def _shown(rules: EntityRules, name: str) -> object:
    value = getattr(rules, name)
    if name in _WORDS:
        return sorted(value - {"", ANY})
    if name == _ONLY:
        return [f"{path}={wanted}" for path, wanted in value.items()]
    return _OF_STATE if value == "" and rules.kind is SubjectKind.ENTITY else value


def _without_none(fields: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _read_words(typed: list[str] | None) -> frozenset[str]:
    return frozenset(word.strip() for word in typed or () if word.strip())


def _read_place(typed: str | None) -> str | None:
    place = (typed or "").strip()
    return "" if place == _OF_STATE else place or None


def _read_only(typed: list[str] | None) -> dict[str, str]:
    only = {}
    for line in typed or ():
        path, equals, wanted = (part.strip() for part in line.partition("="))
        if not (path and equals and wanted):
            raise BadAnswer("entity_only_not_understood")
        only[path] = wanted
    return only


def _read_seconds(typed: int) -> int:
    return typed


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(_WORDS, _read_words),
    **dict.fromkeys(("state_at", _NUMBER_AT, "name_at", "dialled_at", "call_id_at"), _read_place),
    _ONLY: _read_only,
    _RINGS: _read_seconds,
}
_NEVER_A_CALLER: Final = frozenset(EntityStateAttribute) | {"options", "state_class"}


def _entity(where: EntityWithDeviceFilterSelectorConfig) -> EntitySelector:
    return EntitySelector(EntitySelectorConfig(filter=where))


def _places(attributes: Iterable[str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=_OF_STATE, label=_OF_STATE),
                *(SelectOptionDict(value=name, label=name) for name in attributes),
            ],
            custom_value=True,
            translation_key="entity_place",
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
