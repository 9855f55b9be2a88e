"""The REST client tells apart what was done, what was refused, and what nobody can say."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
import json
import socket
from unittest.mock import patch

import aiohttp
from aiohttp import web
import pytest

from custom_components.missed_call_textback.providers import asking
from custom_components.missed_call_textback.providers.asking import (
    ApiError,
    ApiUnclear,
    ApiUnreachable,
)
from custom_components.missed_call_textback.providers.twilio.client import (
    ApiRefused,
    BadCredentials,
    Balance,
    TwilioClient,
)
from tests.exchange import Account, Exchange, Kind

from .conftest import Serve
from .shop import ACCOUNT, CALLER, NUMBER

SECRET = "a-secret-that-nobody-may-see"
TEXT = {"To": CALLER, "From": NUMBER, "Body": "Hello"}


def client_at(
    session: aiohttp.ClientSession, base: str, user: str = "SK1", account: str = ACCOUNT
) -> TwilioClient:
    return TwilioClient(session, account, user, SECRET, base)


def answer(
    status: int, body: bytes | str, content_type: str = "application/json"
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    raw = body.encode() if isinstance(body, str) else body

    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=raw, content_type=content_type)

    return handler


@pytest.mark.filterwarnings("error::DeprecationWarning")
async def test_a_text_is_handed_over(client: TwilioClient, exchange: Exchange) -> None:
    created = await client.create_message(TEXT)

    (text,) = exchange.texts
    assert created["sid"] == text.sid
    assert (text.to, text.from_, text.body) == (CALLER, NUMBER, "Hello")


async def test_the_account_token_opens_it_as_a_key_does(
    session: aiohttp.ClientSession, exchange: Exchange, account: Account
) -> None:
    client = TwilioClient(
        session, account.sid, account.sid, account.auth_token, exchange.api_base + "/"
    )

    assert await client.balance() == Balance(Decimal("25.00"), "USD")


async def test_all_numbers_are_found_on_however_many_pages(
    client: TwilioClient, exchange: Exchange, account: Account
) -> None:
    for last in range(230):
        exchange.add_number(f"+1202556{last:04}", account)

    found = await client.numbers()

    assert len({number.sid for number in found}) == 231


async def test_a_list_without_end_is_bounded(session: aiohttp.ClientSession, serve: Serve) -> None:
    asked = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        return web.json_response({"incoming_phone_numbers": [], "next_page_uri": request.path})

    assert await client_at(session, await serve(endless)).numbers() == []
    assert asked == 50


@pytest.mark.parametrize(
    "page", ["https://evil.example/x", "//evil.example/x", "http://127.0.0.1:1/x"]
)
async def test_the_password_never_follows_a_page_to_another_host(
    session: aiohttp.ClientSession, serve: Serve, page: str
) -> None:
    body = json.dumps({"incoming_phone_numbers": [], "next_page_uri": page})

    with pytest.raises(ApiUnclear, match="another host"):
        await client_at(session, await serve(answer(200, body))).numbers()


async def test_the_password_never_follows_a_redirect(
    session: aiohttp.ClientSession, serve: Serve
) -> None:
    seen: list[str] = []

    async def away(request: web.Request) -> web.StreamResponse:
        seen.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    with pytest.raises(ApiUnclear):
        await client_at(session, await serve(away)).create_message(TEXT)
    assert len(seen) == 1


@pytest.mark.parametrize(
    "user",
    [pytest.param("SKwrong", id="an unknown key"), pytest.param("AC:1", id="no user name at all")],
)
async def test_a_wrong_user_name_is_told_as_such(
    session: aiohttp.ClientSession, exchange: Exchange, account: Account, user: str
) -> None:
    with pytest.raises(BadCredentials) as raised:
        await client_at(session, exchange.api_base, user, account.sid).numbers()
    assert SECRET not in repr(raised.value)


async def test_a_refusal_carries_its_code_and_hides_the_number(client: TwilioClient) -> None:
    with pytest.raises(ApiRefused) as raised:
        await client.create_message(TEXT | {"To": "+15005550001"})

    assert (raised.value.status, raised.value.code) == (400, 21211)
    assert raised.value.message == "Invalid 'To' Phone Number: …"
    assert "5005550001" not in str(raised.value)


async def test_a_number_that_is_not_there_is_refused(client: TwilioClient) -> None:
    with pytest.raises(ApiRefused) as raised:
        await client.number("PN/../x")
    assert raised.value.status == 404


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(200, "<html>Welcome to Free Airport WiFi</html>", id="a hotspot's page"),
        pytest.param(400, "<html>Bad Request</html>", id="a proxy's 400"),
        pytest.param(401, "<html>Log in</html>", id="a proxy's 401"),
        pytest.param(502, "<html>Bad Gateway</html>", id="a proxy's 502"),
        pytest.param(500, '{"code": 20500, "message": "x"}', id="Twilio's 500"),
        pytest.param(201, "", id="an empty answer"),
        pytest.param(201, '{"sid": "SM', id="half an answer"),
        pytest.param(201, "[]", id="a list"),
        pytest.param(201, b"\xff\xfe\x00", id="no text"),
        pytest.param(201, "[" * 200_000, id="too deep"),
        pytest.param(201, '{"sid": "' + "x" * (3 * 1024 * 1024) + '"}', id="too long"),
        pytest.param(304, "{}", id="an odd status"),
        pytest.param(408, '{"code": 20408}', id="given up reading"),
    ],
)
async def test_a_puzzling_answer_is_unclear(
    session: aiohttp.ClientSession, serve: Serve, status: int, body: str | bytes
) -> None:
    client = client_at(session, await serve(answer(status, body, "text/html")))

    with pytest.raises(ApiUnclear) as raised:
        await client.create_message(TEXT)
    assert not isinstance(raised.value, ApiUnreachable)
    assert SECRET not in repr(raised.value)


@pytest.mark.parametrize("body", ["", "<html>slow down</html>", '{"code": 20429}'])
async def test_too_many_requests_is_a_refusal_in_whatever_words(
    session: aiohttp.ClientSession, serve: Serve, body: str
) -> None:
    with pytest.raises(ApiRefused) as raised:
        await client_at(session, await serve(answer(429, body))).create_message(TEXT)
    assert raised.value.status == 429


@pytest.mark.parametrize("code", ['"x21211"', "true", "null", "{}"])
async def test_a_code_that_is_no_number_is_none(
    session: aiohttp.ClientSession, serve: Serve, code: str
) -> None:
    body = f'{{"code": {code}, "message": null}}'
    with pytest.raises(ApiRefused) as raised:
        await client_at(session, await serve(answer(400, body))).create_message(TEXT)
    assert raised.value.code is None


@pytest.mark.parametrize("kind", [Kind.CUT, Kind.ANSWER_LOST])
async def test_a_cut_line_is_unclear(client: TwilioClient, exchange: Exchange, kind: Kind) -> None:
    exchange.trouble.add(kind, where="messages.create")

    with pytest.raises(ApiUnclear) as raised:
        await client.create_message(TEXT)
    assert not isinstance(raised.value, ApiUnreachable)
    assert len(exchange.texts) == (1 if kind is Kind.ANSWER_LOST else 0)


async def test_no_answer_in_time_is_unclear(session: aiohttp.ClientSession, serve: Serve) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return web.json_response({})

    client = client_at(session, await serve(slow))
    with (
        patch.object(asking, "_TIMEOUT", aiohttp.ClientTimeout(total=0.05)),
        pytest.raises(ApiUnclear, match="in time") as raised,
    ):
        await client.create_message(TEXT)
    assert not isinstance(raised.value, ApiUnreachable)


async def test_where_nobody_listens_nothing_was_sent(session: aiohttp.ClientSession) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(ApiUnreachable):
        await client_at(session, base).create_message(TEXT)


@pytest.mark.parametrize("base", ["", "ftp://127.0.0.1", "http://"])
async def test_an_address_that_is_none_was_never_reached(
    session: aiohttp.ClientSession, base: str
) -> None:
    with pytest.raises(ApiUnreachable, match="address"):
        await client_at(session, base).create_message(TEXT)


@pytest.mark.parametrize(
    "body", ['{"balance": "a lot"}', "{}", '{"balance": "NaN"}'], ids=["words", "none", "NaN"]
)
async def test_a_balance_that_is_no_number_is_unclear(
    session: aiohttp.ClientSession, serve: Serve, body: str
) -> None:
    with pytest.raises(ApiUnclear):
        await client_at(session, await serve(answer(200, body))).balance()


async def test_a_list_without_items_is_unclear(
    session: aiohttp.ClientSession, serve: Serve
) -> None:
    client = client_at(session, await serve(answer(200, '{"messages": null}')))

    with pytest.raises(ApiUnclear):
        await client.latest_texts(NUMBER, 5)


def test_a_client_shows_no_secret(session: aiohttp.ClientSession) -> None:
    shown = repr(client_at(session, "https://api.twilio.com"))

    assert shown == "<TwilioClient at api.twilio.com>"


def test_every_error_is_one_family() -> None:
    assert all(issubclass(kind, ApiError) for kind in (BadCredentials, ApiRefused, ApiUnreachable))


async def test_services_and_their_numbers_are_found_on_however_many_pages(
    client: TwilioClient, exchange: Exchange, account: Account
) -> None:
    numbers = [exchange.add_number(f"+12025551{index:03}", account) for index in range(101)]
    sids = [exchange.add_service(account, numbers) for _ in range(101)]

    services = await client.services()
    senders = await client.numbers_of_service(sids[0])

    assert {service["sid"] for service in services} == set(sids)
    assert len(services) == 101
    assert {sender["phone_number"] for sender in senders} == {
        number.phone_number for number in numbers
    }


@pytest.mark.parametrize(
    ("permissions", "may"),
    [
        ([{"country_code": "US", "type": "country", "enabled": True}], True),
        ([{"country_code": "US", "type": "country", "enabled": False}], False),
        ([{"country_code": "CA", "type": "country", "enabled": False}], None),
        ([{"country_code": "US", "type": "region", "enabled": False}], None),
        ([], None),
    ],
)
async def test_whether_a_country_may_be_texted_is_known_or_not(
    session: aiohttp.ClientSession,
    serve: Serve,
    permissions: list[dict[str, object]],
    may: bool | None,
) -> None:
    company = await serve(answer(200, json.dumps({"permissions": permissions})))

    assert await client_at(session, company).may_text("US") is may


@pytest.mark.parametrize(
    ("api_base", "other"),
    [
        ("https://api.twilio.com", "https://messaging.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://messaging.dublin.ie1.twilio.com"),
        ("https://api.eviltwilio.com", "https://api.eviltwilio.com"),
    ],
)
async def test_another_api_is_at_a_host_of_its_own_at_twilio_alone(
    session: aiohttp.ClientSession, api_base: str, other: str
) -> None:
    asked = []

    def request(_: str, url: str, **__: object) -> None:
        asked.append(url)
        raise aiohttp.ClientConnectionError

    with patch.object(session, "request", request), pytest.raises(ApiUnclear):
        await client_at(session, api_base).services()

    assert asked == [f"{other}/v1/Services?PageSize=100"]


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        pytest.param({"code": "30010", "message": "Too dear"}, 30010, "Too dear", id="as words"),
        pytest.param(
            {"errors": [{"code": "21210", "message": "Not yours"}]}, 21210, "Not yours", id="listed"
        ),
        pytest.param({"errors": ["To is missing"]}, None, "To is missing", id="words alone"),
        pytest.param({"errors": []}, None, "", id="nothing"),
    ],
)
async def test_an_error_is_read_as_companies_that_speak_twilios_language_write_it(
    session: aiohttp.ClientSession,
    serve: Serve,
    body: dict[str, object],
    code: int | None,
    message: str,
) -> None:
    with pytest.raises(ApiRefused) as raised:
        await client_at(session, await serve(answer(422, json.dumps(body)))).create_message(TEXT)
    assert (raised.value.code, raised.value.message) == (code, message)
