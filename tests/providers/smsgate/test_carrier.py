"""By a phone with SMSGate no text goes out twice, and none is thought lost that is there."""

from datetime import timedelta
import socket
from unittest.mock import AsyncMock, patch

import aiohttp
import pytest

from custom_components.missed_call_textback.core.carrier import CarrierSilent
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    Reaction,
    Refused,
    SendResult,
    Unknown,
)
from custom_components.missed_call_textback.providers import asking
from custom_components.missed_call_textback.providers.smsgate.carrier import SmsGateCarrier
from custom_components.missed_call_textback.providers.smsgate.client import SmsGateClient
from tests.exchange_android import Fault, SmsGate
from tests.exchange_android.company import Refusal
from tests.exchange_android.shop import CALLER, NOBODY, NOW, NUMBER, SECOND, text_to
from tests.exchange_android.smsgate import Android


async def test_a_text_is_accepted_under_our_own_reference(
    carrier: SmsGateCarrier, gate: SmsGate
) -> None:
    assert await carrier.send(text_to(), 1800) == Accepted("0a1b2c")

    (message,) = gate.messages.values()
    assert (message.id, message.to, message.body) == ("0a1b2c", CALLER, text_to().body)
    assert message.expires == NOW + timedelta(seconds=1800)
    assert message.sim is None


@pytest.mark.parametrize("seconds", [1, 0, -5], ids=str)
async def test_a_text_lives_as_short_as_the_company_allows(
    carrier: SmsGateCarrier, gate: SmsGate, seconds: int
) -> None:
    assert await carrier.send(text_to(), seconds) == Accepted("0a1b2c")

    assert [text.expires - NOW for text in gate.messages.values()] == [timedelta(seconds=5)]


async def test_a_line_sends_from_its_own_sim(client: SmsGateClient, gate: SmsGate) -> None:
    carrier = SmsGateCarrier(client, gate.phones[0].id, {SECOND: 2})

    await carrier.send(text_to(sender=NUMBER, ref="1"), 1800)
    await carrier.send(text_to(sender=SECOND, ref="2"), 1800)

    assert [message.sim for message in gate.messages.values()] == [None, 2]


async def test_a_text_that_is_handed_over_twice_goes_out_once(
    carrier: SmsGateCarrier, gate: SmsGate
) -> None:
    results = [await carrier.send(text_to(), 1800) for _ in range(2)]

    assert results == [Accepted("0a1b2c")] * 2
    assert len(gate.messages) == 1


async def test_a_number_of_a_range_that_no_list_knows_is_texted(carrier: SmsGateCarrier) -> None:
    assert await carrier.send(text_to("+12005550161"), 1800) == Accepted("0a1b2c")


async def test_even_of_several_phones_only_one_sends(client: SmsGateClient, gate: SmsGate) -> None:
    gate.phones += [Android(id=f"another-phone-{n}") for n in range(5)]
    carrier = SmsGateCarrier(client, gate.phones[3].id)

    for _ in range(8):
        await carrier.send(text_to(), 1800)

    assert [message.phone for message in gate.messages.values()] == [gate.phones[3]]


async def test_a_lost_answer_is_found_and_nothing_goes_out_twice(
    carrier: SmsGateCarrier, gate: SmsGate
) -> None:
    gate.faults.append(Fault.ANSWER_LOST)

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    assert await carrier.find(text_to(), NOBODY) == "0a1b2c"
    assert await carrier.send(text_to(), 1800) == Accepted("0a1b2c")
    assert len(gate.messages) == 1


async def test_what_never_arrived_is_surely_not_there(
    carrier: SmsGateCarrier, gate: SmsGate
) -> None:
    gate.faults.append(Fault.CUT)

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    assert await carrier.find(text_to(), NOBODY) is None


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.FAILS, Fault.PAGE, Fault.FOREVER], ids=str)
async def test_what_is_unclear_is_unknown_and_a_look_up_says_so(
    carrier: SmsGateCarrier, gate: SmsGate, fault: Fault
) -> None:
    # A look-up is asked once more by itself.
    gate.faults += [fault] * 3

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    with pytest.raises(CarrierSilent):
        await carrier.find(text_to(), NOBODY)


async def test_an_answer_that_does_not_come_in_time_is_unknown(
    carrier: SmsGateCarrier, gate: SmsGate
) -> None:
    gate.faults.append(Fault.SLOW)

    with patch.object(asking, "_TIMEOUT", aiohttp.ClientTimeout(total=0.1)):
        assert await carrier.send(text_to(), 1800) == Unknown("no answer in time")
    assert await carrier.find(text_to(), NOBODY) == "0a1b2c"


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Fault.MOVED, Refused("http_301", Reaction.HOLD)),
        (Fault.THROTTLED, Refused("http_429", Reaction.RETRY)),
    ],
    ids=str,
)
async def test_what_was_surely_not_done_is_refused(
    carrier: SmsGateCarrier, gate: SmsGate, fault: Fault, result: SendResult
) -> None:
    gate.faults.append(fault)

    assert await carrier.send(text_to(), 1800) == result
    assert not gate.messages


