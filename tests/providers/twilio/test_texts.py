"""Texts and receipts as Twilio reports them."""

import pytest

from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.providers.door import Malformed
from custom_components.missed_call_textback.providers.twilio.reactions import reaction_to

from .shop import CALLER, LINE, NOW, ask, recorded

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


@pytest.mark.parametrize(
    ("given", "media"), [("2", 2), ("", 0), ("x", 0), ("²", 0), ("99999", 999)], ids=repr
)
def test_pictures_are_counted(given: str, media: int) -> None:
    (text,) = ask("step=text", recorded("text") | {"NumMedia": given}).events

    assert isinstance(text, InboundText)
    assert text.media == media


def test_what_twilio_handled_of_an_opt_out_is_told() -> None:
    form = recorded("text") | {"Body": "STOP", "OptOutType": "STOP"}

    (text,) = ask("step=text", form).events

    assert isinstance(text, InboundText)
    assert text.wish is Wish.STOP
    assert text.body == "STOP"


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
    ("code", "error", "opted_out"),
    [("30005", "30005", False), ("21610", "21610", True), ("0", None, False), ("", None, False)],
)
def test_a_receipt_carries_its_error(code: str, error: str | None, opted_out: bool) -> None:
    form = recorded("status") | {"MessageStatus": "undelivered", "ErrorCode": code}

    (receipt,) = ask("step=status&ref=0a1b2c", form).events

    assert isinstance(receipt, Receipt)
    assert (receipt.error, (receipt.reaction is Reaction.OPTED_OUT)) == (error, opted_out)


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


@pytest.mark.parametrize(
    ("status", "code", "reaction"),
    [
        (401, 20003, Reaction.SIGN_IN),
        (401, None, Reaction.SIGN_IN),
        (429, 20429, Reaction.RETRY),
        (429, None, Reaction.RETRY),
        (400, 21211, Reaction.NEVER),
        (400, 21614, Reaction.NEVER),
        (400, 21610, Reaction.OPTED_OUT),
        (403, 21408, Reaction.OWNER),
        (400, 21608, Reaction.OWNER),
        (400, 21606, Reaction.OWNER),
        (400, 21612, Reaction.NEVER),
        (400, 21611, Reaction.RETRY),
        (400, 21617, Reaction.NEVER),
        (400, 30034, Reaction.OWNER),
        (400, 30450, Reaction.NEVER),
        (400, 99999, Reaction.OWNER),
        (404, None, Reaction.OWNER),
    ],
)
def test_a_refusal_asks_for(status: int, code: int | None, reaction: Reaction) -> None:
    assert reaction_to(status, code) is reaction
