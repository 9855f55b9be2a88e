"""A source of calls, against a company on this machine: over UDP, TCP and TLS."""

import asyncio
from contextlib import suppress
import ssl
from typing import Any, override

from aiosipua.message import SipRequest, SipResponse
from aiosipua.transport import UdpSipTransport
from aiosipua.uac import SipUAC
import pytest
import pytest_socket

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.providers.sip import phone, wires
from custom_components.missed_call_textback.providers.sip.settings import Timers, Transport
from custom_components.missed_call_textback.providers.source import (
    Connection,
    Refused,
    Unreachable,
    Unsuitable,
)

from .company import Company
from .conftest import PATIENT, QUICK, Desk, Shop, running
from .said import ELSEWHERE, TIMED_OUT, said

ALL = list(Transport)


def outcomes(desk: Desk) -> list[Outcome | None]:
    return [call.outcome for call in desk.calls]


@pytest.mark.parametrize("shop", ALL, indirect=True)
@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
@pytest.mark.parametrize("qop", [True, False])
@pytest.mark.parametrize("asks", [401, 407])
async def test_an_account_is_checked_and_left_again(
    shop: Shop, algorithm: str, qop: bool, asks: int
) -> None:
    company = shop.company
    company.algorithm, company.qop, company.asks = algorithm, qop, asks
    await shop.source().check()
    assert company.asked[-1].contact[0].params["expires"] == "0"
    assert not company.bindings


@pytest.mark.parametrize("shop", ALL, indirect=True)
async def test_a_wrong_password_is_refused_after_one_try(shop: Shop) -> None:
    with pytest.raises(Refused):
        await shop.source(password="wrong").check()
    assert len(shop.company.asked) == 2


async def test_a_refused_account_is_left_alone_until_it_is_changed(shop: Shop) -> None:
    task = asyncio.create_task(shop.source(password="wrong").run())
    await shop.desk.until(lambda: Connection.REFUSED in shop.desk.connections)
    await asyncio.sleep(0.1)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert shop.desk.connections == [Connection.CONNECTING, Connection.REFUSED]
    assert len(shop.company.asked) == 2


async def test_a_registrar_that_is_not_there_is_unreachable(shop: Shop) -> None:
    await shop.company.stop()
    with pytest.raises(Unreachable):
        await shop.source(transport=Transport.TCP).check()
    with pytest.raises(Unreachable):
        await shop.source().check()


async def test_a_registrar_that_fails_is_unreachable(shop: Shop) -> None:
    shop.company.status = 503
    with pytest.raises(Unreachable):
        await shop.source().check()


@pytest.mark.parametrize("shop", [Transport.TLS], indirect=True)
async def test_a_certificate_of_another_is_not_believed(shop: Shop) -> None:
    shop._tls = ssl.create_default_context()
    with pytest.raises(Unsuitable) as raised:
        await shop.source().check()
    assert raised.value.key == "certificate"


@pytest.mark.parametrize("shop", [Transport.TCP], indirect=True)
async def test_tls_where_none_is_spoken_is_unreachable(shop: Shop) -> None:
    shop.timers = Timers(connect=0.3, t1=0.01)
    with pytest.raises(Unreachable):
        await shop.source(transport=Transport.TLS).check()
    shop._tls = None
    with pytest.raises(Unreachable):
        await shop.source(transport=Transport.TLS).check()


async def test_a_registrar_that_wants_longer_registrations_gets_them(shop: Shop) -> None:
    shop.company.least_expires = 1800
    await shop.source().check()
    asked = [register.contact[0].params["expires"] for register in shop.company.asked]
    assert asked == ["300", "300", "1800", "0"]


async def test_a_lost_register_is_sent_again_as_it_was(shop: Shop) -> None:
    shop.company.deaf_for = 3
    await shop.source().check()
    first = shop.company.registers[:4]
    assert shop.company.asked[0] is first[-1]
    assert len({register.via[0].branch for register in first}) == 1
    assert len({register.cseq.seq for register in first if register.cseq}) == 1


