"""What is said of a vendor that cannot be reached: these words are shown to the owner."""

from collections.abc import AsyncGenerator
import ssl

import aiohttp
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer, unused_port
import pytest

from custom_components.missed_call_textback.providers.asking import ApiUnreachable, ask
from tests.providers.asterisk.certificate import write_certificate


class _NobodyKnows(AbstractResolver):
    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        raise OSError(f"{host}:{port} is nowhere ({family})")

    async def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
async def offline(socket_enabled: None) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a session to which no name leads anywhere."""
    connector = aiohttp.TCPConnector(resolver=_NobodyKnows())
    async with aiohttp.ClientSession(connector=connector) as opened:
        yield opened


async def said_of(session: aiohttp.ClientSession, url: str) -> str:
    with pytest.raises(ApiUnreachable) as told:
        await ask(session, "GET", url, longest=10, headers={})
    return str(told.value)


async def test_a_name_that_leads_nowhere_is_told_from_a_closed_port(
    offline: aiohttp.ClientSession,
) -> None:
    assert await said_of(offline, "http://phone.example") == "nothing has that name"
    assert await said_of(offline, f"http://127.0.0.1:{unused_port()}") == "no connection"


async def test_a_certificate_of_its_own_is_told_from_no_encryption_at_all(
    session: aiohttp.ClientSession, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("certificate") / "phone.pem"
    write_certificate(file)
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(file)
    async with TestServer(web.Application()) as plain:
        url = str(plain.make_url("/")).replace("http:", "https:")
        assert await said_of(session, url) == "no encrypted connection"
    encrypted = TestServer(web.Application(), scheme="https")
    await encrypted.start_server(ssl=own)
    try:
        said = await said_of(session, str(encrypted.make_url("/")))
    finally:
        await encrypted.close()
    assert said == "its certificate cannot be verified"
