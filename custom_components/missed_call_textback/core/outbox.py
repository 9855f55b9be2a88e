"""An outgoing text, from the row that promises it to the carrier's receipt.

    queued ──claim──▶ sending ──accepted──▶ accepted ─▶ sent ─▶ delivered
       ▲                │ throttled             └─────────┴───▶ undelivered, failed
       ├────────────────┤                                            └──once──▶ another row, queued
       ├─as an SMS──────┤
       │                ├ refused ─▶ failed
       │                └ unknown ─▶ unknown ──found──▶ accepted
       └────not found within the deadline──────┤
                                               └ not found, too late ─▶ failed
    queued, held for its hour ──the caller calls, writes or opts out──▶ dropped
    queued, tried once more ──the caller is answered, writes or opts out; the first arrives──▶ dropped

Invariants:
1. A text is handed to the carrier only from `sending`, and `sending` is entered only by a claim
   on a `queued` row: of two claims one gets the row.
2. Receipts come in any order and twice: a state is left only for one of higher rank, so nothing
   ever goes back. Only the three arrows to `queued` return, and none of them leaves a state in
   which the carrier is known to have the text. `delivered` ranks highest: it corrects a text that
   we had given up.
3. `unknown` (timeout, broken answer, crash) is never sent again before the carrier's own list, or
   a callback that carries our reference, has said what happened.
4. Nothing waits for ever, and nothing fails unsaid: a `queued` text past its deadline or to
   somebody who opted out meanwhile is `failed`, and so is an `unknown` one whose carrier could not
   say for a day.
5. What was not delivered is tried at most once more, as a row of its own under a reference of its
   own, so that late receipts of the first are never taken for receipts of the second.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .channels import Channel
from .opt_out import Wish
from .printable import make_keepable


class TextKind(StrEnum):
    """Why a text goes out, or that it came in."""

    TEXT_BACK = "text_back"
    MESSAGE = "message"
    """Free words to a customer, by an action or the notify service."""
    MACHINE = "machine"
    """Words to a customer that nobody wrote by hand. Where a person has written, they are not sent."""
    APPOINTMENT = "appointment"
    """What the machine did about an appointment, and a reminder: true whatever was said meanwhile."""
    NOTICE = "notice"
    """Words to a member of the team."""
    SERVICE = "service"
    """Words that are owed: how to reach the shop, or that no more texts will come."""
    REPLY = "reply"
    """Inbound: the customer's words."""


class TextState(StrEnum):
    """Where an outgoing text stands; `received` is the one state of an inbound one."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    DROPPED = "dropped"
    """Held, and no longer needed before it went out; `error` has the reason."""
    RECEIVED = "received"


# States in which it is open whether the caller gets this text: the ledger's uniqueness counts them.
OPEN_STATES: Final = (TextState.QUEUED, TextState.SENDING, TextState.UNKNOWN)
# States that say the carrier took the text.
TAKEN_STATES: Final = (
    TextState.ACCEPTED,
    TextState.SENT,
    TextState.DELIVERED,
    TextState.UNDELIVERED,
)
# States in which the caller did not get it.
LOST_STATES: Final = (TextState.FAILED, TextState.UNDELIVERED)
_RANK: Final = {
    TextState.QUEUED: 0,
    TextState.SENDING: 0,
    TextState.UNKNOWN: 0,
    TextState.ACCEPTED: 1,
    TextState.SENT: 2,
    TextState.DELIVERED: 4,
    TextState.UNDELIVERED: 3,
    TextState.FAILED: 3,
    TextState.DROPPED: 3,
    TextState.RECEIVED: 3,
}


class Reaction(StrEnum):
    """What a carrier's refusal asks of us."""

    RETRY = "retry"
    """Not now: this very text may be sent again soon, and others of its sender not sooner."""
    LATER = "later"
    """Not delivered for now: once more, but only after a while."""
    HOLD = "hold"
    """The sender cannot send before the owner puts it right: its texts wait as long as they may."""
    SUSPEND = "suspend"
    """Nothing of this sender gets through before the owner puts it right: send nothing for a while."""
    NEVER = "never"
    """This text is not to be sent to this number, and nobody need do anything about it."""
    UNTEXTABLE = "untextable"
    """No text will ever get to this number: remember it."""
    AS_SMS = "as_sms"
    """Not by this channel, or no longer: the same words may go as an SMS."""
    OPTED_OUT = "opted_out"
    """The person does not want our texts: remember it."""
    CALL_BACK = "call_back"
    """This number gets no texts at all: somebody ought to call it."""
    OWNER = "owner"
    """This text cannot go, and the owner has to know."""
    SIGN_IN = "sign_in"
    """The carrier no longer takes our credentials."""


