"""The strings of the dialogs: nothing in them is left over, and every choice has a name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from custom_components.missed_call_textback import config_flow
from custom_components.missed_call_textback.config_flow import preview
from custom_components.missed_call_textback.core.shop import LineMode
from custom_components.missed_call_textback.starting_texts import STARTING_TEXTS

from .owner_sees import STRINGS

SOURCE = "".join(path.read_text() for path in Path(config_flow.__path__[0]).glob("*.py"))
ROOMS: dict[str, dict[str, Any]] = {
    "config": STRINGS["config"],
    "options": STRINGS["options"],
    "line": STRINGS["config_subentries"]["line"],
    "team_member": STRINGS["config_subentries"]["team_member"],
}


def names(kind: str) -> Iterator[tuple[str, str]]:
    """Return the errors, reasons or steps of every dialog."""
    return ((room, name) for room, strings in ROOMS.items() for name in strings.get(kind, {}))


@pytest.mark.parametrize(("room", "name"), [*names("error"), *names("abort")])
def test_no_message_is_left_over(room: str, name: str) -> None:
    assert f'"{name}"' in SOURCE or name == "already_configured"


@pytest.mark.parametrize(("room", "name"), names("step"))
def test_no_step_is_left_over(room: str, name: str) -> None:
    assert f"async_step_{name}(" in SOURCE


@pytest.mark.parametrize("room", ["config", "options"])
def test_a_broken_text_is_told_in_the_same_words_while_it_is_written(room: str) -> None:
    assert STRINGS[room]["error"]["text_broken"] == preview.TEXT_BROKEN


def test_every_trade_and_every_mode_has_a_name() -> None:
    assert set(STRINGS["selector"]["trade"]["options"]) == set(STARTING_TEXTS)
    assert set(STRINGS["selector"]["mode"]["options"]) == set(LineMode)
