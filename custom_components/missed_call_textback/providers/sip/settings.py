"""What a SIP account needs to be told, and how long everything takes."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

HOLD: Final = 15.0


class Transport(StrEnum):
    """How messages travel."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"

    @property
    def port(self) -> int:
        """The port where none is told (RFC 3261 section 19.1.2)."""
        return 5061 if self is Transport.TLS else 5060


@dataclass(frozen=True, slots=True, kw_only=True)
class SipSettings:
    """One account.

    `name` tells this source from the shop's others, and is part of every call's id. `domain` is the
    registrar, and what the account's address ends with; `proxy` is where messages go instead, if
    the company names an outbound proxy. Without a `port`, SRV records are asked for.

    `marks_elsewhere` is what two test calls have shown: whether the company says of a call that
    another phone answered it. None or False: unmarked calls are never reported, since nobody can
    tell whether they were answered.
    """

    name: str
    domain: str
    username: str
    password: str = field(repr=False)
    auth_name: str | None = None
    proxy: str | None = None
    port: int | None = None
    transport: Transport = Transport.UDP
    marks_elsewhere: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timers:
    """Seconds. The first three are RFC 3261's (section 17.1.1.1, appendix A)."""

    t1: float = 0.5
    t2: float = 4.0
    t4: float = 5.0
    connect: float = 16.0
    expires: int = 300
    """Asked for as the life of a registration; half of what is granted passes before the next."""
    keep_alive: float = 25.0
    """Less than the 30 s after which routers forget a UDP flow (RFC 5626 section 4.4)."""
    ring_again: float = 60.0
    """Proxies give up after three minutes without a word (RFC 3261 section 13.3.1.1)."""
    longest_ring: float = 600.0
    hold: float = HOLD
    """Queues ring in rounds: how long a caller has to be gone before the call is over."""
    leave: float = 2.0

    @property
    def give_up(self) -> float:
        """Timers B, F and H."""
        return 64 * self.t1
