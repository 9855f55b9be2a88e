"""Being registered: each answer a registrar may give, and none. Time is told."""

import math

from aiosipua.message import SipMessage, SipRequest
import pytest

from custom_components.missed_call_textback.providers.sip.messages import (
    Request,
    Response,
    header,
    header_lines,
    serialise,
    top_via,
)
from custom_components.missed_call_textback.providers.sip.registration import Registration
from custom_components.missed_call_textback.providers.sip.settings import (
    SipSettings,
    Timers,
    Transport,
)
from custom_components.missed_call_textback.providers.source import (
    Refused,
    Unreachable,
    Unsuitable,
)

CHALLENGE = 'Digest realm="pbx", nonce="{}", algorithm=SHA-256, qop="auth"'


class Bench:
    """A registration whose time is told, and what it asked."""

    def __init__(self, transport: Transport = Transport.UDP, **account: str) -> None:
        self.now = 0.0
        self.asked: list[Request] = []
        tokens = iter(range(1000))
        told = {"name": "pbx", "domain": "pbx.example", "username": "199", "password": "secret"}
        self.it = Registration(
            SipSettings(**(told | account)),  # type: ignore[arg-type]
            transport=transport,
            local=("192.0.2.20", 40_000),
            send=self.asked.append,
            rand=lambda: 0.5,
            timers=Timers(),
            token=lambda: f"token{next(tokens)}",
        )
        self.it.start(0)

    def answer(self, status: int, *lines: tuple[str, str], via: str = "") -> None:
        asked = self.asked[-1]
        echoed = tuple(
            item for item in asked.headers if item[0] in {"from", "to", "call-id", "cseq"}
        )
        top = (header(asked, "via") or "").replace(";rport", via or ";rport=40000")
        self.it.hear(
            Response(status=status, reason="", headers=(("via", top), *echoed, *lines)), self.now
        )

    def challenge(self, nonce: str = "n1", more: str = "") -> None:
        self.answer(401, ("www-authenticate", CHALLENGE.format(nonce) + more))

    def pass_time(self, seconds: float) -> list[float]:
        until, sent = self.now + seconds, []
        while self.it.due <= until:
            self.now = self.it.due
            before = len(self.asked)
            self.it.tick(self.now)
            sent += [round(self.now, 3)] * (len(self.asked) - before)
        self.now = until
        return sent


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_register_is_what_an_independent_reader_takes_for_one(bench: Bench) -> None:
    read = SipMessage.parse(serialise(bench.asked[0]))
    assert isinstance(read, SipRequest)
    assert (read.method, read.uri) == ("REGISTER", "sip:pbx.example")
    assert read.from_addr is not None
    assert read.to_addr is not None
    assert (read.from_addr.uri.user, read.to_addr.uri.host) == ("199", "pbx.example")
    assert read.contact[0].uri.port == 40_000
    assert read.contact[0].params["expires"] == "300"
    assert (read.via[0].branch or "").startswith("z9hG4bK")
    assert "rport" in read.via[0].params


def test_it_asks_again_by_timer_e_and_gives_up_by_timer_f(bench: Bench) -> None:
    assert bench.pass_time(31) == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5]
    with pytest.raises(Unreachable):
        bench.pass_time(2)


def test_a_provisional_answer_slows_it_down(bench: Bench) -> None:
    bench.answer(100)
    assert bench.pass_time(10) == [0.5, 4.5, 8.5]


def test_over_a_stream_it_asks_once() -> None:
    bench = Bench(Transport.TLS)
    assert bench.pass_time(31) == []
    assert "TLS" in (header(bench.asked[0], "via") or "")
    assert ";transport=tls>" in (header(bench.asked[0], "contact") or "")


def test_a_challenge_is_met_and_calls_come_here(bench: Bench) -> None:
    bench.challenge()
    assert "nc=00000001" in (header(bench.asked[-1], "authorization") or "")
    assert header(bench.asked[-1], "cseq") == "2 REGISTER"
    assert not bench.it.registered
    bench.answer(200)
    assert bench.it.registered


def test_half_of_what_is_granted_passes_before_it_asks_again(bench: Bench) -> None:
    ours = header(bench.asked[0], "contact") or ""
    bench.answer(
        200,
        ("contact", "<sip:199@192.0.2.99:5060>;expires=3600"),
        ("contact", ours.replace("expires=300", "expires=120")),
        ("expires", "1800"),
    )
    assert bench.pass_time(59.9) == []
    assert bench.pass_time(0.2) == [60]


def test_the_nonce_of_before_serves_again_and_counts_up(bench: Bench) -> None:
    bench.challenge()
    bench.answer(200, ("expires", "100"))
    bench.pass_time(51)
    assert "nc=00000002" in (header(bench.asked[-1], "authorization") or "")
    bench.challenge("n2", ", stale=true")
    told = header(bench.asked[-1], "authorization") or ""
    assert 'nonce="n2"' in told
    assert "nc=00000001" in told
    bench.answer(200)
    assert bench.it.registered


def test_a_nonce_that_grew_old_within_a_round_is_no_refusal(bench: Bench) -> None:
    bench.challenge()
    bench.challenge("n2", ", stale=true")
    assert 'nonce="n2"' in (header(bench.asked[-1], "authorization") or "")


