"""Trouble comes when it is asked for, as often as it is asked for, and then is over."""

import asyncio

import aiohttp
import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange
from .customer import PUBLIC, Customer
from .trouble import Kind

TO = "+12025550100"


async def test_too_many_requests_are_never_processed(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.trouble.add("429", times=2)

    answers = [await api.create() for _ in range(3)]

    assert [status for status, _ in answers] == [429, 429, 201]
    assert answers[0][1]["code"] == 20429
    assert len(exchange.texts) == 1


async def test_a_server_error_has_the_status_asked_for(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.trouble.add("5xx", status=500)

    assert (await api.create())[0] == 500
    assert exchange.texts == []


async def test_a_lost_answer_is_of_an_accepted_text(
    exchange: Exchange, number: PhoneNumber, customer: Customer, api: Api
) -> None:
    exchange.trouble.add(Kind.ANSWER_LOST, where="messages.create")

    with pytest.raises(aiohttp.ClientError):
        await api.create(StatusCallback=f"{PUBLIC}/status?id=9")
    await exchange.settle()

    assert len(exchange.texts) == 1
    assert exchange.requests[-1].status is None
    assert customer.at("/status")[-1].params["MessageSid"] == exchange.texts[0].sid


async def test_a_line_cut_before_processing_leaves_no_text(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.trouble.add("cut")

    with pytest.raises(aiohttp.ClientError):
        await api.create()
    assert exchange.texts == []


@pytest.mark.parametrize("status", [200, 502])
async def test_a_page_of_html_is_no_answer(
    exchange: Exchange, number: PhoneNumber, api: Api, status: int
) -> None:
    exchange.trouble.add("html", status=status)

    with pytest.raises(aiohttp.ContentTypeError):
        await api.create()
    assert exchange.texts == []


async def test_a_delayed_request_still_counts_from_its_arrival(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.trouble.add("delay", seconds=0.05)
    before = asyncio.get_running_loop().time()

    await api.create()

    assert asyncio.get_running_loop().time() - before >= 0.05
    assert exchange.texts[0].requested_at == exchange.requests[0].requested_at


async def test_the_list_can_lag_behind_what_was_accepted(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.trouble.add("list_lag", seconds=0.05)
    _, text = await api.create()

    async def listed() -> int:
        return len((await api.ask("GET", "/Messages.json", query={"To": TO}))[1]["messages"])

    assert await listed() == 0
    assert (await api.ask("GET", f"/Messages/{text['sid']}.json"))[0] == 200
    await asyncio.sleep(0.06)
    assert await listed() == 1


async def test_trouble_keeps_to_its_place(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.trouble.add("5xx", where="numbers", times=None)

    assert (await api.create())[0] == 201
    assert (await api.ask("GET", "/IncomingPhoneNumbers.json"))[0] == 503
    exchange.trouble.clear()
    assert (await api.ask("GET", "/IncomingPhoneNumbers.json"))[0] == 200


async def test_a_wrong_signature_is_wrong(
    exchange: Exchange, account: Account, number: PhoneNumber, customer: Customer
) -> None:
    exchange.trouble.add("wrong_signature", where="webhook.sms")

    await exchange.send_text(TO, number, "Hi")

    received = customer.received.pop()
    assert not RequestValidator(account.auth_token).validate(
        received.url, received.params, received.headers["X-Twilio-Signature"]
    )


async def test_a_rate_comes_as_often_as_it_says_and_the_same_for_the_same_seed(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    async def refused(seed: int) -> list[int]:
        exchange.trouble.clear()
        exchange.trouble.seed(seed)
        exchange.trouble.add("429", times=None, where="messages.list", rate=0.3)
        answers = [await api.ask("GET", "/Messages.json") for _ in range(60)]
        return [status for status, _ in answers]

    first, again, other = await refused(7), await refused(7), await refused(8)

    assert first == again != other
    assert 6 <= first.count(429) <= 30
    with pytest.raises(ValueError, match="from 0 to 1"):
        exchange.trouble.add("429", rate=1.5)


async def test_an_answer_that_the_company_never_gets_is_asked_for_at_the_fallback(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    number.sms_fallback_url = f"{PUBLIC}/sms-again"
    exchange.trouble.add("answer_lost", where="webhook.sms")

    await exchange.send_text(TO, number, "Hi")

    first, again = customer.received
    assert (first.path, again.path) == ("/sms", "/sms-again")
    assert first.params["MessageSid"] == again.params["MessageSid"]


async def test_a_webhook_that_finds_no_connection_is_tried_once_more(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    exchange.trouble.add("cut", where="webhook.sms")
    once = await exchange.send_text(TO, number, "Hi")
    exchange.trouble.add("cut", where="webhook.sms", times=2)
    never = await exchange.send_text(TO, number, "Hello?")

    assert (once.status, never.status) == (200, None)
    assert len(customer.at("/sms")) == 1
