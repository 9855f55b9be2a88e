"""Signing in: what is wrong is named, and the secret never goes over an open line."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
import socket
import ssl

import pytest

from custom_components.missed_call_textback.providers.asterisk.client import (
    Login,
    Patience,
    signed_in,
)
from custom_components.missed_call_textback.providers.source import (
    Refused,
    Unreachable,
    Unsuitable,
)

from .stand_in import SECRET, USERNAME, StandIn

pytestmark = pytest.mark.usefixtures("socket_enabled")

SHORT = Patience(answer=0.2, silence=0.1)
PATIENT = Patience(answer=5, silence=5)


def login(asterisk: StandIn, secret: str = SECRET, tls: ssl.SSLContext | None = None) -> Login:
    return Login(host="127.0.0.1", port=asterisk.port, username=USERNAME, secret=secret, tls=tls)


async def sign_in(asterisk: StandIn, patience: Patience = PATIENT, **changed: object) -> None:
    async with signed_in(login(asterisk, **changed), patience):  # type: ignore[arg-type]
        pass


async def test_the_secret_is_hashed_on_an_open_line(asterisk: StandIn) -> None:
    await sign_in(asterisk)

    assert [each["Action"] for each in asterisk.actions] == ["Challenge", "Login"]
    assert SECRET not in str(asterisk.actions)
    assert asterisk.logins == 1


async def test_an_asterisk_that_does_not_challenge_gets_no_secret_in_clear(
    asterisk: StandIn,
) -> None:
    asterisk.challenges = False

    with pytest.raises(Unsuitable, match="no_challenge"):
        await sign_in(asterisk)
    assert SECRET not in str(asterisk.actions)


async def test_over_tls_it_may_go_without_a_challenge(asterisk_over_tls: StandIn) -> None:
    asterisk_over_tls.challenges = False

    await sign_in(asterisk_over_tls, tls=unverified())

    assert asterisk_over_tls.actions[-1]["Secret"] == SECRET


def unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def test_a_certificate_that_nobody_vouches_for_is_named(asterisk_over_tls: StandIn) -> None:
    with pytest.raises(Unsuitable, match="certificate"):
        await sign_in(asterisk_over_tls, tls=ssl.create_default_context())
    assert asterisk_over_tls.actions == []


async def test_a_certificate_is_taken_if_it_is_known_or_not_to_be_verified(
    asterisk_over_tls: StandIn, certificate: Path
) -> None:
    await sign_in(asterisk_over_tls, tls=ssl.create_default_context(cafile=certificate))
    await sign_in(asterisk_over_tls, tls=unverified())

    assert asterisk_over_tls.logins == 2
    assert SECRET not in str(asterisk_over_tls.actions)


async def test_a_server_without_tls_is_named(asterisk: StandIn) -> None:
    with pytest.raises(Unsuitable, match="no_tls"):
        await sign_in(asterisk, tls=unverified())


async def test_a_server_with_tls_is_silent_to_one_without(asterisk_over_tls: StandIn) -> None:
    with pytest.raises(Unreachable, match=r"no greeting came|it hung up"):
        await sign_in(asterisk_over_tls, SHORT)


@pytest.mark.parametrize("secret", ["wrong", "", "two\r\nlines", "ümlaut"])
async def test_a_wrong_secret_is_refused(asterisk: StandIn, secret: str) -> None:
    with pytest.raises(Refused) as refused:
        await sign_in(asterisk, secret=secret)
    assert not secret or secret not in str(refused.value)
    assert asterisk.logins == 0


async def test_a_name_cannot_bring_an_action_of_its_own(asterisk: StandIn) -> None:
    hostile = replace(login(asterisk), username="me\r\n\r\nAction: Originate")

    with pytest.raises(Refused, match="control character"):
        async with signed_in(hostile, PATIENT):
            pass
    assert [each["Action"] for each in asterisk.actions] == ["Challenge"]


async def test_a_name_that_is_in_use_is_no_wrong_secret(asterisk: StandIn) -> None:
    asterisk.in_use = True

    with pytest.raises(Unreachable, match="Login Already In Use"):
        await sign_in(asterisk)


@pytest.mark.parametrize(
    "greeting",
    [b"SSH-2.0-OpenSSH_10.0\r\n", b"x" * 200_000, b"Asterisk\r\n"],
    ids=["another", "endless", "almost"],
)
async def test_what_is_no_asterisk_is_named(asterisk: StandIn, greeting: bytes) -> None:
    asterisk.greeting = greeting

    with pytest.raises(Unsuitable, match="not_asterisk"):
        await sign_in(asterisk)


async def test_what_says_half_a_line_and_goes_is_no_asterisk() -> None:
    def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail")
        writer.close()

    async with serving(talk) as other:
        with pytest.raises(Unsuitable, match="not_asterisk"):
            await sign_in(other)


async def test_a_guest_too_many_is_hung_up_on_without_a_word(asterisk: StandIn) -> None:
    asterisk.authlimit = 0

    with pytest.raises(Unreachable, match="without a greeting"):
        await sign_in(asterisk)


async def test_one_that_says_nothing_is_not_waited_for(asterisk: StandIn) -> None:
    asterisk.greeting = b""

    with pytest.raises(Unreachable, match="no greeting came"):
        await sign_in(asterisk, SHORT)


async def test_one_that_stops_talking_is_not_waited_for(asterisk: StandIn) -> None:
    asterisk.mute = True

    with pytest.raises(Unreachable, match="no answer came"):
        await sign_in(asterisk, SHORT)


async def test_where_nobody_listens_it_says_why() -> None:
    free = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = free.sockets[0].getsockname()[1]
    free.close()
    await free.wait_closed()

    with pytest.raises(Unreachable, match=r"refused|failed"):
        await sign_in(StandIn(port=port))


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(-2, "no such name"),
        UnicodeError("too long"),
        ValueError("embedded null character"),
    ],
)
async def test_a_host_that_is_none_is_unreachable(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def unknown(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    nowhere = Login(host="pbx.invalid", username=USERNAME, secret=SECRET)

    with pytest.raises(Unreachable, match=r"no such name|UnicodeError|ValueError"):
        async with signed_in(nowhere, PATIENT):
            pass


def test_no_secret_is_in_what_is_printed() -> None:
    assert SECRET not in repr(Login(host="pbx", username=USERNAME, secret=SECRET))


@asynccontextmanager
async def serving(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], object],
) -> AsyncIterator[StandIn]:
    """Run a server of another mind."""
    server = await asyncio.start_server(talk, "127.0.0.1", 0)  # type: ignore[arg-type]
    yield StandIn(port=server.sockets[0].getsockname()[1])
    server.close()
    await server.wait_closed()


async def test_one_that_talks_without_end_and_never_answers_is_left() -> None:
    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        writer.write(b"Response: Success\r\nChallenge: 1\r\n\r\n" * 5000)
        try:
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async with serving(talk) as endless:
        # An answer to nothing that was asked is none.
        with pytest.raises(Unreachable, match="no answer came"):
            await sign_in(endless)


async def test_silence_is_asked_and_an_answer_keeps_the_connection(asterisk: StandIn) -> None:
    async with signed_in(login(asterisk), Patience(answer=5, silence=0.02)) as session:
        events = aiter(session.events())
        waiting = asyncio.ensure_future(anext(events))
        await asterisk.until(pings=3)
        await asterisk.tell([b"Event: Hangup\r\n\r\n"])

        assert await waiting == {"Event": "Hangup"}


async def test_silence_that_stays_is_a_lost_connection(asterisk: StandIn) -> None:
    async with signed_in(login(asterisk), SHORT) as session:
        asterisk.mute = True

        with pytest.raises(Unreachable, match="no longer answers"):
            await anext(aiter(session.events()))


async def test_a_connection_that_ends_in_the_middle_of_a_frame_yields_no_half_of_it(
    asterisk: StandIn,
) -> None:
    async with signed_in(login(asterisk), PATIENT) as session:
        await asterisk.tell([b"Event: Newstate\r\n\r\n", b"Event: Hangup\r\nUniqueid: 1"])
        asterisk.hang_up()

        events = aiter(session.events())
        assert await anext(events) == {"Event": "Newstate"}
        with pytest.raises(Unreachable, match="hung up"):
            await anext(events)


async def test_bytes_may_come_one_by_one(asterisk: StandIn) -> None:
    asterisk.byte_by_byte = True
    async with signed_in(login(asterisk), PATIENT) as session:
        await asterisk.tell([b"Event: Hangup\r\nUniqueid: 1\r\n\r\n"])

        assert await anext(aiter(session.events())) == {"Event": "Hangup", "Uniqueid": "1"}
