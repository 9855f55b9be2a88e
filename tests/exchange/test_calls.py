"""A call plays the customer's TwiML to scripted people, and reports as Twilio does."""

from time import perf_counter
from typing import Any

import pytest

from .accounts import PhoneNumber
from .api import Api
from .call_records import CallRecord
from .company import Exchange
from .customer import PUBLIC, Answer, Customer
from .people import (
    BUSY,
    DECLINES,
    DIVERTED,
    HANGS_UP_BEFORE_DIAL,
    PRESSES_NINE,
    PRESSES_ONE,
    RINGS_OUT,
    SAYS_NOTHING,
    UNREACHABLE,
    VOICEMAIL,
    Caller,
    Person,
)

CALLER = "+12025550100"
OWNER, PARTNER = "+12025550111", "+12025550112"
RECORD = (
    '<Say>Leave a message.</Say><Record maxLength="110" playBeep="true" finishOnKey="#" '
    'action="/recorded" recordingStatusCallback="/recording" transcribe="true" '
    'transcribeCallback="/words"/>'
)


def action_of(record: CallRecord) -> dict[str, str]:
    (hook,) = record.sent("dial")
    return {
        name: value
        for name, value in hook.params.items()
        if name in {"DialCallStatus", "DialBridged", "CallStatus"}
    }


@pytest.mark.parametrize(
    ("person", "dial_status", "bridged"),
    [
        pytest.param(PRESSES_ONE, "completed", "true", id="presses 1"),
        pytest.param(SAYS_NOTHING, "completed", "false", id="says nothing"),
        pytest.param(VOICEMAIL, "completed", "false", id="voicemail"),
        pytest.param(DIVERTED, "completed", "false", id="diverted to voicemail"),
        pytest.param(RINGS_OUT, "no-answer", "false", id="rings out"),
        pytest.param(BUSY, "busy", "false", id="busy"),
        pytest.param(DECLINES, "busy", "false", id="declines"),
        pytest.param(UNREACHABLE, "failed", "false", id="unreachable"),
        pytest.param(Person(picks_up_after=25.0, presses="1"), "no-answer", "false", id="too late"),
    ],
)
async def test_the_action_reports_what_became_of_the_dial(
    exchange: Exchange, number: PhoneNumber, person: Person, dial_status: str, bridged: str
) -> None:
    record = await exchange.place_call(CALLER, number, {OWNER: person})

    assert action_of(record) == {
        "DialCallStatus": dial_status,
        "DialBridged": bridged,
        "CallStatus": "in-progress",
    }
    assert record.bridged is (bridged == "true")
    assert record.answered_by == (OWNER if record.bridged else None)
    assert record.transcript[0] == "ring"
    assert record.last_webhook_at == record.sent("dial")[0].sent_at
    assert exchange.alerts == []


