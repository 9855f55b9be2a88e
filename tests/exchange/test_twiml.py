"""A document that Twilio would not play is not played here either."""

import pytest

from .accounts import PhoneNumber
from .company import Exchange
from .customer import PUBLIC, Answer, Customer
from .people import PRESSES_ONE
from .twiml import VOICE, TwimlError, read

CALLER = "+12025550100"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param("<Response>", 12100, id="not closed"),
        pytest.param("Hello", 12100, id="not XML"),
        pytest.param("<response/>", 12100, id="wrong root"),
        pytest.param("<Response><Say>a & b</Say></Response>", 12100, id="bare ampersand"),
        pytest.param("<!DOCTYPE x><Response/>", 12100, id="doctype"),
        pytest.param("<Response><Sing/></Response>", 12200, id="unknown verb"),
        pytest.param("<Response><Dial><Say>x</Say></Dial></Response>", 12200, id="wrong noun"),
        pytest.param("<Response><Number>+12025550100</Number></Response>", 12200, id="lone noun"),
        pytest.param(
            '<Response><Dial answeronbridge="true">+12025550100</Dial></Response>',
            12200,
            id="misspelt attribute",
        ),
        pytest.param(
            '<Response><Dial timeout="soon">+12025550100</Dial></Response>', 12200, id="value"
        ),
        pytest.param("<Response><Say/></Response>", 12200, id="nothing to say"),
        pytest.param("<Response><Hangup/>bye</Response>", 12200, id="stray text"),
        pytest.param("<Response><Dial/></Response>", 13223, id="nobody to dial"),
        pytest.param("<Response><Dial>555-0100</Dial></Response>", 13223, id="not E.164"),
        pytest.param(
            f"<Response><Dial>{'<Number>+12025550100</Number>' * 11}</Dial></Response>",
            12200,
            id="eleven numbers",
        ),
    ],
)
def test_refuses_a_wrong_document(document: str, code: int) -> None:
    with pytest.raises(TwimlError) as caught:
        read(document, "text/xml", VOICE)
    assert caught.value.code == code


def test_reads_numeric_character_references() -> None:
    (verb,) = read("<Response><Say>Caf&#233;</Say></Response>", "text/xml; charset=utf-8", VOICE)
    assert verb.text == "Café"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(Answer(status=500), 11200, id="500"),
        pytest.param(Answer(status=404), 11200, id="404"),
        pytest.param(Answer(hangs_up=True), 11200, id="cut"),
        pytest.param(Answer(body="<Response>"), 12100, id="not well-formed"),
        pytest.param(Answer(body="{}", content_type="application/json"), 12300, id="JSON"),
    ],
)
async def test_what_cannot_be_played_goes_to_the_fallback(
    exchange: Exchange, number: PhoneNumber, customer: Customer, answer: Answer, code: int
) -> None:
    number.voice_fallback_url = f"{PUBLIC}/fallback"
    customer.answers["/voice"] = answer
    customer.says("/fallback", "<Say>Fallback.</Say>")

    record = await exchange.place_call(CALLER, number)

    (fallback,) = customer.at("/fallback")
    assert fallback.params["ErrorCode"] == str(code)
    assert fallback.params["ErrorUrl"] == number.voice_url
    assert [alert.code for alert in exchange.alerts] == [code]
    assert "say: Fallback." in record.transcript


async def test_without_a_fallback_the_caller_hears_an_application_error(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.answers["/voice"] = Answer(status=502, body="Bad gateway", content_type="text/html")

    record = await exchange.place_call(CALLER, number)

    assert record.transcript == ["say: an application error has occurred"]
    assert record.status == "completed"


@pytest.mark.parametrize(
    ("content_type", "codes"),
    [pytest.param("text/xml", [], id="xml"), pytest.param("text/plain", [12300], id="plain")],
)
async def test_an_empty_answer_hangs_up(
    exchange: Exchange,
    number: PhoneNumber,
    customer: Customer,
    content_type: str,
    codes: list[int],
) -> None:
    number.voice_fallback_url = f"{PUBLIC}/fallback"
    customer.answers["/voice"] = Answer(body="", content_type=content_type)

    record = await exchange.place_call(CALLER, number)

    assert record.transcript == ["hang up"]
    assert [alert.code for alert in exchange.alerts] == codes
    assert customer.at("/fallback") == []


async def test_a_broken_whisper_loses_the_callee(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.answers["/whisper"] = Answer(status=500)

    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    assert record.sent("dial")[0].params["DialBridged"] == "false"


async def test_a_circle_of_redirects_is_ended(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/voice", "<Redirect>/voice</Redirect>")

    record = await exchange.place_call(CALLER, number)

    assert len(customer.at("/voice")) == 20
    assert record.status == "completed"


async def test_dialling_the_caller_or_the_line_itself_is_alerted(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/voice", f'<Dial action="/action">{CALLER}</Dial>')

    await exchange.place_call(CALLER, number)

    assert [alert.code for alert in exchange.alerts] == [12200]
