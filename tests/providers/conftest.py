"""Fixtures for gateways on a phone: a session, a clock, and a server that says anything."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from tests.exchange_android.shop import Clock


@pytest.fixture
async def session(socket_enabled: None) -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()