async def test_a_wrong_password_asks_to_sign_in(
    session: aiohttp.ClientSession, gate: SmsGate
) -> None:
    client = SmsGateClient(session, gate.base_url, gate.username, "wrong")
    carrier = SmsGateCarrier(client, gate.phones[0].id)

    assert await carrier.send(text_to(), 1800) == Refused("http_401", Reaction.SIGN_IN)
    with pytest.raises(CarrierSilent):
        await carrier.find(text_to(), NOBODY)


async def test_another_phone_at_the_address_holds_the_texts(
    client: SmsGateClient, gate: SmsGate
) -> None:
    carrier = SmsGateCarrier(client, "a-phone-of-before")

    assert await carrier.send(text_to(), 1800) == Refused("phone_gone", Reaction.HOLD)


async def test_a_text_that_is_refused_for_itself_tells_the_owner(
    carrier: SmsGateCarrier, gate: SmsGate
) -> None:
    assert await carrier.send(text_to(body=""), 1800) == Refused("http_400", Reaction.OWNER)


async def test_a_full_queue_holds_the_texts(carrier: SmsGateCarrier, gate: SmsGate) -> None:
    gate.queue_full = "too old pending message: 2026-11-20T09:00:00Z"

    result = await carrier.send(text_to(), 1800)

    assert result == Refused("queue_limits_exceeded", Reaction.HOLD)


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (403, Refused("http_403", Reaction.SIGN_IN)),
        (404, Refused("http_404", Reaction.HOLD)),
        (405, Refused("http_405", Reaction.HOLD)),
        (413, Refused("http_413", Reaction.OWNER)),
        (503, Unknown("HTTP 503")),
        (408, Unknown("HTTP 408")),
    ],
    ids=str,
)
async def test_each_status_has_its_reaction(
    carrier: SmsGateCarrier, gate: SmsGate, status: int, result: SendResult
) -> None:
    gate.answer = AsyncMock(side_effect=Refusal(status, {"message": 7}))  # type: ignore[method-assign]

    assert await carrier.send(text_to(), 1800) == result


@pytest.mark.parametrize("answer", [None, [], {}, {"id": "another"}], ids=repr)
async def test_an_answer_about_another_text_is_unclear(
    carrier: SmsGateCarrier, gate: SmsGate, answer: object
) -> None:
    gate.answer = AsyncMock(return_value=(200, answer))  # type: ignore[method-assign]

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    with pytest.raises(CarrierSilent):
        await carrier.find(text_to(), NOBODY)


async def test_where_no_connection_came_about_the_text_may_go_again(
    session: aiohttp.ClientSession,
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
    carrier = SmsGateCarrier(SmsGateClient(session, base, "a", "b"), "phone")

    assert await carrier.send(text_to(), 1800) == Refused("unreachable", Reaction.RETRY)


@pytest.mark.parametrize("base", ["", "phone", "http://[", "ftp://phone", "http://a b"], ids=repr)
async def test_what_is_no_address_cannot_be_reached(
    session: aiohttp.ClientSession, base: str
) -> None:
    carrier = SmsGateCarrier(SmsGateClient(session, base, "a", "b"), "phone")

    assert await carrier.send(text_to(), 1800) == Refused("unreachable", Reaction.RETRY)


async def test_a_bug_leaves_the_text_in_doubt() -> None:
    client = AsyncMock(spec=SmsGateClient)
    client.send.side_effect = RuntimeError("a bug")

    assert await SmsGateCarrier(client, "phone").send(text_to(), 1) == Unknown("RuntimeError")


async def test_it_cannot_tell_what_kind_of_line_a_number_is(carrier: SmsGateCarrier) -> None:
    assert await carrier.line_kind(CALLER) is NumberKind.UNKNOWN


def test_it_can_be_asked_and_is_handed_one_text_in_three_seconds() -> None:
    abilities = SmsGateCarrier.abilities

    assert (abilities.receipts, abilities.replies, abilities.reconciles) == (True, True, True)
    assert abilities.texts_per_second == pytest.approx(1 / 3)


async def test_neither_password_nor_number_is_in_what_is_logged(
    client: SmsGateClient, gate: SmsGate, caplog: pytest.LogCaptureFixture
) -> None:
    gate.faults.append(Fault.FAILS)
    carrier = SmsGateCarrier(client, gate.phones[0].id)

    result = await carrier.send(text_to(), 1800)

    said = f"{caplog.text} {result} {client!r} {vars(client)}"
    assert gate.password not in said
    assert CALLER not in said
