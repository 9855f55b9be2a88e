"""The strings of the dialogs: nothing in them is left over, and every choice has a name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from custom_components.missed_call_textback import config_flow
from custom_components.missed_call_textback.config_flow.answers import LONGEST_NAME
from custom_components.missed_call_textback.config_flow.text_check import TEXT_FIELDS
from custom_components.missed_call_textback.core import past
from custom_components.missed_call_textback.core.calls import MISSED_OUTCOMES
from custom_components.missed_call_textback.core.forwarding import Network
from custom_components.missed_call_textback.core.past.dates import DayOrder
from custom_components.missed_call_textback.core.past.reading import WhyLeft
from custom_components.missed_call_textback.core.questions import Topic
from custom_components.missed_call_textback.core.shop import LineMode
from custom_components.missed_call_textback.core.text_lint import Flaw
from custom_components.missed_call_textback.providers import twilio
from custom_components.missed_call_textback.providers.webhook.heard import Meaning
from custom_components.missed_call_textback.providers.webhook.presets import PRESETS
from custom_components.missed_call_textback.ring_states import Word
from custom_components.missed_call_textback.starting_texts import LANGUAGES, STARTING_TEXTS
from custom_components.missed_call_textback.webhook_doors import OTHER_FORM, OWN_FORM
from custom_components.missed_call_textback.words import LONGEST_TEXT

from .owner_sees import STRINGS

# The dialogs, and what names their errors.
SOURCE = "".join(
    path.read_text()
    for room in (config_flow, past, twilio)
    for path in Path(room.__path__[0]).rglob("*.py")
)
ROOMS: dict[str, dict[str, Any]] = {
    "config": STRINGS["config"],
    "options": STRINGS["options"],
    "line": STRINGS["config_subentries"]["line"],
    "team_member": STRINGS["config_subentries"]["team_member"],
    "text": STRINGS["config_subentries"]["text"],
    "phone_system": STRINGS["config_subentries"]["phone_system"],
}

TEXT_ERRORS = {
    "text_broken",
    "text_unknown_name",
    "text_empty",
    "text_too_slow",
    "text_too_long",
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


@pytest.mark.parametrize("room", ["config", "text"])
def test_a_bad_text_is_told_in_the_same_words_everywhere(room: str) -> None:
    told = {key: words for key, words in ROOMS[room]["error"].items() if key in TEXT_ERRORS}
    assert told == {key: ROOMS["options"]["error"][key] for key in TEXT_ERRORS}


@pytest.mark.parametrize("room", ["config", "line", "team_member"])
def test_a_name_that_is_too_long_is_told_how_long_it_may_be(room: str) -> None:
    assert f" {LONGEST_NAME} " in ROOMS[room]["error"]["name_too_long"]


def test_a_text_that_is_too_long_is_told_how_long_it_may_be() -> None:
    assert f" {LONGEST_TEXT} " in ROOMS["options"]["error"]["text_too_long"]


@pytest.mark.parametrize(
    ("selector", "options"),
    [
        pytest.param("trade", set(STARTING_TEXTS), id="trades"),
        pytest.param("mode", set(LineMode), id="modes"),
        pytest.param("outcome", {"any", *MISSED_OUTCOMES}, id="outcomes"),
        pytest.param("when", {"any", "open", "closed"}, id="whens"),
        pytest.param("language", {"any", *LANGUAGES}, id="languages"),
        pytest.param("line", {"any"}, id="lines"),
        pytest.param("flaw", set(Flaw), id="flaws"),
        pytest.param("question", set(Topic), id="questions"),
        pytest.param("network", set(Network), id="networks"),
        pytest.param("forwarding", set(Network), id="ways to forward"),
        pytest.param("day_order", set(DayOrder), id="orders of a date"),
        pytest.param("past_left_out", set(WhyLeft), id="why a row is no call"),
        pytest.param("entity_word", set(Word), id="what an entity says"),
        pytest.param("reporting_system", {*PRESETS, OWN_FORM, OTHER_FORM}, id="phone systems"),
        pytest.param(
            "arrived",
            {*Meaning, "nothing", "malformed", "caller", "dialled", "fields"},
            id="what arrived",
        ),
    ],
)
def test_every_choice_has_a_name(selector: str, options: set[str]) -> None:
    assert set(STRINGS["selector"][selector]["options"]) == options


@pytest.mark.parametrize("phrase", STRINGS["selector"]["preview"]["options"])
def test_no_phrase_of_the_preview_is_left_over(phrase: str) -> None:
    assert f'"{phrase}"' in SOURCE or phrase in TEXT_FIELDS


@pytest.mark.parametrize(
    ("room", "step"),
    [
        (room, step)
        for room, strings in ROOMS.items()
        for step, words in strings["step"].items()
        if "menu_options" in words and "menu_option_descriptions" in words
    ],
)
def test_a_menu_says_a_sentence_about_each_choice(room: str, step: str) -> None:
    words = ROOMS[room]["step"][step]
    assert set(words["menu_option_descriptions"]) == set(words["menu_options"])
