"""Ringing: what is said to whom, how often, and what is heard of it. Time is told."""

import math

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.providers.sip.messages import (
    Malformed,
    Request,
    Response,
    header,
    header_lines,
    parse,
    serialise,
)
from custom_components.missed_call_textback.providers.sip.ringing import (
    MOST_LEGS,
    End,
    Ringing,
    end_of,
)
from custom_components.missed_call_textback.providers.sip.settings import Timers

from .said import CALLER_LEFT, ELSEWHERE, EXCHANGE, TIMED_OUT, request
from .test_messages import CUTS, mutated
from .torture import TORTURES, Torture


class Bench:
    """A phone whose time is told, and what it said."""

    def __init__(self, *, reliable: bool = False) -> None:
        self.now = 0.0
        self.said: list[tuple[int, Response, tuple[str, int]]] = []
        self.rang: list[str] = []
        self.ended: list[tuple[str, End]] = []
        self.phone = Ringing(
            send=lambda response, to: self.said.append((response.status, response, to)),
            rang=lambda leg, _invite, _now: self.rang.append(leg),
            ended=lambda leg, end, _now: self.ended.append((leg, end)),
            contact=lambda: "<sip:199@192.0.2.20:5062>",
            reliable=reliable,
            timers=Timers(),
        )

    def hear(self, message: Request) -> list[int]:
        before = len(self.said)
        self.phone.hear(message, EXCHANGE, self.now)
        return [status for status, _, _ in self.said[before:]]

    def pass_time(self, seconds: float) -> list[tuple[float, int]]:
        """Let time pass from one due moment to the next; return what was said when."""
        until, heard = self.now + seconds, []
        while (due := self.phone.due) <= until:
            assert due >= self.now
            self.now = due
            before = len(self.said)
            self.phone.tick(self.now)
            heard += [(round(self.now, 3), status) for status, _, _ in self.said[before:]]
        self.now = until
        return heard

    @property
    def ends(self) -> list[End]:
        return [end for _, end in self.ended]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_an_invite_rings_and_is_never_answered(bench: Bench) -> None:
    assert bench.hear(request("INVITE")) == [100, 180]
    assert len(bench.rang) == 1
    bench.pass_time(590)
    assert all(status < 200 for status, _, _ in bench.said)


def test_a_ringing_phone_says_so_each_minute(bench: Bench) -> None:
    bench.hear(request("INVITE"))
    assert bench.pass_time(185) == [(60, 180), (120, 180), (180, 180)]


def test_an_invite_said_again_rings_once(bench: Bench) -> None:
    bench.hear(request("INVITE"))
    assert bench.hear(request("INVITE")) == [180]
    assert len(bench.rang) == 1


def test_a_response_goes_back_as_it_came(bench: Bench) -> None:
    bench.phone.hear(
        request("INVITE", "Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKfirst"),
        ("192.0.2.10", 40_000),
        0,
    )
    _, ringing, to = bench.said[-1]
    assert to == ("192.0.2.10", 40_000)
    assert header_lines(ringing, "via") == [
        "SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1;rport=40000;received=192.0.2.10",
        "SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKfirst",
    ]
    assert ";tag=" in (header(ringing, "to") or "")
    assert header(ringing, "contact") == "<sip:199@192.0.2.20:5062>"


def test_without_rport_a_response_goes_to_the_port_told_but_never_to_another_host(
    bench: Bench,
) -> None:
    via = "SIP/2.0/UDP 198.51.100.66:5070;received=198.51.100.67;branch=z9hG4bK1"
    bench.hear(request("INVITE", via=via))
    _, ringing, to = bench.said[-1]
    assert to == ("192.0.2.10", 5070)
    assert "198.51.100.67" not in (header(ringing, "via") or "")


