"""Where a registrar is: SRV records by priority and weight, then addresses, then a word why not."""

from collections.abc import Sequence
import socket
from typing import Self

import aiodns
import pycares
import pytest

from custom_components.missed_call_textback.providers.sip.resolving import (
    Place,
    Resolver,
    Service,
    addresses_by_system,
    services_by_dns,
)
from custom_components.missed_call_textback.providers.sip.settings import SipSettings, Transport
from custom_components.missed_call_textback.providers.source import Unreachable


def account(transport: Transport = Transport.UDP, **more: object) -> SipSettings:
    told = {"name": "x", "domain": "pbx.test", "username": "u", "password": "p"}
    return SipSettings(**(told | {"transport": transport} | more))  # type: ignore[arg-type]


def service(host: str, priority: int = 1, weight: int = 0, port: int = 5060) -> Service:
    return Service(priority=priority, weight=weight, port=port, host=host)


class Names:
    """A name server that is asked for nothing it was not told of."""

    def __init__(
        self,
        services: dict[str, list[Service]] | None = None,
        addresses: dict[str, list[str]] | None = None,
    ) -> None:
        self.services = services or {}
        self.addresses = addresses or {}
        self.asked: list[str] = []

    async def places(self, settings: SipSettings, rand: float = 0.5) -> list[Place]:
        async def services(name: str) -> Sequence[Service]:
            self.asked.append(name)
            return self.services.get(name, [])

        async def addresses(host: str) -> Sequence[str]:
            self.asked.append(host)
            return self.addresses.get(host, [])

        resolver = Resolver(services=services, addresses=addresses, rand=lambda: rand)
        return await resolver.places(settings)


@pytest.mark.parametrize("domain", ["192.0.2.1", "2001:db8::1", "[2001:DB8:0::1]"])
async def test_an_address_is_looked_up_nowhere_and_written_as_senders_are(domain: str) -> None:
    names = Names()
    found = "192.0.2.1" if domain == "192.0.2.1" else "2001:db8::1"
    assert await names.places(account(domain=domain)) == [(found, 5060)]
    assert not names.asked


async def test_who_names_a_port_wants_that_host() -> None:
    names = Names(addresses={"pbx.test": ["192.0.2.1", "2001:db8::1", "192.0.2.1"]})
    assert await names.places(account(port=5070)) == [("192.0.2.1", 5070), ("2001:db8::1", 5070)]
    assert names.asked == ["pbx.test"]


@pytest.mark.parametrize(
    ("transport", "name", "port"),
    [
        (Transport.UDP, "_sip._udp.pbx.test", 5060),
        (Transport.TCP, "_sip._tcp.pbx.test", 5060),
        (Transport.TLS, "_sips._tcp.pbx.test", 5061),
    ],
)
async def test_without_records_the_host_itself_is_tried(
    transport: Transport, name: str, port: int
) -> None:
    names = Names(addresses={"pbx.test": ["192.0.2.1"]})
    assert await names.places(account(transport)) == [("192.0.2.1", port)]
    assert names.asked == [name, "pbx.test"]


async def test_records_are_tried_by_priority() -> None:
    names = Names(
        {"_sip._udp.pbx.test": [service("b", 20, port=5070), service("a", 10), service(".", 1)]},
        {"a": ["192.0.2.1"], "b": ["192.0.2.2"]},
    )
    assert await names.places(account()) == [("192.0.2.1", 5060), ("192.0.2.2", 5070)]


async def test_of_one_priority_the_heavier_comes_first_more_often() -> None:
    names = Names(
        {"_sip._udp.pbx.test": [service("light", 1, 1), service("heavy", 1, 99)]},
        {"light": ["192.0.2.1"], "heavy": ["192.0.2.2"]},
    )
    assert (await names.places(account()))[0] == ("192.0.2.2", 5060)


async def test_an_outbound_proxy_is_where_messages_go() -> None:
    names = Names(addresses={"proxy.test": ["192.0.2.9"]})
    assert await names.places(account(proxy="proxy.test")) == [("192.0.2.9", 5060)]


async def test_a_flood_of_records_is_bounded() -> None:
    names = Names(
        {"_sip._udp.pbx.test": [service(f"h{number}") for number in range(100)]},
        {f"h{number}": [f"192.0.2.{last}" for last in range(100)] for number in range(100)},
    )
    assert len(names.asked) == 0
    assert len(await names.places(account())) <= 64
    assert len(names.asked) <= 9


async def test_what_has_no_address_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        await Names().places(account())


async def test_name_servers_are_asked_for_what_they_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    record = pycares.SRVRecordData(priority=1, weight=2, port=5060, target="a.test")
    other = pycares.NSRecordData(nsdname="ns.test")

    class Resolver:
        def __init__(self, **_: object) -> None:
            self.answer: Exception | None = None

        async def __aenter__(self) -> Self:
            return self

        async def __aexit__(self, *_: object) -> None:
            pass

        async def query_dns(self, name: str, kind: str) -> pycares.DNSResult:
            assert kind == "SRV"
            if name == "none.test":
                raise aiodns.error.DNSError(4, "no such name")
            answer = [
                pycares.DNSRecord(name=name, type=0, record_class=1, ttl=1, data=data)
                for data in (record, other)
            ]
            return pycares.DNSResult(answer=answer, authority=[], additional=[])

    monkeypatch.setattr(aiodns, "DNSResolver", Resolver)
    assert await services_by_dns("none.test") == []
    assert await services_by_dns("pbx.test") == [service("a.test", 1, 2)]


@pytest.mark.parametrize("name", ["_sip._udp.\U0001f600", "_sip._udp.\ud800"])
async def test_what_no_name_can_be_has_no_records(socket_enabled: None, name: str) -> None:
    assert await services_by_dns(name) == []


async def test_the_system_knows_its_own_name_and_no_other(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "127.0.0.1" in await addresses_by_system("localhost")

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert await addresses_by_system("nobody.invalid") == []
