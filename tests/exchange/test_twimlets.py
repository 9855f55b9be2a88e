"""Hosted documents are given back as they are, and stand in when the customer's own fail."""

from urllib.parse import quote

import aiohttp
import pytest

from .accounts import PhoneNumber
from .company import Exchange
from .customer import PUBLIC, Answer, Customer
from .people import PRESSES_ONE, VOICEMAIL, Person

CALLER, OWNER = "+12025550100", "+12025550111"


def echo(document: str, base: str = "https://twimlets.com/") -> str:
    return f"{base}echo?Twiml={quote(document)}"


WHISPER = (
    f'<Response><Gather numDigits="1" timeout="5" action="{echo("<Response/>", "")}">'
    "<Say>Press 1.</Say></Gather><Hangup/></Response>"
)
HOSTED = echo(
    f'<Response><Dial answerOnBridge="true"><Number url="{echo(WHISPER, "")}">{OWNER}</Number>'
    "</Dial><Say>Goodbye.</Say></Response>"
)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_document_comes_back_as_it_is(exchange: Exchange, method: str) -> None:
    document = "<Response><Say>50 % é &amp; more</Say></Response>"
    address = echo(document, f"{exchange.api_base}/")

    async with (
        aiohttp.ClientSession() as session,
        session.request(method, address, data={"CallSid": "CA1"} if method == "POST" else None)
        as answer,
    ):  # fmt: skip
        assert (answer.status, answer.content_type) == (200, "text/xml")
        assert await answer.text() == document


@pytest.mark.parametrize(
    ("address", "status"),
    [("/echo", 400), ("/echo?Twiml=" + "x" * 4000, 414)],
)
async def test_without_a_document_or_with_too_long_a_one_there_is_none(
    exchange: Exchange, address: str, status: int
) -> None:
    async with aiohttp.ClientSession() as session, session.get(exchange.api_base + address) as got:
        assert got.status == status


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(status=500), id="500"),
        pytest.param(Answer(status=404), id="404"),
        pytest.param(Answer(body="<Response><Nonsense/></Response>"), id="not a verb"),
        pytest.param(Answer(body="<Response"), id="not XML"),
        pytest.param(Answer(body="<Response/>", content_type="text/plain"), id="not TwiML"),
        pytest.param(Answer(hangs_up=True), id="the line is cut"),
    ],
)
@pytest.mark.parametrize(
    ("person", "bridged", "last"),
    [
        pytest.param(PRESSES_ONE, True, f"talk to {OWNER}", id="a person"),
        pytest.param(VOICEMAIL, False, "say: Goodbye.", id="a mailbox"),
    ],
)
async def test_a_customer_who_fails_is_stood_in_for(
    *,
    exchange: Exchange,
    number: PhoneNumber,
    customer: Customer,
    answer: Answer,
    person: Person,
    bridged: bool,
    last: str,
) -> None:
    number.voice_fallback_url = HOSTED
    customer.answers["/voice"] = answer

    record = await exchange.place_call(CALLER, number, person)

    assert record.bridged is bridged
    assert last in record.transcript
    (fallback,) = record.sent("fallback")
    assert set(fallback.params) >= {"ErrorCode", "ErrorUrl", "CallSid"}
    assert fallback.params["ErrorUrl"] == f"{PUBLIC}/voice?line=1"
    assert len(exchange.twimlets.asked) == (3 if bridged else 2)


@pytest.mark.parametrize(("fails", "rung"), [(True, [OWNER]), (False, [])])
async def test_an_empty_answer_that_is_no_document_is_stood_in_for_where_it_counts_as_an_error(
    *,
    exchange: Exchange,
    number: PhoneNumber,
    customer: Customer,
    fails: bool,
    rung: list[str],
) -> None:
    exchange.empty_answers_fail = fails
    number.voice_fallback_url = HOSTED
    # What Home Assistant answers for a webhook that it does not know.
    customer.answers["/voice"] = Answer(body="", content_type="application/octet-stream")

    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    assert [leg.to for leg in record.legs] == rung
    assert [alert.code for alert in exchange.alerts] == [12300]


async def test_what_fails_twice_ends_the_call(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    number.voice_fallback_url = "https://twimlets.com/echo"
    customer.answers["/voice"] = Answer(status=500)

    record = await exchange.place_call(CALLER, number)

    assert record.transcript == ["say: an application error has occurred"]
