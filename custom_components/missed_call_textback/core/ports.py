"""What the engine needs of the rooms around it: a ledger, words, a clock, a timer."""

from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from .calls import Call, CallEvent, Outcome
from .channels import Channel
from .inbox import Conversation, Summary, Wanted
from .leads import Lead
from .limits import Limits, Traffic, TrafficSince
from .numbers import NumberKind
from .opt_out import Wish
from .outbox import (
    InboundText,
    OutgoingText,
    Receipt,
    TextKind,
    TextState,
)
from .policy import Caller, Decision
from .records import CallBack, CallRecord, Figures, Person, Record, Settings, Unsure, VitalSigns
from .shop import Line
from .tally import Tally
from .threads import Thread


class Trouble(StrEnum):
    """What keeps a ledger from being read or written, as far as its owner can do something."""

    FULL = "full"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    DAMAGED = "damaged"
    OTHER = "other"
    """The disk fails, or nobody knows."""


class LedgerUnavailable(Exception):
    """The ledger cannot be written or read now (disk full, locked, broken). Nothing was stored.

    `trouble` is why; None where the ledger itself is in no trouble: it was closed, for one.
    """

    def __init__(self, message: str = "", trouble: Trouble | None = None) -> None:
        super().__init__(message)
        self.trouble = trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCall:
    """A call with its row. `decided` tells whether its decision is made.

    `due_at` is when it is looked at again. `by_twin` tells that it was found by the id of another
    source than the one it is kept under.
    """

    id: int
    call: Call
    decided: bool
    due_at: datetime | None = None
    by_twin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that the ledger knows of one address on one line, in one look."""

    caller: Caller
    thread_id: int | None = None
    thread: Thread | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A text about to become a row: see `OutgoingText` for its fields."""

    shop_id: str
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
    cost: int = 0
    thread_id: int | None = None
    call_id: int | None = None
    retry_of: int | None = None
    channel: Channel = Channel.SMS


