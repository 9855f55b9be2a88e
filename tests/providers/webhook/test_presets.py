"""The letters of known phone systems, as their documents have them, say what they mean.

Bodies are the vendors' own examples, or written by the tables of fields at the address beside them.
"""

from datetime import datetime, timedelta
import json
from pathlib import Path
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.providers.webhook.flat import flatten, read_body
from custom_components.missed_call_textback.providers.webhook.presets import (
    PLACETEL,
    PRESETS,
    SIPGATE,
    TELNYX,
    THREE_CX,
    VONAGE,
    Preset,
    preset_of,
)

from .letters import LINE, NOW, House, form

# https://developer.sipgate.io/push-api/api-reference/
SIPGATE_NEW = (
    b"event=newCall&from=492111234567&to=4915791234567&direction=in&callId=123456"
    b"&user[]=Alice&user[]=Bob&userId[]=w0&userId[]=w1&fullUserId[]=1234567w0&fullUserId[]=1234567w1"
)
SIPGATE_ANSWER = (
    b"event=answer&callId=123456&user=John+Doe&userId=w0&fullUserId=1234567w0&from=492111234567"
    b"&to=4915791234567&direction=in&answeringNumber=21199999999"
)
SIPGATE_HANGUP = (
    b"event=hangup&cause=normalClearing&callId=123456&from=492111234567&to=4915791234567"
    b"&direction=in&answeringNumber=4921199999999"
)
# https://github.com/Placetel/call-control-notify-api
PLACETEL_ID = "f4591ba315d81671d7a06c2a3b4f963dafd119de39cb26edd8a6476676b2f447"
# https://developers.telnyx.com/api-reference/callbacks/call-hangup, and its README for call.initiated
TELNYX_SESSION = "428c31b6-abf3-3bc1-b7f4-5013ef9657c1"
# https://developer.vonage.com/en/voice/voice-api/webhook-reference
VONAGE_CALL = {
    "from": "442079460000",
    "to": "447700900000",
    "uuid": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
    "conversation_uuid": "CON-aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
    "timestamp": "2020-01-01T12:00:00.000Z",
}


def placetel(event: str, **more: str) -> bytes:
    fields = {
        "event": event,
        "from": "022129191999",
        "to": "022129191999",
        "call_id": PLACETEL_ID,
        "direction": "in",
    }
    return form(**fields | more)


def telnyx(event: str, leg: str = "caller's", **payload: str) -> dict[str, Any]:
    return {
        "data": {
            "record_type": "event",
            "event_type": event,
            "id": "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0",
            "occurred_at": "2018-02-02T22:25:27.521992Z",
            "payload": {
                "call_control_id": "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg",
                "connection_id": "7267xxxxxxxxxxxxxx",
                "call_leg_id": leg,
                "call_session_id": TELNYX_SESSION,
                "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
                "from": "+1-202-555-0133",
                "to": "+12025550131",
            }
            | payload,
        },
        "meta": {"attempt": 1, "delivered_to": "http://example.com/webhooks"},
    }


TELNYX_IN = telnyx("call.initiated", direction="incoming", state="parked")


def vonage(direction: str, status: str, **more: str) -> dict[str, Any]:
    return VONAGE_CALL | {"direction": direction, "status": status} | more


def three_cx(call_type: str, **more: str) -> dict[str, Any]:
    return {
        "call_type": call_type,
        "number": "+12025550123",
        "name": "",
        "started_at": "2026-03-01T09:29:30Z",
    } | more


def outcomes(preset: Preset, *bodies: bytes | dict[str, Any]) -> list[Outcome | None]:
    """Return what each letter of one call told, ten seconds apart."""
    house = House(preset.mapping)
    told = [
        house.event(body, NOW + timedelta(seconds=10 * index)) for index, body in enumerate(bodies)
    ]
    assert len({event.source_id for event in told if event}) <= 1
    return [event.outcome if event else None for event in told]


def hangup(cause: str, **more: str) -> bytes:
    return SIPGATE_HANGUP.replace(b"normalClearing", cause.encode()) + (
        b"&" + form(**more) if more else b""
    )


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("cancel", Outcome.ABANDONED),
        ("noAnswer", Outcome.NO_ANSWER),
        ("busy", Outcome.BUSY),
        ("congestion", Outcome.FAILED),
        ("notFound", Outcome.FAILED),
        ("normalClearing", Outcome.ANSWERED),
        ("forwarded", None),
    ],
)
def test_sipgate_says_why_nobody_answered(cause: str, outcome: Outcome | None) -> None:
    assert outcomes(SIPGATE, SIPGATE_NEW, hangup(cause)) == [None, outcome]


def test_sipgate_an_answered_call_is_answered_at_once_and_stays_so() -> None:
    told = outcomes(SIPGATE, SIPGATE_NEW, SIPGATE_ANSWER, SIPGATE_HANGUP, hangup("cancel"))
    assert told == [None, *[Outcome.ANSWERED] * 3]


