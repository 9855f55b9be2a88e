"""Of an unknown form the first guess is mostly right, and never a crash."""

import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.providers.webhook.flat import flatten
from custom_components.missed_call_textback.providers.webhook.guess import suggest, usual_words
from custom_components.missed_call_textback.providers.webhook.heard import Meaning
from custom_components.missed_call_textback.providers.webhook.mapping import FieldMapping
from custom_components.missed_call_textback.providers.webhook.presets import Preset

from .letters import HOSTILE
from .test_flat import flat
from .test_presets import EXAMPLES

# After https://creomate.com/3cx-crm-bundle, https://docs.wavix.com/api-reference/call-webhooks/on-call-event,
# and https://frejun.ai/docs/webhooks/calls: forms that no preset knows.
CREOMATE = {
    "event": "incoming",
    "callerid": "381629759787",
    "user": "809",
    "finishtype": "Missed",
    "did": "DID Serbia 021 3220 030",
    "id": "250917161728_41-0",
    "inbound_did": "381213220030",
}
WAVIX = {
    "uuid": "5dccb6b0-f35c-488c-867b-86fb012c4415",
    "event_type": "call_setup",
    "event_time": "2025-09-22T12:56:38.547Z",
    "from": "+18045961058",
    "to": "17653889567",
}
FREJUN = {
    "event": "call.completed",
    "data": {"call_id": "7", "from": "+12025550123", "to": "+12025550100", "duration": 4},
}
NESTED = {
    "type": "call",
    "call": {
        "id": "abc",
        "direction": "inbound",
        "from": {"number": "+12025550123", "name": "Ann"},
        "to": {"number": "+12025550100"},
        "status": "no-answer",
        "ring_time": 21,
    },
}
MADE_UP = {"teilnehmer": "+49 30 123456", "ziel": "+49 30 999999", "zeit": "2026-03-01 09:00"}


def guess(body: dict[str, Any]) -> FieldMapping:
    return suggest(flatten(body))


@pytest.mark.parametrize(
    ("body", "caller", "dialled", "call_id"),
    [
        (CREOMATE, "callerid", "inbound_did", "id"),
        (WAVIX, "from", "to", "uuid"),
        (FREJUN, "data.from", "data.to", "data.call_id"),
        (NESTED, "call.from.number", "call.to.number", "call.id"),
        (MADE_UP, "teilnehmer", "ziel", None),
    ],
)
def test_the_numbers_and_the_id_are_found(
    body: dict[str, Any], caller: str, dialled: str, call_id: str | None
) -> None:
    found = guess(body)
    assert (found.caller, found.dialled) == (caller, dialled)
    assert found.call_id == ((call_id,) if call_id else ())


def test_a_withheld_caller_is_found_by_its_name() -> None:
    assert (
        guess(FREJUN | {"data": {"from": "anonymous", "to": "+12025550100"}}).caller == "data.from"
    )


def test_a_nested_form_is_read_at_once() -> None:
    heard = guess(NESTED).read(flatten(NESTED))
    assert heard is not None
    assert (heard.meaning, heard.caller, heard.caller_name) == (
        Meaning.NO_ANSWER,
        "+12025550123",
        "Ann",
    )
    assert heard.ring_seconds == 21
    out = guess(NESTED).read(flatten(json.loads(json.dumps(NESTED).replace("inbound", "outbound"))))
    assert out is not None
    assert out.meaning is Meaning.CALLED_IN_VAIN


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("outbound answered", Meaning.CALLED_BACK),
        ("out connected", Meaning.CALLED_BACK),
        ("outgoing busy", Meaning.CALLED_IN_VAIN),
        ("outbound ended noanswer", Meaning.CALLED_IN_VAIN),
        ("outbound ringing", None),
        ("outbound ended", None),
        ("outbound voicemail", None),
    ],
)
def test_of_the_shops_own_calls_only_what_is_certain_is_guessed(
    word: str, meaning: Meaning | None
) -> None:
    assert usual_words(("direction", "event", "cause")).get(word) is meaning


@pytest.mark.parametrize(
    ("event", "cause", "meaning"),
    [
        ("call.hangup", "no_answer", Meaning.NO_ANSWER),
        ("call.hangup", "who knows", Meaning.OVER),
        ("call.answered", "", Meaning.ANSWERED),
        ("call.started", "", Meaning.RINGING),
    ],
)
def test_of_an_event_with_a_cause_the_cause_says_more(
    event: str, cause: str, meaning: Meaning
) -> None:
    learnt = {"event": "call.hangup", "cause": "busy", "call_id": "7", "from": "+12025550123"}
    mapping = guess(learnt)
    assert mapping.status == ("event", "cause")
    heard = mapping.read(flatten(learnt | {"event": event, "cause": cause}))
    assert heard is not None
    assert heard.meaning is meaning


@pytest.mark.parametrize(("preset", "body"), EXAMPLES)
def test_a_known_system_is_read_by_its_preset(preset: Preset, body: bytes) -> None:
    assert suggest(flat(body)) == preset.mapping


@given(
    st.dictionaries(
        st.sampled_from(
            ["from", "to", "id", "event", "status", "cause", "direction", "a.b", "x.0.from", "7"]
        )
        | st.text(HOSTILE, min_size=1, max_size=8),
        st.text(HOSTILE, max_size=20) | st.sampled_from(["hangup", "missed", "+12025550123", "in"]),
    )
)
def test_no_fields_crash_it_and_it_names_only_what_is_there(fields: dict[str, str]) -> None:
    found = suggest(fields)
    named = {
        *found.status, *found.call_id, found.caller, found.dialled, found.caller_name,
        found.ring_seconds,
    } - {None}  # fmt: skip
    assert named <= fields.keys()
