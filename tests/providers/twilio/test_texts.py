"""Texts and receipts as Twilio reports them."""

import pytest

from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.providers.door import Malformed
from custom_components.missed_call_textback.providers.twilio.dialect import TWILIO
from tests.exchange.inbound import HELP_WORDS, STOP_WORDS

from .shop import CALLER, LINE, NOW, SHOP, ask, recorded, shop_with

TEXT = "SM00000000000000000000000000000005"


def test_a_text_comes_in_with_its_words_untouched() -> None:
    handled = ask("step=text", recorded("text"))

    assert handled.events == (
        InboundText(
            line_id=LINE.id, carrier_id=TEXT, sender=CALLER, body="Tomorrow at 3? ✂️", at=NOW
        ),
    )
    assert handled.reply.body.endswith("<Response />")
    assert handled.reply.content_type == "text/xml"
    assert not handled.answer_anyway


def test_what_no_database_keeps_is_left_out_of_signed_fields() -> None:
    # Nothing keeps Twilio from signing them: the caller chooses the words, and some networks the name.
    form = recorded("text") | {"Body": "Tomorrow\0 at 3?", "From": f"{CALLER}\0"}
    (text,) = ask("step=text", form).events
    assert isinstance(text, InboundText)
    assert (text.sender, text.body) == (CALLER, "Tomorrow at 3?")


@pytest.mark.parametrize(
    ("given", "media"), [("2", 2), ("", 0), ("x", 0), ("²", 0), ("99999", 999)], ids=repr
)
def test_pictures_are_counted(given: str, media: int) -> None:
    (text,) = ask("step=text", recorded("text") | {"NumMedia": given}).events

    assert isinstance(text, InboundText)
    assert text.media == media


def wish(body: str, shop: Shop = SHOP, **more: str) -> Wish | None:
    form = recorded("text") | {"To": shop.lines[0].number, "Body": body} | more
    (text,) = ask("step=text", form, shop=shop).events
    assert isinstance(text, InboundText)
    assert text.body == body.strip()
    return text.wish


TOLL_FREE = shop_with({"number": "+18005550199"})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        *((word, Wish.STOP) for word in sorted(STOP_WORDS)),
        *((word, Wish.HELP) for word in sorted(HELP_WORDS)),
        ("START", Wish.START),
        ("UNSTOP", Wish.START),
        (" stop\n", Wish.STOP),
        ("Help", Wish.HELP),
    ],
)
def test_a_word_that_twilio_obeys_and_answers_by_itself_is_told_as_handled(
    body: str, said: Wish
) -> None:
    assert wish(body) is said


@pytest.mark.parametrize(
    "body", ["YES", "STOP.", "stop please", "stop all", "arrêt", "ſtop", "no", "", "I need help"]
)
def test_words_that_twilio_does_not_obey_are_left_to_be_read(body: str) -> None:
    assert wish(body) is None


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("STOP", Wish.STOP),
        ("START", Wish.START),
        ("HELP", Wish.HELP),
        ("stop", Wish.STOP),
        ("FUTURE", None),
    ],
)
@pytest.mark.parametrize("body", ["YES", "basta", "STOP"])
def test_what_twilio_says_that_it_did_counts_for_more_than_the_words(
    body: str, kind: str, said: Wish | None
) -> None:
    assert wish(body, OptOutType=kind) is said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("STOP", Wish.STOP),
        ("START", Wish.START),
        ("UNSTOP", Wish.START),
        ("HELP", Wish.HELP),
        ("INFO", Wish.HELP),
        ("QUIT", None),
        ("CANCEL", None),
        ("UNSUBSCRIBE", None),
    ],
)
def test_on_a_toll_free_number_the_network_knows_fewer_words(body: str, said: Wish | None) -> None:
    assert wish(body, TOLL_FREE) is said


