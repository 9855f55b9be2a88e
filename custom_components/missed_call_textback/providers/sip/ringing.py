"""Ringing and never answering: INVITE server transactions (RFC 3261 sections 13.3 and 17.2.1).

    (new) ─INVITE─▶ ringing ─CANCEL, BYE, far too long─▶ refused ─ACK─▶ done ─T4─▶ (gone)
                    100, 180 │                           487, again by timer G
                             └ INVITE again: 180 again   └ no ACK in 64·T1 (timer H) ─▶ (gone)

Each branch is a leg of its own: a company that forks one call to this phone rings it twice. Knows no
socket and no clock: answers go to `send`, legs to `rang` and `ended`, and `now` is an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
import math
import re
import secrets
from typing import Final

from .addresses import address
from .messages import (
    Request,
    Response,
    call_id,
    cseq,
    header,
    header_lines,
    header_values,
    parameters,
    split,
    top_via,
)
from .resolving import Place
from .settings import Timers

MOST_LEGS: Final = 50
_METHODS: Final = "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY"
_RELIABLY: Final = "100rel"
_ECHOED: Final = ("from", "to", "call-id", "cseq")
_RPORT = re.compile(r";\s*rport\s*(?=;|$)", re.IGNORECASE)
_RECEIVED = re.compile(r";\s*received\s*=[^;]*", re.IGNORECASE)
_REASON = re.compile(r"(?P<protocol>[A-Za-z0-9.\-]+)\s*(?P<params>;.*)?", re.DOTALL)
# Q.850: normal clearing, user busy, normal unspecified, interworking. Exchanges give these where the
# caller hung up; 26, non-selected user clearing, is another phone's answer.
_CALLER_LEFT: Final = frozenset({"16", "17", "31", "127"})
_WORDS: Final = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    405: "Method Not Allowed",
    420: "Bad Extension",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
}


class End(StrEnum):
    """How a leg stopped ringing."""

    ELSEWHERE = "elsewhere"
    """Another phone answered: the company says so (RFC 3326)."""
    CALLER_LEFT = "caller_left"
    UNMARKED = "unmarked"
    """Nobody said why: nobody answered, or somebody did whose company does not tell."""
    UNKNOWN = "unknown"
    """It was never heard to end."""


def end_of(cancel: Request) -> End:
    """Read from all Reason headers (RFC 3326) of a CANCEL or BYE why the ringing stops."""
    end = End.UNMARKED
    for value in header_values(cancel, "reason"):
        found = _REASON.fullmatch(value)
        if found is None:
            continue
        protocol = found["protocol"].lower()
        cause = parameters(found["params"] or "").get("cause", "")
        if (protocol, cause) in {("sip", "200"), ("q.850", "26")}:
            return End.ELSEWHERE
        if (protocol == "q.850" and cause in _CALLER_LEFT) or (protocol, cause) == ("sip", "487"):
            end = End.CALLER_LEFT
    return end


@dataclass(slots=True, kw_only=True)
class _Leg:
    """One INVITE. `answer` is what was said last, and is said again when asked again."""

    invite: Request
    sender: Place
    tag: str
    answer: Response
    ringing: bool = True
    acknowledged: bool = False
    interval: float
    resend_at: float
    gone_at: float


class Ringing:
    """A phone that rings."""

    def __init__(
        self,
        *,
        send: Callable[[Response, Place], None],
        rang: Callable[[str, Request, float], None],
        ended: Callable[[str, End, float], None],
        contact: Callable[[], str],
        reliable: bool,
        timers: Timers,
        token: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        self._send = send
        self._rang = rang
        self._ended = ended
        self._contact = contact
        self._reliable = reliable
        self._timers = timers
        self._token = token
        self._legs: dict[str, _Leg] = {}

    @property
    def due(self) -> float:
        """When to be ticked."""
        return min(
            (min(leg.resend_at, leg.gone_at) for leg in self._legs.values()), default=math.inf
        )

    def hear(self, request: Request, sender: Place, now: float) -> None:
        """Take a request. Raises Malformed."""
        # Section 8.2.2.3; these two belong to a request that was looked at before.
        if request.method not in {"ACK", "CANCEL"} and (strange := _wanted(request) - {_RELIABLY}):
            self._say(request, sender, 420, ("unsupported", ", ".join(sorted(strange))))
            return
        match request.method:
            case "INVITE":
                self._invited(request, sender, now)
            case "ACK":
                self._acknowledged(request, now)
            case "CANCEL":
                self._cancelled(request, sender, now)
            case "BYE":
                self._hung_up(request, sender, now)
            case "OPTIONS":
                self._say(request, sender, 200, ("allow", _METHODS), ("accept", "application/sdp"))
            case "NOTIFY":
                # Of messages waiting and the like: unasked for, but a refusal upsets some.
                self._say(request, sender, 200)
            case "UPDATE" | "PRACK" | "INFO" | "REFER":
                self._say(request, sender, 481)
            case _:
                self._say(request, sender, 405, ("allow", _METHODS))

    def tick(self, now: float) -> None:
        """Do what is due."""
        for key, leg in list(self._legs.items()):
            if now >= leg.gone_at:
                if leg.ringing:
                    self._stop(key, leg, 480, End.UNKNOWN, now)
                else:
                    del self._legs[key]
            elif now >= leg.resend_at:
                self._repeat(leg)
                leg.interval = (
                    leg.interval if leg.ringing else min(2 * leg.interval, self._timers.t2)
                )
                leg.resend_at = now + leg.interval

    def leave(self, now: float) -> None:
        """Let the exchange know of what rings that this phone is gone."""
        for key, leg in list(self._legs.items()):
            if leg.ringing:
                self._stop(key, leg, 480, End.UNKNOWN, now)

    def _invited(self, invite: Request, sender: Place, now: float) -> None:
        key = _key(invite)
        if leg := self._legs.get(key):
            # Once acknowledged, nothing is said any more (timer I).
            if not leg.acknowledged:
                self._repeat(leg)
            return
        if "tag" in _parameters_of(invite, "to"):
            self._say(invite, sender, 481)
            return
        if len(self._legs) >= MOST_LEGS:
            self._say(invite, sender, 486)
            return
        tag = self._token()
        self._send(_response(invite, sender, 100), _back(invite, sender))
        answer = _response(invite, sender, 100)
        # Who wants its "ringing" confirmed (RFC 3262) gets none, and waits as well without.
        if _RELIABLY not in _wanted(invite):
            answer = _response(invite, sender, 180, ("contact", self._contact()), tag=tag)
            self._send(answer, _back(invite, sender))
        self._legs[key] = _Leg(
            invite=invite,
            sender=sender,
            tag=tag,
            answer=answer,
            interval=self._timers.ring_again,
            resend_at=now + self._timers.ring_again,
            gone_at=now + self._timers.longest_ring,
        )
        self._rang(key, invite, now)

    def _cancelled(self, cancel: Request, sender: Place, now: float) -> None:
        key = _key(cancel)
        leg = self._legs.get(key)
        if leg is None:
            self._say(cancel, sender, 481)
            return
        self._say(cancel, sender, 200, tag=leg.tag)
        if leg.ringing:
            self._stop(key, leg, 487, end_of(cancel), now)

    def _hung_up(self, bye: Request, sender: Place, now: float) -> None:
        """End what rings: a caller may do so with BYE, too (section 15)."""
        for key, leg in self._legs.items():
            same = call_id(leg.invite) == call_id(bye)
            if same and leg.ringing and _parameters_of(bye, "to").get("tag") == leg.tag:
                self._say(bye, sender, 200)
                end = end_of(bye)
                self._stop(key, leg, 487, End.CALLER_LEFT if end is End.UNMARKED else end, now)
                return
        self._say(bye, sender, 481)

    def _acknowledged(self, ack: Request, now: float) -> None:
        leg = self._legs.get(_key(ack))
        if leg is not None and not leg.ringing and not leg.acknowledged:
            leg.acknowledged = True
            leg.resend_at = math.inf
            leg.gone_at = now + (0 if self._reliable else self._timers.t4)

    def _stop(self, key: str, leg: _Leg, status: int, end: End, now: float) -> None:
        leg.ringing = False
        leg.answer = _response(leg.invite, leg.sender, status, tag=leg.tag)
        leg.interval = math.inf if self._reliable else self._timers.t1
        leg.resend_at = now + leg.interval
        leg.gone_at = now + self._timers.give_up
        self._repeat(leg)
        self._ended(key, end, now)

    def _repeat(self, leg: _Leg) -> None:
        self._send(leg.answer, _back(leg.invite, leg.sender))

    def _say(
        self,
        request: Request,
        sender: Place,
        status: int,
        *more: tuple[str, str],
        tag: str | None = None,
    ) -> None:
        response = _response(request, sender, status, *more, tag=tag or self._token())
        self._send(response, _back(request, sender))


def _key(request: Request) -> str:
    """Return what an INVITE, its CANCEL and its ACK have in common (section 17.2.3)."""
    via = top_via(request)
    if via.branch:
        return f"{via.branch} {via.sent_by}:{via.port}".lower()
    number, _ = cseq(request)
    tag = _parameters_of(request, "from").get("tag", "")
    return f"{call_id(request)} {number} {tag} {via.sent_by}:{via.port}"


def _wanted(request: Request) -> set[str]:
    return {value.lower() for value in header_values(request, "require")}


def _parameters_of(request: Request, name: str) -> dict[str, str]:
    """Return what stands behind the address in From or To."""
    found = address(header(request, name) or "")
    return found.parameters if found is not None else {}


def _response(
    request: Request,
    sender: Place,
    status: int,
    *more: tuple[str, str],
    tag: str | None = None,
) -> Response:
    """Answer a request (section 8.2.6)."""
    vias = header_lines(request, "via")
    headers = [("via", _stamped(vias[0], sender)), *(("via", line) for line in vias[1:])]
    for name in _ECHOED:
        value = header(request, name) or ""
        if name == "to" and tag is not None and "tag" not in _parameters_of(request, "to"):
            value = f"{value};tag={tag}"
        headers.append((name, value))
    return Response(status=status, reason=_WORDS[status], headers=(*headers, *more))


def _stamped(line: str, sender: Place) -> str:
    """Write into the topmost Via where the request came from (section 18.2.1, RFC 3581)."""
    first, *others = split(line, ",")
    first = _RPORT.sub(f";rport={sender[1]}", _RECEIVED.sub("", first))
    return ", ".join((f"{first};received={sender[0]}", *others))


def _back(request: Request, sender: Place) -> Place:
    """Return where an answer goes over UDP (section 18.2.2): never to anybody but the sender."""
    via = top_via(request)
    if "rport" in via.parameters:
        return sender
    return sender[0], via.port or 5060