def test_sipgate_voicemail_is_no_person() -> None:
    answer = SIPGATE_ANSWER.replace(b"John+Doe", b"voicemail")
    told = outcomes(SIPGATE, SIPGATE_NEW, answer, SIPGATE_HANGUP)
    assert told == [None, Outcome.VOICEMAIL, Outcome.VOICEMAIL]


def test_sipgate_a_forwarded_call_is_one_call() -> None:
    # "How is forwarding signaled?", github.com/sipgate/sipgate.io at dd2009c^.
    second = b"event=newCall&from=492111234567&to=49211777&direction=in&callId=2&origCallId=123456"
    missed = b"event=hangup&cause=cancel&direction=in&callId=2&origCallId=123456&from=492111234567"
    told = outcomes(SIPGATE, SIPGATE_NEW, hangup("forwarded"), second, missed)
    assert told == [None, None, None, Outcome.ABANDONED]


def test_sipgate_a_transfer_that_nobody_takes_leaves_the_call_answered() -> None:
    second = b"event=newCall&from=492111234567&to=49211777&direction=in&callId=2&origCallId=123456"
    missed = b"event=hangup&cause=noAnswer&direction=in&callId=2&origCallId=123456"
    told = outcomes(SIPGATE, SIPGATE_NEW, SIPGATE_ANSWER, second, SIPGATE_HANGUP, missed)
    assert told == [None, Outcome.ANSWERED, None, Outcome.ANSWERED, Outcome.ANSWERED]


def test_sipgate_after_a_restart_a_missed_call_is_missed_and_a_talk_says_nothing() -> None:
    assert outcomes(SIPGATE, hangup("cancel")) == [Outcome.ABANDONED]
    assert outcomes(SIPGATE, SIPGATE_HANGUP) == [None]


def test_sipgate_tells_of_the_shops_own_calls_whether_they_were_answered() -> None:
    new, answer, in_vain, over = (
        each.replace(b"direction=in", b"direction=out")
        for each in (SIPGATE_NEW, SIPGATE_ANSWER, hangup("noAnswer"), hangup("normalClearing"))
    )
    house = House(SIPGATE.mapping, callback="https://home.example/api/webhook/5f1c")
    assert "onAnswer" in house.take(new).reply.body
    called = ("+4915791234567",)
    assert house.made(answer) == CallMade(numbers=called, began_at=NOW, answered_at=NOW)
    assert house.made(over) is None
    assert house.made(in_vain) == CallMade(numbers=called, began_at=NOW)


def test_sipgate_numbers_get_their_plus_and_the_ringing_its_length() -> None:
    house = House(SIPGATE.mapping)
    house.take(SIPGATE_NEW)
    event = house.event(hangup("cancel"), NOW + timedelta(seconds=17))
    assert event is not None
    assert (event.caller, event.ring_seconds) == ("+492111234567", 17)
    assert (event.line_id, event.source_id) == (LINE, "webhook:desk:123456")


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("missed", Outcome.NO_ANSWER),
        ("voicemail", Outcome.VOICEMAIL),
        ("accepted", Outcome.ANSWERED),
        ("blocked", None),
    ],
)
def test_placetel_says_what_became_of_a_call(cause: str, outcome: Outcome | None) -> None:
    ended = placetel("HungUp", type=cause, duration="0")
    assert outcomes(PLACETEL, placetel("IncomingCall"), ended) == [None, outcome]


def test_placetel_answered_is_answered_and_outgoing_is_nothing() -> None:
    accepted = placetel("CallAccepted", peer="7777abcdefg@fpbx.de")
    ended = placetel("HungUp", type="accepted", duration="30")
    told = outcomes(PLACETEL, placetel("IncomingCall"), accepted, ended)
    assert told == [None, Outcome.ANSWERED, Outcome.ANSWERED]
    out = [
        placetel("OutgoingCall", direction="out"),
        placetel("HungUp", type="unavailable", direction="out"),
    ]
    assert outcomes(PLACETEL, *out) == [None, None]


@pytest.mark.parametrize(
    ("call_type", "outcome"),
    [
        ("Missed", Outcome.NO_ANSWER),
        ("Inbound", Outcome.ANSWERED),
        ("Voicemail", None),
    ],
)
def test_3cx_says_it_all_at_the_end(call_type: str, outcome: Outcome | None) -> None:
    assert outcomes(THREE_CX, three_cx(call_type)) == [outcome]


def test_3cx_says_of_the_shops_own_calls_whom_they_went_to() -> None:
    house = House(THREE_CX.mapping)
    answered, in_vain = house.made(three_cx("Outbound")), house.made(three_cx("Notanswered"))
    assert answered is not None
    assert in_vain is not None
    assert answered.numbers == in_vain.numbers == (three_cx("Missed")["number"],)
    # As it began, by what the letter says: what they wrote during the talk is not answered by it.
    began_at = datetime.fromisoformat(three_cx("Outbound")["started_at"])
    assert began_at < NOW
    assert answered.began_at == in_vain.began_at == began_at
    assert (answered.answered_at, in_vain.answered_at) == (began_at, None)


def test_3cx_a_call_missed_by_one_phone_and_taken_by_another_is_answered() -> None:
    told = outcomes(THREE_CX, three_cx("Missed"), three_cx("Inbound"), three_cx("Missed"))
    assert told == [Outcome.NO_ANSWER, Outcome.ANSWERED, Outcome.ANSWERED]


