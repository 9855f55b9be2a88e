"""A letter is proven, then read, then told: and nothing of an unproven one is."""

from datetime import timedelta
import json
from xml.etree import ElementTree as ET

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.providers.door import (
    FORM,
    JSON,
    Malformed,
    Unverified,
)
from custom_components.missed_call_textback.providers.webhook.door import (
    Memory,
    WebhookDoor,
    WebhookSettings,
)
from custom_components.missed_call_textback.providers.webhook.heard import Meaning
from custom_components.missed_call_textback.providers.webhook.mapping import FieldMapping
from custom_components.missed_call_textback.providers.webhook.presets import SIPGATE
from custom_components.missed_call_textback.providers.webhook.proof import StandardSignature

from .letters import CALLER, LINE, NOW, SIGNING, House, form, letter, signed
from .test_presets import SIPGATE_ANSWER, SIPGATE_NEW, hangup

MISSED = {"id": "4711", "event": "missed", "caller": CALLER, "ring_seconds": 21}
BODIES = st.binary(max_size=120) | st.sampled_from(
    [json.dumps(MISSED).encode(), SIPGATE_NEW, SIPGATE_ANSWER, b"[]", b"{}", b'{"id": []}']
)


def signing_door(memory: Memory) -> WebhookDoor:
    return WebhookDoor(
        WebhookSettings(name="desk"),
        proof=StandardSignature(SIGNING),
        memory=memory,
        line_of=lambda _dialled: LINE,
    )


def test_a_missed_call_is_told_whole_by_one_event() -> None:
    handled = House().take(MISSED)
    assert handled.events == (
        CallEvent(
            line_id=LINE,
            source_id="webhook:desk:4711",
            step=CallStep.ENDED,
            at=NOW,
            caller=CALLER,
            outcome=Outcome.NO_ANSWER,
            ring_seconds=21,
        ),
    )
    assert (handled.reply.status, handled.reply.content_type) == (200, JSON)
    assert json.loads(handled.reply.body) == {"heard": "no_answer"}
    assert not handled.answer_anyway


def test_the_same_form_may_come_as_a_form() -> None:
    assert WebhookDoor.content_types == {JSON, FORM}
    fields = {name: str(value) for name, value in MISSED.items()}
    assert House().event(form(**fields)) == House().event(MISSED)


def test_a_message_left_is_told_with_its_recording() -> None:
    left = MISSED | {"event": "voicemail", "recording": "https://pbx.example/1.wav"}
    ended, recorded = House().take(left).events
    assert isinstance(ended, CallEvent)
    assert isinstance(recorded, CallEvent)
    assert (ended.step, ended.outcome) == (CallStep.ENDED, Outcome.VOICEMAIL)
    assert (recorded.step, recorded.recording) == (CallStep.RECORDED, "https://pbx.example/1.wav")
    assert recorded.source_id == ended.source_id


def test_a_recording_of_a_talk_makes_no_voicemail() -> None:
    event = House().event(MISSED | {"event": "answered", "recording": "https://pbx.example/1.wav"})
    assert event is not None
    assert event.outcome is Outcome.ANSWERED


def test_what_was_dialled_chooses_the_line_and_a_strange_one_is_left_alone() -> None:
    house = House()
    house.lines = {"100": "front", None: "only"}
    for dialled, line in (("100", "front"), ("", "only"), ("200", None)):
        handled = house.take(MISSED | {"id": f"to {dialled}", "dialled": dialled})
        assert [event.line_id for event in handled.events if isinstance(event, CallEvent)] == (
            [line] if line else []
        )
    assert json.loads(handled.reply.body) == {"heard": "no_answer", "line": None}


def test_a_letter_replayed_within_the_window_makes_the_same_call_again() -> None:
    door = signing_door(Memory())
    body = json.dumps(MISSED).encode()
    once = door.handle(letter(body, headers=signed(body)))
    again = door.handle(letter(body, headers=signed(body), now=NOW + timedelta(minutes=4)))
    assert again.events == once.events
    with pytest.raises(Unverified):
        door.handle(letter(body, headers=signed(body), now=NOW + timedelta(minutes=6)))


def test_after_a_restart_a_replayed_letter_still_has_the_same_id() -> None:
    body = json.dumps(MISSED).encode()
    ids = set()
    for _ in range(2):
        handled = signing_door(Memory()).handle(letter(body, headers=signed(body)))
        ids |= {event.source_id for event in handled.events if isinstance(event, CallEvent)}
    assert ids == {"webhook:desk:4711"}


