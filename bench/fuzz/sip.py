"""SIP: the torture messages of RFC 4475, spoilt; hostile names; answers that no registrar gives."""

from random import Random
from typing import Any, Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback.providers.sip.addresses import caller, dialled
from custom_components.missed_call_textback.providers.sip.framing import Framer
from custom_components.missed_call_textback.providers.sip.messages import (
    Malformed,
    Request,
    Response,
    header,
    parse,
    serialise,
)
from custom_components.missed_call_textback.providers.sip.registration import Registration
from custom_components.missed_call_textback.providers.sip.ringing import End, Ringing, end_of
from custom_components.missed_call_textback.providers.sip.settings import (
    SipSettings,
    Timers,
    Transport,
)
from custom_components.missed_call_textback.providers.sip.verdicts import MOST_CALLS, Ring, Verdicts
from custom_components.missed_call_textback.providers.source import Refused, Unreachable, Unsuitable
from tests.providers.sip.said import CALLER_LEFT, ELSEWHERE, EXCHANGE, said
from tests.providers.sip.torture import TORTURES

from .finding import Finding
from .pure import PureDoor
from .spoil import Change, changes, in_pieces, interleaved, spoilt

WIRES: Final = (
    *(torture.data for torture in TORTURES),
    said("INVITE", call="noise@pbx", branch="z9hG4bKnoise"),
    said("CANCEL", *CALLER_LEFT, call="noise@pbx", branch="z9hG4bKnoise"),
    said("CANCEL", *ELSEWHERE, call="noise@pbx", branch="z9hG4bKnoise"),
    said("BYE", call="noise@pbx", branch="z9hG4bKbye"),
    said("ACK", call="noise@pbx", branch="z9hG4bKnoise"),
    said("OPTIONS", call="noise@pbx", branch="z9hG4bKoptions"),
    said("NOTIFY", call="noise@pbx", branch="z9hG4bKnotify"),
    said("INVITE", "Privacy: id", 'P-Asserted-Identity: "x" <tel:+19005550199>', call="n2@pbx"),
    said("INVITE", "Diversion: <sip:+12025550100@pbx>", "Require: 100rel, x", call="n3@pbx"),
)
PIECES: Final = (
    b"Reason: SIP;cause=200\r\n",
    b'Reason: Q.850;cause=16;text="\r\n',
    b"Content-Length: 999999\r\n",
    b";tag=",
    b";branch=z9hG4bKnoise",
    b"<sip:+19005550199@evil>",
    b'"',
    b"\\",
    b",",
    b";",
    b" \r\n\t",
    b";rport=99999",
    b";received=::1",
    b"9" * 12,
)
_NUMBER: Final = "+12025550147"
_OWN_CALL: Final = "its-own-call@pbx"
_FINAL: Final = (200, 204, 301, 401, 403, 404, 405, 407, 423, 480, 500, 501, 503, 603, 699)
# Bytes of any kind within one line: exchanges of old write as they always did.
_value: Final = st.binary(max_size=40).map(
    lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"").decode("utf-8", "surrogateescape")
)
_quoted: Final = _value.map(lambda text: text.replace("\\", "").replace('"', ""))
_numbers: Final = st.sampled_from(("0", "1", "60", "86400", "4294967296", "-1", "NaN", "٣", ""))
_challenge: Final = st.builds(
    lambda scheme, realm, nonce, algorithm, more: (
        f'{scheme} realm="{realm}", nonce="{nonce}", algorithm={algorithm}{more}'
    ),
    st.sampled_from(("Digest", "digest", "Basic")),
    _quoted,
    _quoted,
    st.sampled_from(("MD5", "SHA-256", "md5-sess", '"MD5"', "")),
    st.sampled_from(("", ', qop="auth"', ', qop="auth-int"', ", stale=TRUE", ', opaque="\udcff"')),
)
_extra: Final = st.one_of(
    st.tuples(st.sampled_from(("www-authenticate", "proxy-authenticate")), _challenge | _value),
    st.tuples(st.sampled_from(("expires", "min-expires")), _numbers | _value),
    st.tuples(st.just("contact"), _value | st.just("<sip:199@192.0.2.20:5062>;expires=0")),
)
_answer: Final = st.tuples(
    st.sampled_from(_FINAL) | st.integers(100, 699),
    st.lists(_extra, max_size=4),
    st.sampled_from(("", ";received=192.0.2.9", ";received=[::1]", ";received=x")) | _value,
)
# By chance alone, few would be asked to prove themselves at all.
_asked_to_prove: Final = st.tuples(
    st.just(401),
    st.lists(st.tuples(st.just("www-authenticate"), _challenge), min_size=1, max_size=2),
    st.just(""),
)

type Noise = list[tuple[bytes, list[Change]]]
type Answers = list[tuple[int, list[tuple[str, str]], str]]
type Given = tuple[Noise, str, Answers, int, int]


