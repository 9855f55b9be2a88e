"""Texts to a number reach its webhook, and opt-out words are kept by the company itself."""

import pytest

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange
from .customer import PUBLIC, Answer, Customer
from .inbound import STOP_WORDS

CALLER = "+12025550100"


async def test_a_text_arrives_with_twilios_parameters(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    found = await exchange.send_text(
        CALLER, number, "Hi, é & 50% + 😀", [("https://a.example/1.png", "image/png")]
    )

    (received,) = customer.at("/sms")
    params = received.params
    assert params["MessageSid"] == params["SmsSid"] == params["SmsMessageSid"] == found.sid
    assert params["Body"] == "Hi, é & 50% + 😀"
    assert (params["NumMedia"], params["NumSegments"]) == ("1", "1")
    assert (params["MediaUrl0"], params["MediaContentType0"]) == (
        "https://a.example/1.png",
        "image/png",
    )
    assert (found.status, found.response) == (200, "<Response/>")


@pytest.mark.parametrize("word", [*sorted(STOP_WORDS), " stop\n", "Stop"])
async def test_a_stop_word_alone_opts_out_and_still_reaches_the_webhook(
    *,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    customer: Customer,
    api: Api,
    word: str,
) -> None:
    found = await exchange.send_text(CALLER, number, word)

    assert found.confirmation is not None
    assert exchange.confirmations == [found.confirmation]
    assert exchange.texts == []
    assert len(customer.at("/sms")) == 1
    assert (await api.create(To=CALLER))[1]["code"] == 21610
    assert (await api.create(To="+12025550101"))[0] == 201


@pytest.mark.parametrize("text", ["please stop", "stop calling me", "cancel my appointment"])
async def test_a_stop_word_among_others_is_left_to_the_customer(
    exchange: Exchange, number: PhoneNumber, api: Api, text: str
) -> None:
    found = await exchange.send_text(CALLER, number, text)

    assert found.confirmation is None
    assert (await api.create(To=CALLER))[0] == 201


@pytest.mark.parametrize("word", ["START", "yes", "Unstop"])
async def test_a_start_word_opts_in_again(
    exchange: Exchange, number: PhoneNumber, api: Api, word: str
) -> None:
    assert (await exchange.send_text(CALLER, number, word)).confirmation is None
    await exchange.send_text(CALLER, number, "STOP")
    assert (await exchange.send_text(CALLER, number, "STOP")).confirmation is None

    assert (await exchange.send_text(CALLER, number, word)).confirmation is not None
    assert (await api.create(To=CALLER))[0] == 201


async def test_an_opt_out_is_of_one_pair(
    exchange: Exchange, account: Account, number: PhoneNumber, api: Api
) -> None:
    other = exchange.add_number("+12025550124", account)
    await exchange.send_text(CALLER, number, "STOP")

    assert (await api.create(To=CALLER, From=other.phone_number))[0] == 201


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        pytest.param(Answer(body="<Response/>"), [], id="empty response"),
        pytest.param(Answer(body="", status=204, content_type=None), [], id="204"),
        pytest.param(Answer(body="", content_type="text/plain"), [12300], id="empty text"),
        pytest.param(Answer(body="<Response><Dial>x</Dial></Response>"), [12200], id="wrong verb"),
        pytest.param(Answer(body="oops"), [12100], id="not XML"),
        pytest.param(Answer(status=503), [11200], id="503"),
    ],
)
async def test_judges_the_answer_to_a_text(
    exchange: Exchange, number: PhoneNumber, customer: Customer, answer: Answer, codes: list[int]
) -> None:
    customer.answers["/sms"] = answer

    await exchange.send_text(CALLER, number, "Hi")

    assert [alert.code for alert in exchange.alerts] == codes


async def test_a_failing_webhook_goes_to_the_fallback(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    number.sms_fallback_url = f"{PUBLIC}/fallback"
    customer.answers["/sms"] = Answer(status=500)

    found = await exchange.send_text(CALLER, number, "Hi")

    assert customer.at("/fallback")[0].params["ErrorCode"] == "11200"
    assert [hook.status for hook in found.requests] == [500, 200]


async def test_a_message_in_the_answer_is_sent(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/sms", '<Message statusCallback="/told"><Body>Thanks!</Body></Message>')

    found = await exchange.send_text(CALLER, number, "Hi")
    await exchange.settle()

    assert [(text.to, text.body) for text in exchange.texts] == [(CALLER, "Thanks!")]
    assert found.replies == exchange.texts
    assert [one.params["MessageStatus"] for one in customer.at("/told")][-1] == "delivered"


async def test_inbound_texts_are_in_the_list_of_messages(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    await exchange.send_text(CALLER, number, "Hi")

    _, found = await api.ask("GET", "/Messages.json", query={"To": number.phone_number})

    assert [(text["direction"], text["status"]) for text in found["messages"]] == [
        ("inbound", "received")
    ]