@given(BODIES)
def test_an_unsigned_letter_changes_nothing(body: bytes) -> None:
    memory = Memory()
    door = signing_door(memory)
    for headers in ({}, signed(body + b"!"), signed(body, at=NOW - timedelta(hours=1))):
        with pytest.raises(Unverified):
            door.handle(letter(body, headers=headers))
    assert (list(memory.letters), len(memory.calls)) == ([], 0)


@pytest.mark.parametrize("mapping", [None, SIPGATE.mapping], ids=["own form", "sipgate"])
@given(BODIES)
def test_no_body_crashes_the_door(mapping: FieldMapping | None, body: bytes) -> None:
    house = House(mapping)
    problem = None
    try:
        assert house.take(body).reply.body.isascii()
    except Malformed as err:
        problem = str(err)
    assert [letter.problem for letter in house.memory.letters] == [problem]


def test_the_last_letters_are_kept_for_the_set_up_and_only_some() -> None:
    house = House(SIPGATE.mapping)
    for _ in range(20):
        house.take(SIPGATE_NEW)
    house.take(hangup("cancel"))
    last = house.memory.letters[-1]
    assert len(house.memory.letters) == 12
    assert last.fields["cause"] == "cancel"
    assert last.heard is not None
    assert "492111234567" not in repr(last)


def test_a_letter_that_is_not_understood_is_kept_with_the_reason() -> None:
    house = House()
    with pytest.raises(Malformed):
        house.take(SIPGATE_NEW)
    (last,) = house.memory.letters
    assert last.problem == "id is missing, or not printable ASCII"
    assert last.fields["event"] == "newCall"


def test_a_door_built_anew_knows_the_calls_that_were_open() -> None:
    house, later = House(SIPGATE.mapping), House(SIPGATE.mapping)
    later.door._memory = house.memory
    house.take(SIPGATE_NEW)
    event = later.event(hangup("cancel"), NOW + timedelta(seconds=12))
    assert event is not None
    assert event.ring_seconds == 12


def test_a_call_that_the_shop_makes_is_told_by_whom_it_went_to() -> None:
    ours = {
        "id": "17",
        "direction": "outbound",
        "event": "answered",
        "dialled": CALLER,
        "started_at": "2026-03-01T10:15:00+01:00",
        "ended_at": "2026-03-01T10:25:00+01:00",
    }
    house, began_at = House(), NOW - timedelta(minutes=15)
    # What they wrote during the talk is not answered by it.
    talked = CallMade(numbers=(CALLER,), began_at=began_at, answered_at=began_at)
    assert house.made(ours) == talked
    assert json.loads(house.take(ours).reply.body) == {"heard": "called_back"}
    assert house.made(ours | {"event": "missed"}) == CallMade(numbers=(CALLER,), began_at=began_at)
    assert len(house.memory.calls) == 0


def test_a_call_that_the_shop_makes_to_nobody_knows_whom_is_left_alone() -> None:
    mapping = FieldMapping(status=("event",), call_id=("id",), words={"out": Meaning.CALLED_BACK})
    handled = House(mapping).take({"id": "17", "event": "out"})
    assert (handled.events, json.loads(handled.reply.body)) == ((), {"heard": None})


def test_sipgate_is_told_where_to_tell_the_rest_even_while_nothing_can_be_stored() -> None:
    address = "https://calls:a&b@home.example/api/webhook/5f1c?é=1"
    handled = House(SIPGATE.mapping, callback=address).take(SIPGATE_NEW)
    assert handled.answer_anyway
    assert not handled.events
    assert handled.reply.content_type == "application/xml"
    assert handled.reply.body.isascii()
    document = ET.fromstring(handled.reply.body)  # noqa: S314
    assert document.attrib == {"onAnswer": address, "onHangup": address}
    assert document.tag == "Response"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (SIPGATE_NEW, "ringing"),
        (SIPGATE_ANSWER, "answered"),
        (hangup("forwarded"), None),
        (hangup("normalClearing"), None),
    ],
)
def test_the_reply_says_what_was_understood(body: bytes, said: str | None) -> None:
    assert json.loads(House(SIPGATE.mapping).take(body).reply.body) == {"heard": said}


def test_secrets_and_addresses_are_not_shown() -> None:
    settings = WebhookSettings(name="desk", callback_url="https://calls:secret@home.example")
    assert "secret" not in repr(settings)


def test_a_letter_without_a_proof_is_told_by_its_headers_alone() -> None:
    door = signing_door(Memory())
    assert not door.may_be_genuine({})
    assert door.may_be_genuine(signed(b""))
