"""WhatsApp comes in by the same door and goes out by the same API; other channels pass by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent
from custom_components.missed_call_textback.core.channels import (
    Channel,
    address_on,
    read_address,
)
from custom_components.missed_call_textback.core.numbers import to_e164
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.providers.twilio.addresses import known_address
from custom_components.missed_call_textback.providers.twilio.call_log import TwilioLog
from custom_components.missed_call_textback.providers.twilio.carrier import TwilioCarrier
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from tests.exchange import Exchange, PhoneNumber

from .shop import CALLER, LINE, NOW, NUMBER, SHOP, ask, recorded

BY_WHATSAPP = recorded("text") | {
    "From": f"whatsapp:{CALLER}",
    "To": f"whatsapp:{NUMBER}",
    "ProfileName": "Kim",
    "WaId": CALLER.removeprefix("+"),
}
WORDS = OutgoingText(
    id=1,
    ref="ref1",
    line_id=LINE.id,
    kind=TextKind.MESSAGE,
    sender=NUMBER,
    to=CALLER,
    body="Tomorrow at 4 is fine.",
    created_at=NOW,
    deadline=NOW,
    channel=Channel.WHATSAPP,
)


def test_words_by_whatsapp_come_from_the_person_by_their_number() -> None:
    (text,) = ask("step=text", BY_WHATSAPP).events
    assert isinstance(text, InboundText)
    assert (text.sender, text.channel, text.line_id) == (CALLER, Channel.WHATSAPP, LINE.id)


@pytest.mark.parametrize(
    ("more", "wish"), [({}, None), ({"OptOutType": "STOP"}, Wish.STOP)], ids=["default", "advanced"]
)
def test_a_stop_by_whatsapp_is_twilios_only_where_it_says_so(
    more: dict[str, str], wish: Wish | None
) -> None:
    (text,) = ask("step=text", BY_WHATSAPP | {"Body": "STOP"} | more).events
    assert isinstance(text, InboundText)
    assert text.wish is wish


@pytest.mark.parametrize("channel", ["messenger", "rcs", "instagram", "RCS", "x-new.channel"])
def test_another_channel_is_taken_note_of_and_becomes_nobodys_number(channel: str) -> None:
    strange = {"From": f"{channel}:{CALLER}", "To": f"{channel}:{NUMBER}"}
    handled = ask("step=text", recorded("text") | strange)
    assert handled.events == ()
    assert handled.reply.status == 200


def test_a_call_by_whatsapp_is_a_call_of_that_number() -> None:
    form = recorded("voice") | {"From": f"whatsapp:{CALLER}", "To": f"whatsapp:{NUMBER}"}
    (call,) = ask("step=voice", form).events
    assert isinstance(call, CallEvent)
    assert call.caller == CALLER


@given(st.text(max_size=30))
@example("whatsapp:")
@example("WhatsApp:+4915112345678")
@example("sip:+12025550161@example.com")
def test_what_is_not_of_our_channels_never_becomes_a_number(written: str) -> None:
    known = known_address(written)
    if known is None:
        assert to_e164(read_address(written)[1], "US") is None
    elif known[0] is Channel.SMS:
        assert known[1] == written
    else:
        assert written.lower().startswith("whatsapp:")


@given(st.sampled_from(Channel))
def test_an_address_is_read_as_it_was_written(channel: Channel) -> None:
    assert read_address(address_on(channel, CALLER)) == (channel, CALLER)


async def test_words_go_out_by_whatsapp_and_are_found_again(
    carrier: TwilioCarrier, exchange: Exchange, number: PhoneNumber
) -> None:
    number.whatsapp_url = "https://shop.example/text"
    assert carrier.abilities.whatsapp
    sent = await carrier.send(WORDS, 600)
    assert isinstance(sent, Accepted)
    [text] = exchange.texts
    assert (text.to, text.from_) == (f"whatsapp:{CALLER}", f"whatsapp:{NUMBER}")
    assert await carrier.find(WORDS, frozenset()) == sent.carrier_id
    # The same words as an SMS are another text.
    assert await carrier.find(replace(WORDS, channel=Channel.SMS), frozenset()) is None


async def test_a_number_that_is_no_whatsapp_sender_sends_an_sms(carrier: TwilioCarrier) -> None:
    assert await carrier.send(WORDS, 600) == Refused("63007", Reaction.AS_SMS)


async def test_words_outside_the_window_come_back_to_go_out_as_an_sms() -> None:
    failed = {"MessageStatus": "undelivered", "ErrorCode": "63016"}
    (receipt,) = ask("step=status", recorded("status") | failed).events
    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.reaction) == (TextState.UNDELIVERED, Reaction.AS_SMS)


async def test_what_came_by_whatsapp_while_nobody_listened_is_caught_up(
    client: TwilioClient, exchange: Exchange, number: PhoneNumber
) -> None:
    number.whatsapp_url = number.sms_url = "https://gone.example/text"
    await exchange.send_text(f"whatsapp:{CALLER}", number, "Are you open?")
    await exchange.send_text(CALLER, number, "Hello?")
    log = TwilioLog(client, SHOP, was_open=lambda _line, _at: True)
    found = await log.since(LINE, datetime.now(UTC) - timedelta(hours=1))
    told = [(text.sender, text.channel) for text in found if isinstance(text, InboundText)]
    assert sorted(told) == [(CALLER, Channel.SMS), (CALLER, Channel.WHATSAPP)]
