"""Rules for entities and events: what a word means, where a number is, and which rules are none."""

from typing import Any

import pytest

from custom_components.missed_call_textback.entity_rules import (
    ANY,
    BadRules,
    EntityRules,
    Preset,
    SubjectKind,
    preset,
    told_at,
    value_at,
)
from custom_components.missed_call_textback.ring_states import Word

PHONE = "sensor.pixel_phone_state"


@pytest.mark.parametrize("kind", Preset)
def test_every_preset_is_whole_and_survives_being_stored(kind: Preset) -> None:
    rules = preset(kind, PHONE)
    assert EntityRules.from_data(rules.as_data()) == rules
    assert EntityRules.from_data({**rules.as_data(), "of_a_later_version": 1}) == rules


def test_data_is_plain_lists_and_words() -> None:
    data = preset(Preset.ANDROID_PHONE, PHONE, number_entity="sensor.pixel_notification").as_data()
    assert data == {
        "kind": "entity",
        "subject": PHONE,
        "ringing": ["ringing"],
        "answered": ["offhook"],
        "idle": ["idle"],
        "missed": [],
        "state_at": "",
        "number_at": "android.title",
        "number_entity": "sensor.pixel_notification",
        "name_at": None,
        "dialled_at": None,
        "call_id_at": None,
        "only": {},
        "rings_at_most": 60,
    }


def test_words_are_read_without_regard_to_case_and_blanks() -> None:
    rules = EntityRules(
        subject=PHONE, ringing=frozenset({" Ringing "}), idle=frozenset({"on hook"})
    )
    assert rules.word_of("RINGING") is Word.RINGING
    assert rules.word_of(" On  Hook\u200e") is Word.IDLE
    assert rules.word_of("dialing") is Word.OTHER
    not_words: tuple[Any, ...] = (None, True, 1.5, [], {})
    for no_word in not_words:
        assert rules.word_of(no_word) is Word.OTHER


def test_any_value_is_what_no_other_word_describes() -> None:
    rules = preset(Preset.LAST_MISSED, "sensor.last_missed")
    assert rules.word_of("+12025550123") is Word.MISSED
    assert rules.word_of(12025550123) is Word.MISSED
    assert rules.word_of("") is Word.IDLE


TALKING: dict[str, Any] = {"subject": PHONE, "ringing": ["ringing"], "idle": ["idle"]}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        pytest.param({"subject": ""}, "subject", id="nothing-to-listen-to"),
        pytest.param({"subject": "x" * 201}, "subject", id="long-subject"),
        pytest.param({"ringing": []}, "words_missing", id="never-rings"),
        pytest.param({"idle": []}, "words_missing", id="never-ends"),
        pytest.param({"answered": ["IDLE"]}, "words_twice", id="one-word-means-two-things"),
        pytest.param({"answered": [str(n) for n in range(20)]}, "words_long", id="many-words"),
        pytest.param({"answered": ["x" * 65]}, "words_long", id="a-long-word"),
        pytest.param({"number_at": "x" * 201}, "path", id="a-long-path"),
        pytest.param({"only": {"a": "x" * 201}}, "path", id="a-long-value"),
        pytest.param({"only": {str(n): "x" for n in range(21)}}, "path", id="many-conditions"),
        pytest.param({"rings_at_most": 0}, "rings", id="never-rings-at-all"),
        pytest.param({"rings_at_most": 601}, "rings", id="rings-for-ever"),
    ],
)
def test_rules_that_hear_no_call_say_what_is_wrong(changes: dict[str, Any], key: str) -> None:
    assert EntityRules.from_data(TALKING).ringing == {"ringing"}
    with pytest.raises(BadRules) as caught:
        EntityRules.from_data({**TALKING, **changes})
    assert caught.value.key == key
    with pytest.raises(BadRules):
        EntityRules.from_data({})


def test_a_value_is_found_by_its_path_and_a_key_with_dots_comes_first() -> None:
    data = {"android.title": "Ada", "caller": {"number": "1", "by.name": {"a": 2}}, "x": "y"}
    assert value_at(data, "android.title") == "Ada"
    assert value_at(data, "caller.number") == "1"
    assert value_at(data, "caller.by.name") == {"a": 2}
    for nowhere in ("caller.number.more", "x.y", "nobody", "caller.", ".", "a..b", ""):
        assert not isinstance(value_at(data, nowhere), str), nowhere


def test_what_is_told_is_cleaned_and_cut() -> None:
    data = {"number": "\u2068+1 202\u00a0555 0123\u2069\n", "far": 10**5000, "flag": True}
    assert told_at(data, "number", None, 40) == "+1 202 555 0123"
    assert told_at(data, "number", None, 5) == "+1 20"
    assert told_at(data, "far", None, 40) is None
    assert told_at(data, "flag", None, 40) is None
    assert told_at(data, "", "state", 40) == "state"
    assert told_at(data, None, "state", 40) is None


def test_events_count_only_if_their_data_is_as_wanted() -> None:
    rules = EntityRules(
        kind=SubjectKind.EVENT,
        subject="phone",
        missed=frozenset({ANY}),
        only={"call.kind": "missed", "line": "2"},
    )
    assert rules.applies_to({"call": {"kind": "missed"}, "line": 2})
    assert not rules.applies_to({"call": {"kind": "missed"}, "line": 3})
    assert not rules.applies_to({"line": "2"})
