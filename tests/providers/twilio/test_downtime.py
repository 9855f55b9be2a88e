"""While nobody answers here callers still get through, and afterwards the logs tell what happened."""

from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import quote

from aiohttp import web
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.core.ports import Entry
from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.providers.twilio.call_log import TwilioLog
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.hosted import hosted_fallback
from custom_components.missed_call_textback.providers.twilio.numbers import point_here
from tests.exchange import (
    BUSY,
    DECLINES,
    DIVERTED,
    PRESSES_ONE,
    RINGS_OUT,
    UNREACHABLE,
    VOICEMAIL,
    Caller,
    CallRecord,
    Exchange,
    Fate,
    Person,
    PhoneNumber,
)

from .conftest import Serve
from .shop import CALLER, CLOSED, FORWARDED, LINE, OWNER, PARTNER, PUBLIC, SHOP, open_by_hours

HOME = "https://home.example"
NOBODY_THERE = "http://127.0.0.1:1"


async def _empty(_: web.Request) -> web.StreamResponse:
    return web.Response(status=503)


async def _gibberish(_: web.Request) -> web.StreamResponse:
    return web.Response(text="<Response><Oops", content_type="text/xml")


async def _not_found(_: web.Request) -> web.StreamResponse:
    return web.Response(status=404)


@pytest.fixture(params=["refused", "503", "404", "gibberish", "too late", "other host"])
async def away(request: pytest.FixtureRequest, exchange: Exchange, serve: Serve) -> None:
    """Make the house fail in every way that a house can."""
    match request.param:
        case "refused":
            exchange.route(HOME, NOBODY_THERE)
        case "503":
            exchange.route(HOME, await serve(_empty))
        case "404":
            exchange.route(HOME, await serve(_not_found))
        case "gibberish":
            exchange.route(HOME, await serve(_gibberish))
        case "too late":
            exchange.route(HOME, await serve(_empty))
            exchange.trouble.add("answer_lost", times=None, where="webhook.voice")


async def led_here(client: TwilioClient, number: PhoneNumber, shop: Shop = SHOP) -> None:
    await point_here(client, number.sid, PUBLIC, hosted_fallback(shop, shop.lines[0]))


async def what_happened(
    client: TwilioClient, shop: Shop = SHOP, ago: timedelta = timedelta(hours=1)
) -> list[Entry]:
    log = TwilioLog(client, shop, was_open=partial(open_by_hours, shop))
    return await log.since(shop.lines[0], datetime.now(UTC) - ago)


async def the_call(client: TwilioClient, shop: Shop = SHOP) -> CallEvent:
    (event,) = await what_happened(client, shop)
    assert isinstance(event, CallEvent)
    return event


async def test_whatever_fails_here_the_team_is_rung(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber, away: None
) -> None:
    await led_here(client, number)

    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    assert [leg.to for leg in record.legs] == [OWNER, PARTNER]
    assert (record.bridged, record.answered_by) == (True, OWNER)
    assert record.whispers == ["say: Call for Corner Barbers. Press 1 to take it."]
    assert [hook.kind for hook in record.requests][1:] == [
        "fallback", "whisper", "gather", "call_status",
    ]  # fmt: skip
    assert (await the_call(client)).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("answers", "caller", "outcome", "rang"),
    [
        pytest.param(PRESSES_ONE, Caller(), Outcome.ANSWERED, None, id="picked up, key pressed"),
        pytest.param(
            Person(picks_up_after=2.0, presses="1", talks_for=15.0),
            Caller(), Outcome.ANSWERED, None, id="a short conversation",
        ),
        pytest.param(VOICEMAIL, Caller(), Outcome.NO_ANSWER, 27.0, id="a mailbox"),
        pytest.param(DIVERTED, Caller(), Outcome.NO_ANSWER, 9.4, id="a phone that is off"),
        pytest.param(RINGS_OUT, Caller(), Outcome.NO_ANSWER, 20.0, id="rings out"),
        pytest.param(
            RINGS_OUT, Caller(hangs_up_after=7.0), Outcome.ABANDONED, 7.0, id="hung up, ringing"
        ),
        pytest.param(
            VOICEMAIL, Caller(hangs_up_after=20.0), Outcome.ABANDONED, 20.0, id="hung up, mailbox"
        ),
        pytest.param(BUSY, Caller(), Outcome.BUSY, 0.0, id="engaged"),
        pytest.param(DECLINES, Caller(), Outcome.BUSY, 5.0, id="declined"),
        pytest.param(UNREACHABLE, Caller(), Outcome.FAILED, 1.0, id="unreachable"),
        pytest.param(
            {OWNER: BUSY, PARTNER: RINGS_OUT}, Caller(), Outcome.NO_ANSWER, 20.0, id="one engaged"
        ),
        pytest.param(
            {OWNER: BUSY, PARTNER: RINGS_OUT}, Caller(hangs_up_after=7.0),
            Outcome.ABANDONED, 7.0, id="one engaged, hung up",
        ),
        pytest.param(
            {OWNER: RINGS_OUT, PARTNER: PRESSES_ONE}, Caller(), Outcome.ANSWERED, None,
            id="the other one picked up",
        ),
    ],
)  # fmt: skip
async def test_the_log_tells_what_became_of_a_call(
    *,
    exchange: Exchange,
    client: TwilioClient,
    number: PhoneNumber,
    answers: Person | dict[str, Person],
    caller: Caller,
    outcome: Outcome,
    rang: float | None,
) -> None:
    exchange.route(HOME, NOBODY_THERE)
    await led_here(client, number)

    record = await exchange.place_call(CALLER, number, answers, caller_does=caller)

    event = await the_call(client)
    assert event.outcome is outcome
    assert record.bridged is (outcome is Outcome.ANSWERED)
    assert event.ring_seconds == (None if rang is None else pytest.approx(rang, abs=1.5))
    assert (event.step, event.line_id) == (CallStep.ENDED, LINE.id)
    assert (event.source_id, event.caller) == (f"twilio:{record.sid}", CALLER)
    assert record.row.end_time is not None
    assert abs(event.at - record.row.end_time) < timedelta(seconds=1)


