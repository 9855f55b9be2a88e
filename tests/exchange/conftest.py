"""Fixtures: an open exchange with one account, one number, and one customer behind a route."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange
from .customer import PUBLIC, Customer

LINE = "+12025550123"


@pytest.fixture
async def exchange(socket_enabled: None) -> AsyncGenerator[Exchange]:
    async with Exchange() as company:
        yield company


@pytest.fixture
def account(exchange: Exchange) -> Account:
    return exchange.open_account()


@pytest.fixture
async def customer(exchange: Exchange, account: Account) -> AsyncGenerator[Customer]:
    """Open a customer's server; each webhook must be signed to the library's satisfaction."""
    async with Customer() as shop:
        exchange.route(PUBLIC, shop.local)
        yield shop
        validator = RequestValidator(account.auth_token)
        for one in shop.received:
            signed = one.headers.get("X-Twilio-Signature", "")
            assert validator.validate(one.url, one.params, signed), one.url


@pytest.fixture
def number(exchange: Exchange, account: Account, customer: Customer) -> PhoneNumber:
    line = exchange.add_number(LINE, account)
    line.voice_url = f"{PUBLIC}/voice?line=1"
    line.sms_url = f"{PUBLIC}/sms"
    line.status_callback = f"{PUBLIC}/end"
    customer.says(
        "/voice",
        '<Dial timeout="20" answerOnBridge="true" action="/action?line=1">'
        '<Number url="/whisper">+12025550111</Number></Dial>',
    )
    customer.says(
        "/whisper",
        '<Gather numDigits="1" timeout="6" action="/pressed"><Say>Press 1.</Say></Gather><Hangup/>',
    )
    return line


@pytest.fixture
async def api(exchange: Exchange, account: Account) -> AsyncGenerator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, exchange, account)
