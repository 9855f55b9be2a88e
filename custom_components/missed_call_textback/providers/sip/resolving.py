"""Where a registrar is to be found: SRV records, then addresses (RFC 3263)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
import ipaddress
import random
import socket
from typing import Final

import aiodns
import pycares

from ..source import Unreachable
from .settings import SipSettings, Transport

_MOST: Final = 8
_SERVICES: Final = {
    Transport.UDP: "_sip._udp",
    Transport.TCP: "_sip._tcp",
    Transport.TLS: "_sips._tcp",
}

type Place = tuple[str, int]
"""An IP address and a port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One SRV record (RFC 2782)."""

    priority: int
    weight: int
    port: int
    host: str


type LookUpServices = Callable[[str], Awaitable[Sequence[Service]]]
"""Returns the SRV records of a name; none where there are none, or where nobody could be asked."""

type LookUpAddresses = Callable[[str], Awaitable[Sequence[str]]]
"""Returns the IP addresses of a host, none where it has none."""


async def services_by_dns(name: str) -> Sequence[Service]:
    """Ask the name servers of this machine."""
    try:
        async with aiodns.DNSResolver(timeout=3, tries=2) as resolver:
            answer = await resolver.query_dns(name, "SRV")
    except aiodns.error.DNSError, pycares.AresError, UnicodeError:
        # The last for what no name can be.
        return []
    return [
        Service(
            priority=record.data.priority,
            weight=record.data.weight,
            port=record.data.port,
            host=record.data.target,
        )
        for record in answer.answer
        if isinstance(record.data, pycares.SRVRecordData)
    ]


async def addresses_by_system(host: str) -> Sequence[str]:
    """Ask as every other program of this machine does, its hosts file included."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except OSError, UnicodeError:
        return []
    return [str(entry[4][0]) for entry in found]


class Resolver:
    """Finds out where an account's registrar is."""

    def __init__(
        self,
        *,
        services: LookUpServices = services_by_dns,
        addresses: LookUpAddresses = addresses_by_system,
        rand: Callable[[], float] = random.random,
    ) -> None:
        self._services = services
        self._addresses = addresses
        self._rand = rand

    async def places(self, account: SipSettings) -> list[Place]:
        """Return where to try, best first. Raises Unreachable where there is nothing to try."""
        host = (account.proxy or account.domain).strip().strip("[]")
        port = account.port or account.transport.port
        if (literal := _address(host)) is not None:
            return [(literal, port)]
        hosts = [(host, port)]
        # Who names a port wants this host (RFC 3263 section 4.2).
        if account.port is None:
            records = await self._services(f"{_SERVICES[account.transport]}.{host}")
            if ordered := self._ordered(records):
                hosts = [(record.host.rstrip("."), record.port) for record in ordered]
        found = [
            (address, at)
            for name, at in hosts[:_MOST]
            for address in (await self._addresses(name))[:_MOST]
        ]
        if not found:
            raise Unreachable("its address is not known")
        return list(dict.fromkeys(found))

    def _ordered(self, records: Sequence[Service]) -> list[Service]:
        """Order by priority, and within one by chance, as the weights have it (RFC 2782)."""
        usable = [
            record for record in records if record.host.rstrip(".") and 0 < record.port < 65_536
        ]
        return sorted(
            usable,
            key=lambda record: (record.priority, -(self._rand() ** (1 / max(record.weight, 0.01)))),
        )


def _address(host: str) -> str | None:
    """Return an IP address as the system writes those of senders, None for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None
