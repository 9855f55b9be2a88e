"""Who writes by WhatsApp is answered there while that may be, and is one person on both channels."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.carrier import Abilities
from custom_components.missed_call_textback.core.channels import WINDOW, Channel, whatsapp_is_open
from custom_components.missed_call_textback.core.desk import Refusal
from custom_components.missed_call_textback.core.happenings import TextReceived
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    Refused,
    TextKind,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.threads import heard_by, new_thread

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NOON, SHOP, missed

OUTSIDE = Receipt(
    state=TextState.UNDELIVERED, carrier_id="SM1", error="63016", reaction=Reaction.AS_SMS
)


def words(
    body: str = "Tomorrow at 4?",
    channel: Channel = Channel.WHATSAPP,
    *,
    carrier_id: str = "SMin1",
    at: datetime = NOON,
    sender: str = CALLER,
) -> InboundText:
    return InboundText(
        line_id=LINE.id, carrier_id=carrier_id, sender=sender, body=body, at=at, channel=channel
    )


@pytest.fixture(autouse=True)
async def whatsapp(office: Office) -> None:
    """Have the carrier take WhatsApp."""
    office.carrier.abilities = Abilities(whatsapp=True)
    await office.restart()


async def answer(office: Office, body: str = "Yes!") -> Channel:
    await office.engine.send_text(LINE.id, CALLER, body)
    await office.idle()
    return office.carrier.sent[-1].channel


async def test_an_answer_goes_where_the_caller_last_wrote(office: Office) -> None:
    await office.engine.handle_text(words())
    assert await answer(office) is Channel.WHATSAPP
    await office.engine.handle_text(words("Or by SMS", Channel.SMS, carrier_id="SMin2"))
    assert await answer(office) is Channel.SMS
    await office.engine.handle_text(words("No, here", carrier_id="SMin3"))
    assert await answer(office) is Channel.WHATSAPP
    assert {text.to for text in office.carrier.sent} == {CALLER}


async def test_the_channel_is_told_with_the_words(office: Office) -> None:
    await office.engine.handle_text(words())
    [received] = office.told
    assert isinstance(received, TextReceived)
    assert (received.peer, received.channel) == (CALLER, Channel.WHATSAPP)


async def test_a_text_back_is_an_sms_whoever_calls(office: Office) -> None:
    await office.engine.handle_text(words())
    office.clock.forward(hours=2)
    await office.engine.handle_call(missed(at=office.clock.now))
    await office.idle()
    [text_back] = office.carrier.sent
    assert (text_back.kind, text_back.channel) == (TextKind.TEXT_BACK, Channel.SMS)


async def test_words_to_the_team_are_sms(office: Office) -> None:
    await office.engine.handle_text(words("On my way", sender=MOBILE))
    await office.engine.send_text(LINE.id, MOBILE, "Kim wrote", TextKind.NOTICE)
    await office.idle()
    assert office.carrier.sent[-1].channel is Channel.SMS


@pytest.mark.parametrize("address", [f"whatsapp:{CALLER}", f"WhatsApp: {CALLER}"])
async def test_an_address_that_names_whatsapp_is_of_that_person_and_channel(
    office: Office, address: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await office.engine.send_text(LINE.id, address, "Hello")
    assert refused.value.reason is Reason.NO_WHATSAPP
    assert office.carrier.sent == []
    await office.engine.handle_text(words())
    await office.engine.send_text(LINE.id, address, "Hello")
    await office.idle()
    [text] = office.carrier.sent
    assert (text.to, text.channel) == (CALLER, Channel.WHATSAPP)


async def test_one_person_is_one_conversation_on_both_channels(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    await office.engine.handle_text(words())
    figures = await office.figures()
    assert figures.waiting == 1
    assert await answer(office) is Channel.WHATSAPP
    assert (await office.figures()).waiting == 0


async def test_a_stop_on_one_channel_stops_both(office: Office) -> None:
    await office.engine.handle_text(words("STOP"))
    await office.engine.handle_call(missed())
    assert office.decided[-1].decision.reason is Reason.OPTED_OUT
    with pytest.raises(Refusal) as refused:
        await office.engine.send_text(LINE.id, CALLER, "But…")
    assert refused.value.reason is Reason.OPTED_OUT


async def test_who_says_stop_by_whatsapp_is_told_so_there(office: Office) -> None:
    office.shop = replace(SHOP, confirms_opt_out=True)
    await office.restart()
    await office.engine.handle_text(words("STOP"))
    await office.idle()
    [told] = office.carrier.sent
    assert (told.kind, told.channel) == (TextKind.SERVICE, Channel.WHATSAPP)


async def test_who_starts_again_by_whatsapp_is_answered_there(office: Office) -> None:
    await office.engine.handle_text(words("STOP", Channel.SMS))
    await office.engine.handle_text(words("START", carrier_id="SMin2"))
    assert await answer(office) is Channel.WHATSAPP


async def test_a_day_later_the_answer_is_an_sms(office: Office) -> None:
    await office.engine.handle_text(words())
    office.clock.forward(hours=23, minutes=54)
    assert await answer(office) is Channel.WHATSAPP
    office.clock.forward(minutes=2)
    assert await answer(office) is Channel.SMS


async def test_a_carrier_without_whatsapp_answers_by_sms(office: Office) -> None:
    office.carrier.abilities = Abilities()
    await office.restart()
    await office.engine.handle_text(words())
    assert await answer(office) is Channel.SMS


async def test_what_whatsapp_refuses_goes_out_as_the_same_row_by_sms(office: Office) -> None:
    await office.engine.handle_text(words())
    office.carrier.answers = [Refused("63007", Reaction.AS_SMS)]
    await office.engine.send_text(LINE.id, CALLER, "Yes!")
    await office.idle()
    await office.wake(seconds=0)
    first, second = office.carrier.sent
    assert (first.id, first.ref, first.channel) == (second.id, second.ref, Channel.WHATSAPP)
    assert second.channel is Channel.SMS
    assert office.standing() is TextState.ACCEPTED


async def test_what_is_in_doubt_after_the_change_is_looked_for_as_an_sms(office: Office) -> None:
    await office.engine.handle_text(words())
    office.carrier.answers = [Refused("63007", Reaction.AS_SMS), Unknown("timeout")]
    await office.engine.send_text(LINE.id, CALLER, "Yes!")
    await office.idle()
    await office.wake(seconds=0)
    office.carrier.listed = {office.carrier.sent[0].ref: "SM9"}
    await office.wake(seconds=60)
    assert office.last_text.channel is Channel.SMS
    assert office.standing() is TextState.ACCEPTED
    assert len(office.carrier.sent) == 2


async def test_what_whatsapp_does_not_deliver_goes_out_as_an_sms_at_once(office: Office) -> None:
    await office.engine.handle_text(words())
    assert await answer(office) is Channel.WHATSAPP
    for _ in range(2):
        await office.engine.handle_receipt(OUTSIDE)
    await office.wake(seconds=0)
    first, second = office.carrier.sent
    assert (second.body, second.retry_of, second.channel) == (first.body, first.id, Channel.SMS)
    # That one is not tried a third time, whatever becomes of it.
    await office.engine.handle_receipt(replace(OUTSIDE, carrier_id="SM2"))
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 2


async def test_an_sms_that_is_refused_so_is_not_sent_for_ever(office: Office) -> None:
    office.carrier.answers = [Refused("63016", Reaction.AS_SMS)]
    await office.engine.send_text(LINE.id, CALLER, "Hello")
    await office.idle()
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1
    assert office.standing() is TextState.FAILED


async def test_a_sender_that_sms_lets_nothing_through_of_is_heard_by_whatsapp(
    office: Office,
) -> None:
    office.carrier.answers = [Refused("30034", Reaction.SUSPEND)]
    await office.engine.handle_call(missed())
    await office.idle()
    await office.engine.handle_text(words())
    assert await answer(office) is Channel.WHATSAPP
    assert office.standing() is TextState.ACCEPTED


def test_words_by_sms_change_nothing_where_whatsapp_was_never_used() -> None:
    thread = new_thread("line", CALLER, NOON)
    # The very same: so nothing more is written for them.
    assert heard_by(thread, NOON, Channel.SMS) is thread


times = st.integers(-72, 72).map(lambda hours: NOON + timedelta(hours=hours))


@given(st.lists(st.tuples(times, st.sampled_from(Channel))))
def test_the_latest_words_choose_the_channel_in_whatever_order_they_are_learnt(
    heard: list[tuple[datetime, Channel]],
) -> None:
    thread = new_thread("line", CALLER, NOON)
    for at, channel in heard:
        thread = heard_by(thread, at, channel)
    by_whatsapp = [at for at, channel in heard if channel is Channel.WHATSAPP]
    assert thread.whatsapp_at is None or thread.whatsapp_at in by_whatsapp
    if heard and all(at < heard[-1][0] for at, _ in heard[:-1]):
        last_at, last = heard[-1]
        assert thread.whatsapp_at == (last_at if last is Channel.WHATSAPP else None)


@given(times, times)
def test_free_words_go_by_whatsapp_for_less_than_its_window(at: datetime, now: datetime) -> None:
    assert not whatsapp_is_open(None, now)
    assert not (whatsapp_is_open(at, now) and now >= at + WINDOW)
    assert whatsapp_is_open(at, at)
