"""Fixtures: a certificate that nobody vouches for, and stand-ins for an Asterisk."""

from collections.abc import AsyncIterator
from pathlib import Path
import ssl

import pytest

from .certificate import write_certificate
from .stand_in import StandIn, standing_in


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a self-signed certificate and its key."""
    file = tmp_path_factory.mktemp("certificate") / "ami.pem"
    write_certificate(file)
    return file


@pytest.fixture
async def asterisk_over_tls(socket_enabled: None, certificate: Path) -> AsyncIterator[StandIn]:
    """Run a stand-in with a certificate of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    async with standing_in(context) as running:
        yield running
