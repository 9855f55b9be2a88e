"""By httpSMS no text goes out twice, though it would take each as often as it is handed over."""

from datetime import timedelta
import socket
from unittest.mock import AsyncMock

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
from custom_components.missed_call_textback.providers.httpsms.carrier import HttpSmsCarrier
from custom_components.missed_call_textback.providers.httpsms.client import HttpSmsClient
from tests.exchange_android import Fault, HttpSms
from tests.exchange_android.company import Refusal
from tests.exchange_android.shop import CALLER, NOBODY, NUMBER, SECOND, Clock, text_to


async def test_a_text_is_accepted_under_the_companys_id(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    result = await carrier.send(text_to(), 1800)

    (text,) = company.texts
    assert result == Accepted(text.id)
    assert (text.owner, text.contact, text.content) == (NUMBER, CALLER, text_to().body)
    assert text.request_id == "0a1b2c"


async def test_a_lost_answer_is_found_by_our_reference(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    await carrier.send(text_to(ref="before"), 1800)
    company.faults.append(Fault.ANSWER_LOST)

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    assert await carrier.find(text_to(), NOBODY) == company.texts[1].id


async def test_a_text_to_somebody_else_is_not_ours(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    await carrier.send(text_to("+12025550162"), 1800)

    assert await carrier.find(text_to(), NOBODY) is None


async def test_what_never_arrived_is_surely_not_there(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    company.faults.append(Fault.CUT)

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    assert await carrier.find(text_to(), NOBODY) is None


async def test_a_text_is_found_behind_many_others(
    carrier: HttpSmsCarrier, company: HttpSms, clock: Clock
) -> None:
    accepted = await carrier.send(text_to(), 1800)
    for n in range(45):
        clock.now += timedelta(seconds=1)
        await carrier.send(text_to(ref=f"later-{n}"), 1800)

    found = await carrier.find(text_to(), NOBODY)

    assert isinstance(accepted, Accepted)
    assert found == accepted.carrier_id


async def test_what_is_older_than_the_text_is_not_looked_through(
    carrier: HttpSmsCarrier, company: HttpSms, clock: Clock
) -> None:
    for n in range(60):
        await carrier.send(text_to(ref=f"before-{n}"), 1800)
    clock.now += timedelta(hours=1)
    company.requests.clear()

    assert await carrier.find(text_to(created_at=clock.now), NOBODY) is None
    assert len(company.requests) == 1


async def test_too_many_texts_to_look_through_leave_it_in_doubt(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    for n in range(200):
        await carrier.send(text_to(ref=f"more-{n}"), 1800)

    with pytest.raises(CarrierSilent):
        await carrier.find(text_to(), NOBODY)


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.FAILS, Fault.PAGE, Fault.FOREVER], ids=str)
async def test_what_is_unclear_is_unknown_and_a_look_up_says_so(
    carrier: HttpSmsCarrier, company: HttpSms, fault: Fault
) -> None:
    # A look-up is asked once more by itself.
    company.faults += [fault] * 3

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    with pytest.raises(CarrierSilent):
        await carrier.find(text_to(), NOBODY)


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Fault.MOVED, Refused("http_301", Reaction.HOLD)),
        (Fault.THROTTLED, Refused("http_429", Reaction.RETRY)),
    ],
    ids=str,
)
async def test_what_was_surely_not_done_is_refused(
    carrier: HttpSmsCarrier, company: HttpSms, fault: Fault, result: SendResult
) -> None:
    company.faults.append(fault)

    assert await carrier.send(text_to(), 1800) == result
    assert not company.texts


