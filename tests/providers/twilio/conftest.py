"""Fixtures: a stand-in telephone company, an account with a number, and a client of it."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.missed_call_textback.providers.twilio.carrier import TwilioCarrier
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from tests.exchange import Account, Exchange, PhoneNumber

from .shop import NUMBER, PUBLIC

type Serve = Callable[[Callable[[web.Request], Awaitable[web.StreamResponse]]], Awaitable[str]]


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncGenerator[Exchange]:
    async with Exchange() as company:
        yield company


@pytest.fixture
def account(exchange: Exchange) -> Account:
    return exchange.open_account()


@pytest.fixture
def number(exchange: Exchange, account: Account) -> PhoneNumber:
    return exchange.add_number(NUMBER, account)


@pytest.fixture
async def session(socket_enabled: None) -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def client(
    session: aiohttp.ClientSession, exchange: Exchange, account: Account, number: PhoneNumber
) -> TwilioClient:
    return TwilioClient(session, account.sid, *account.api_key, exchange.api_base)


@pytest.fixture
def carrier(client: TwilioClient) -> TwilioCarrier:
    return TwilioCarrier(client, PUBLIC)


@pytest.fixture
async def serve(socket_enabled: None) -> AsyncGenerator[Serve]:
    """Return what opens a server that answers everything with one handler."""
    servers: list[TestServer] = []

    async def open_server(
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        server = TestServer(app)
        servers.append(server)
        await server.start_server()
        return str(server.make_url("")).rstrip("/")

    yield open_server
    for server in servers:
        await server.close()
