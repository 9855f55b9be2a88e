"""A whole phone under hostile bytes: nothing crashes it, nothing fools it. Time is told."""

from typing import override

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.providers.sip.addresses import Caller
from custom_components.missed_call_textback.providers.sip.messages import (
    Malformed,
    Request,
    Response,
    header,
    header_lines,
    parse,
    serialise,
)
from custom_components.missed_call_textback.providers.sip.resolving import Place
from custom_components.missed_call_textback.providers.sip.ringing import End
from custom_components.missed_call_textback.providers.sip.session import Session
from custom_components.missed_call_textback.providers.sip.settings import (
    SipSettings,
    Timers,
    Transport,
)
from custom_components.missed_call_textback.providers.sip.verdicts import Verdicts
from custom_components.missed_call_textback.providers.sip.wires import Packet, Wire
from custom_components.missed_call_textback.providers.source import (
    Refused,
    Unreachable,
    Unsuitable,
)

from .said import ELSEWHERE, EXCHANGE, said
from .test_messages import CUTS, mutated
from .torture import TORTURES

CHALLENGE = 'Digest realm="pbx", nonce="n", algorithm=MD5, qop="auth", stale=true'


class Paper(Wire):
    """A wire that leads nowhere, and keeps what was sent."""

    transport = Transport.UDP
    local = ("192.0.2.20", 5062)
    registrar = EXCHANGE

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, Place]] = []

    @override
    def send(self, data: bytes, to: Place) -> None:
        self.sent.append((data, to))

    @override
    def keep_alive(self) -> None:
        raise AssertionError("nobody lets the time pass here")

    @override
    async def receive(self) -> Packet:
        raise Unreachable("nobody listens here")

    @override
    def close(self) -> None:
        self.sent.clear()


class Phone:
    def __init__(self) -> None:
        self.wire = Paper()
        self.verdicts = Verdicts(hold=15)
        account = SipSettings(name="x", domain="pbx", username="199", password="secret")
        self.session = Session(
            account,
            self.wire,
            self.verdicts,
            timers=Timers(),
            monotonic=lambda: 0.0,
            rand=lambda: 0.5,
        )
        self.session._registration.start(0)

    def hear(self, data: bytes, now: float = 0) -> None:
        self.session._hear(Packet(data, EXCHANGE), now)


def answer(asked: bytes, status: int, *lines: tuple[str, str]) -> bytes:
    request = parse(asked)
    echoed = tuple(
        (name, value)
        for name in ("via", "from", "to", "call-id", "cseq")
        for value in header_lines(request, name)
    )
    return serialise(Response(status=status, reason="So", headers=(*echoed, *lines)))


@settings(max_examples=80, deadline=None)
@given(
    said_by=st.lists(
        st.tuples(
            st.sampled_from(
                ["INVITE", "CANCEL", "ACK", "BYE", "challenge", "granted", "longer", "torture"]
            ),
            st.integers(0, 2),
            st.one_of(st.just([]), CUTS),
        ),
        max_size=12,
    )
)
def test_hostile_bytes_neither_crash_nor_fool_a_phone(
    said_by: list[tuple[str, int, list[tuple[int, int, bytes]]]],
) -> None:
    phone, now = Phone(), 0.0
    for what, which, cuts in said_by:
        asked = next(data for data, _ in reversed(phone.wire.sent) if data.startswith(b"REGISTER"))
        match what:
            case "challenge":
                data = answer(asked, 401, ("www-authenticate", CHALLENGE))
            case "granted":
                data = answer(asked, 200, ("expires", "60"))
            case "longer":
                data = answer(asked, 423, ("min-expires", "600"))
            case "torture":
                data = TORTURES[which * 7].data
            case _:
                data = said(what, branch=f"z9hG4bK{which}", call=str(which))
        now += 1
        try:
            phone.hear(mutated(data, cuts), now)
            phone.session._registration.tick(now)
            phone.session._ringing.tick(now)
        except Refused, Unreachable, Unsuitable:
            break
    for data, to in phone.wire.sent:
        message = parse(data)
        assert to[0] == EXCHANGE[0]
        assert "secret" not in data.decode(errors="replace")
        # It never takes a call.
        if isinstance(message, Response) and 200 <= message.status < 300:
            assert "INVITE" not in (header(message, "cseq") or "")
    for verdict in phone.verdicts.over(now + 1_000):
        number = verdict.ring.caller.number
        assert number is None or (number.isprintable() and len(number) <= 64)


@settings(max_examples=80, deadline=None)
@given(cuts=CUTS)
def test_a_mutated_cancel_ends_no_call_but_its_own(cuts: list[tuple[int, int, bytes]]) -> None:
    phone = Phone()
    phone.hear(said("INVITE", branch="z9hG4bKmine", call="mine"))
    cancel = mutated(said("CANCEL", *ELSEWHERE, branch="z9hG4bKother", call="other"), cuts)
    try:
        message = parse(cancel)
    except Malformed:
        message = None
    phone.hear(cancel, 1)
    if isinstance(message, Request) and "z9hG4bKmine" in str(message.headers):
        return
    assert phone.verdicts.over(1_000) == []
    assert len(phone.verdicts.lose()) == 1


def test_two_calls_whose_names_try_to_be_each_other_stay_two() -> None:
    phone = Phone()
    evil = '"x\u2028From: <sip:+19005550199@x>" <sip:+12025550140@pbx>'
    for number, who in enumerate((evil, "<sip:+12025550141@pbx>")):
        phone.hear(said("INVITE", branch=f"z9hG4bK{number}", call=str(number), caller=who))
        phone.hear(said("CANCEL", branch=f"z9hG4bK{number}", call=str(number), caller=who), 5)
    assert [(over.ring.caller, over.end) for over in phone.verdicts.over(100)] == [
        (Caller(number="+12025550140", name="x From: <sip:+19005550199@x>"), End.UNMARKED),
        (Caller(number="+12025550141"), End.UNMARKED),
    ]


@pytest.mark.parametrize("empty", [b"Via:\r\n", b"Via: ,\r\n", b"v: \r\n"])
@pytest.mark.parametrize("method", ["INVITE", "OPTIONS", "CANCEL"])
def test_a_request_that_says_first_that_it_came_from_nowhere_ends_no_hearing(
    method: str, empty: bytes
) -> None:
    phone = Phone()
    phone.hear(said("INVITE", branch="z9hG4bKmine", call="mine"))
    phone.hear(said(method).replace(b"Via:", empty + b"Via:", 1))
    assert phone.session.unreadable == 1
    assert len(phone.verdicts.lose()) == 1