def test_a_cancel_is_confirmed_and_the_invite_refused_until_that_is_acknowledged(
    bench: Bench,
) -> None:
    bench.hear(request("INVITE"))
    assert bench.hear(request("CANCEL", *ELSEWHERE)) == [200, 487]
    assert bench.ends == [End.ELSEWHERE]
    # Timer G: doubling up to T2.
    assert bench.pass_time(8) == [(0.5, 487), (1.5, 487), (3.5, 487), (7.5, 487)]
    assert bench.hear(request("CANCEL", *TIMED_OUT)) == [200]
    assert bench.hear(request("ACK")) == []
    assert bench.pass_time(4) == []
    assert bench.hear(request("INVITE")) == []
    assert bench.pass_time(60) == []
    assert bench.ends == [End.ELSEWHERE]
    assert bench.phone.due == math.inf


def test_who_never_acknowledges_is_given_up(bench: Bench) -> None:
    bench.hear(request("INVITE"))
    bench.hear(request("CANCEL"))
    assert len(bench.pass_time(120)) < 15
    assert bench.phone.due == math.inf


def test_over_a_stream_nothing_is_said_twice() -> None:
    bench = Bench(reliable=True)
    bench.hear(request("INVITE"))
    assert bench.hear(request("CANCEL")) == [200, 487]
    assert bench.pass_time(20) == []
    bench.hear(request("ACK"))
    bench.pass_time(1)
    assert bench.phone.due == math.inf


def test_all_that_belongs_to_a_call_bears_one_tag(bench: Bench) -> None:
    bench.hear(request("INVITE"))
    bench.hear(request("CANCEL"))
    tags = {(header(said, "to") or "").partition(";tag=")[2] for status, said, _ in bench.said[1:]}
    assert len(tags) == 1


def test_forks_of_one_call_are_legs_of_their_own(bench: Bench) -> None:
    bench.hear(request("INVITE", branch="z9hG4bKa"))
    bench.hear(request("INVITE", branch="z9hG4bKb"))
    assert len(bench.rang) == 2
    bench.hear(request("CANCEL", *ELSEWHERE, branch="z9hG4bKb"))
    assert bench.ended == [(bench.rang[1], End.ELSEWHERE)]


def test_an_old_peer_without_branches_is_understood(bench: Bench) -> None:
    via = "SIP/2.0/UDP 192.0.2.10:5060"
    bench.hear(request("INVITE", via=via))
    bench.hear(request("INVITE", via=via))
    bench.hear(request("INVITE", via=via, call="another"))
    assert bench.hear(request("CANCEL", via=via)) == [200, 487]
    assert len(bench.rang) == 2


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (ELSEWHERE, End.ELSEWHERE),
        (ELSEWHERE[:1], End.ELSEWHERE),
        (ELSEWHERE[1:], End.ELSEWHERE),
        (('Reason: Q.850;cause=17, sip ; cause=200 ; text="a, b"',), End.ELSEWHERE),
        (CALLER_LEFT, End.CALLER_LEFT),
        (('Reason: SIP;cause=487;text="ORIGINATOR_CANCEL"',), End.CALLER_LEFT),
        (TIMED_OUT, End.UNMARKED),
        ((), End.UNMARKED),
        (('Reason: SIP;cause=480;text="SIP;cause=200"',), End.UNMARKED),
        (('Reason: ;;;, "SIP;cause=200", =',), End.UNMARKED),
        (("Reason: Q.850;cause=200",), End.UNMARKED),
    ],
)
def test_a_cancel_says_why_it_stops(lines: tuple[str, ...], end: End) -> None:
    assert end_of(request("CANCEL", *lines)) is end


def test_what_never_ends_is_ended_and_unknown(bench: Bench) -> None:
    bench.hear(request("INVITE"))
    bench.pass_time(601)
    assert bench.ends == [End.UNKNOWN]
    assert 480 in [status for status, _, _ in bench.said]
    bench.pass_time(60)
    assert bench.phone.due == math.inf


def test_a_caller_may_end_it_with_bye(bench: Bench) -> None:
    bench.hear(request("INVITE"))
    tagged = header(bench.said[-1][1], "to") or ""
    assert bench.hear(request("BYE", to="<sip:199@pbx>;tag=other", branch="z9hG4bK2")) == [481]
    assert bench.hear(request("BYE", to=tagged, branch="z9hG4bK3", cseq=2)) == [200, 487]
    assert bench.ends == [End.CALLER_LEFT]
    assert bench.hear(request("BYE", to=tagged, branch="z9hG4bK4", cseq=3)) == [481]


