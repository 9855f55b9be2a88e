"""What kind of line a number is, as Twilio's Lookup says; whatever goes wrong, it is only unknown."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
from unittest.mock import AsyncMock, patch

import aiohttp
from aiohttp import web
import pytest

from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.providers.twilio.carrier import TwilioCarrier
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.lookup import Lookup
from tests.exchange import Account, Exchange, Kind, LineType

from .conftest import Serve
from .shop import ACCOUNT, CALLER

HOUR = 3600.0


class Watch:
    """A monotonic clock that stands still."""

    def __init__(self) -> None:
        self.seconds = 50.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def lookup(client: TwilioClient, watch: Watch) -> Lookup:
    return Lookup(client, watch)


def asked(exchange: Exchange) -> int:
    return sum(request.place in ("lookups", "elsewhere") for request in exchange.requests)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (LineType.MOBILE, NumberKind.MOBILE),
        (LineType.FIXED_VOIP, NumberKind.MOBILE),
        (LineType.NON_FIXED_VOIP, NumberKind.MOBILE),
        (LineType.PERSONAL, NumberKind.MOBILE),
        (LineType.LANDLINE, NumberKind.LANDLINE),
        (LineType.TOLL_FREE, NumberKind.UNTEXTABLE),
        (LineType.PREMIUM, NumberKind.UNTEXTABLE),
        (LineType.SHARED_COST, NumberKind.UNTEXTABLE),
        (LineType.UAN, NumberKind.UNTEXTABLE),
        (LineType.VOICEMAIL, NumberKind.UNTEXTABLE),
        (LineType.PAGER, NumberKind.UNTEXTABLE),
        (LineType.UNKNOWN, NumberKind.UNKNOWN),
        pytest.param(None, NumberKind.UNKNOWN, id="out of coverage"),
    ],
)
async def test_a_line_is(
    carrier: TwilioCarrier, exchange: Exchange, line: LineType | None, kind: NumberKind
) -> None:
    exchange.line_types[CALLER] = line

    assert await carrier.line_kind(CALLER) is kind


@pytest.mark.parametrize(
    "found",
    [
        "{}",
        '{"line_type_intelligence": null}',
        '{"line_type_intelligence": []}',
        '{"line_type_intelligence": {}}',
        '{"line_type_intelligence": {"type": null, "error_code": 60600}}',
        '{"line_type_intelligence": {"type": {"a": 1}}}',
        '{"line_type_intelligence": {"type": "hologram"}}',
    ],
)
async def test_an_answer_without_a_type_that_is_known_is_unknown(
    session: aiohttp.ClientSession, serve: Serve, found: str
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=found, content_type="application/json")

    client = TwilioClient(session, ACCOUNT, "SK1", "x", await serve(answer))

    assert await Lookup(client).line_kind(CALLER) is NumberKind.UNKNOWN


@pytest.mark.parametrize("found", ["[]", "", "<html>"])
async def test_an_answer_that_cannot_be_read_is_no_answer(
    session: aiohttp.ClientSession, serve: Serve, found: str
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=found, content_type="application/json")

    client = TwilioClient(session, ACCOUNT, "SK1", "x", await serve(answer))

    assert await Lookup(client).line_kind(CALLER) is None


@pytest.mark.parametrize(
    "kind", [Kind.TOO_MANY_REQUESTS, Kind.SERVER_ERROR, Kind.HTML, Kind.CUT, Kind.ANSWER_LOST]
)
async def test_what_goes_wrong_once_is_asked_again(
    lookup: Lookup, exchange: Exchange, kind: Kind
) -> None:
    exchange.line_types[CALLER] = LineType.LANDLINE
    exchange.trouble.add(kind, where="lookups", times=None)
    assert await lookup.line_kind(CALLER) is None

    exchange.trouble.clear()
    assert await lookup.line_kind(CALLER) is NumberKind.LANDLINE


async def test_a_company_without_lookup_is_asked_once_an_hour(
    lookup: Lookup, exchange: Exchange, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    exchange.looks_up = False

    for after in (0.0, 1.0, HOUR - 2):
        watch.seconds += after
        assert await lookup.line_kind(CALLER) is None
    assert asked(exchange) == 1
    (said,) = (record for record in caplog.records if record.levelno == logging.WARNING)
    assert "2025550" not in said.getMessage()

    watch.seconds += 1.0
    exchange.looks_up = True
    assert await lookup.line_kind(CALLER) is NumberKind.MOBILE
    assert asked(exchange) == 2


async def page(request: web.Request) -> web.StreamResponse:
    return web.Response(status=404, text="<html>Not Found</html>", content_type="text/html")


async def forbidden(request: web.Request) -> web.StreamResponse:
    return web.json_response({"code": 60606, "message": "Not Enabled"}, status=403)


async def unauthorized(request: web.Request) -> web.StreamResponse:
    return web.json_response({"code": 70051, "message": "Authorization Error"}, status=401)


@pytest.mark.parametrize("refusal", [page, forbidden, unauthorized])
async def test_a_lookup_that_the_key_may_not_use_is_asked_once_an_hour_too(
    session: aiohttp.ClientSession,
    serve: Serve,
    refusal: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> None:
    times = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal times
        times += 1
        return await refusal(request)

    lookup = Lookup(TwilioClient(session, ACCOUNT, "SK1", "x", await serve(answer)))

    assert [await lookup.line_kind(CALLER) for _ in range(3)] == [None] * 3
    assert times == 1


async def test_an_account_that_has_not_booked_lookup_texts_all_the_same(
    lookup: Lookup, exchange: Exchange, account: Account
) -> None:
    account.may_look_up = False

    assert await lookup.line_kind(CALLER) is None
    assert exchange.requests[-1].status == 403


async def test_even_a_bug_keeps_nobody_back_and_cancelling_is_not_caught(
    lookup: Lookup, client: TwilioClient, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(client, "line_type", AsyncMock(side_effect=RuntimeError)):
        assert await lookup.line_kind(CALLER) is None
    assert "unexpectedly" in caplog.text
    with (
        patch.object(client, "line_type", AsyncMock(side_effect=asyncio.CancelledError)),
        pytest.raises(asyncio.CancelledError),
    ):
        await lookup.line_kind(CALLER)


@pytest.mark.parametrize(
    ("api_base", "address"),
    [
        ("https://api.twilio.com", "https://lookups.twilio.com"),
        ("https://api.twilio.com/", "https://lookups.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://lookups.dublin.ie1.twilio.com"),
        ("https://space.signalwire.example/api/laml", "https://space.signalwire.example/api/laml"),
        ("https://api.twilio.com.evil.example", "https://api.twilio.com.evil.example"),
        ("https://api.eviltwilio.com", "https://api.eviltwilio.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
async def test_the_password_goes_to_twilios_lookup_or_stays_with_the_company(
    session: aiohttp.ClientSession, api_base: str, address: str
) -> None:
    client = TwilioClient(session, ACCOUNT, "SK1", "x", api_base)
    with patch.object(client, "_ask", AsyncMock(return_value={})) as ask:
        await client.line_type(CALLER)

    ask.assert_awaited_once_with(
        "GET", f"{address}/v2/PhoneNumbers/%2B12025550161?Fields=line_type_intelligence"
    )