def test_a_registrar_that_asks_forever_is_left(bench: Bench) -> None:
    def ask_forever() -> None:
        for number in range(10):
            bench.challenge(f"n{number}", ", stale=true")

    with pytest.raises(Unreachable):
        ask_forever()
    assert len(bench.asked) < 8


def test_a_wrong_password_is_tried_once(bench: Bench) -> None:
    bench.challenge()
    with pytest.raises(Refused):
        bench.challenge("n2")
    assert len(bench.asked) == 2


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, Refused),
        (404, Refused),
        (405, Unsuitable),
        (501, Unsuitable),
        (302, Unreachable),
        (408, Unreachable),
        (500, Unreachable),
        (503, Unreachable),
        (603, Unreachable),
    ],
)
def test_each_answer_is_told_apart(bench: Bench, status: int, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        bench.answer(status)
    assert "secret" not in str(raised.value)


def test_a_challenge_that_cannot_be_met_is_named(bench: Bench) -> None:
    with pytest.raises(Unsuitable) as raised:
        bench.answer(401, ("www-authenticate", 'Basic realm="pbx"'))
    assert raised.value.key == "unknown_challenge"


def test_a_proxy_and_a_registrar_may_both_ask(bench: Bench) -> None:
    bench.answer(407, ("proxy-authenticate", CHALLENGE.format("p1")))
    bench.challenge()
    asked = bench.asked[-1]
    assert 'nonce="p1"' in (header(asked, "proxy-authorization") or "")
    assert 'nonce="n1"' in (header(asked, "authorization") or "")
    bench.answer(200)
    assert bench.it.registered


def test_a_registrar_that_wants_longer_gets_longer(bench: Bench) -> None:
    bench.answer(423, ("min-expires", "3600"))
    assert header(bench.asked[-1], "expires") == "3600"
    assert ";expires=3600" in (header(bench.asked[-1], "contact") or "")
    bench.answer(200)
    assert bench.pass_time(1799.9) == []
    assert bench.pass_time(0.2) == [1800]


@pytest.mark.parametrize("least", ["", "60", "-1", "٣٠٠٠"])
def test_a_longer_time_that_is_none_is_no_loop(bench: Bench, least: str) -> None:
    with pytest.raises(Unreachable):
        bench.answer(423, ("min-expires", least))


def test_the_address_that_the_registrar_sees_is_where_calls_are_to_come(bench: Bench) -> None:
    bench.answer(
        401,
        ("www-authenticate", CHALLENGE.format("n")),
        via=";received=203.0.113.5;rport=61000",
    )
    assert (header(bench.asked[-1], "contact") or "").startswith("<sip:199@203.0.113.5:61000>")


def test_a_router_that_changes_its_mind_is_followed_once_and_the_old_place_left(
    bench: Bench,
) -> None:
    bench.answer(200, via=";received=203.0.113.5;rport=61000")
    assert header_lines(bench.asked[-1], "contact") == [
        "<sip:199@203.0.113.5:61000>;expires=300",
        "<sip:199@192.0.2.20:40000>;expires=0",
    ]
    bench.answer(200, via=";received=203.0.113.5;rport=61001")
    assert len(bench.asked) == 2
    assert bench.it.registered


@pytest.mark.parametrize("seen", [";received=nowhere", ";received=203.0.113.5;rport=0", ";rport=x"])
def test_an_address_that_is_none_is_not_believed(bench: Bench, seen: str) -> None:
    bench.answer(401, ("www-authenticate", CHALLENGE.format("n")), via=seen)
    assert (header(bench.asked[-1], "contact") or "").startswith("<sip:199@192.0.2.20:40000>")


def test_answers_that_are_not_to_what_was_asked_change_nothing(bench: Bench) -> None:
    asked = bench.asked[0]
    for via, cseq in (
        ("SIP/2.0/UDP 192.0.2.20;branch=z9hG4bKforged", "1 REGISTER"),
        (header(asked, "via") or "", "2 REGISTER"),
        (header(asked, "via") or "", "1 INVITE"),
    ):
        bench.it.hear(
            Response(status=403, reason="", headers=(("via", via), ("cseq", cseq))), bench.now
        )
    assert bench.it.asking
    assert not bench.it.registered


def test_a_registration_that_is_not_kept_is_none(bench: Bench) -> None:
    with pytest.raises(Unreachable):
        bench.answer(200, ("expires", "0"))


def test_who_leaves_says_so(bench: Bench) -> None:
    bench.answer(200)
    bench.it.leave(bench.now)
    assert header(bench.asked[-1], "expires") == "0"
    bench.challenge()
    bench.answer(200)
    assert not bench.it.registered
    assert bench.it.due == math.inf


def test_a_name_with_odd_characters_stays_in_its_place() -> None:
    bench = Bench(username='a b;"<>@x', domain="2001:db8::1")
    assert header(bench.asked[0], "to") == "<sip:a%20b%3B%22%3C%3E%40x@[2001:db8::1]>"
    assert bench.asked[0].uri == "sip:[2001:db8::1]"
    assert top_via(bench.asked[0]).port == 40_000