async def test_another_key_than_1_reaches_the_customer(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/pressed", "<Hangup/>")

    record = await exchange.place_call(CALLER, number, PRESSES_NINE)

    assert customer.at("/pressed")[0].params["Digits"] == "9"
    assert action_of(record)["DialBridged"] == "false"


async def test_without_a_whisper_a_voicemail_bridges(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/voice", f'<Dial action="/action">{OWNER}</Dial>')

    record = await exchange.place_call(CALLER, number, VOICEMAIL)

    assert action_of(record)["DialBridged"] == "true"


async def test_the_first_pickup_cancels_the_others_even_a_voicemail(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says(
        "/voice",
        f'<Dial action="/action" timeout="30"><Number url="/whisper">{OWNER}</Number>'
        f'<Number url="/whisper">{PARTNER}</Number></Dial>',
    )
    late = Person(picks_up_after=20.0, presses="1")

    record = await exchange.place_call(CALLER, number, {OWNER: VOICEMAIL, PARTNER: late})

    assert action_of(record)["DialBridged"] == "false"
    assert [leg.status for leg in record.legs] == ["completed", "canceled"]
    assert [hook.params["To"] for hook in record.sent("whisper")] == [OWNER]


async def test_the_whisper_is_of_the_callees_leg(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    (whisper,) = record.sent("whisper")
    assert whisper.params["ParentCallSid"] == record.sid
    assert (
        whisper.params["CallSid"]
        == record.legs[0].sid
        == record.sent("dial")[0].params["DialCallSid"]
    )
    assert whisper.params["Direction"] == "outbound-dial"
    assert record.whispers == ["say: Press 1."]
    assert record.sent("dial")[0].params["DialCallDuration"] == "62"


async def test_a_caller_who_hangs_up_while_it_rings_is_canceled(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/action", RECORD)

    record = await exchange.place_call(CALLER, number, caller_hangs_up_after=5)

    assert action_of(record) == {
        "DialCallStatus": "canceled",
        "DialBridged": "false",
        "CallStatus": "completed",
    }
    assert record.transcript == ["ring", "caller hangs up"]
    assert record.status == "no-answer"


async def test_a_caller_who_hangs_up_before_the_dial_gives_only_the_status_callback(
    exchange: Exchange, number: PhoneNumber
) -> None:
    record = await exchange.place_call(CALLER, number, caller_does=HANGS_UP_BEFORE_DIAL)

    assert [hook.kind for hook in record.requests] == ["voice", "call_status"]


async def test_the_status_callback_may_overtake_the_action(
    exchange: Exchange, number: PhoneNumber
) -> None:
    exchange.trouble.add("status_overtakes")

    record = await exchange.place_call(CALLER, number, caller_hangs_up_after=5)

    assert [hook.kind for hook in record.requests] == ["voice", "call_status", "dial"]


async def test_a_twilio_compatible_company_may_leave_dial_bridged_out(
    exchange: Exchange, number: PhoneNumber
) -> None:
    exchange.dial_bridged = False

    record = await exchange.place_call(CALLER, number)

    assert "DialBridged" not in record.sent("dial")[0].params


async def test_the_inbound_request_has_twilios_parameters(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    await exchange.place_call(
        CALLER, number, stir="TN-Validation-Passed-A", forwarded_from="+49494949494912248033558"
    )

    params = customer.at("/voice")[0].params
    assert params["From"] == params["Caller"] == CALLER
    assert params["To"] == params["Called"] == number.phone_number
    assert (params["CallStatus"], params["Direction"]) == ("ringing", "inbound")
    assert params["StirVerstat"] == "TN-Validation-Passed-A"
    assert params["StirPassportToken"]
    assert params["ForwardedFrom"] == params["CalledVia"] == "+49494949494912248033558"
    assert params["FromCity"] == "SAN FRANCISCO"


@pytest.mark.parametrize(
    ("paid_for", "shown"), [(True, "DOE JANE"), (False, None)], ids=["paid for", "not paid for"]
)
async def test_a_callers_name_comes_only_to_a_number_that_looks_it_up(
    exchange: Exchange, number: PhoneNumber, customer: Customer, paid_for: bool, shown: str | None
) -> None:
    number.voice_caller_id_lookup = paid_for

    record = await exchange.place_call(CALLER, number, caller_name="DOE JANE")

    assert customer.at("/voice")[0].params.get("CallerName") == shown
    assert record.row.to_json()["caller_name"] == shown


async def test_a_verdict_that_twilio_never_gives_is_not_played(
    exchange: Exchange, number: PhoneNumber
) -> None:
    with pytest.raises(ValueError, match="verdict"):
        await exchange.place_call(CALLER, number, stir="A")


async def test_a_frozen_clock_can_follow_a_call(exchange: Exchange, number: PhoneNumber) -> None:
    passed: list[float] = []
    exchange.time_passes = passed.append

    await exchange.place_call(CALLER, number, RINGS_OUT, caller_hangs_up_after=5.0)

    assert sum(passed) == 5.0


async def test_the_number_is_told_once_that_the_call_is_over(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    (end,) = customer.at("/end")
    assert end.params["CallSid"] == record.sid
    assert end.params["CallStatus"] == "completed"
    assert end.params["CallDuration"] == "60"
    assert end.params["SequenceNumber"] == "0"
    assert end.params["CallbackSource"] == "call-progress-events"
    assert end.params["Timestamp"].endswith("+0000")


@pytest.mark.parametrize(
    ("reason", "status", "heard"),
    [
        pytest.param("busy", "busy", "busy tone", id="busy"),
        pytest.param("rejected", "no-answer", "number not in service", id="rejected"),
    ],
)
async def test_a_rejected_call_costs_nothing(
    *,
    exchange: Exchange,
    number: PhoneNumber,
    customer: Customer,
    reason: str,
    status: str,
    heard: str,
) -> None:
    customer.says("/voice", f'<Reject reason="{reason}"/>')

    record = await exchange.place_call(CALLER, number)

    assert (record.status, record.row.duration) == (status, 0)
    assert heard in record.transcript
    assert record.last_webhook_at == record.sent("voice")[0].sent_at


async def test_a_gather_of_the_caller_asks_its_action(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says(
        "/voice",
        '<Gather input="dtmf speech" numDigits="1" action="/menu"><Say>Press 2.</Say></Gather>'
        "<Redirect>/late</Redirect>",
    )

    await exchange.place_call(CALLER, number, caller_does=Caller(digits="24"))
    await exchange.place_call(CALLER, number, caller_does=Caller(speech="a haircut"))
    await exchange.place_call(CALLER, number)

    assert [one.params.get("Digits") for one in customer.at("/menu")] == ["2", None]
    assert customer.at("/menu")[1].params["SpeechResult"] == "a haircut"
    assert len(customer.at("/late")) == 1


async def test_relative_urls_resolve_against_their_document(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    number.voice_url = f"{PUBLIC}/api/webhook/abc?step=voice"
    customer.answers["/api/webhook/abc"] = [
        Answer(body="<Response><Redirect>?step=two</Redirect></Response>"),
        Answer(body="<Response><Redirect>../other</Redirect></Response>"),
    ]

    record = await exchange.place_call(CALLER, number)

    assert [hook.url for hook in record.requests[:3]] == [
        f"{PUBLIC}/api/webhook/abc?step=voice",
        f"{PUBLIC}/api/webhook/abc?step=two",
        f"{PUBLIC}/api/other",
    ]


async def test_urls_are_ignored_while_an_application_or_trunk_is_set(
    exchange: Exchange, number: PhoneNumber
) -> None:
    number.trunk_sid = "TK1"

    record = await exchange.place_call(CALLER, number)

    assert record.handled_elsewhere
    assert record.sent("voice") == []


async def test_a_call_can_be_held_before_its_last_webhook(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    ringing = [await exchange.ring_in(f"+1202555020{index}", number) for index in range(3)]
    assert customer.at("/action") == []

    records = [await call.finish() for call in ringing]

    assert len(customer.at("/action")) == 3
    assert all(record.dial_status == "no-answer" for record in records)


async def test_a_call_that_never_dials_is_over_at_once(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.says("/voice", "<Reject/>")

    ringing = await exchange.ring_in(CALLER, number)

    assert (await ringing.finish()).status == "no-answer"


async def test_the_call_log_has_the_call_and_its_legs_newest_first(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    async def found(**query: str) -> list[dict[str, Any]]:
        _, answer = await api.ask("GET", "/Calls.json", query=query)
        calls: list[dict[str, Any]] = answer["calls"]
        return calls

    assert [call["direction"] for call in await found()] == ["outbound-dial", "inbound"]
    (inbound,) = await found(To=number.phone_number, Status="completed")
    assert (inbound["sid"], inbound["duration"]) == (record.sid, "60")
    day = record.row.start_time.date().isoformat()
    assert len(await found(**{"StartTime>": day})) == 2
    assert await found(**{"StartTime<": "2020-01-01"}) == []
    assert await found(From="+12025550177") == []


async def test_time_inside_calls_passes_only_when_it_is_asked_for(
    exchange: Exchange, number: PhoneNumber
) -> None:
    began = perf_counter()
    await exchange.place_call(CALLER, number)
    assert perf_counter() - began < 5

    exchange.time_scale = 0.005
    began = perf_counter()
    await exchange.place_call(CALLER, number)
    assert perf_counter() - began >= 20 * 0.005


async def test_real_time_is_an_option(socket_enabled: None) -> None:
    assert Exchange().time_scale == 0
    assert Exchange(real_time=True).time_scale == 1
    assert Exchange(real_time=True, time_scale=0.1).time_scale == 0.1