class Book(Protocol):
    """The ledger inside one open transaction. Every verb is one named query; none commits.

    Used on the ledger's writer thread only. A unit of work may be run a second time after a
    rollback, so it must have no effect but through its book.
    """

    def find_call(self, source_id: str) -> StoredCall | None:
        """Return a call by the id of any source that heard it."""

    def heard_elsewhere(self, call: Call, since: datetime, until: datetime) -> list[StoredCall]:
        """Return calls of the same caller (E.164) on the same line that began in a period.

        Only those that this call's source has told nothing of, and of many the latest few.
        """

    def join_call(self, call: Call, call_id: int) -> None:
        """Have a call be found as another one from now on; an undecided row of its own is none."""

    def add_call(self, call: Call, *, due_at: datetime | None) -> int:
        """Add a call; `due_at` is when the engine looks at it again, if it is undecided."""

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

    def postpone_calls(self, until: datetime) -> None:
        """Make no undecided call fall due before a time: a log may tell how it ended."""

    def calls_due(self, now: datetime, limit: int) -> list[StoredCall]:
        """Return undecided calls whose `due_at` has come, oldest first."""

    def history(self, shop_id: str, line_id: str, peer: str) -> History:
        """Return what is known of an address (E.164) on a line, and of its person in the shop."""

    def traffic(self, shop_id: str, peer: str, since: TrafficSince, limits: Limits) -> Traffic:
        """Count what went out lately, each number no further than its limit."""

    def save_thread(
        self, thread_id: int | None, thread: Thread, *, text_back_at: datetime | None = None
    ) -> int:
        """Add or save a thread; `text_back_at`, where given, starts the cooldown. Returns its id."""

    def thread_by_id(self, thread_id: int) -> Thread | None:
        """Return a thread; None where there is none, or its person was erased."""

    def add_past_lead(self, thread_id: int, line_id: str, lead: Lead) -> None:
        """Keep a matter after which another one has begun."""

    def add_note(self, thread_id: int, author: str, body: str, at: datetime) -> int:
        """Add a note to a thread; `author` is who wrote it. Returns its id."""

    def move_cooldown(
        self, line_id: str, peer: str, *, was: datetime | None, to: datetime | None
    ) -> None:
        """Move the start of a cooldown, or lift it with None, where it is still what it `was`."""

    def add_text(self, text: NewText) -> OutgoingText:
        """Add an outgoing text, and its cost to the month's spending.

        Raises DuplicateTextBack where a text-back to the same person on this line is still open.
        """

    def waiting_text_back(self, line_id: str, peer: str) -> OutgoingText | None:
        """Return the text-back to this person on this line that is still open, if it waits."""

    def retry_of(self, text_id: int) -> OutgoingText | None:
        """Return the open text that tries once more what was not delivered."""

    def refund(self, text: OutgoingText) -> None:
        """Take a text's cost off the spending of its month: it surely was not sent."""

    def charge(self, text: OutgoingText) -> None:
        """Put a text's cost back on the spending of its month: it was sent after all."""

    def add_reply(
        self,
        *,
        line_id: str,
        thread_id: int,
        carrier_id: str,
        peer: str,
        body: str,
        at: datetime,
        channel: Channel = Channel.SMS,
    ) -> bool:
        """Add an inbound text; False where its carrier id is known already."""

    def find_text(self, *, ref: str | None, carrier_id: str | None) -> OutgoingText | None:
        """Return an outgoing text by our reference, else by the carrier's id."""

    def owner_of(self, carrier_id: str) -> int | None:
        """Return the id of the text, in or out, that has a carrier's id."""

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

    def make_sms(self, text_id: int) -> None:
        """Have a text go out as an SMS, by whatever it was to travel."""

    def strand_sending(self, due_at: datetime) -> int:
        """Make every `sending` text `unknown`, due at `due_at`: a crash left it. Returns how many."""

    def taken_carrier_ids(self, line_id: str, peer: str) -> frozenset[str]:
        """Return the carrier ids that texts to this person on this line already have."""

    def set_wish(self, shop_id: str, peer: str, wish: Wish, *, source: str, at: datetime) -> bool:
        """Note that somebody opted out or in again, as evidence too; False where that was so already.

        UNSURE opts out as STOP does. START never makes a row: who never opted out is in. HELP is no
        change.
        """

    def set_person(
        self,
        shop_id: str,
        peer: str,
        *,
        blocked: bool | None = None,
        name: str | None = None,
        language: str | None = None,
        at: datetime,
    ) -> None:
        """Note what the owner says of a person; what is None stays. An empty string clears.

        A block and its end are evidence, too.
        """

    def set_heard(self, shop_id: str, peer: str, language: str) -> bool:
        """Keep the language that somebody (E.164) wrote in; an empty string clears it.

        False where that was so already. To clear never makes a row.
        """

    def set_line_kind(self, shop_id: str, peer: str, kind: NumberKind, *, at: datetime) -> None:
        """Keep what the carrier said of a number."""

    def set_snooze(self, shop_id: str, until: datetime | None) -> None:
        """Keep until when a shop is closed whatever its hours say."""

    def set_listened(self, shop_id: str, at: datetime) -> None:
        """Keep until when all that happened at the telephone company is known."""

    def done_calling_back(self, thread_id: int) -> None:
        """Note that somebody has called a thread's person back, or need not."""

    def erase(self, shop_id: str, peer: str) -> int:
        """Make a person unrecognisable in every row, for good; returns how many rows they had.

        Their opt-out or block stays, under a keyed hash of their number.
        """

    def anonymise(self, shop_id: str, before: datetime, limit: int) -> int:
        """Make at most `limit` rows of each kind from before a time unrecognisable.

        Returns how many; 0 means that none are left. Opt-outs and counters stay.
        """

    def count(self, line_id: str, day: str, tallies: dict[Tally, int]) -> None:
        """Add to a day's counters and to the totals."""

    def next_due(self) -> datetime | None:
        """Return the earliest due time of any row."""

    def set_automatic(self, line_id: str, *, on: bool) -> None:
        """Keep the state of a line's switch."""