def test_3cx_two_callers_in_one_second_are_two_calls() -> None:
    house = House(THREE_CX.mapping)
    one, two = (house.event(three_cx("Missed", number=n)) for n in ("+12025550123", "+12025550124"))
    assert one is not None
    assert two is not None
    assert one.source_id != two.source_id
    assert "5550123" not in one.source_id


def test_the_template_for_3cx_sends_what_its_preset_reads() -> None:
    template = Path(__file__).parents[3] / "docs" / "phones" / "3cx.xml"
    values = {
        value.get("Key"): value.text or ""
        for value in ET.parse(template).iter("Value")  # noqa: S314
    }
    paths = {*THREE_CX.mapping.status, *THREE_CX.mapping.call_id, "name", "Authorization"}
    assert values.keys() == paths
    assert values["call_type"] == "[CallType]"
    assert values["number"] == "[Number]"
    assert re.fullmatch(r"\[\[CallStartTimeUTC\].*\]", values["started_at"])


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("originator_cancel", Outcome.ABANDONED),
        ("user_busy", Outcome.BUSY),
        ("timeout", Outcome.NO_ANSWER),
        ("normal_clearing", Outcome.NO_ANSWER),
        ("unspecified", Outcome.NO_ANSWER),
    ],
)
def test_telnyx_a_call_that_was_never_bridged_is_missed(cause: str, outcome: Outcome) -> None:
    ended = telnyx("call.hangup", hangup_cause=cause, hangup_source="caller", state="hangup")
    assert outcomes(TELNYX, TELNYX_IN, ended) == [None, outcome]


def test_telnyx_what_the_shops_phones_do_is_no_end_of_the_call() -> None:
    phone = telnyx("call.initiated", "phone's", direction="outgoing", state="bridging")
    busy = telnyx("call.hangup", "phone's", hangup_cause="user_busy")
    gone = telnyx("call.hangup", hangup_cause="originator_cancel")
    assert outcomes(TELNYX, TELNYX_IN, phone, busy, gone) == [None, None, None, Outcome.ABANDONED]


def test_telnyx_a_bridge_is_an_answer() -> None:
    bridged = telnyx("call.bridged", "phone's", **{"from": "+12025550131"})
    gone = telnyx("call.hangup", hangup_cause="normal_clearing")
    house = House(TELNYX.mapping)
    events = [house.event(body) for body in (TELNYX_IN, bridged, gone)]
    assert [event and event.outcome for event in events] == [None, *[Outcome.ANSWERED] * 2]
    assert {event.caller for event in events if event} == {"+1-202-555-0133"}


def test_telnyx_the_shops_own_calls_are_none_of_our_business() -> None:
    out = telnyx("call.initiated", direction="outgoing")
    told = outcomes(TELNYX, out, telnyx("call.bridged"), telnyx("call.hangup"))
    assert told == [None, None, None]


def test_vonage_a_call_that_a_phone_took_is_answered() -> None:
    told = outcomes(
        VONAGE,
        vonage("inbound", "started"),
        vonage("inbound", "ringing"),
        vonage("inbound", "answered"),
        vonage("outbound", "started", uuid="phone's"),
        vonage("outbound", "answered", uuid="phone's"),
        vonage("inbound", "completed", duration="2"),
    )
    assert told == [None, None, None, None, Outcome.ANSWERED, Outcome.ANSWERED]


def test_vonage_a_call_that_no_phone_took_is_missed() -> None:
    told = outcomes(
        VONAGE,
        vonage("inbound", "started"),
        vonage("inbound", "answered"),
        vonage("outbound", "timeout", uuid="phone's", **{"from": "447700900000"}),
        vonage("outbound", "completed", uuid="phone's"),
        vonage("inbound", "completed", duration="30"),
    )
    assert told == [None, None, None, None, Outcome.NO_ANSWER]


def test_vonage_the_shops_own_calls_are_none_of_our_business() -> None:
    told = outcomes(VONAGE, vonage("outbound", "started"), vonage("outbound", "answered"))
    assert told == [None, None]


EXAMPLES = [
    (SIPGATE, SIPGATE_NEW),
    (PLACETEL, placetel("IncomingCall")),
    (THREE_CX, json.dumps(three_cx("Missed")).encode()),
    (TELNYX, json.dumps(TELNYX_IN).encode()),
    (VONAGE, json.dumps(vonage("inbound", "started")).encode()),
]


@pytest.mark.parametrize(("preset", "body"), EXAMPLES)
def test_a_known_systems_letter_is_known_by_its_fields(preset: Preset, body: bytes) -> None:
    assert preset_of(flatten(read_body(body))) is preset


def test_every_preset_has_its_documents_and_an_example_here() -> None:
    assert {preset.key for preset, _ in EXAMPLES} == set(PRESETS)
    assert all(each.documents.startswith("https://") for each in PRESETS.values())


def test_of_a_stranger_nothing_is_known() -> None:
    assert preset_of({"id": "1", "event": "missed", "caller": "+1"}) is None
