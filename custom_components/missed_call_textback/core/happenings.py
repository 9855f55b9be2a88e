"""What the engine tells of: calls, texts, matters that got further, and whom the team was told of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .calls import Call
from .channels import Channel
from .leads import Lead
from .opt_out import Wish
from .outbox import OutgoingText, Reaction
from .policy import Decision
from .team_calls import TeamCall
from .told import Told


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
    """An outgoing text came to another state; `reaction` where a refusal asks for one.

    `tried_again` tells of one that was not delivered that its words are on their way once more.
    """

    text: OutgoingText
    reaction: Reaction | None = None
    tried_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReceived:
    """A customer's text came in, and what it asked about being texted.

    `urgent` are the words in it that make it urgent; `alarm` tells that nothing in the thread was so
    before it. `waits` tells whether they wait for an answer: neither the team do, nor who only says
    goodbye.
    """

    thread_id: int
    line_id: str
    peer: str
    body: str
    at: datetime
    media: int
    wish: Wish | None
    channel: Channel = Channel.SMS
    urgent: tuple[str, ...] = ()
    alarm: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptReady:
    """What a caller said to the answering machine is written down; `at` is when they had said it.

    `urgent`, `alarm` and `waits` are as of a text that came in.
    """

    call_id: int
    thread_id: int
    line_id: str
    peer: str
    words: str
    at: datetime
    urgent: tuple[str, ...] = ()
    alarm: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadMoved:
    """Somebody said how a caller's matter stands; `before` is how it stood."""

    thread_id: int
    line_id: str
    peer: str
    before: Lead
    lead: Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledBack:
    """Somebody of the shop called a caller; `answered_at` is None for a try (times are aware)."""

    thread_id: int
    line_id: str
    peer: str
    began_at: datetime
    answered_at: datetime | None
    recovered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAlerted:
    """Some of the team were told that a caller waits, `told` as far as not by text.

    `rung` counts the times, from 0. `words` is what the caller wrote last, `unread` how many texts
    nobody has looked at, `answers` what else they said to the line's questions.
    """

    thread_id: int
    line_id: str
    peer: str
    words: str | None
    unread: int
    waiting_since: datetime
    rung: int
    urgent: bool
    told: tuple[Told, ...]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingOver:
    """A caller of whom the team was told waits no more; `told` is who had been.

    `by` is who wrote to them, and `words` what; both None where a call, or something else, ended it.
    Where they want nothing any more, `words` are their own, by nobody.
    """

    thread_id: int
    line_id: str
    peer: str
    by: str | None
    words: str | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCalled:
    """A call to somebody of the team about what is urgent came to another state.

    `reaction` is there where the telephone company refused it.
    """

    thread_id: int
    line_id: str
    peer: str
    call: TeamCall
    reaction: Reaction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNotCalled:
    """Nobody of the team is called any more about what is urgent: too many calls went out lately."""

    thread_id: int
    line_id: str
    peer: str


type Happening = (
    CallDecided
    | CalledBack
    | TextMoved
    | TextReceived
    | TranscriptReady
    | LeadMoved
    | TeamAlerted
    | TeamCalled
    | TeamNotCalled
    | WaitingOver
)
type Listener = Callable[[Happening], None]