class DuplicateTextBack(Exception):
    """A text-back to this person on this line is open already: the ledger's uniqueness said so."""


class Ledger(Protocol):
    """Durable storage. What `write` returned is on disk."""

    async def write[T](self, work: Callable[[Book], T], *, patient: bool = False) -> T:
        """Run a unit of work in a transaction and return its result after the commit.

        Units that wait together are committed together. An exception of a unit rolls back that
        unit alone and is raised here. Raises LedgerUnavailable.

        `patient` lets others go first for a moment: for what nobody waits for.
        """

    async def figures(self, line_id: str, today: str) -> Figures:
        """Return a line's numbers. Raises LedgerUnavailable."""

    async def call_by_id(self, call_id: int) -> CallRecord | None:
        """Return one call. Raises LedgerUnavailable."""

    async def settings(self, shop_id: str) -> Settings:
        """Return what is set at run time. Raises LedgerUnavailable."""

    async def person(self, shop_id: str, peer: str) -> Person:
        """Return what is known of an address (E.164). Raises LedgerUnavailable."""

    async def unsure(self, shop_id: str) -> list[Unsure]:
        """Return whom the owner has still to be asked about. Raises LedgerUnavailable."""

    async def spent(self, shop_id: str, month: str) -> int:
        """Return what a month's texts cost, in millionths. Raises LedgerUnavailable."""

    async def to_call_back(self, line_ids: Collection[str]) -> list[CallBack]:
        """Return who ought to be called on some lines, longest first. Raises LedgerUnavailable."""

    async def threads(
        self, shop_id: str, line_ids: Collection[str], wanted: Wanted
    ) -> list[Summary]:
        """Return a page of conversations. Raises LedgerUnavailable."""

    async def thread(self, shop_id: str, thread_id: int) -> Summary | None:
        """Return one as a list shows it; None where there is none, or it was erased.

        Raises LedgerUnavailable.
        """

    async def conversation(self, shop_id: str, thread_id: int) -> Conversation | None:
        """Return one with all that happened in it; None where there is none, or it was erased.

        Raises LedgerUnavailable.
        """

    async def vital_signs(self) -> VitalSigns:
        """Return how large the ledger is, and what waits in it. Raises LedgerUnavailable."""

    async def records(
        self,
        shop_id: str,
        line_ids: Collection[str],
        *,
        peer: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Record]:
        """Return what happened on some lines, and every wish in the shop, oldest first.

        `peer` (E.164) chooses one person; `since` and `until` (aware) a period. Raises
        LedgerUnavailable.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a text is rendered for. `opens_at` (aware) is when the line opens again, if it is closed.

    `language` is ISO 639-1; `country` (ISO 3166) is the caller's, and says how times are written.
    """

    line: Line
    language: str
    now: datetime
    is_open: bool = True
    outcome: Outcome | None = None
    caller_name: str | None = None
    opens_at: datetime | None = None
    country: str | None = None


class Words(Protocol):
    """Renders texts. Never fails and never returns nothing: broken words fall back to default ones."""

    def text_back(self, occasion: Occasion) -> str:
        """Return the text-back for an occasion."""

    def opted_out(self, occasion: Occasion) -> str:
        """Return the one confirmation that no more texts will come."""

    def help(self, occasion: Occasion) -> str:
        """Return who the shop is and how to reach it."""


type Entry = CallEvent | InboundText | Receipt
type Spawn = Callable[[Coroutine[Any, Any, None], str], None]
type Clock = Callable[[], datetime]


class Timer(Protocol):
    """The engine's one alarm."""

    def set(self, at: datetime | None, ring: Callable[[], None]) -> None:
        """Ring once at a time (aware), in place of any earlier setting; None clears it."""
