"""What the engine needs of the rooms around it: a ledger, a carrier, words, a clock, a timer."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from .calls import Call
from .opt_out import Wish
from .outbox import OutgoingText, Reaction, SendResult, TextKind, TextState
from .policy import Caller, Decision, Reason
from .shop import Line
from .threads import Thread


class LedgerUnavailable(Exception):
    """The ledger cannot be written or read now (disk full, locked, broken). Nothing was stored."""


class Tally(StrEnum):
    """What is counted, per line and day, in the transaction of the event itself."""

    MISSED = "missed"
    """Calls missed."""
    TEXTED = "texted"
    """Text-backs that the carrier took."""
    REPLIES = "replies"
    """Texts from customers."""
    EPISODES = "episodes"
    """Missed callers to win back: an open episode counts once, however often they call."""
    RECOVERED = "recovered"
    """Episodes that ended with a reply or an answered call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCall:
    """A call with its row. `decided` tells whether its decision is made."""

    id: int
    call: Call
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that the ledger knows of one address on one line, in one look."""

    caller: Caller
    thread_id: int | None = None
    thread: Thread | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A text about to become a row: see `OutgoingText` for its fields."""

    ref: str
    line_id: str
    kind: TextKind
    sender: str
    to: str
    body: str
    created_at: datetime
    deadline: datetime
    state: TextState
    due_at: datetime | None
    thread_id: int | None = None
    call_id: int | None = None


class Book(Protocol):
    """The ledger inside one open transaction. Every verb is one named query; none commits.

    Used on the ledger's writer thread only. A unit of work may be run a second time after a
    rollback, so it must have no effect but through its book.
    """

    def find_call(self, source_id: str) -> StoredCall | None:
        """Return a call by its source's id."""

    def add_call(self, call: Call, *, due_at: datetime | None) -> int:
        """Add a call; `due_at` is when the engine looks whether its end got lost."""

    def save_call(
        self,
        call_id: int,
        call: Call,
        *,
        due_at: datetime | None,
        decision: Decision | None = None,
        decided_at: datetime | None = None,
        thread_id: int | None = None,
    ) -> None:
        """Save a call, and with it, where given, its decision and thread."""

    def calls_due(self, now: datetime, limit: int) -> list[StoredCall]:
        """Return calls without an outcome whose `due_at` has come, oldest first."""

    def history(self, shop_id: str, line_id: str, peer: str) -> History:
        """Return what is known of an address (E.164) on a line, and its opt-out in the shop."""

    def save_thread(
        self, thread_id: int | None, thread: Thread, *, text_back_at: datetime | None = None
    ) -> int:
        """Add or save a thread; `text_back_at`, where given, starts the cooldown. Returns its id."""

    def move_cooldown(
        self, line_id: str, peer: str, *, was: datetime | None, to: datetime | None
    ) -> None:
        """Move the start of a cooldown, or lift it with None, where it is still what it `was`."""

    def add_text(self, text: NewText) -> OutgoingText:
        """Add an outgoing text.

        Raises DuplicateTextBack where a text-back to the same person on this line is still open.
        """

    def add_reply(
        self, *, line_id: str, thread_id: int, carrier_id: str, peer: str, body: str, at: datetime
    ) -> bool:
        """Add an inbound text; False where its carrier id is known already."""

    def find_text(self, *, ref: str | None, carrier_id: str | None) -> OutgoingText | None:
        """Return an outgoing text by our reference, else by the carrier's id."""

    def texts_due(self, now: datetime, limit: int) -> list[OutgoingText]:
        """Return `queued` and `unknown` texts whose `due_at` has come, oldest first."""

    def save_text(
        self,
        text_id: int,
        *,
        state: TextState,
        due_at: datetime | None,
        attempts: int,
        carrier_id: str | None,
        error: str | None,
        accepted_at: datetime | None = None,
    ) -> None:
        """Save where a text stands; `accepted_at`, where given, is kept from then on."""

    def strand_sending(self, due_at: datetime) -> int:
        """Make every `sending` text `unknown`, due at `due_at`: a crash left it. Returns how many."""

    def taken_carrier_ids(self, line_id: str, peer: str) -> frozenset[str]:
        """Return the carrier ids that texts to this person on this line already have."""

    def set_wish(self, shop_id: str, peer: str, wish: Wish, *, source: str, at: datetime) -> bool:
        """Note that somebody opted out or in again; False where that was so already."""

    def count(self, line_id: str, day: str, tallies: dict[Tally, int]) -> None:
        """Add to a day's counters and to the totals."""

    def next_due(self) -> datetime | None:
        """Return the earliest due time of any row."""

    def set_automatic(self, line_id: str, *, on: bool) -> None:
        """Keep the state of a line's switch."""


class DuplicateTextBack(Exception):
    """A text-back to this person on this line is open already: the ledger's uniqueness said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One line's numbers: totals since the beginning, today's, and what is open now."""

    total: dict[Tally, int]
    today: dict[Tally, int]
    waiting: int = 0
    text_back_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """A call as the ledger keeps it, with its decision's reason where it has one."""

    id: int
    call: Call
    reason: Reason | None


class Ledger(Protocol):
    """Durable storage. What `write` returned is on disk."""

    async def write[T](self, work: Callable[[Book], T]) -> T:
        """Run a unit of work in a transaction and return its result after the commit.

        Units that wait together are committed together. An exception of a unit rolls back that
        unit alone and is raised here. Raises LedgerUnavailable.
        """

    async def figures(self, line_id: str, today: str) -> Figures:
        """Return a line's numbers. Raises LedgerUnavailable."""

    async def call_by_id(self, call_id: int) -> CallRecord | None:
        """Return one call. Raises LedgerUnavailable."""

    async def automatic(self) -> dict[str, bool]:
        """Return the kept state of each line's switch. Raises LedgerUnavailable."""


class Carrier(Protocol):
    """What sends texts."""

    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        """Hand a text over. Never raises but CancelledError: whatever is unclear is `Unknown`.

        `deadline_seconds` is how long the carrier may go on trying to deliver.
        """

    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        """Look for a text that may have been taken, leaving out carrier ids that are `taken`.

        Returns the carrier's id, or None where the carrier surely does not have it.
        Raises CarrierSilent where the carrier cannot say.
        """


class CarrierSilent(Exception):
    """The carrier could not be asked, or its answer could not be understood."""


class Words(Protocol):
    """Renders texts. Never fails and never returns nothing: broken words fall back to default ones."""

    def text_back(self, line: Line, *, is_open: bool) -> str:
        """Return the text-back of a line, for opening hours or for after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDecided:
    """A call is over and decided, or a decided one turned out to be `voicemail` or `answered`."""

    call_id: int
    call: Call
    decision: Decision
    text: OutgoingText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMoved:
    """An outgoing text came to another state; `reaction` where a refusal asks for one."""

    text: OutgoingText
    reaction: Reaction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReceived:
    """A customer's text came in, and what it asked about being texted."""

    line_id: str
    peer: str
    body: str
    at: datetime
    media: int
    wish: Wish | None


type Happening = CallDecided | TextMoved | TextReceived
type Listener = Callable[[Happening], None]
type Spawn = Callable[[Coroutine[Any, Any, None], str], None]
type Clock = Callable[[], datetime]


class Timer(Protocol):
    """The engine's one alarm."""

    def set(self, at: datetime | None, ring: Callable[[], None]) -> None:
        """Ring once at a time (aware), in place of any earlier setting; None clears it."""