# Refusals after which the text itself is sent again, while its deadline lasts.
AGAIN: Final = (Reaction.RETRY, Reaction.HOLD, Reaction.SIGN_IN)
# Ends of a text-back after which nobody need call: the person wants no words, or has no ear for them.
NOBODY_TO_CALL: Final = (Reaction.NEVER, Reaction.OPTED_OUT, Reaction.UNTEXTABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingText:
    """One row of the outbox. Addresses are E.164; times are aware.

    `ref` is our own id, which comes back in every receipt. `attempts` counts the carrier's answers
    that ended in another try. `cost` is in millionths of the shop's currency. `retry_of` is the id of
    the text that was not delivered, and that this one tries once more. `called_at` is when the missed
    call ended that it answers at once, `wording` which of the shop's texts it is.
    """

    id: int
    ref: str
    line_id: str
    kind: TextKind
    sender: str
    to: str
    body: str
    created_at: datetime
    deadline: datetime
    state: TextState = TextState.QUEUED
    attempts: int = 0
    carrier_id: str | None = None
    error: str | None = None
    call_id: int | None = None
    cost: int = 0
    retry_of: int | None = None
    channel: Channel = Channel.SMS
    called_at: datetime | None = None
    wording: str | None = None

    @property
    def held(self) -> bool:
        """Tell whether it waits for its hour, or for its second try, and can still be dropped."""
        return self.state is TextState.QUEUED and self.attempts == 0

    @property
    def promised_at(self) -> datetime:
        """When the call was over that it answers at once; of any other, when it was asked for."""
        return self.called_at or self.created_at

    def promised_after(self, at: datetime) -> bool:
        """Tell whether it came to be by what happened after a time (aware).

        A second try is for what the first was for, however long ago that is.
        """
        return self.retry_of is None and self.promised_at > at


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier has the text, under its own id."""

    carrier_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The carrier did not take the text; `code` is its own error code."""

    code: str
    reaction: Reaction


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say yet whether the carrier has the text; `why` is for the owner."""

    why: str


type SendResult = Accepted | Refused | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a carrier says of a text it took: `ref` or `carrier_id` tells which.

    `reaction` is what its `error` asks of us.
    """

    state: TextState
    ref: str | None = None
    carrier_id: str | None = None
    error: str | None = None
    reaction: Reaction | None = None

    def __post_init__(self) -> None:
        make_keepable(self, "ref", "carrier_id", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundText:
    """A text that came in. `carrier_id` is the carrier's id of it.

    `sender` is as the carrier gave it, but for what names its channel. `media` counts pictures and
    files, which stay with the carrier. `wish` is what the carrier itself made of the words, and did
    about them.
    """

    line_id: str
    carrier_id: str
    sender: str
    body: str
    at: datetime
    media: int = 0
    wish: Wish | None = None
    channel: Channel = Channel.SMS

    def __post_init__(self) -> None:
        make_keepable(self, "carrier_id", "sender", "body")


def after_receipt(state: TextState, reported: TextState) -> TextState:
    """Return the state after a receipt: the higher rank stands, the first of equals too."""
    return reported if _RANK[reported] > _RANK[state] else state


# Full jitter would let a burst come back as a burst; the engine adds a random part to these.
_RETRY_BASE: Final[timedelta] = timedelta(seconds=1)
_RETRY_MOST: Final[timedelta] = timedelta(seconds=60)


def retry_delay(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait before the next claim: exponential, with `jitter` from 0 to 1."""
    longest: timedelta = min(_RETRY_BASE * 2 ** min(attempts, 10), _RETRY_MOST)
    return longest / 2 + longest / 2 * jitter


# A handset that was off or out of reach may be back by then. Twilio's advice for most of these codes
# is an hour at most; a text-back is not worth sending after half an hour.
_LATER_LEAST: Final = timedelta(minutes=10)
_LATER_MOST: Final = timedelta(minutes=15)


def later_delay(jitter: float) -> timedelta:
    """Return how long to wait before what was not delivered is tried once more."""
    return _LATER_LEAST + (_LATER_MOST - _LATER_LEAST) * jitter
