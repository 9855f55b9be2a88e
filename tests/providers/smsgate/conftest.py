"""Fixtures: a phone, once by itself and once behind the cloud, and a shop that sends by it."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.missed_call_textback.providers.smsgate.carrier import SmsGateCarrier
from custom_components.missed_call_textback.providers.smsgate.client import SmsGateClient
from custom_components.missed_call_textback.providers.smsgate.door import SmsGateDoor
from tests.exchange_android import Postman, SmsGate
from tests.exchange_android.shop import SHOP, Clock, Hall


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture(params=["local", "cloud"])
async def gate(
    request: pytest.FixtureRequest, socket_enabled: None, postman: Postman, clock: Clock
) -> AsyncGenerator[SmsGate]:
    async with SmsGate(postman, cloud=request.param == "cloud", clock=clock) as company:
        company.phones[0].last_seen = clock()
        yield company


@pytest.fixture
def client(session: aiohttp.ClientSession, gate: SmsGate) -> SmsGateClient:
    return SmsGateClient(session, gate.base_url, gate.username, gate.password)


@pytest.fixture
def carrier(client: SmsGateClient, gate: SmsGate) -> SmsGateCarrier:
    return SmsGateCarrier(client, gate.phones[0].id)


@pytest.fixture
def hall(gate: SmsGate, postman: Postman, clock: Clock) -> Hall:
    opened = Hall(SmsGateDoor(SHOP, gate.phones[0].signing_key), clock)
    postman.door = opened.bring
    return opened
