"""The phone's door: nothing gets in that the phone did not sign just now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.providers.door import (
    Handled,
    Letter,
    Malformed,
    Unverified,
)
from custom_components.missed_call_textback.providers.smsgate.door import SmsGateDoor
from tests.exchange_android.shop import CALLER, JSON, NOW, NUMBER, SECOND, SHOP, TWO_LINES
from tests.exchange_android.smsgate import sign

KEY = "p0ck3t-K"
# As its documents show it.
RECEIVED: dict[str, Any] = {
    "deviceId": "ffffffffceb0b1db0000018e937c815b",
    "event": "sms:received",
    "id": "Ey6ECgOkVVFjz3CL48B8C",
    "payload": {
        "messageId": "abc123",
        "message": "Android is always a sweet treat!",
        "sender": "6505551212",
        "recipient": "+12025550123",
        "simNumber": 1,
        "receivedAt": "2026-11-21T16:46:11.000+07:00",
    },
    "webhookId": "LreFUt-Z3sSq0JufY9uWB",
}
EVENTS = ("sms:received", "mms:received", "sms:sent", "sms:delivered", "sms:failed")


def letter_of(event: object, signed_at: datetime = NOW, key: str = KEY) -> Letter:
    body = json.dumps(event).encode()
    return Letter(headers=sign(key, body, signed_at), body=body, now=NOW)


def ask(event: object, shop: Shop = SHOP) -> Handled:
    return SmsGateDoor(shop, KEY).handle(letter_of(event))


def told(event: str, **payload: object) -> object:
    """Return what a letter tells."""
    (entry,) = ask({"event": event, "payload": {"messageId": "0a1b2c"} | payload}).events
    return entry


def received(
    change: Mapping[str, object] | None = None,
    shop: Shop = SHOP,
    sims: dict[str, int] | None = None,
) -> InboundText:
    event = RECEIVED | {"payload": RECEIVED["payload"] | dict(change or {})}
    (entry,) = SmsGateDoor(shop, KEY, sims).handle(letter_of(event)).events
    assert isinstance(entry, InboundText)
    return entry


def test_the_documents_own_letter_is_a_text_that_came_in() -> None:
    text = received()

    assert (text.line_id, text.sender, text.media) == ("01LINE", "6505551212", 0)
    assert text.body == "Android is always a sweet treat!"
    assert text.at == datetime(2026, 11, 21, 9, 46, 11, tzinfo=UTC)


def test_a_letter_is_answered_with_json() -> None:
    reply = ask(RECEIVED).reply

    assert (reply.status, reply.body, reply.content_type) == (200, "{}", "application/json")


def test_the_same_text_brought_again_is_the_same_text() -> None:
    assert received().carrier_id == received().carrier_id


@pytest.mark.parametrize(
    "change",
    [{"receivedAt": "2026-11-21T16:46:12.000+07:00"}, {"messageId": "abc124"}],
    ids=str,
)
def test_another_text_has_another_id(change: dict[str, object]) -> None:
    assert received(change).carrier_id != received().carrier_id


def test_what_json_can_say_and_a_database_cannot_is_left_out() -> None:
    assert received({"message": "a\x00b\ud800c"}).body == "abc"


def test_an_id_names_nobody() -> None:
    assert "6505551212" not in received().carrier_id


def test_a_picture_is_told_though_its_words_are_not() -> None:
    entry = told("mms:received", sender=CALLER, subject="Photo", transactionId="T1")

    assert isinstance(entry, InboundText)
    assert (entry.body, entry.media, entry.sender, entry.at) == ("Photo", 1, CALLER, NOW)


def test_old_apps_name_the_sender_otherwise() -> None:
    assert received({"sender": None, "phoneNumber": CALLER}).sender == CALLER


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("2026-11-19T10:00:00Z", NOW - timedelta(days=2)),
        ("2026-11-21T10:00:01Z", NOW),
        ("2026-11-18T09:59:59Z", NOW - timedelta(days=3)),
        ("1970-01-01T00:00:00Z", NOW - timedelta(days=3)),
        ("2026-11-21T09:00:00", NOW),
        ("yesterday", NOW),
        ("9999-12-31T23:59:59-23:59", NOW),
        (7, NOW),
    ],
    ids=str,
)
def test_a_phones_clock_is_believed_as_far_as_it_can_be(stamp: object, at: datetime) -> None:
    assert received({"receivedAt": stamp}).at == at


@pytest.mark.parametrize(
    ("payload", "line_id"),
    [
        ({"recipient": SECOND, "simNumber": 1}, "02LINE"),
        ({"recipient": "(202) 555-0124", "simNumber": None}, "02LINE"),
        ({"recipient": None, "simNumber": 2}, "02LINE"),
        ({"recipient": None, "simNumber": 1}, "01LINE"),
        ({"recipient": None, "simNumber": None}, "01LINE"),
        ({"recipient": None, "simNumber": [2]}, "01LINE"),
        ({"recipient": "+12025550199", "simNumber": 3}, "01LINE"),
    ],
    ids=str,
)
def test_a_text_finds_its_line_by_number_then_by_sim(
    payload: dict[str, object], line_id: str
) -> None:
    assert received(payload, TWO_LINES, {NUMBER: 1, SECOND: 2}).line_id == line_id


def test_a_shop_without_lines_takes_no_texts() -> None:
    with pytest.raises(Malformed):
        ask(RECEIVED, replace(SHOP, lines=()))


@pytest.mark.parametrize(
    ("event", "state"),
    [("sms:sent", TextState.SENT), ("sms:delivered", TextState.DELIVERED)],
)
def test_a_text_moves_on(event: str, state: TextState) -> None:
    assert told(event) == Receipt(state=state, ref="0a1b2c", carrier_id="0a1b2c")


@pytest.mark.parametrize(
    ("reason", "state", "code", "reaction"),
    [
        ("TTL expired", "failed", "too_late_on_the_phone", Reaction.OWNER),
        (
            "Send result: RESULT_ERROR_NO_SERVICE (Failed because service is currently unavailable)",
            "failed", "result_error_no_service", Reaction.LATER,
        ),
        (
            "Send result: RESULT_ERROR_LIMIT_EXCEEDED (Failed because we reached the queue limit)",
            "failed", "result_error_limit_exceeded", Reaction.LATER,
        ),
        (
            "Send result: RESULT_ERROR_NULL_PDU (Failed because no PDU provided)",
            "failed", "result_error_null_pdu", Reaction.OWNER,
        ),
        (
            "Send result: RESULT_NO_DEFAULT_SMS_APP (Set by BroadcastReceiver)",
            "failed", "no_default_sms_app", Reaction.SUSPEND,
        ),
        ("Can't send message: No SIMs found", "failed", "no_sim", Reaction.SUSPEND),
        ("Can't send message: SIM 2 not found", "failed", "no_sim", Reaction.SUSPEND),
        (
            "sendSMS: Sending SMS message: uid 10 does not have android.permission.SEND_SMS.",
            "failed", "no_permission", Reaction.SUSPEND,
        ),
        (
            "Delivery result from SC +491722270333: 65",
            "undelivered", "delivery_65", Reaction.CALL_BACK,
        ),
        (
            "Delivery result from SC +491722270333: 99",
            "undelivered", "delivery_99", Reaction.LATER,
        ),
        ("Send result: Unknown error code: 133404.", "failed", "failed", Reaction.LATER),
        ("", "failed", "failed", Reaction.LATER),
        (None, "failed", "failed", Reaction.LATER),
    ],
    ids=str,
)  # fmt: skip
def test_each_failure_has_its_reaction(
    reason: object, state: str, code: str, reaction: Reaction
) -> None:
    receipt = told("sms:failed", reason=reason)

    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.error, receipt.reaction) == (state, code, reaction)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("payload", [None, {}, [], "x", {"messageId": 5}], ids=repr)
def test_a_letter_about_nothing_is_malformed(event: str, payload: object) -> None:
    with pytest.raises(Malformed):
        ask({"event": event, "payload": payload})


@pytest.mark.parametrize("event", ["system:ping", "app:started", "sms:data-received", "", 5, None])
def test_what_counts_for_nothing_is_taken_all_the_same(event: object) -> None:
    handled = ask({"event": event, "payload": {"messageId": "1"}})

    assert (handled.events, handled.reply.status) == ((), 200)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 50_000], ids=len)
def test_a_signed_body_that_is_no_object_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        SmsGateDoor(SHOP, KEY).handle(Letter(headers=sign(KEY, body, NOW), body=body, now=NOW))


@pytest.mark.parametrize("seconds", [-300, -1, 0, 1, 300], ids=str)
def test_a_letter_of_these_minutes_is_read(seconds: int) -> None:
    signed = letter_of(RECEIVED, NOW + timedelta(seconds=seconds))

    assert SmsGateDoor(SHOP, KEY).handle(signed).events


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 86_400], ids=str)
def test_an_old_letter_changes_nothing(seconds: int) -> None:
    with pytest.raises(Unverified):
        SmsGateDoor(SHOP, KEY).handle(letter_of(RECEIVED, NOW + timedelta(seconds=seconds)))


def test_an_old_letter_with_a_new_timestamp_changes_nothing() -> None:
    old = letter_of(RECEIVED, NOW - timedelta(hours=1))
    fresh = dict(old.headers) | {"X-Timestamp": str(int(NOW.timestamp()))}

    with pytest.raises(Unverified):
        SmsGateDoor(SHOP, KEY).handle(replace(old, headers=fresh))


@pytest.mark.parametrize("key", ["", "another"], ids=repr)
def test_another_key_opens_nothing(key: str) -> None:
    signed = letter_of(RECEIVED)

    with pytest.raises(Unverified):
        SmsGateDoor(SHOP, key).handle(signed)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Signature": "a" * 64},
        {"X-Timestamp": "1"},
        {"X-Signature": "a" * 63, "X-Timestamp": "1"},
        {"X-Signature": "a" * 64, "X-Timestamp": "1e3"},
        {"X-Signature": "a" * 64, "X-Timestamp": "1" * 13},
        {"X-Signature": "é" * 64, "X-Timestamp": "1"},
        {"X-Signature": "a" * 64, "X-Timestamp": "١"},
        {"X-Signature": "a" * 64 + "\n", "X-Timestamp": "1"},
    ],
    ids=str,
)
def test_what_cannot_be_signed_is_seen_at_once(headers: dict[str, str]) -> None:
    door = SmsGateDoor(SHOP, KEY)

    assert not door.may_be_genuine(headers)
    with pytest.raises(Unverified):
        door.handle(Letter(headers=headers, body=b"{}", now=NOW))


def test_the_signature_is_found_in_headers_of_any_case_and_written_in_any() -> None:
    signed = letter_of(RECEIVED)
    headers = {name.upper(): value.upper() for name, value in signed.headers.items()}
    door = SmsGateDoor(SHOP, KEY)

    assert door.may_be_genuine(headers)
    assert door.handle(replace(signed, headers=headers)).events


@settings(max_examples=100, deadline=None)
@given(index=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_bit_changed_changes_nothing(index: int, bit: int) -> None:
    signed = letter_of(RECEIVED)
    body = bytearray(signed.body)
    body[index % len(body)] ^= 1 << bit

    with pytest.raises(Unverified):
        SmsGateDoor(SHOP, KEY).handle(replace(signed, body=bytes(body)))


PAYLOAD = st.dictionaries(
    st.sampled_from(
        ["messageId", "message", "sender", "recipient", "simNumber", "receivedAt", "reason",
         "subject", "phoneNumber"]
    ),
    JSON | st.text(max_size=60),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(event=st.sampled_from(EVENTS) | JSON, payload=PAYLOAD | JSON, more=JSON)
def test_no_signed_letter_crashes_the_door(event: object, payload: object, more: object) -> None:
    letter = letter_of({"event": event, "payload": payload, "id": more})
    try:
        handled = SmsGateDoor(TWO_LINES, KEY, {SECOND: 2}).handle(letter)
    except Malformed:
        return
    for entry in handled.events:
        # What a ledger stores can be written down.
        assert repr(entry).encode()
        if isinstance(entry, InboundText):
            assert f"{entry.body}{entry.sender}{entry.carrier_id}".encode()
            assert "\x00" not in entry.body + entry.sender


@settings(max_examples=100, deadline=None)
@given(
    headers=st.dictionaries(
        st.sampled_from(["X-Signature", "x-timestamp", "X-Timestamp", "Host"]), st.text(max_size=80)
    ),
    body=st.binary(max_size=200),
)
def test_no_unsigned_letter_gets_in(headers: dict[str, str], body: bytes) -> None:
    door = SmsGateDoor(SHOP, KEY)
    door.may_be_genuine(headers)

    with pytest.raises(Unverified):
        door.handle(Letter(headers=headers, body=body, now=NOW))
