"""From a text to what became of it, and to its reply: carrier, phone, letter, door."""

from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    Reaction,
    Receipt,
    TextState,
    after_receipt,
)
from custom_components.missed_call_textback.providers.smsgate.carrier import SmsGateCarrier
from custom_components.missed_call_textback.providers.smsgate.client import SmsGateClient
from custom_components.missed_call_textback.providers.smsgate.setting_up import (
    register,
    unregister,
)
from tests.exchange_android import Postman, SmsGate
from tests.exchange_android.shop import CALLER, PUBLIC, SHOP, Clock, Hall, text_to


@pytest.fixture(autouse=True)
async def registered(client: SmsGateClient, gate: SmsGate) -> None:
    await register(client, SHOP.id, PUBLIC, gate.phones[0].id)


async def test_a_text_is_sent_and_delivered(
    carrier: SmsGateCarrier, gate: SmsGate, hall: Hall
) -> None:
    assert await carrier.send(text_to(), 1800) == Accepted("0a1b2c")
    gate.deliver()

    assert hall.entries == [
        Receipt(state=TextState.SENT, ref="0a1b2c", carrier_id="0a1b2c"),
        Receipt(state=TextState.DELIVERED, ref="0a1b2c", carrier_id="0a1b2c"),
    ]


async def test_each_part_of_a_long_text_is_told_and_the_text_stays_delivered(
    carrier: SmsGateCarrier, gate: SmsGate, hall: Hall
) -> None:
    await carrier.send(text_to(), 1800)
    gate.deliver(parts=3)

    state = TextState.ACCEPTED
    for entry in hall.entries:
        assert isinstance(entry, Receipt)
        state = after_receipt(state, entry.state)
    assert (len(hall.entries), state) == (4, TextState.DELIVERED)


async def test_a_phone_that_comes_back_too_late_sends_nothing(
    carrier: SmsGateCarrier, gate: SmsGate, hall: Hall, clock: Clock
) -> None:
    await carrier.send(text_to(), 1800)
    clock.now += timedelta(minutes=31)
    gate.deliver()

    (receipt,) = hall.entries
    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.ref, receipt.reaction) == (
        TextState.FAILED,
        "0a1b2c",
        Reaction.OWNER,
    )


async def test_a_reply_comes_in(gate: SmsGate, hall: Hall) -> None:
    gate.receive(CALLER, "Yes please, Friday at 3? 👍")

    (text,) = hall.entries
    assert isinstance(text, InboundText)
    assert (text.sender, text.body) == (CALLER, "Yes please, Friday at 3? 👍")


async def test_a_picture_comes_in(gate: SmsGate, hall: Hall) -> None:
    gate.receive_picture(CALLER)

    (text,) = hall.entries
    assert isinstance(text, InboundText)
    assert (text.sender, text.body, text.media) == (CALLER, "", 1)


async def test_two_texts_alike_are_two_texts(gate: SmsGate, hall: Hall, clock: Clock) -> None:
    gate.receive(CALLER, "ok")
    clock.now += timedelta(minutes=1)
    gate.receive(CALLER, "ok")

    assert len({text.carrier_id for text in hall.entries if isinstance(text, InboundText)}) == 2


async def test_what_the_door_could_not_take_comes_again(
    gate: SmsGate, hall: Hall, postman: Postman
) -> None:
    answers = iter([503, 503])
    postman.door = lambda *letter: next(answers, 0) or hall.bring(*letter)
    gate.receive(CALLER, "still there?")

    assert len(postman.brought) == 3
    assert [text.body for text in hall.entries if isinstance(text, InboundText)] == ["still there?"]
    assert gate.thrown_away == 0


async def test_a_letter_that_is_copied_tells_nothing_new(
    gate: SmsGate, hall: Hall, postman: Postman, clock: Clock
) -> None:
    gate.receive(CALLER, "hello")
    (copied,) = postman.brought

    assert hall.bring(*copied) == 200
    first, second = hall.entries
    # The ledger knows it by its id.
    assert first == second
    clock.now += timedelta(minutes=6)
    assert hall.bring(*copied) == 403


async def test_a_phone_whose_key_was_changed_is_not_believed(gate: SmsGate, hall: Hall) -> None:
    gate.phones[0].signing_key = "changed"
    gate.receive(CALLER, "hello")

    assert hall.entries == []
    assert gate.thrown_away == 1


async def test_registering_twice_brings_each_letter_once(
    client: SmsGateClient, gate: SmsGate, hall: Hall
) -> None:
    await register(client, SHOP.id, PUBLIC, gate.phones[0].id)
    gate.receive(CALLER, "once")

    assert len(hall.entries) == 1


async def test_after_unregistering_nothing_comes(
    client: SmsGateClient, gate: SmsGate, hall: Hall
) -> None:
    await unregister(client, SHOP.id)
    await unregister(client, SHOP.id)
    gate.receive(CALLER, "anybody there?")

    assert (gate.webhooks, hall.entries) == ({}, [])
