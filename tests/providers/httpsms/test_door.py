"""What httpSMS tells at the door: missed calls, replies, and what became of our texts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.providers.door import (
    Handled,
    Malformed,
    Unverified,
)
from custom_components.missed_call_textback.providers.httpsms.door import HttpSmsDoor
from tests.exchange_android.shop import (
    CALLER,
    JSON,
    LINE,
    NOW,
    NUMBER,
    PUBLIC,
    SECOND,
    SHOP,
    TWO_LINES,
)

from .letters import EVENTS, KEY, OURS, RECEIVED, USER, letter_of


def ask(event: object, shop: Shop = SHOP) -> Handled:
    return HttpSmsDoor(shop, KEY, PUBLIC).handle(letter_of(event))


def told(kind: str, shop: Shop = SHOP, **data: object) -> object:
    """Return what a letter tells, None for nothing."""
    events = ask({"type": kind, "data": {"user_id": USER, "owner": NUMBER} | data}, shop).events
    return events[0] if events else None


def received(**data: object) -> InboundText:
    text = told("message.phone.received", **(RECEIVED["data"] | data))
    assert isinstance(text, InboundText)
    return text


def missed(change: Mapping[str, object] | None = None, shop: Shop = SHOP) -> CallEvent:
    call = told("message.call.missed", shop, **(RECEIVED["data"] | dict(change or {})))
    assert isinstance(call, CallEvent)
    return call


def test_the_documents_own_letter_is_a_text_that_came_in() -> None:
    (text,) = ask(RECEIVED).events

    assert isinstance(text, InboundText)
    assert (text.line_id, text.sender, text.media) == (LINE.id, CALLER, 0)
    assert text.body == "This is a test incoming message"
    assert text.at == datetime(2026, 11, 21, 9, 21, 19, 814_000, tzinfo=UTC)


def test_a_letter_is_answered_with_json() -> None:
    reply = ask(RECEIVED).reply

    assert (reply.status, reply.body, reply.content_type) == (200, "{}", "application/json")


def test_a_missed_call_is_the_whole_call() -> None:
    call = missed()

    assert (call.line_id, call.caller) == (LINE.id, CALLER)
    assert (call.step, call.outcome) == (CallStep.ENDED, Outcome.NO_ANSWER)
    assert call.at == datetime(2026, 11, 21, 9, 21, 19, 814_000, tzinfo=UTC)
    assert call.source_id.startswith("httpsms:")


@pytest.mark.parametrize("timestamp", ["2026-11-17T09:21:19Z", "2025-11-21T09:21:19Z"])
def test_a_call_that_the_phone_could_not_tell_for_days_is_not_told_as_one_of_now(
    timestamp: str,
) -> None:
    assert missed({"timestamp": timestamp}).at == NOW - timedelta(days=3)


def test_a_call_that_the_phone_tells_twice_is_one_call() -> None:
    assert missed().source_id == missed({"message_id": "another"}).source_id


@pytest.mark.parametrize(
    "change", [{"timestamp": "2026-11-21T09:21:19.815Z"}, {"contact": "+12025550162"}], ids=str
)
def test_another_call_is_another_call(change: dict[str, str]) -> None:
    assert missed(change).source_id != missed().source_id


def test_a_text_that_the_phone_tells_twice_is_one_text() -> None:
    assert received().carrier_id == received(message_id="another").carrier_id
    assert received().carrier_id != received(content="another").carrier_id


def test_ids_name_nobody_and_cannot_be_guessed_without_the_key() -> None:
    other = HttpSmsDoor(SHOP, "another key " * 4, PUBLIC)
    (call,) = other.handle(
        letter_of(RECEIVED | {"type": "message.call.missed"}, key="another key " * 4)
    ).events

    assert isinstance(call, CallEvent)
    assert call.source_id != missed().source_id
    assert CALLER[1:] not in missed().source_id


@pytest.mark.parametrize("contact", ["", None, "anonymous", 5], ids=repr)
def test_a_caller_without_a_number_is_nobody_or_a_word(contact: object) -> None:
    assert missed({"contact": contact}).caller in (None, "anonymous")


def test_a_call_to_what_customers_dial_is_the_lines() -> None:
    shop = replace(SHOP, lines=(replace(LINE, number=SECOND, dialled=NUMBER),))

    assert missed(shop=shop).line_id == LINE.id


@pytest.mark.parametrize("kind", ["message.call.missed", "message.phone.received"])
def test_another_number_of_the_account_is_none_of_the_shops_business(kind: str) -> None:
    assert told(kind, **(RECEIVED["data"] | {"owner": "+12025550199"})) is None
    assert told(kind, TWO_LINES, **(RECEIVED["data"] | {"owner": SECOND})) is not None


def test_what_only_the_phone_can_decipher_is_no_words() -> None:
    assert received(encrypted=True).body == ""


def test_pictures_are_counted() -> None:
    assert (
        received(content="", attachments=["https://a.example/1", "https://a.example/2"]).media == 2
    )


@pytest.mark.parametrize(
    ("event", "state"),
    [("message.phone.sent", TextState.SENT), ("message.phone.delivered", TextState.DELIVERED)],
)
def test_a_text_moves_on(event: str, state: TextState) -> None:
    assert told(event, **OURS) == Receipt(state=state, ref="0a1b2c", carrier_id=OURS["id"])


@pytest.mark.parametrize("ref", [None, "", "somebody else's", "x" * 70, 5], ids=repr)
def test_a_text_of_others_is_known_by_the_companys_id_alone(ref: object) -> None:
    receipt = told("message.phone.sent", **(OURS | {"request_id": ref}))

    assert receipt == Receipt(state=TextState.SENT, carrier_id=OURS["id"])


@pytest.mark.parametrize(
    ("reason", "state", "code", "reaction"),
    [
        ("GENERIC_FAILURE", "failed", "generic_failure", Reaction.LATER),
        ("NO_SERVICE", "failed", "no_service", Reaction.LATER),
        ("RADIO_OFF", "failed", "radio_off", Reaction.LATER),
        ("LIMIT_EXCEEDED", "failed", "limit_exceeded", Reaction.LATER),
        ("UNKNOWN:17", "failed", "unknown:17", Reaction.LATER),
        ("NULL_PDU", "failed", "null_pdu", Reaction.OWNER),
        ("CANNOT BE DELIVERED", "undelivered", "not_delivered", Reaction.CALL_BACK),
        ("Sending SMS: uid 1 lacks android.permission.SEND_SMS. You need to grant the SMS permission",
         "failed", "no_permission", Reaction.SUSPEND),
        ("Outgoing messages have been disabled on the mobile app",
         "failed", "sending_is_off", Reaction.SUSPEND),
        ("Invalid destination +12025550161", "failed", "failed", Reaction.OWNER),
        (None, "failed", "failed", Reaction.OWNER),
    ],
    ids=str,
)  # fmt: skip
def test_each_failure_has_its_reaction(
    reason: object, state: str, code: str, reaction: Reaction
) -> None:
    receipt = told("message.send.failed", **OURS, error_message=reason)

    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.error, receipt.reaction) == (state, code, reaction)


def test_a_text_that_expired_for_good_may_still_go_out_so_it_is_not_sent_again() -> None:
    receipt = told("message.send.expired", **OURS, is_final=True)

    assert receipt == Receipt(
        state=TextState.FAILED,
        ref="0a1b2c",
        carrier_id=OURS["id"],
        error="expired",
        reaction=Reaction.OWNER,
    )


@pytest.mark.parametrize("is_final", [False, None, "true"], ids=repr)
def test_a_text_that_will_be_tried_once_more_has_not_failed(is_final: object) -> None:
    assert told("message.send.expired", **OURS, is_final=is_final) is None


@pytest.mark.parametrize("event", [event for event in EVENTS if event != "message.send.expired"])
def test_a_letter_about_nothing_is_malformed(event: str) -> None:
    with pytest.raises(Malformed):
        told(event)


@pytest.mark.parametrize("event", ["phone.heartbeat.offline", "phone.heartbeat.online", "", 5])
def test_what_counts_for_nothing_is_taken_all_the_same(event: object) -> None:
    handled = ask({"type": event, "data": {"user_id": USER}})

    assert (handled.events, handled.reply.status) == ((), 200)


@pytest.mark.parametrize("data", [None, {}, [], {"user_id": "another"}, {"user_id": 5}], ids=repr)
def test_another_account_changes_nothing(data: object) -> None:
    with pytest.raises(Unverified):
        ask({"type": "message.call.missed", "data": data})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 50_000], ids=len)
def test_a_body_that_is_no_object_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        HttpSmsDoor(SHOP, KEY, PUBLIC).handle(replace(letter_of({}), body=body))


DATA = st.dictionaries(
    st.sampled_from(
        ["id", "message_id", "request_id", "owner", "contact", "content", "timestamp",
         "attachments", "encrypted", "error_message", "is_final", "sim"]
    ),
    JSON | st.text(max_size=60) | st.sampled_from([NUMBER, CALLER]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(event=st.sampled_from(EVENTS) | JSON, data=DATA)
def test_no_signed_letter_crashes_the_door(event: object, data: dict[str, object]) -> None:
    try:
        handled = ask({"type": event, "data": {"owner": NUMBER} | data | {"user_id": USER}})
    except Malformed:
        return
    for entry in handled.events:
        # What a ledger stores can be written down.
        assert repr(entry).encode()
        if isinstance(entry, InboundText):
            assert f"{entry.body}{entry.sender}{entry.carrier_id}".encode()
            assert "\x00" not in entry.body + entry.sender
