"""Fixtures: an account at httpSMS with one phone, and a shop that sends by it."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.missed_call_textback.providers.httpsms.carrier import HttpSmsCarrier
from custom_components.missed_call_textback.providers.httpsms.client import HttpSmsClient
from custom_components.missed_call_textback.providers.httpsms.door import HttpSmsDoor
from tests.exchange_android import HttpSms, Postman
from tests.exchange_android.httpsms import Sim
from tests.exchange_android.shop import NUMBER, PUBLIC, SHOP, Clock, Hall

from .letters import KEY


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
async def company(socket_enabled: None, postman: Postman, clock: Clock) -> AsyncGenerator[HttpSms]:
    async with HttpSms(postman, clock=clock) as opened:
        opened.sims.append(Sim(number=NUMBER))
        yield opened


@pytest.fixture
def client(session: aiohttp.ClientSession, company: HttpSms) -> HttpSmsClient:
    return HttpSmsClient(session, company.api_key, company.address)


@pytest.fixture
def carrier(client: HttpSmsClient) -> HttpSmsCarrier:
    return HttpSmsCarrier(client)


@pytest.fixture
def hall(company: HttpSms, postman: Postman, clock: Clock) -> Hall:
    opened = Hall(HttpSmsDoor(SHOP, KEY, PUBLIC), clock)
    postman.door = opened.bring
    return opened
