"""A telephone company on this machine: a strict registrar, and an exchange that places calls.

It reads and checks with an independent library, so that no mistake is made twice alike.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import ssl
from typing import cast, override

from aiosipua.auth import SipDigestAuth, build_credentials
from aiosipua.headers import AuthChallenge, parse_auth, parse_uri
from aiosipua.message import SipMessage, SipRequest, SipResponse

from custom_components.missed_call_textback.providers.sip.settings import Transport

type Send = Callable[[bytes], None]


class Company:
    """One registrar. What it asks for, and how it fails, is set before somebody registers."""

    def __init__(
        self, transport: Transport, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
    ) -> None:
        self.transport = transport
        self.host = host
        self.port = 0
        self.passwords = {"199": "secret", "198": "other secret"}
        self.algorithm = "SHA-256"
        self.qop = True
        self.asks = 401
        self.least_expires = 0
        self.deaf_for = 0
        self.status = 0
        self.registers: list[SipRequest] = []
        self.bindings: dict[str, tuple[str, Send]] = {}
        self.pings = 0
        self.answers: dict[str, Placed] = {}
        self._tls = tls
        self._nonces: dict[str, int] = {}
        self._cseqs: dict[str, int] = {}
        self._endpoint: asyncio.DatagramTransport | None = None
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        if self.transport is Transport.UDP:
            loop = asyncio.get_running_loop()
            self._endpoint, _ = await loop.create_datagram_endpoint(
                lambda: _Datagrams(self), local_addr=(self.host, self.port)
            )
            self.port = self._endpoint.get_extra_info("sockname")[1]
        else:
            self._server = await asyncio.start_server(
                self._serve, self.host, self.port, ssl=self._tls
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._endpoint is not None:
            self._endpoint.close()
        if self._server is not None:
            self._server.close()
        self.cut()

    @property
    def asked(self) -> list[SipRequest]:
        """What was asked, without what was only said again."""
        return list({register.via[0].branch: register for register in self.registers}.values())

    def cut(self) -> None:
        """Break every connection."""
        for writer in self._writers:
            writer.transport.abort()

    def place(
        self,
        *lines: str,
        caller: str = '"Jane" <sip:+12025550147@pbx.test>',
        to: str = "199",
        dialled: str | None = None,
    ) -> Placed:
        """Ring who is registered as `to`."""
        number = len(self.answers) + 1
        contact, send = self.bindings[to]
        call = Placed(
            self,
            number=number,
            contact=contact,
            send=send,
            caller=caller,
            dialled=dialled or to,
        )
        self.answers[call.call_id] = call
        call.invite(*lines)
        return call

    def hear(self, data: bytes, send: Send) -> None:
        if not data.strip(b"\r\n"):
            self.pings += 1
            return
        message = SipMessage.parse(data)
        if isinstance(message, SipResponse):
            self.answers[message.call_id or ""].hear(message)
            return
        assert message.method == "REGISTER", message.method
        self._check(message)
        self.registers.append(message)
        if len(self.registers) > self.deaf_for:
            send(bytes(self._answer(message, send)))

    def _check(self, request: SipRequest) -> None:
        """Insist on what RFC 3261 sections 8.1.1 and 10.2 do."""
        assert request.uri == "sip:pbx.test"
        via = request.via[0]
        assert via.transport == self.transport.upper()
        assert (via.branch or "").startswith("z9hG4bK")
        assert len(via.branch or "") > 15
        assert "rport" in via.params
        assert request.get_header("Max-Forwards") == "70"
        assert request.from_addr is not None
        assert request.to_addr is not None
        assert request.from_addr.tag
        assert request.to_addr.tag is None
        assert request.from_addr.uri == request.to_addr.uri
        assert request.get_header("Content-Length") == "0"
        assert request.cseq is not None
        known = [
            other
            for other in self.registers
            if other.call_id == request.call_id and other.via[0].branch != via.branch
        ]
        assert all(other.cseq and other.cseq.seq < request.cseq.seq for other in known)

    def _answer(self, request: SipRequest, send: Send) -> SipResponse:
        if self.status:
            return self._response(request, self.status)
        if (challenge := self._challenge(request)) is not None:
            name = "WWW-Authenticate" if self.asks == 401 else "Proxy-Authenticate"
            response = self._response(request, self.asks)
            # Somebody else's method first: it has to be passed over.
            response.add_header(name, 'Digest realm="pbx", nonce="x", algorithm=SHA-512-256')
            response.add_header(name, challenge)
            return response
        expires = int(request.contact[0].params.get("expires") or 0)
        if 0 < expires < self.least_expires:
            response = self._response(request, 423)
            response.set_header("Min-Expires", str(self.least_expires))
            return response
        assert request.to_addr is not None
        user = request.to_addr.uri.user or ""
        where = request.contact[0].uri
        if expires:
            place = f"{_bracketed(where.host)}:{where.port}"
            self.bindings[user] = (f"sip:{where.user}@{place}", send)
        else:
            self.bindings.pop(user, None)
        response = self._response(request, 200)
        for contact in request.get_header_values("Contact"):
            response.add_header("Contact", contact)
        return response

    def _challenge(self, request: SipRequest) -> str | None:
        """Return what to ask for, or None where the request proves that it knows the password."""
        name = "Authorization" if self.asks == 401 else "Proxy-Authorization"
        given = parse_auth(request.get_header(name) or "").params
        nonce = given.get("nonce", "")
        stale = "false"
        if nonce in self._nonces:
            count = int(given.get("nc", "0"), 16)
            if not self.qop or count > self._nonces[nonce]:
                self._nonces[nonce] = count
                assert request.to_addr is not None
                user = request.to_addr.uri.user or ""
                right = build_credentials(
                    SipDigestAuth(user, self.passwords[user]),
                    AuthChallenge("Digest", self._asked(nonce)),
                    "REGISTER",
                    request.uri,
                    nonce_count=count,
                    cnonce=given.get("cnonce"),
                )
                assert right is not None
                if right.params["response"] == given["response"]:
                    return None
        elif nonce:
            stale = "true"
        fresh = f"nonce{len(self._nonces)}"
        self._nonces[fresh] = 0
        return "Digest " + ", ".join(
            f'{key}="{value}"' if key not in {"algorithm", "stale"} else f"{key}={value}"
            for key, value in (self._asked(fresh) | {"stale": stale}).items()
        )

    def _asked(self, nonce: str) -> dict[str, str]:
        asked = {"realm": "pbx", "nonce": nonce, "algorithm": self.algorithm, "opaque": "o"}
        return asked | ({"qop": "auth"} if self.qop else {})

    def forget_nonces(self) -> None:
        self._nonces.clear()

    def _response(self, request: SipRequest, status: int) -> SipResponse:
        response = SipResponse(status_code=status, reason_phrase="As It Is")
        for name in ("Via", "From", "To", "Call-ID", "CSeq"):
            for value in request.get_header_values(name):
                response.add_header(name, value)
        response.set_header("Content-Length", "0")
        return response

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(asyncio.IncompleteReadError, OSError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.strip():
                    self.pings += 1
                    writer.write(b"\r\n")
                    continue
                # Whatever is sent here has no body.
                self.hear(head.lstrip(), writer.write)
        self._writers.discard(writer)
        writer.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, company: Company) -> None:
        self._company = company

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._company.hear(data, lambda answer: self._transport.sendto(answer, addr))


class Placed:
    """One call that the company places."""

    def __init__(
        self,
        company: Company,
        *,
        number: int,
        contact: str,
        send: Send,
        caller: str,
        dialled: str,
    ) -> None:
        self.call_id = f"call-{number}@pbx.test"
        self.heard: list[tuple[int, str]] = []
        self._company = company
        self._contact = contact
        self._send = send
        self._caller = caller
        self._dialled = dialled
        self._branch = f"z9hG4bKcall{number}"
        self._tags: set[str | None] = set()
        self._changed = asyncio.Event()

    def say(self, method: str, *lines: str, branch: str | None = None, to: str = "") -> None:
        company = self._company
        here = f"{_bracketed(company.host)}:{company.port}"
        via = f"SIP/2.0/{company.transport.upper()} {here}"
        text = [
            f"{method} {self._contact} SIP/2.0",
            f"Via: {via};branch={branch or self._branch};rport",
            f"From: {self._caller};tag=exchange",
            f"To: <sip:{self._dialled}@pbx.test>{to}",
            f"Call-ID: {self.call_id}",
            f"CSeq: 1 {method}",
            "Max-Forwards: 70",
            *lines,
            "Content-Length: 0",
        ]
        self._send("\r\n".join((*text, "", "")).encode())

    def invite(self, *lines: str) -> None:
        self.say("INVITE", *lines)

    async def ends(self, *lines: str) -> None:
        """Let it ring, cancel it, and acknowledge that it is over."""
        await self.rings()
        self.say("CANCEL", *lines)
        await self.until(200, "CANCEL")
        await self.until(487, "INVITE")
        assert len(self._tags) == 1
        self.say("ACK", to=f";tag={next(iter(self._tags))}")

    async def rings(self) -> None:
        """Wait until it rings; over UDP, ask again for it as long as nobody says so (timer A)."""
        for _ in range(20):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.25):
                    await self.until(180, "INVITE")
                return
            if self._company.transport is Transport.UDP:
                self.invite()
        await self.until(180, "INVITE")

    def hear(self, response: SipResponse) -> None:
        assert response.via[0].branch
        assert response.via[0].received == self._company.host
        assert response.cseq is not None
        assert response.from_addr is not None
        assert response.from_addr.tag == "exchange"
        assert response.to_addr is not None
        if response.status_code > 100:
            assert response.to_addr.tag
        if response.cseq.method == "INVITE" and response.status_code > 100:
            self._tags.add(response.to_addr.tag)
        if response.contact:
            assert parse_uri(self._contact).user == response.contact[0].uri.user
        self.heard.append((response.status_code, response.cseq.method))
        self._changed.set()

    async def until(self, status: int, method: str) -> None:
        async with asyncio.timeout(5):
            while (status, method) not in self.heard:
                self._changed.clear()
                await self._changed.wait()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host.strip("[]") and host[0] != "[" else host