async def test_a_goodbye_before_a_mailbox_would_be_gone_is_no_conversation(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number)

    record = await exchange.place_call(
        CALLER, number, Person(picks_up_after=2.0, presses="1", talks_for=9.0)
    )

    assert record.bridged
    assert (await the_call(client)).outcome is Outcome.NO_ANSWER


async def test_a_caller_whom_nobody_took_is_told_so(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number)

    record = await exchange.place_call(CALLER, number, RINGS_OUT)

    assert record.transcript == [
        "ring",
        (
            "say: Thank you for calling Corner Barbers. "
            "If we could not take your call, please try again later. Goodbye."
        ),
        "hang up",
    ]
    assert record.status == "completed"


async def test_a_line_that_gets_forwarded_calls_rings_nobody_and_missed_each(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number, FORWARDED)

    record = await exchange.place_call(CALLER, number, PRESSES_ONE)

    assert record.legs == []
    assert (await the_call(client, FORWARDED)).outcome is Outcome.NO_ANSWER
    assert len([one for one in exchange.requests if one.place == "calls.list"]) == 1


async def test_a_call_that_rang_nobody_while_the_shop_was_closed_came_too_late(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number, CLOSED)
    number.voice_fallback_url = hosted_fallback(FORWARDED, FORWARDED.lines[0])

    await exchange.place_call(CALLER, number)

    assert (await the_call(client, CLOSED)).outcome is Outcome.CLOSED


async def test_who_calls_and_is_vouched_for_is_told_from_the_log_too(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number)
    number.voice_caller_id_lookup = True

    await exchange.place_call(CALLER, number, stir="TN-Validation-Failed-C", caller_name="JANE ROE")

    event = await the_call(client)
    assert (event.caller_name, str(event.attestation)) == ("JANE ROE", "failed")


async def test_a_call_that_is_still_ringing_is_left_for_later(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number)
    number.voice_fallback_url = ""
    # Held before the document that follows the ringing.
    after = quote("/echo?Twiml=<Response/>")
    dial = f'<Dial action="{after}"><Number>{OWNER}</Number></Dial>'
    number.voice_url = f"https://twimlets.com/echo?Twiml={quote(f'<Response>{dial}</Response>')}"
    ringing = await exchange.ring_in(CALLER, number)

    assert await what_happened(client) == []
    await ringing.finish()
    assert (await the_call(client)).outcome is Outcome.NO_ANSWER


async def test_texts_that_came_meanwhile_are_in_the_log(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    exchange.route(HOME, NOBODY_THERE)
    await led_here(client, number)
    asked = await exchange.send_text(CALLER, number, " Are you open? ", ["https://a.example/1.png"])
    stopped = await exchange.send_text(CALLER, number, "STOP")
    polite = await exchange.send_text(CALLER, number, "please stop")

    found = await what_happened(client)

    assert found == [
        InboundText(
            line_id=LINE.id, carrier_id=text.sid, sender=CALLER, body=body,
            at=text.text.date_created.replace(microsecond=0), media=media, wish=wish,
        )
        for text, body, media, wish in (
            (polite, "please stop", 0, None),
            (stopped, "STOP", 0, Wish.STOP),
            (asked, "Are you open?", 1, None),
        )
    ] + [Receipt(state=TextState.DELIVERED, carrier_id=exchange.confirmations[0].sid)]  # fmt: skip


async def test_what_became_of_our_texts_meanwhile_is_in_the_log(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    exchange.delivery.fates = {
        "+12025550171": Fate(status="delivered"),
        "+12025550172": Fate(status="undelivered", error_code=30003),
        "+12025550173": Fate(status="sent"),
    }
    sids = [
        (await client.create_message({"To": to, "From": number.phone_number, "Body": "Hi"}))["sid"]
        for to in exchange.delivery.fates
    ]
    await exchange.settle()

    assert await what_happened(client) == [
        Receipt(
            state=TextState.UNDELIVERED,
            carrier_id=sids[1],
            error="30003",
            reaction=Reaction.LATER,
        ),
        Receipt(state=TextState.DELIVERED, carrier_id=sids[0]),
    ]


async def test_what_was_over_before_is_not_told_again(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number)
    record: CallRecord = await exchange.place_call(CALLER, number)
    text = await exchange.send_text(CALLER, number, "Hello?")
    yesterday = timedelta(days=1)
    assert record.row.end_time is not None
    record.row.end_time -= yesterday
    text.text.date_created -= yesterday

    assert await what_happened(client) == []
    assert len(await what_happened(client, ago=timedelta(days=2))) == 2


async def test_calls_of_another_line_are_not_this_ones(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    other = exchange.add_number("+12025550124", exchange.accounts[number.account_sid])
    other.voice_url = hosted_fallback(SHOP, LINE)
    await exchange.place_call(CALLER, other)
    await exchange.send_text(CALLER, other, "Hello?")

    assert await what_happened(client) == []


async def test_a_call_that_the_list_does_not_have_yet_is_there_later(
    exchange: Exchange, client: TwilioClient, number: PhoneNumber
) -> None:
    await led_here(client, number)
    exchange.trouble.add("list_lag", where="calls.create", seconds=3600)
    await exchange.place_call(CALLER, number)

    assert await what_happened(client) == []