async def test_a_key_that_was_changed_asks_to_sign_in(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    company.api_key = "uk_changed"

    assert await carrier.send(text_to(), 1800) == Refused("http_401", Reaction.SIGN_IN)


async def test_a_plan_that_is_used_up_holds_the_texts(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    company.plan_used_up = True

    assert await carrier.send(text_to(), 1800) == Refused("plan_used_up", Reaction.HOLD)


async def test_a_phone_that_is_gone_holds_the_texts(carrier: HttpSmsCarrier) -> None:
    result = await carrier.send(text_to(sender=SECOND), 1800)

    assert result == Refused("phone_gone", Reaction.HOLD)


async def test_a_phone_that_could_not_be_looked_up_is_a_reason_to_retry(
    carrier: HttpSmsCarrier, company: HttpSms
) -> None:
    company.phones_unknown = True

    result = await carrier.send(text_to(), 1800)

    assert result == Refused("phone_unknown_for_now", Reaction.RETRY)


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ({"to": "+1"}, Refused("invalid_number", Reaction.UNTEXTABLE)),
        ({"body": "x" * 2049}, Refused("invalid_text", Reaction.OWNER)),
    ],
    ids=str,
)
async def test_what_is_refused_for_itself_says_why(
    carrier: HttpSmsCarrier, change: dict[str, str], result: SendResult
) -> None:
    assert await carrier.send(text_to(**change), 1800) == result


@pytest.mark.parametrize(
    ("status", "answer", "result"),
    [
        (400, None, Refused("http_400", Reaction.OWNER)),
        (403, None, Refused("http_403", Reaction.SIGN_IN)),
        (404, None, Refused("http_404", Reaction.HOLD)),
        (413, None, Refused("http_413", Reaction.OWNER)),
        (422, None, Refused("http_422", Reaction.OWNER)),
        (422, {"data": []}, Refused("http_422", Reaction.OWNER)),
        (502, None, Unknown("HTTP 502")),
    ],
    ids=str,
)
async def test_each_status_has_its_reaction(
    carrier: HttpSmsCarrier, company: HttpSms, status: int, answer: object, result: SendResult
) -> None:
    company.answer = AsyncMock(side_effect=Refusal(status, answer))  # type: ignore[method-assign]

    assert await carrier.send(text_to(), 1800) == result


@pytest.mark.parametrize("answer", [None, [], {}, {"data": 5}, {"data": {"id": 5}}], ids=repr)
async def test_a_puzzling_answer_is_unclear(
    carrier: HttpSmsCarrier, company: HttpSms, answer: object
) -> None:
    company.answer = AsyncMock(return_value=(200, answer))  # type: ignore[method-assign]

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)
    with pytest.raises(CarrierSilent):
        await carrier.find(text_to(), NOBODY)


async def test_where_no_connection_came_about_the_text_may_go_again(
    session: aiohttp.ClientSession,
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
    carrier = HttpSmsCarrier(HttpSmsClient(session, "uk_", base))

    assert await carrier.send(text_to(), 1800) == Refused("unreachable", Reaction.RETRY)


async def test_a_bug_leaves_the_text_in_doubt() -> None:
    client = AsyncMock(spec=HttpSmsClient)
    client.send.side_effect = RuntimeError("a bug")

    assert await HttpSmsCarrier(client).send(text_to(), 1) == Unknown("RuntimeError")


async def test_it_cannot_tell_what_kind_of_line_a_number_is(carrier: HttpSmsCarrier) -> None:
    assert await carrier.line_kind(CALLER) is NumberKind.UNKNOWN


@pytest.mark.parametrize(("rate", "per_second"), [(10, 1 / 6), (60, 1), (0, 1 / 60)])
async def test_texts_are_handed_over_as_fast_as_the_phone_is_set_to_send(
    client: HttpSmsClient, rate: int, per_second: float
) -> None:
    abilities = HttpSmsCarrier(client, rate).abilities

    assert (abilities.receipts, abilities.replies, abilities.reconciles) == (True, True, True)
    assert abilities.texts_per_second == pytest.approx(per_second)


async def test_neither_key_nor_number_is_in_what_is_logged(
    client: HttpSmsClient, company: HttpSms, caplog: pytest.LogCaptureFixture
) -> None:
    company.faults.append(Fault.FAILS)

    result = await HttpSmsCarrier(client).send(text_to(), 1800)

    said = f"{caplog.text} {result} {client!r} {vars(client)}"
    assert company.api_key not in said
    assert CALLER not in said