def test_an_endless_text_is_cut() -> None:
    (text,) = ask("step=text", recorded("text") | {"Body": "x" * 100_000}).events

    assert isinstance(text, InboundText)
    assert len(text.body) == 4096


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("accepted", TextState.ACCEPTED),
        ("scheduled", TextState.ACCEPTED),
        ("queued", TextState.ACCEPTED),
        ("sending", TextState.ACCEPTED),
        ("sent", TextState.SENT),
        ("partially_delivered", TextState.SENT),
        ("delivered", TextState.DELIVERED),
        ("read", TextState.DELIVERED),
        ("undelivered", TextState.UNDELIVERED),
        ("failed", TextState.FAILED),
        ("canceled", TextState.FAILED),
    ],
)
def test_a_receipt_says(status: str, state: TextState) -> None:
    form = recorded("status") | {"MessageStatus": status}

    handled = ask("step=status&ref=0a1b2c", form)

    assert handled.events == (Receipt(state=state, ref="0a1b2c", carrier_id=TEXT),)


@pytest.mark.parametrize(
    ("code", "error", "reaction"),
    [
        ("30005", "30005", Reaction.CALL_BACK),
        ("30006", "30006", Reaction.CALL_BACK),
        ("21610", "21610", Reaction.OPTED_OUT),
        ("0", None, Reaction.OWNER),
        ("", None, None),
    ],
)
def test_a_receipt_carries_its_error_and_what_that_asks_for(
    code: str, error: str | None, reaction: Reaction | None
) -> None:
    form = recorded("status") | {"MessageStatus": "undelivered", "ErrorCode": code}

    (receipt,) = ask("step=status&ref=0a1b2c", form).events

    assert isinstance(receipt, Receipt)
    assert (receipt.error, receipt.reaction) == (error, reaction)


def test_a_status_that_means_nothing_to_us_is_passed_over() -> None:
    assert ask("step=status", recorded("status") | {"MessageStatus": "receiving"}).events == ()


def test_a_receipt_without_our_reference_is_told_by_its_sid() -> None:
    (receipt,) = ask("step=status", recorded("status")).events

    assert isinstance(receipt, Receipt)
    assert (receipt.ref, receipt.carrier_id) == (None, TEXT)


@pytest.mark.parametrize(
    ("step", "missing"),
    [("text", ("MessageSid", "SmsMessageSid", "SmsSid")), ("status", ("MessageSid", "SmsSid"))],
)
def test_a_message_without_sid_is_malformed(step: str, missing: tuple[str, ...]) -> None:
    form = {name: value for name, value in recorded(step).items() if name not in missing}

    with pytest.raises(Malformed, match="MessageSid"):
        ask(f"step={step}", form)


REACTIONS = {
    Reaction.SIGN_IN: (20003,),
    Reaction.RETRY: (20429, 21611, 30001),
    Reaction.LATER: (30003, 30008, 30017, 30410),
    Reaction.OPTED_OUT: (21610,),
    Reaction.CALL_BACK: (21614, 21635, 30004, 30005, 30006),
    Reaction.UNTEXTABLE: (21211, 21217, 21265, 21266),
    Reaction.NEVER: (21602, 21617, 21619, 30450, 63014, 63033),
    Reaction.AS_SMS: (63003, 63007, 63015, 63016, 63018, 63024),
    Reaction.OWNER: (21408, 21608, 21612, 30007, 30022, 30023, 30027),
    Reaction.HOLD: (21212, 21601, 21603, 21606, 21609),
    Reaction.SUSPEND: (20005, 30002, 30032, 30034),
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "reaction"),
    [(code, reaction) for reaction, codes in REACTIONS.items() for code in codes],
)
def test_each_code_asks_for_what_it_can_be_cured_by(code: int, reaction: Reaction) -> None:
    assert TWILIO.reaction_to(400, code) is reaction


@pytest.mark.parametrize(
    ("status", "code", "reaction"),
    [
        pytest.param(401, None, Reaction.SIGN_IN, id="wrong credentials"),
        pytest.param(429, None, Reaction.RETRY, id="too many requests"),
        pytest.param(429, 30034, Reaction.RETRY, id="too many requests, whatever the code"),
        pytest.param(400, 99999, Reaction.OWNER, id="a code that nobody has judged"),
        pytest.param(404, None, Reaction.OWNER, id="no code"),
    ],
)
def test_without_a_known_code_the_status_decides(
    status: int, code: int | None, reaction: Reaction
) -> None:
    assert TWILIO.reaction_to(status, code) is reaction
