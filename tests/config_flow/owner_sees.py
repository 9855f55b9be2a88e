"""What an owner sees of a dialog: every word of it must be there, with nothing left to fill in."""

import json
from pathlib import Path
import re
from typing import Any, Final

import probatio
import voluptuous as vol

import custom_components.missed_call_textback as integration
from homeassistant.config_entries import (
    ConfigEntriesFlowManager,
    ConfigSubentryFlowManager,
    OptionsFlowManager,
)
from homeassistant.data_entry_flow import FlowHandler, FlowManager, FlowResultType, section
from homeassistant.helpers import config_validation as cv

from .dialogs import Shown

type Manager = FlowManager[Any, Any, Any]
type Flow = FlowHandler[Any, Any, Any]

STRINGS: Final = json.loads(
    (Path(integration.__file__).parent / "translations" / "en.json").read_text()
)
_PLACEHOLDER: Final = re.compile(r"{(\w+)}")
_MISSING: Final = object()


def check(manager: Manager, flow: Flow, result: Shown) -> None:
    """Fail where a result cannot be shown: a word is missing, or the form is no JSON."""
    words = _Words(_room(manager, flow), result.get("description_placeholders") or {})
    match result["type"]:
        case FlowResultType.FORM:
            step = ("step", result["step_id"])
            words.need(*step, "title")
            words.may(*step, "description")
            _check_fields(words, step, result["data_schema"])
            for error in (result["errors"] or {}).values():
                words.need("error", error)
            shown = probatio.to_field_list(
                result["data_schema"], custom_serializer=cv.custom_serializer
            )
            json.dumps(shown)
        case FlowResultType.MENU:
            words.need("step", result["step_id"], "title")
            for option in result["menu_options"]:
                words.need("step", result["step_id"], "menu_options", option)
        case FlowResultType.ABORT if "translation_domain" not in result:
            words.need("abort", result["reason"])
        case FlowResultType.CREATE_ENTRY if result["description"]:
            words.need("create_entry", result["description"])


def _check_fields(words: _Words, step: tuple[str, ...], schema: vol.Schema) -> None:
    for key, field in schema.schema.items():
        if isinstance(field, section):
            words.need(*step, "sections", key, "name")
            _check_fields(words, (*step, "sections", key), field.schema)
        else:
            words.need(*step, "data", key)
            words.need(*step, "data_description", key)


def _room(manager: Manager, flow: Flow) -> dict[str, Any]:
    match manager:
        case ConfigEntriesFlowManager():
            room = STRINGS["config"]
        case OptionsFlowManager():
            room = STRINGS["options"]
        case ConfigSubentryFlowManager():
            room = STRINGS["config_subentries"][flow.handler[1]]
        case _:
            raise AssertionError(manager)
    assert isinstance(room, dict)
    return room


class _Words:
    """The strings of one dialog, and what is filled in."""

    def __init__(self, room: dict[str, Any], placeholders: dict[str, str]) -> None:
        self._room = room
        self._placeholders = placeholders

    def need(self, *path: object) -> None:
        """Fail where a string is missing, or where something stays open in it."""
        assert self._find(path) is not _MISSING, f"no string for {path}"
        self.may(*path)

    def may(self, *path: object) -> None:
        """Fail where a string is there and something stays open in it."""
        text = self._find(path)
        if text is _MISSING:
            return
        assert isinstance(text, str)
        open_names = set(_PLACEHOLDER.findall(text)) - set(self._placeholders)
        assert not open_names, f"{open_names} of {path} are not filled in"

    def _find(self, path: tuple[object, ...]) -> object:
        found: Any = self._room
        for part in path:
            found = found.get(str(part), _MISSING)
            if found is _MISSING:
                break
        return found
