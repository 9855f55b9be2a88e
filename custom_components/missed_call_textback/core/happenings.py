"""What the engine tells of: a call decided, a text moved or received, a matter that got further."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .calls import Call
from .channels import Channel
from .leads import Lead
from .opt_out import Wish
from .outbox import OutgoingText, Reaction
from .policy import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDecided:
    """A call is over and decided, or a decided one turned out to be `voicemail` or `answered`."""

    call_id: int
    call: Call
    decision: Decision
    text: OutgoingText | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMoved:
    """An outgoing text came to another state; `reaction` where a refusal asks for one."""

    text: OutgoingText
    reaction: Reaction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReceived:
    """A customer's text came in, and what it asked about being texted."""

    thread_id: int
    line_id: str
    peer: str
    body: str
    at: datetime
    media: int
    wish: Wish | None
    channel: Channel = Channel.SMS


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadMoved:
    """Somebody said how a caller's matter stands; `before` is how it stood."""

    thread_id: int
    line_id: str
    peer: str
    before: Lead
    lead: Lead


type Happening = CallDecided | TextMoved | TextReceived | LeadMoved
type Listener = Callable[[Happening], None]
