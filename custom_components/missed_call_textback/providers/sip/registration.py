"""Being registered (RFC 3261 section 10.2), as one client transaction after the other (17.1.2).

    (new) ─start─▶ asking ─200─▶ registered ─half of the time granted─▶ asking …
                   │  ▲
                   │  └─ 401, 407: once with the password; again where the nonce had grown old
                   │  └─ 423: once more, for as long as the registrar wants
                   ├─ the password was of no use, 403, 404 ─▶ Refused
                   ├─ 405, 501, no challenge that can be met ─▶ Unsuitable
                   └─ no answer in 64·T1 (timer F), all else ─▶ Unreachable

Knows no socket and no clock: what to send goes to `send`, and `now` is an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass
import ipaddress
import math
import secrets
from typing import Final
from urllib.parse import quote

from ..source import Refused, Unreachable, Unsuitable
from .addresses import address
from .digest import Answers, chosen
from .messages import (
    MAGIC_COOKIE,
    Request,
    Response,
    cseq,
    header,
    header_lines,
    header_values,
    top_via,
)
from .resolving import Place
from .settings import SipSettings, Timers, Transport

_MOST_TRIES: Final = 6
_LONGEST_EXPIRES: Final = 86_400
_LEAST_EXPIRES: Final = 10
# What may stand in a user part as it is (RFC 3261 section 25.1).
_USER: Final = "-_.!~*'()&=+$,/"
_PROOF: Final = {
    401: ("www-authenticate", "authorization"),
    407: ("proxy-authenticate", "proxy-authorization"),
}


@dataclass(slots=True, kw_only=True)
class _Transaction:
    """One REGISTER on its way. Timer E is `resend_at`, timer F `give_up_at`."""

    request: Request
    branch: str
    contact: str
    interval: float
    resend_at: float
    give_up_at: float


class Registration:
    """Keeps one account registered from one socket."""

    def __init__(
        self,
        account: SipSettings,
        *,
        transport: Transport,
        local: Place,
        send: Callable[[Request], None],
        rand: Callable[[], float],
        timers: Timers,
        token: Callable[[], str] = lambda: secrets.token_hex(12),
    ) -> None:
        self._account = account
        self._user = quote(account.username, safe=_USER)
        self._transport = transport
        self._local = local
        self._seen = local
        self._send = send
        self._rand = rand
        self._timers = timers
        self._token = token
        self._call_id, self._tag = token(), token()
        self._number = 0
        self._expires = timers.expires
        self._pending: _Transaction | None = None
        self._answers: dict[str, Answers] = {}
        self._proven: set[str] = set()
        self._tries = 0
        self._moved = False
        self._kept: str | None = None
        self._refresh_at = math.inf

    @property
    def registered(self) -> bool:
        """Tell whether calls come here."""
        return self._kept is not None

    @property
    def asking(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._pending is not None

    @property
    def contact(self) -> str:
        """Where calls are to be sent: as the registrar sees us, which a router may have changed."""
        suffix = "" if self._transport is Transport.UDP else f";transport={self._transport}"
        return f"<sip:{self._user}@{_host_port(self._seen)}{suffix}>"

    @property
    def due(self) -> float:
        """When to be ticked."""
        if self._pending is not None:
            return min(self._pending.resend_at, self._pending.give_up_at)
        return self._refresh_at

    def start(self, now: float) -> None:
        """Begin a round: ask to be registered, or to stay so."""
        self._proven.clear()
        self._tries = 0
        self._moved = False
        self._ask(now)

    def leave(self, now: float) -> None:
        """Ask for calls to be sent here no longer."""
        self._proven.clear()
        self._tries = 0
        self._expires = 0
        self._ask(now)

    def tick(self, now: float) -> None:
        """Do what is due. Raises Unreachable."""
        pending = self._pending
        if pending is None:
            if now >= self._refresh_at:
                self.start(now)
            return
        if now >= pending.give_up_at:
            self._pending = None
            raise Unreachable("it does not answer")
        if now >= pending.resend_at:
            pending.interval = min(2 * pending.interval, self._timers.t2)
            pending.resend_at = now + pending.interval
            self._send(pending.request)

    def hear(self, response: Response, now: float) -> None:
        """Take an answer; none of ours is passed over. Raises Refused, Unreachable, Unsuitable."""
        pending = self._pending
        if pending is None or cseq(response) != (self._number, "REGISTER"):
            return
        if top_via(response).branch != pending.branch:
            return
        if response.status < 200:
            pending.interval = self._timers.t2
            return
        self._pending = None
        self._look_into_mirror(response)
        if response.status < 300:
            self._granted(response, pending, now)
        elif response.status in _PROOF:
            self._challenged(response, now)
        elif response.status == 423:
            self._told_to_stay_longer(response, now)
        elif response.status in {403, 404}:
            raise Refused(f"it answered {response.status}")
        elif response.status in {405, 501}:
            raise Unsuitable("no_registrar")
        else:
            raise Unreachable(f"it answered {response.status}")

    def _ask(self, now: float) -> None:
        self._tries += 1
        if self._tries > _MOST_TRIES:
            raise Unreachable("it asks again and again")
        self._number += 1
        branch = MAGIC_COOKIE + self._token()
        account, uri = self._account, f"sip:{_bracketed(self._account.domain)}"
        me = f"<sip:{self._user}@{_bracketed(account.domain)}>"
        via = f"SIP/2.0/{self._transport.upper()} {_host_port(self._local)};branch={branch};rport"
        contacts = [("contact", f"{self.contact};expires={self._expires}")]
        if self._kept is not None and self._kept != self.contact:
            # Where we were before a router changed its mind.
            contacts.append(("contact", f"{self._kept};expires=0"))
        request = Request(
            method="REGISTER",
            uri=uri,
            headers=(
                ("via", via),
                ("max-forwards", "70"),
                ("from", f"{me};tag={self._tag}"),
                ("to", me),
                ("call-id", self._call_id),
                ("cseq", f"{self._number} REGISTER"),
                *contacts,
                ("expires", str(self._expires)),
                *((name, proof.answer("REGISTER", uri)) for name, proof in self._answers.items()),
                ("user-agent", "Missed Call Text-Back"),
            ),
        )
        self._pending = _Transaction(
            request=request,
            branch=branch,
            contact=self.contact,
            interval=self._timers.t1,
            # A stream repeats by itself what is lost.
            resend_at=now + self._timers.t1 if self._transport is Transport.UDP else math.inf,
            give_up_at=now + self._timers.give_up,
        )
        self._send(request)

    def _look_into_mirror(self, response: Response) -> None:
        """Learn from where the registrar sees us (RFC 3581, RFC 3261 section 18.2.1)."""
        told = top_via(response).parameters
        try:
            host = str(ipaddress.ip_address(told.get("received", self._seen[0]).strip("[]")))
            port = int(told.get("rport") or self._seen[1])
        except ValueError:
            return
        if 0 < port < 65_536:
            self._seen = host, port

    def _granted(self, response: Response, pending: _Transaction, now: float) -> None:
        if self._expires == 0:
            self._kept = None
            self._refresh_at = math.inf
            return
        granted = self._time_granted(response, pending.contact)
        if granted == 0:
            raise Unreachable("it does not keep the registration")
        self._kept = pending.contact
        # Half of it: were the first try in vain, there is time for another.
        life = max(granted, _LEAST_EXPIRES) / 2
        self._refresh_at = now + life * (0.9 + 0.2 * self._rand())
        # A router in between: from now on, calls are to come to where it lets them through.
        if self.contact != pending.contact and not self._moved:
            self._moved = True
            self._ask(now)

    def _time_granted(self, response: Response, contact: str) -> int:
        ours = contact.strip("<>").lower()
        for value in header_values(response, "contact"):
            found = address(value)
            if found is not None and found.uri.lower() == ours and "expires" in found.parameters:
                return _seconds(found.parameters["expires"], self._expires)
        return _seconds(header(response, "expires"), self._expires)

    def _challenged(self, response: Response, now: float) -> None:
        asks, answers = _PROOF[response.status]
        challenge = chosen(header_lines(response, asks))
        if challenge is None:
            raise Unsuitable("unknown_challenge")
        # Proven with what it asked for a moment ago, and still not believed.
        if answers in self._proven and not challenge.stale:
            raise Refused(f"it answered {response.status}")
        self._proven.add(answers)
        self._answers[answers] = Answers(
            challenge,
            self._account.auth_name or self._account.username,
            self._account.password,
            self._token(),
        )
        self._ask(now)

    def _told_to_stay_longer(self, response: Response, now: float) -> None:
        least = _seconds(header(response, "min-expires"), 0)
        if not self._expires < least <= _LONGEST_EXPIRES:
            raise Unreachable("it wants another time, and does not say which")
        self._expires = least
        self._ask(now)


def _seconds(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    # Too large is as long as can be (RFC 4475 section 3.1.2.4).
    return min(int(text[:12]), _LONGEST_EXPIRES) if text.isascii() and text.isdigit() else otherwise


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _host_port(place: Place) -> str:
    return f"{_bracketed(place[0])}:{place[1]}"
