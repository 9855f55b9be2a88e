"""Messages: what RFC 4475 tortures with, and what nobody has thought of yet."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.providers.sip.addresses import caller, dialled
from custom_components.missed_call_textback.providers.sip.framing import PING, Framer
from custom_components.missed_call_textback.providers.sip.messages import (
    Malformed,
    Request,
    Response,
    call_id,
    cseq,
    header,
    header_lines,
    header_values,
    parse,
    serialise,
    split,
    top_via,
)

from .said import said
from .torture import TORTURES, Torture

READABLE = [message for message in TORTURES if message.becomes != "refused"]


def by_name(name: str) -> Torture:
    return next(message for message in TORTURES if message.name == name)


def mutated(data: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, put in cuts:
        start = at % (len(data) + 1)
        data = data[:start] + put + data[start + length :]
    return data


CUTS = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.integers(0, 30),
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from(
                [
                    b"\r\n",
                    b"\r\n\r\n",
                    b"\r\n ",
                    b"\n",
                    b"\0",
                    b'"',
                    b"<",
                    b">",
                    b";",
                    b",",
                    b":",
                    b"@",
                ]
            ),
            st.sampled_from(["\u2028", "\x85", "\u202e"]).map(str.encode),
        ),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("torture", TORTURES, ids=lambda torture: torture.name)
def test_each_torture_message_is_read_or_refused_as_it_should_be(torture: Torture) -> None:
    if torture.becomes == "refused":
        with pytest.raises(Malformed):
            parse(torture.data)
        return
    message = parse(torture.data)
    assert isinstance(message, Response) == (torture.becomes == "response")
    assert call_id(message).encode() in torture.data


def test_a_short_tortuous_invite_says_what_it_says() -> None:
    message = parse(by_name("wsinv").data)
    assert isinstance(message, Request)
    assert cseq(message) == (9, "INVITE")
    assert len(message.body) == 150
    assert (
        header(message, "from")
        == '"J Rosenberg \\\\\\""       <sip:jdrosen@example.com> ; tag = 98asjd8'
    )
    assert header(message, "newfangledheader") == "newfangled value continued newfangled value"
    assert len(header_values(message, "via")) == 3
    via = top_via(message)
    assert (via.sent_by, via.branch, via.parameters["branch"]) == ("192.0.2.2", "", "390skdjuw")


def test_a_long_request_keeps_all_of_its_ways_back() -> None:
    message = parse(by_name("longreq").data)
    assert len(header_lines(message, "via")) == 20


def test_what_follows_a_message_in_its_datagram_is_no_message() -> None:
    message = parse(by_name("dblreq").data)
    assert isinstance(message, Request)
    assert message.method == "REGISTER"
    assert not message.body


def test_the_method_is_not_unescaped() -> None:
    message = parse(by_name("esc02").data)
    assert isinstance(message, Request)
    assert message.method == "RE%47IST%45R"
    assert len(header_lines(message, "contact")) == 2


@pytest.mark.parametrize("torture", READABLE, ids=lambda torture: torture.name)
def test_what_was_read_is_written_so_that_it_reads_the_same(torture: Torture) -> None:
    once = parse(torture.data)
    plain = tuple(item for item in once.headers if item[0] != "content-length")
    again = parse(serialise(_with(once, plain)))
    assert tuple(item for item in again.headers if item[0] != "content-length") == plain
    assert again.body == once.body


def _with(message: Request | Response, headers: tuple[tuple[str, str], ...]) -> Request | Response:
    if isinstance(message, Request):
        return Request(method=message.method, uri=message.uri, headers=headers, body=message.body)
    return Response(
        status=message.status, reason=message.reason, headers=headers, body=message.body
    )


@settings(max_examples=150)
@given(torture=st.sampled_from(TORTURES), cuts=CUTS)
def test_no_mutation_does_more_than_be_refused(
    torture: Torture, cuts: list[tuple[int, int, bytes]]
) -> None:
    try:
        message = parse(mutated(torture.data, cuts))
    except Malformed:
        return
    try:
        written = serialise(message)
    except Malformed:
        pytest.fail("what was read cannot be written")
    assert written.count(b"\r\n\r\n") >= 1
    if isinstance(message, Request):
        who = caller(message)
        assert who.number is None or (who.number.isprintable() and len(who.number) <= 64)
        assert who.name is None or (who.name.isprintable() and len(who.name) <= 80)
        dialled(message, ["199"])


@settings(max_examples=150)
@given(
    name=st.text(max_size=60),
    hostile=st.sampled_from(
        [
            '" <sip:+19005550199@x>',
            "\r\nP-Asserted-Identity: <sip:+19005550199@x>",
            "\nP-Asserted-Identity: <sip:+19005550199@x>",
            "\u2028P-Asserted-Identity: <sip:+19005550199@x>",
            "\x85From: <sip:+19005550199@x>",
            "<sip:+19005550199@x>",
            "\\",
        ]
    ),
)
def test_a_name_never_becomes_a_number(name: str, hostile: str) -> None:
    # As an exchange quotes it that keeps to the grammar: CR and LF may not be there, `"` is escaped.
    shown = (name + hostile).replace("\r", " ").replace("\\", "\\\\").replace('"', '\\"')
    text = f'"{shown}" <sip:+12025550147@pbx.example>'
    try:
        message = parse(said("INVITE", caller=text.encode(errors="replace").decode()))
    except Malformed:
        return
    assert isinstance(message, Request)
    assert caller(message).number == "+12025550147"


def test_only_crlf_ends_a_line() -> None:
    for end in ("\n", "\r", "\u2028", "\x85", "\x0b", "\x0c"):
        sneaked = f'"x{end}P-Asserted-Identity: <sip:+19005550199@x>" <sip:+12025550147@pbx>'
        message = parse(said("INVITE", caller=sneaked))
        assert isinstance(message, Request)
        assert header(message, "p-asserted-identity") is None
        assert caller(message).number == "+12025550147"
        assert b"\n" not in serialise(message).replace(b"\r\n", b"")


def test_a_value_with_a_line_in_it_is_never_written() -> None:
    message = Request(method="OPTIONS", uri="sip:x", headers=(("subject", "a\r\nFrom: b"),))
    with pytest.raises(Malformed):
        serialise(message)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"INVITE sip:x SIP/2.0\r\n",
        b"A" * 70_000,
        said("INVITE", *(f"X-{number}: 1" for number in range(300))),
        said("INVITE", "X: " + "a" * 9_000),
        said("INVITE", "no header at all"),
        said("INVITE", via="HTTP/1.1/TCP 192.0.2.1"),
        said("INVITE", "CSeq: 2 INVITE"),
        said("INVITE", via="SIP/2.0/UDP 192.0.2.1:99999;branch=z9hG4bK1"),
        said("INVITE").replace(b"CSeq: 1 INVITE", b"CSeq: one INVITE"),
        said("INVITE").replace(b"CSeq: 1 INVITE", b"CSeq: 4294967296 INVITE"),
    ],
)
def test_what_is_too_much_or_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse(data)


def test_commas_in_quotes_and_brackets_split_nothing() -> None:
    assert split('"a, \\", b" <sip:x,y@z>, <sip:c>,, d', ",") == [
        '"a, \\", b" <sip:x,y@z>',
        "<sip:c>",
        "d",
    ]


def test_a_stream_gives_messages_however_it_is_cut() -> None:
    invite = by_name("esc01").data
    stream = b"\r\n" + invite + b"\r\n\r\n" + by_name("regescrt").data + b"\r\n"
    for step in (1, 2, 7, 1000):
        framer = Framer()
        found: list[bytes] = []
        for start in range(0, len(stream), step):
            found += framer.feed(stream[start : start + step])
        assert found == [invite, PING, by_name("regescrt").data]


@pytest.mark.parametrize(
    "data",
    [
        by_name("mcl01").data,
        by_name("inv2543").data,
        b"X" * 66_000,
        b"INVITE sip:x SIP/2.0\r\nContent-Length: 999999\r\n\r\n",
    ],
)
def test_a_stream_that_cannot_be_followed_is_given_up(data: bytes) -> None:
    with pytest.raises(Malformed):
        list(Framer().feed(data))


@settings(max_examples=100)
@given(torture=st.sampled_from(TORTURES), cuts=CUTS)
def test_a_mutated_stream_holds_no_more_than_a_message(
    torture: Torture, cuts: list[tuple[int, int, bytes]]
) -> None:
    framer = Framer()
    try:
        for _ in range(5):
            for frame in framer.feed(mutated(torture.data, cuts)):
                assert len(frame) <= 65_535
    except Malformed:
        pass
    assert len(framer._held) <= 2 * 65_535
