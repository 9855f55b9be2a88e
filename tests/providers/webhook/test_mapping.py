"""An owner's choice of fields and words reads a form that we never saw."""

from dataclasses import replace
from datetime import UTC, datetime
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.providers.door import Malformed
from custom_components.missed_call_textback.providers.webhook.heard import Heard, Meaning
from custom_components.missed_call_textback.providers.webhook.mapping import FieldMapping
from custom_components.missed_call_textback.providers.webhook.presets import PRESETS

from .letters import HOSTILE

MAPPING = FieldMapping(
    status=("way", "what", "why"),
    call_id=("id",),
    caller="who",
    dialled="whom",
    caller_name="name",
    ring_seconds="rang",
    words={"in schluss": Meaning.OVER, "in schluss nichtda": Meaning.NO_ANSWER},
)
LETTER = {
    "way": "In",
    "what": "SCHLUSS",
    "why": "nicht-da",
    "id": "7",
    "who": "+49 30 123456",
    "whom": "30",
    "name": "Ann\x00",
    "rang": "12",
}


def test_chosen_fields_are_read() -> None:
    assert MAPPING.read(LETTER) == Heard(
        call="7",
        meaning=Meaning.NO_ANSWER,
        caller="+49 30 123456",
        dialled="30",
        caller_name="Ann",
        ring_seconds=12,
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-01T10:15:00+01:00", datetime(2026, 3, 1, 9, 15, tzinfo=UTC)),
        ("2026-03-01T10:15:00", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("soon", None),
        ("2" * 41, None),
        ("", None),
    ],
)
def test_when_a_call_began_is_read_where_a_field_says_it(
    written: str, read: datetime | None
) -> None:
    heard = replace(MAPPING, started_at="began").read(LETTER | {"began": written})
    assert heard is not None
    assert heard.started_at == read


@pytest.mark.parametrize("why", ["", "etwas anderes"])
def test_the_longest_beginning_that_is_known_counts(why: str) -> None:
    heard = MAPPING.read(LETTER | {"why": why})
    assert heard is not None
    assert heard.meaning is Meaning.OVER


@pytest.mark.parametrize("change", [{"way": "out"}, {"what": "start"}, {"way": "", "what": ""}])
def test_a_letter_with_no_known_word_says_nothing_and_needs_nothing(change: dict[str, str]) -> None:
    assert MAPPING.read({**LETTER, **change, "id": ""}) is None


def test_a_call_without_an_id_is_malformed_by_the_name_of_the_field() -> None:
    with pytest.raises(Malformed, match="id is missing"):
        MAPPING.read({**LETTER, "id": ""})
    with pytest.raises(Malformed, match="no field"):
        FieldMapping(status=("what",), words={"schluss": Meaning.OVER}).read(LETTER)


def test_an_id_of_several_fields_does_not_show_them() -> None:
    mapping = FieldMapping(status=("what",), call_id=("id", "who"), words={"schluss": Meaning.OVER})
    heard = mapping.read(LETTER)
    other = mapping.read(LETTER | {"who": "+1"})
    assert heard is not None
    assert other is not None
    assert "49" not in heard.call[:2]
    assert len(heard.call) == 64
    assert heard.call != other.call


@pytest.mark.parametrize("odd", ["x" * 129, "two words", "ä", "\ud800"])
def test_an_id_that_no_log_should_hold_is_replaced(odd: str) -> None:
    heard = MAPPING.read(LETTER | {"id": odd})
    assert heard is not None
    assert len(heard.call) == 64
    assert heard.call.isalnum()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("492111234567", "+492111234567"),
        ("+492111234567", "+492111234567"),
        ("0211123456", "0211123456"),
        ("4711", "4711"),
        ("anonymous", "anonymous"),
    ],
)
def test_international_numbers_get_the_plus_that_a_system_leaves_out(
    written: str, read: str
) -> None:
    mapping = FieldMapping(
        status=("what",),
        call_id=("id",),
        caller="who",
        without_plus=True,
        words={"schluss": Meaning.OVER},
    )
    heard = mapping.read(LETTER | {"who": written})
    assert heard is not None
    assert heard.caller == read


@pytest.mark.parametrize("mapping", [MAPPING, *(each.mapping for each in PRESETS.values())])
def test_it_is_stored_and_restored_as_json(mapping: FieldMapping) -> None:
    assert FieldMapping.from_dict(json.loads(json.dumps(mapping.as_dict()))) == mapping


@pytest.mark.parametrize("stored", [{"words": {"a": "lost"}}, {"colour": "red"}])
def test_what_was_never_stored_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        FieldMapping.from_dict(stored)


@given(st.dictionaries(st.sampled_from(list(LETTER)), st.text(HOSTILE, max_size=200)))
def test_no_values_crash_it(values: dict[str, str]) -> None:
    try:
        heard = MAPPING.read(LETTER | values)
    except Malformed:
        return
    assert heard is None or (len(heard.call) <= 128 and heard.call.isascii())
