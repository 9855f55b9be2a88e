"""A company to register with, and what a source reports to."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import ipaddress
import ssl
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent
from custom_components.missed_call_textback.core.ports import Entry
from custom_components.missed_call_textback.providers.sip.phone import Phone
from custom_components.missed_call_textback.providers.sip.resolving import Resolver
from custom_components.missed_call_textback.providers.sip.settings import (
    SipSettings,
    Timers,
    Transport,
)
from custom_components.missed_call_textback.providers.sip.source import SipSource
from custom_components.missed_call_textback.providers.source import Connection

from .company import Company

# A hold that survives a busy machine, where a test counts on it.
PATIENT = Timers(t1=0.03, t2=0.1, t4=0.02, connect=2, hold=1.5, leave=0.3)
QUICK = Timers(t1=0.03, t2=0.1, t4=0.02, connect=2, hold=0.2, leave=0.3)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


class Desk:
    """What a source reports to; time may be made to jump."""

    def __init__(self) -> None:
        self.calls: list[CallEvent] = []
        self.connections: list[Connection] = []
        self.lines: dict[str | None, str] = {None: "line"}
        self.asked: list[tuple[str | None, ...]] = []
        self.refuses: list[Exception] = []
        self.faults: list[Exception] = []
        self.slept: list[float] = []
        self.jumped = 0.0

    async def hear(self, entry: Entry) -> None:
        if self.refuses:
            raise self.refuses.pop(0)
        assert isinstance(entry, CallEvent)
        self.calls.append(entry)

    def tell(self, connection: Connection) -> None:
        self.connections.append(connection)

    def line_of(self, *dialled: str | None) -> str | None:
        """Return the line of the first number that is known; of none, as a shop does, the last."""
        if self.faults:
            raise self.faults.pop(0)
        self.asked.append(dialled)
        return next((self.lines[number] for number in dialled if number in self.lines), None)

    def monotonic(self) -> float:
        return time.monotonic() + self.jumped

    async def sleep(self, seconds: float) -> None:
        """Let hardly any time pass."""
        self.slept.append(seconds)
        await asyncio.sleep(0.01)

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(8):
            while not happened():  # noqa: ASYNC110 - not all that is waited for happens here
                await asyncio.sleep(0.005)

    async def connected(self) -> None:
        await self.until(lambda: self.connections[-1:] == [Connection.CONNECTED])


class Shop:
    """Makes sources that register with one company."""

    def __init__(self, company: Company, tls: ssl.SSLContext | None) -> None:
        self.company = company
        self.desk = Desk()
        self.timers = QUICK
        self._tls = tls

    def settings(self, **changes: object) -> SipSettings:
        account = SipSettings(
            name="pbx",
            domain="pbx.test",
            username="199",
            password="secret",
            port=self.company.port,
            transport=self.company.transport,
            marks_elsewhere=True,
        )
        return replace(account, **changes)  # type: ignore[arg-type]

    def resolver(self) -> Resolver:
        async def addresses(host: str) -> list[str]:
            assert host == "pbx.test"
            return [self.company.host]

        return Resolver(addresses=addresses)

    def source(self, desk: Desk | None = None, **changes: object) -> SipSource:
        desk = desk or self.desk
        return SipSource(
            settings=self.settings(**changes),
            hear=desk.hear,
            line_of=desk.line_of,
            tell=desk.tell,
            clock=lambda: NOW + timedelta(seconds=desk.jumped),
            rand=lambda: 0.0,
            resolver=self.resolver(),
            tls=self._tls,
            timers=self.timers,
            monotonic=desk.monotonic,
            sleep=desk.sleep,
        )

    def phone(self, **changes: object) -> Phone:
        return Phone(
            self.settings(**changes), resolver=self.resolver(), tls=self._tls, timers=self.timers
        )


@asynccontextmanager
async def running(source: SipSource, desk: Desk, *, connects: bool = True) -> AsyncGenerator[None]:
    task = asyncio.create_task(source.run())
    try:
        if connects:
            await desk.connected()
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(scope="session")
def certificate() -> tuple[str, str]:
    """Make a certificate of pbx.test, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pbx.test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("pbx.test"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return (
        made.public_bytes(pem).decode(),
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
    )


@pytest.fixture
def contexts(
    certificate: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what the company shows, and what a phone checks it by."""
    folder = tmp_path_factory.mktemp("tls")
    for name, text in zip(("cert.pem", "key.pem"), certificate, strict=True):
        (folder / name).write_text(text)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cadata=certificate[0])


@pytest.fixture
async def shop(
    request: pytest.FixtureRequest,
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
    socket_enabled: None,
) -> AsyncGenerator[Shop]:
    """Open a shop whose company speaks UDP, or what the test asks for."""
    transport = getattr(request, "param", Transport.UDP)
    server, client = contexts
    company = Company(transport, tls=server if transport is Transport.TLS else None)
    await company.start()
    yield Shop(company, client)
    await company.stop()