class SipMessages(PureDoor):
    """No message raises, grows, makes a number of a name, or spoils another call's answer."""

    name = "sip"

    @override
    def inputs(self) -> st.SearchStrategy[Given]:
        noise = st.lists(st.tuples(st.sampled_from(WIRES), changes(PIECES, 6)), max_size=6)
        return st.tuples(
            noise,
            st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60),
            st.lists(_asked_to_prove | _answer, max_size=5),
            st.integers(0, 2**32),
            st.integers(1, 3000),
        )

    @override
    def check(self, given: Given) -> None:
        noise, name, answers, seed, size = given
        check_wires([spoilt(wire, done) for wire, done in noise], seed, size)
        _a_name_is_no_number(name)
        check_answers(answers)


def check_wires(wires: list[bytes], seed: int, size: int) -> None:
    """Hear messages, one by one and as a stream in pieces of a size. Raises Finding."""
    _in_a_stream(b"".join(wires), size)
    requests = [message for wire in wires if (message := _read(wire)) is not None]
    _beside_an_answered_call(requests, seed)


def _in_a_stream(wire: bytes, size: int) -> None:
    framer = Framer()
    try:
        for piece in in_pieces(wire, size):
            for frame in framer.feed(piece):
                _read(frame)
    except Malformed:
        return


def _read(wire: bytes) -> Request | None:
    try:
        message = parse(wire)
        if not isinstance(message, Request):
            return None
        who = caller(message)
        dialled(message, ["199"])
        end_of(message)
    except Malformed:
        return None
    if who.name is not None and not who.name.isprintable():
        raise Finding("a name that cannot be shown")
    return message


def _a_name_is_no_number(name: str) -> None:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    wire = said("INVITE", caller=f'"{escaped}" <sip:{_NUMBER}@pbx.example>')
    try:
        invite = parse(wire)
    except Malformed:
        return
    if isinstance(invite, Request) and caller(invite).number != _NUMBER:
        raise Finding("a caller's name that changes their number")


def _beside_an_answered_call(noise: list[Request], seed: int) -> None:
    """Have a call answered elsewhere while others ring: it stays answered."""
    own = [
        parse(said("INVITE", call=_OWN_CALL, branch="z9hG4bKits-own")),
        parse(said("CANCEL", *ELSEWHERE, call=_OWN_CALL, branch="z9hG4bKits-own")),
    ]
    verdicts = Verdicts(hold=0)
    legs: dict[str, bool] = {}

    def rang(leg: str, invite: Request, now: float) -> None:
        mine = header(invite, "call-id") == _OWN_CALL
        legs[leg] = mine
        who = caller(invite)
        verdicts.rings(leg, Ring(ref="its-own" if mine else leg, caller=who), now)

    ended: list[End] = []

    def stopped(leg: str, end: End, now: float) -> None:
        if legs[leg]:
            ended.append(end)
        verdicts.stops(leg, end, now)

    ringing = Ringing(
        send=lambda response, _to: _written(response),
        rang=rang,
        ended=stopped,
        contact=lambda: "<sip:199@192.0.2.20>",
        reliable=False,
        timers=Timers(),
    )
    others = [each for each in noise if header(each, "call-id") != _OWN_CALL]
    for now, message in enumerate(interleaved(own, others, Random(seed))):  # noqa: S311
        if not isinstance(message, Request):
            raise TypeError("a request is no request")
        try:
            ringing.hear(message, EXCHANGE, now)
        except Malformed:
            continue
        ringing.tick(now)
        verdicts.over(now)
    ringing.tick(10_000)
    if End.ELSEWHERE not in ended:
        raise Finding("a call that another phone answered is not told as answered")
    if len(verdicts._calls) > MOST_CALLS:  # noqa: SLF001
        raise Finding("more calls are kept than may be")


def _written(response: Response) -> None:
    try:
        serialise(response)
    except Malformed as error:
        raise Finding("an answer that cannot be written") from error


def check_answers(answers: Answers) -> None:
    """Answer a registration: it goes on, or ends with one of the three errors that a source knows."""
    asked: list[Request] = []
    registration = Registration(
        SipSettings(name="pbx", domain="pbx.example", username="199", password="secret"),
        transport=Transport.UDP,
        local=("192.0.2.20", 5062),
        send=asked.append,
        rand=lambda: 0.5,
        timers=Timers(),
    )
    now = 0.0
    try:
        registration.start(now)
        for status, extra, stamp in answers:
            now = min(registration.due, now + 1)
            registration.tick(now)
            serialise(asked[-1])
            wire = _response(asked[-1], status, extra, stamp)
            message = parse(wire)
            if isinstance(message, Response):
                registration.hear(message, now)
    except Refused, Unreachable, Unsuitable, Malformed:
        return


def _response(asked: Request, status: int, extra: list[tuple[str, str]], stamp: str) -> bytes:
    echoed: list[tuple[str, Any]] = [("via", f"{header(asked, 'via')}{stamp}")]
    echoed += [item for item in asked.headers if item[0] in {"from", "to", "call-id", "cseq"}]
    lines = [f"{name}: {value}" for name, value in (*echoed, *extra)]
    return "\r\n".join((f"SIP/2.0 {status} So", *lines, "", "")).encode("utf-8", "surrogateescape")