@pytest.mark.parametrize("shop", ALL, indirect=True)
async def test_a_registration_is_renewed_before_it_ends(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        before = len(shop.company.asked)
        shop.desk.jumped += 149
        call = shop.company.place()
        await call.ends(*ELSEWHERE)
        await shop.desk.until(lambda: len(shop.company.asked) > before)
        await shop.desk.until(lambda: bool(shop.company.bindings))
        # The nonce of before served again.
        assert "nc=00000002" in (shop.company.asked[-1].get_header("Authorization") or "")
        shop.company.forget_nonces()
        shop.desk.jumped += 149
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: len(shop.company.asked) >= before + 3)
    assert shop.desk.connections == [Connection.CONNECTING, Connection.CONNECTED]


async def test_nobody_but_the_registrar_is_heard(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        contact, _ = shop.company.bindings["199"]
        port = int(contact.rpartition(":")[2])
        loop = asyncio.get_running_loop()
        heard: list[bytes] = []

        class Stranger(asyncio.DatagramProtocol):
            @override
            def datagram_received(self, data: bytes, addr: object) -> None:
                heard.append(data)

        stranger, _ = await loop.create_datagram_endpoint(Stranger, local_addr=("127.0.0.2", 0))
        via = (
            f"SIP/2.0/UDP 127.0.0.2:{stranger.get_extra_info('sockname')[1]};branch=z9hG4bKx;rport"
        )
        for method in ("OPTIONS", "INVITE", "CANCEL"):
            stranger.sendto(said(method, via=via), ("127.0.0.1", port))
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
        await asyncio.sleep(0.3)
        stranger.close()
    assert not heard
    assert len(shop.desk.calls) == 1


@pytest.mark.parametrize("shop", [Transport.TCP, Transport.TLS], indirect=True)
async def test_a_call_that_rings_when_the_connection_breaks_is_not_told(shop: Shop) -> None:
    shop.timers = PATIENT
    source = shop.source()
    async with running(source, shop.desk):
        await shop.company.place(caller="<sip:+12025550148@pbx.test>").until(180, "INVITE")
        await shop.company.place().ends(*TIMED_OUT)
        shop.company.cut()
        await shop.desk.until(lambda: Connection.LOST in shop.desk.connections)
        await shop.desk.connected()
        await shop.company.place(caller="<sip:+12025550149@pbx.test>").ends(*TIMED_OUT)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    assert [call.caller for call in shop.desk.calls] == ["+12025550149"]
    assert source.figures.unknown == 2
    assert shop.desk.connections == [
        Connection.CONNECTING,
        Connection.CONNECTED,
        Connection.LOST,
        Connection.CONNECTED,
    ]


async def test_a_registrar_that_falls_silent_is_lost_and_found_again(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        shop.company.deaf_for = 10_000
        shop.desk.jumped += 149
        shop.company.place().say("OPTIONS")
        await shop.desk.until(lambda: Connection.LOST in shop.desk.connections)
        shop.company.deaf_for = 0
        await shop.desk.connected()


async def test_only_a_connection_that_held_makes_the_next_wait_short(shop: Shop) -> None:
    shop.company.status = 503
    async with running(shop.source(), shop.desk, connects=False):
        await shop.desk.until(lambda: len(shop.desk.slept) >= 7)
        assert [seconds / 0.8 for seconds in shop.desk.slept[:7]] == [1, 2, 4, 8, 16, 32, 60]
        shop.company.status = 0
        await shop.desk.connected()
        shop.desk.jumped += 61
        tries = len(shop.desk.slept)
        shop.company.deaf_for = 10_000
        shop.desk.jumped += 149
        shop.company.place().say("OPTIONS")
        await shop.desk.until(lambda: len(shop.desk.slept) > tries)
        assert shop.desk.slept[tries] == 0.8


async def test_an_independent_phone_hears_it_ring_and_may_give_up(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        contact, _ = shop.company.bindings["199"]
        transport = UdpSipTransport(local_addr=("127.0.0.1", 0))
        await transport.start()
        peer = SipUAC(transport)
        heard: list[tuple[int, str | None]] = []

        def hear(message: SipRequest | SipResponse, addr: tuple[str, int]) -> None:
            assert isinstance(message, SipResponse)
            heard.append((message.status_code, message.cseq.method if message.cseq else None))
            peer.handle_response(message, addr)

        transport.on_message = hear
        call = peer.send_invite(
            "sip:+12025550147@pbx.test", contact, ("127.0.0.1", int(contact.rpartition(":")[2]))
        )
        rings = asyncio.Event()
        call.on_ringing = lambda _: rings.set()
        async with asyncio.timeout(5):
            await rings.wait()
        call.cancel(peer)
        # It never acknowledges, so it hears the end again and again.
        await shop.desk.until(lambda: heard.count((487, "INVITE")) >= 3)
        assert heard[:3] == [(100, "INVITE"), (180, "INVITE"), (200, "CANCEL")]
        await shop.desk.until(lambda: bool(shop.desk.calls))
        peer.close()
        await transport.stop()
    assert outcomes(shop.desk) == [Outcome.NO_ANSWER]


@pytest.mark.parametrize("shop", ALL, indirect=True)
async def test_routers_in_between_are_kept_awake(shop: Shop) -> None:
    shop.timers = Timers(t1=0.01, hold=0.2, leave=0.3, keep_alive=0.05)
    async with running(shop.source(), shop.desk):
        await shop.desk.until(lambda: shop.company.pings >= 3)
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))


@pytest.mark.parametrize("transport", ALL)
async def test_a_registrar_may_be_anywhere_on_the_new_internet(
    transport: Transport, contexts: tuple[ssl.SSLContext, ssl.SSLContext], socket_enabled: None
) -> None:
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    company = Company(
        transport, tls=contexts[0] if transport is Transport.TLS else None, host="::1"
    )
    try:
        await company.start()
    except OSError:
        pytest.skip("this machine has no IPv6")
    shop = Shop(company, contexts[1])
    async with running(shop.source(), shop.desk):
        await company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    await company.stop()


async def test_a_machine_that_loses_its_network_looks_for_another_way(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[wires.Wire] = []

    async def connect(*where: Any, **how: Any) -> wires.Wire:  # noqa: ANN401 - handed on
        made.append(await wires.connect(*where, **how))
        return made[-1]

    monkeypatch.setattr(phone, "connect", connect)
    async with running(shop.source(), shop.desk):
        assert isinstance(made[0], asyncio.DatagramProtocol)
        made[0].error_received(OSError(101, "Network is unreachable"))
        await shop.desk.until(lambda: Connection.LOST in shop.desk.connections)
        await shop.desk.connected()


async def test_a_registrar_that_cannot_serve_is_tried_again_and_says_why(shop: Shop) -> None:
    shop.company.status = 501
    source = shop.source()
    task = asyncio.create_task(source.run())
    await shop.desk.until(lambda: Connection.LOST in shop.desk.connections)
    troubles = [source.trouble]
    shop.company.status = 0
    await shop.desk.connected()
    assert [*troubles, source.trouble] == ["no_registrar", None]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_fault_of_ours_does_not_end_the_hearing(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.desk.faults = [KeyError("odd")]
    source = shop.source()
    async with running(source, shop.desk):
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: Connection.LOST in shop.desk.connections)
        await shop.desk.connected()
        await shop.company.place(caller="<sip:+12025550148@pbx.test>").ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    assert [call.caller for call in shop.desk.calls] == ["+12025550148"]
    assert source.figures.faults == 1
    assert "KeyError: 'odd'" in caplog.text


async def test_an_account_that_cannot_be_written_is_unsuitable(shop: Shop) -> None:
    with pytest.raises(Unsuitable) as raised:
        await shop.source(auth_name="a\r\nb").check()
    assert raised.value.key == "account"


async def test_what_nobody_can_read_changes_nothing(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        _, send = shop.company.bindings["199"]
        for data in (
            b"",
            b"\r\n\r\n",
            b"\0",
            b"garbage",
            b"SIP/2.0 200 OK\r\n\r\n",
            b"\xff" * 3_000,
        ):
            send(data)
        for _ in range(300):
            send(b"INVITE sip:199 SIP/2.0\r\n\r\n")
        await asyncio.sleep(0.05)
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    assert shop.desk.connections == [Connection.CONNECTING, Connection.CONNECTED]


def test_the_hold_of_a_shop_is_longer_than_the_gap_between_rounds() -> None:
    assert Timers().hold >= 15
    assert QUICK.hold < 1


def test_no_secret_is_in_a_repr(shop: Shop) -> None:
    assert "secret" not in repr(shop.settings())