@pytest.mark.parametrize(
    ("method", "lines", "status"),
    [
        ("OPTIONS", (), 200),
        ("NOTIFY", ("Event: message-summary",), 200),
        ("UPDATE", (), 481),
        ("MESSAGE", (), 405),
        ("REGISTER", (), 405),
        ("CANCEL", (), 481),
        ("BYE", (), 481),
        ("INVITE", ("Require: timer",), 420),
    ],
)
def test_all_else_is_answered_politely(
    bench: Bench, method: str, lines: tuple[str, ...], status: int
) -> None:
    assert bench.hear(request(method, *lines)) == [status]
    assert not bench.rang
    assert bench.hear(request("ACK")) == []


def test_an_invite_into_a_call_that_was_never_answered_finds_none(bench: Bench) -> None:
    assert bench.hear(request("INVITE", to="<sip:199@pbx>;tag=abc")) == [481]


def test_who_wants_ringing_confirmed_gets_none_and_is_heard_all_the_same(bench: Bench) -> None:
    assert bench.hear(request("INVITE", "Require: 100rel")) == [100]
    assert bench.hear(request("CANCEL", *ELSEWHERE)) == [200, 487]
    assert bench.ends == [End.ELSEWHERE]


def test_who_leaves_lets_nobody_wait(bench: Bench) -> None:
    bench.hear(request("INVITE", branch="z9hG4bKa"))
    bench.hear(request("INVITE", branch="z9hG4bKb"))
    bench.hear(request("CANCEL", *ELSEWHERE, branch="z9hG4bKb"))
    bench.phone.leave(bench.now)
    assert bench.said[-1][0] == 480
    assert bench.ends == [End.ELSEWHERE, End.UNKNOWN]


def test_a_flood_of_calls_is_bounded(bench: Bench) -> None:
    for number in range(MOST_LEGS + 20):
        bench.hear(request("INVITE", branch=f"z9hG4bK{number}", call=str(number)))
    assert len(bench.rang) == MOST_LEGS
    assert bench.said[-1][0] == 486


@pytest.mark.parametrize(
    "torture",
    [torture for torture in TORTURES if torture.becomes != "refused"],
    ids=lambda t: t.name,
)
def test_each_torture_message_becomes_what_it_should(bench: Bench, torture: Torture) -> None:
    message = parse(torture.data)
    if isinstance(message, Response):
        return
    heard = bench.hear(message)
    assert heard == ([100, 180] if torture.becomes == "rings" else [int(torture.becomes)])
    for _, response, to in bench.said:
        assert to[0] == EXCHANGE[0]
        assert isinstance(parse(serialise(response)), Response)


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["INVITE", "INVITE", "CANCEL", "ACK", "BYE", "OPTIONS", "torture"]),
            st.integers(0, 3),
            st.floats(0, 40),
            st.sampled_from([(), ELSEWHERE, CALLER_LEFT, ("Reason: ;",)]),
            CUTS,
        ),
        max_size=40,
    )
)
def test_whatever_comes_each_leg_that_rang_ends_once(
    steps: list[tuple[str, int, float, tuple[str, ...], list[tuple[int, int, bytes]]]],
) -> None:
    bench = Bench()
    for method, which, seconds, lines, cuts in steps:
        if method == "torture":
            try:
                message = parse(mutated(TORTURES[which].data, cuts))
            except Malformed:
                continue
            if isinstance(message, Response):
                continue
        else:
            message = request(method, *lines, branch=f"z9hG4bK{which}", call=str(which))
        bench.hear(message)
        bench.pass_time(seconds)
    bench.pass_time(1_000)
    assert bench.phone.due == math.inf
    assert sorted(bench.rang) == sorted(leg for leg, _ in bench.ended)
    assert all(status not in range(201, 300) for status, _, _ in bench.said)
    accepted = [said for status, said, _ in bench.said if status == 200]
    assert not any("INVITE" in (header(said, "cseq") or "") for said in accepted)
