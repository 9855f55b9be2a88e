"""The carrier says what became of a text, and never guesses: what is unclear is looked up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
import socket
from unittest.mock import AsyncMock, patch

import aiohttp
import pytest

from custom_components.missed_call_textback.core.carrier import CarrierSilent
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    OutgoingText,
    Reaction,
    Refused,
    TextKind,
    Unknown,
)
from custom_components.missed_call_textback.providers.twilio.carrier import TwilioCarrier
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from tests.exchange import Account, Exchange, Kind, PhoneNumber

from .shop import ACCOUNT, CALLER, NUMBER, PUBLIC

BODY = "Hi, this is Corner Barbers.\nSorry we missed you!  "


def text_to(to: str = CALLER, body: str = BODY) -> OutgoingText:
    now = datetime.now(UTC)
    return OutgoingText(
        id=1,
        ref="0a1b2c",
        line_id="01LINE",
        kind=TextKind.TEXT_BACK,
        sender=NUMBER,
        to=to,
        body=body,
        created_at=now,
        deadline=now + timedelta(minutes=30),
    )


NOBODY: frozenset[str] = frozenset()


async def test_a_text_is_accepted_under_the_carriers_id(
    carrier: TwilioCarrier, exchange: Exchange
) -> None:
    result = await carrier.send(text_to(), 1800)

    (text,) = exchange.texts
    assert result == Accepted(text.sid)
    assert (text.to, text.from_, text.body) == (CALLER, NUMBER, BODY)
    assert text.status_callback == f"{PUBLIC}?step=status&ref=0a1b2c"


@pytest.mark.parametrize(
    ("seconds", "validity"), [(1800, 1800), (0, 1), (-5, 1), (99_999, 36_000)], ids=str
)
async def test_a_text_expires_as_twilio_allows(
    carrier: TwilioCarrier, exchange: Exchange, seconds: int, validity: int
) -> None:
    await carrier.send(text_to(), seconds)

    assert exchange.texts[0].validity_period == validity


@pytest.mark.parametrize(
    ("to", "result"),
    [
        ("+15005550001", Refused("21211", Reaction.UNTEXTABLE)),
        ("+15005550002", Refused("21612", Reaction.OWNER)),
        ("+15005550003", Refused("21408", Reaction.OWNER)),
        ("+15005550004", Refused("21610", Reaction.OPTED_OUT)),
        ("+15005550009", Refused("21614", Reaction.CALL_BACK)),
        (NUMBER, Refused("21266", Reaction.UNTEXTABLE)),
    ],
)
async def test_a_refusal_carries_code_and_reaction(
    carrier: TwilioCarrier, to: str, result: Refused
) -> None:
    assert await carrier.send(text_to(to), 1800) == result


async def test_being_throttled_is_a_reason_to_retry(
    carrier: TwilioCarrier, exchange: Exchange
) -> None:
    exchange.trouble.add(Kind.TOO_MANY_REQUESTS, where="messages.create")

    assert await carrier.send(text_to(), 1800) == Refused("20429", Reaction.RETRY)


async def test_a_rotated_token_asks_to_sign_in(
    session: aiohttp.ClientSession, exchange: Exchange, account: Account, number: PhoneNumber
) -> None:
    old = (account.sid, account.auth_token)
    exchange.rotate_token(account)
    carrier = TwilioCarrier(TwilioClient(session, account.sid, *old, exchange.api_base), PUBLIC)

    assert await carrier.send(text_to(), 1800) == Refused("20003", Reaction.SIGN_IN)


async def test_where_no_connection_came_about_the_text_may_go_again(
    session: aiohttp.ClientSession,
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
    carrier = TwilioCarrier(TwilioClient(session, ACCOUNT, "SK1", "x", base), PUBLIC)

    assert await carrier.send(text_to(), 1800) == Refused("unreachable", Reaction.RETRY)


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.HTML, Kind.CUT, Kind.ANSWER_LOST])
async def test_what_is_unclear_is_unknown(
    carrier: TwilioCarrier, exchange: Exchange, kind: Kind
) -> None:
    exchange.trouble.add(kind, where="messages.create")

    assert isinstance(await carrier.send(text_to(), 1800), Unknown)


@pytest.mark.parametrize("answer", [{}, {"sid": None}, {"sid": ""}, {"sid": 5}], ids=repr)
async def test_an_answer_without_sid_is_unknown(
    carrier: TwilioCarrier, client: TwilioClient, answer: Mapping[str, object]
) -> None:
    with patch.object(client, "create_message", AsyncMock(return_value=answer)):
        assert isinstance(await carrier.send(text_to(), 1800), Unknown)


async def test_even_a_bug_is_unknown_and_cancelling_is_not_caught(
    carrier: TwilioCarrier, client: TwilioClient
) -> None:
    with patch.object(client, "create_message", AsyncMock(side_effect=RuntimeError)):
        assert await carrier.send(text_to(), 1800) == Unknown("RuntimeError")
    with (
        patch.object(client, "create_message", AsyncMock(side_effect=asyncio.CancelledError)),
        pytest.raises(asyncio.CancelledError),
    ):
        await carrier.send(text_to(), 1800)


async def test_a_text_whose_answer_was_lost_is_found(
    carrier: TwilioCarrier, exchange: Exchange
) -> None:
    text = text_to()
    exchange.trouble.add(Kind.ANSWER_LOST, where="messages.create")
    await carrier.send(text, 1800)

    assert await carrier.find(text, NOBODY) == exchange.texts[0].sid


async def test_a_text_that_never_arrived_is_not_found(
    carrier: TwilioCarrier, exchange: Exchange
) -> None:
    text = text_to()
    await carrier.send(text_to(body="Other words"), 1800)
    await carrier.send(text_to("+12025550162"), 1800)

    assert await carrier.find(text, NOBODY) is None


async def test_a_text_of_another_row_is_left_out(
    carrier: TwilioCarrier, exchange: Exchange
) -> None:
    text = text_to()
    await carrier.send(text, 1800)

    assert await carrier.find(text, frozenset({exchange.texts[0].sid})) is None


async def test_of_two_texts_alike_none_is_guessed(carrier: TwilioCarrier) -> None:
    text = text_to()
    await carrier.send(text, 1800)
    await carrier.send(text, 1800)

    with pytest.raises(CarrierSilent):
        await carrier.find(text, NOBODY)


async def test_yesterdays_text_is_another(carrier: TwilioCarrier, exchange: Exchange) -> None:
    text = text_to()
    await carrier.send(text, 1800)

    later = replace(text, created_at=text.created_at + timedelta(days=1))

    assert await carrier.find(later, NOBODY) is None


@pytest.mark.parametrize("by", [timedelta(seconds=90), timedelta(hours=13)], ids=str)
async def test_a_clock_that_is_ahead_of_twilios_finds_the_text_all_the_same(
    carrier: TwilioCarrier, exchange: Exchange, by: timedelta
) -> None:
    text = text_to()
    await carrier.send(text, 1800)

    ahead = replace(text, created_at=text.created_at + by)

    assert await carrier.find(ahead, NOBODY) == exchange.texts[0].sid


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.HTML, Kind.CUT, Kind.TOO_MANY_REQUESTS])
async def test_a_list_that_cannot_be_read_says_nothing(
    carrier: TwilioCarrier, exchange: Exchange, kind: Kind
) -> None:
    exchange.trouble.add(kind, where="messages.list", times=None)

    with pytest.raises(CarrierSilent):
        await carrier.find(text_to(), NOBODY)


async def test_a_text_is_found_among_hundreds_to_the_same_phone(
    carrier: TwilioCarrier, exchange: Exchange
) -> None:
    text = text_to()
    exchange.trouble.add(Kind.ANSWER_LOST, where="messages.create")
    await carrier.send(text, 1800)
    for number in range(210):
        await carrier.send(text_to(body=f"{number} has written"), 1800)
    lost = text_to(body="This one never came")

    assert await carrier.find(text, NOBODY) == exchange.texts[0].sid
    assert await carrier.find(lost, NOBODY) is None


def listed(**fields: object) -> list[dict[str, object]]:
    return [{"sid": "SM1", "body": BODY, **fields}]


def pages_of(*pages: list[dict[str, object]]) -> Callable[..., AsyncIterator[object]]:
    async def listing(*_: object) -> AsyncIterator[object]:
        for page in pages:
            yield page

    return listing


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        pytest.param(listed(), "SM1", id="as sent"),
        pytest.param(listed(body=BODY.strip()), "SM1", id="trimmed"),
        pytest.param(
            listed(body=f"Sent from your Twilio trial account - {BODY}"), "SM1", id="on trial"
        ),
        pytest.param(listed(body=f"Re: {BODY}"), None, id="quoted"),
        pytest.param(listed(body=None), None, id="without words"),
        pytest.param(listed(date_created=None), "SM1", id="without a date"),
        pytest.param(listed(date_created="soon"), "SM1", id="with a date that is none"),
        pytest.param(listed(date_created="Sat, 21 Nov 2020 10:00:00"), None, id="old, zoneless"),
        pytest.param(listed(sid=None), None, id="without sid"),
        pytest.param([], None, id="none"),
    ],
)
async def test_a_listed_text_is_recognised_by_words_and_date(
    carrier: TwilioCarrier,
    client: TwilioClient,
    messages: list[dict[str, object]],
    found: str | None,
) -> None:
    # Now, and not when the cases were collected: a long run may come here minutes later.
    now = format_datetime(datetime.now(UTC))
    answer = [{"date_created": now, **message} for message in messages]
    with patch.object(client, "_pages", pages_of(answer)):
        assert await carrier.find(text_to(), NOBODY) == found


async def test_a_list_that_may_go_on_says_nothing(
    carrier: TwilioCarrier, client: TwilioClient
) -> None:
    page = listed(body="Other") * 200
    with (
        patch.object(client, "_pages", pages_of(*[page] * 50)),
        pytest.raises(CarrierSilent),
    ):
        await carrier.find(text_to(), NOBODY)
