"""From a missed call to its text, what became of it, and the reply: carrier, phone, letter, door."""

from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, Outcome
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    Reaction,
    Receipt,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.providers.httpsms.carrier import HttpSmsCarrier
from custom_components.missed_call_textback.providers.httpsms.client import HttpSmsClient
from custom_components.missed_call_textback.providers.httpsms.setting_up import (
    register,
    unregister,
)
from tests.exchange_android import Fault, HttpSms, Postman
from tests.exchange_android.shop import CALLER, NUMBER, PUBLIC, Clock, Hall, text_to

from .letters import KEY


@pytest.fixture(autouse=True)
async def registered(client: HttpSmsClient, company: HttpSms) -> None:
    await register(client, public_url=PUBLIC, signing_key=KEY, numbers=[NUMBER])


async def test_a_missed_call_is_heard_and_its_text_delivered(
    carrier: HttpSmsCarrier, company: HttpSms, hall: Hall
) -> None:
    company.miss_call(NUMBER, CALLER)
    (call,) = hall.entries
    assert isinstance(call, CallEvent)
    assert (call.caller, call.outcome) == (CALLER, Outcome.NO_ANSWER)

    result = await carrier.send(text_to(), 1800)
    company.deliver()

    assert isinstance(result, Accepted)
    assert hall.entries[1:] == [
        Receipt(state=TextState.SENT, ref="0a1b2c", carrier_id=result.carrier_id),
        Receipt(state=TextState.DELIVERED, ref="0a1b2c", carrier_id=result.carrier_id),
    ]


async def test_a_call_that_is_told_late_keeps_its_time(
    company: HttpSms, hall: Hall, clock: Clock
) -> None:
    rang = clock.now
    clock.now += timedelta(hours=5)
    company.miss_call(NUMBER, CALLER, rang)

    (call,) = hall.entries
    assert isinstance(call, CallEvent)
    assert call.at == rang


async def test_a_text_whose_answer_was_lost_is_told_by_its_first_letter(
    carrier: HttpSmsCarrier, company: HttpSms, hall: Hall
) -> None:
    company.faults.append(Fault.ANSWER_LOST)
    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    company.fail("NO_SERVICE")

    (receipt,) = hall.entries
    assert isinstance(receipt, Receipt)
    assert (receipt.ref, receipt.reaction) == ("0a1b2c", Reaction.LATER)


async def test_a_phone_that_nobody_reaches_fails_a_text_only_in_the_end(
    carrier: HttpSmsCarrier, company: HttpSms, hall: Hall
) -> None:
    await carrier.send(text_to(), 1800)
    company.expire(final=False)
    assert hall.entries == []

    company.expire(final=True)
    (receipt,) = hall.entries
    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.reaction) == (TextState.FAILED, Reaction.OWNER)


async def test_a_reply_comes_in(company: HttpSms, hall: Hall) -> None:
    company.receive(NUMBER, CALLER, "Yes please, Friday at 3? 👍")

    (text,) = hall.entries
    assert isinstance(text, InboundText)
    assert (text.sender, text.body) == (CALLER, "Yes please, Friday at 3? 👍")


async def test_what_the_door_could_not_take_comes_once_more(
    company: HttpSms, hall: Hall, postman: Postman
) -> None:
    answers = iter([503])
    postman.door = lambda *letter: next(answers, 0) or hall.bring(*letter)
    company.miss_call(NUMBER, CALLER)

    assert (len(postman.brought), len(hall.entries), company.thrown_away) == (2, 1, 0)


async def test_a_letter_that_is_copied_tells_nothing_new(
    company: HttpSms, hall: Hall, postman: Postman, clock: Clock
) -> None:
    company.miss_call(NUMBER, CALLER)
    (copied,) = postman.brought

    assert hall.bring(*copied) == 200
    first, second = hall.entries
    # The ledger knows it by its id.
    assert first == second
    clock.now += timedelta(minutes=13)
    assert hall.bring(*copied) == 403


async def test_registering_twice_brings_each_letter_once(
    client: HttpSmsClient, company: HttpSms, hall: Hall
) -> None:
    await register(client, public_url=PUBLIC, signing_key=KEY, numbers=[NUMBER])
    company.miss_call(NUMBER, CALLER)

    assert len(hall.entries) == 1


async def test_after_unregistering_nothing_comes(
    client: HttpSmsClient, company: HttpSms, hall: Hall
) -> None:
    await unregister(client, PUBLIC)
    await unregister(client, PUBLIC)
    company.miss_call(NUMBER, CALLER)

    assert (company.webhooks, hall.entries) == ({}, [])
