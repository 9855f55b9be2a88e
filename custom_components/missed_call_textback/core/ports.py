"""What the engine needs of the rooms around it: a ledger, words, a clock, a timer."""

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from .book import Book
from .calls import CallEvent, Outcome
from .calls_made import CallMade
from .happenings import WaitingOver
from .inbox import Conversation, MissedCalls, Summary, Wanted
from .lead_events import LeadReport
from .outbox import InboundText, Receipt
from .questions import Question
from .reasons import Reason
from .records import CallRecord, Daily, Figures, Person, Record, Settings, Unsure, VitalSigns
from .shop import Line
from .team_talk import TeamCallReport
from .told import Told


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


class NoTranscript(Exception):
    """What a recording says cannot be told; `again` where it may be later. Names nobody."""

    def __init__(self, message: str, *, again: bool) -> None:
        super().__init__(message)
        self.again = again


class Transcriber(Protocol):
    """Writes down what somebody said."""

    async def words_in(self, recording: str, language: str) -> str:
        """Return what a recording says in a language (ISO 639-1); empty where it says nothing.

        Raises NoTranscript.
        """


class Ledger(Protocol):
    """Durable storage. What `write` returned is on disk."""

    async def write[T](
        self,
        work: Callable[[Book], T],
        *,
        then: Callable[[T], None] | None = None,
        patient: bool = False,
    ) -> T:
        """Run a unit of work in a transaction and return its result after the commit.

        Units that wait together are committed together. An exception of a unit rolls back that
        unit alone and is raised here. Raises LedgerUnavailable.

        `then` is given the result on the event loop before anybody else, and also where whoever
        waited for it was cancelled meanwhile: for what must follow. What it raises is raised here.
        `patient` lets others go first for a moment: for what nobody waits for.
        """

    async def leave_no_trace(self) -> None:
        """Have what was erased be left nowhere on disk. Raises LedgerUnavailable.

        While a backup is being made, that waits until it is over.
        """

    async def figures(self, line_id: str, today: str) -> Figures:
        """Return a line's numbers. Raises LedgerUnavailable."""

    async def daily(self, line_id: str, since: str, until: str) -> Daily:
        """Return a line's counters from one day to another, both included (ISO 8601).

        Raises LedgerUnavailable.
        """

    async def past(self, line_id: str, since: str, until: str) -> Daily:
        """Return what was imported of a line's days before the first of its own, as `daily` does.

        Raises LedgerUnavailable.
        """

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

    async def owed(self, shop_id: str, line_id: str, most: int) -> list[Summary]:
        """Return the threads of a line in which somebody ought to be answered or called.

        Those owed for longest come first; of more than `most`, only the latest. Raises
        LedgerUnavailable.
        """

    async def missed(self, shop_id: str, line_id: str, since: datetime, most: int) -> MissedCalls:
        """Return who called a line in vain since a time (aware), at most so many, the latest.

        Of a great many calls only the latest are looked at. Raises LedgerUnavailable.
        """

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

    def wording(self, occasion: Occasion) -> str | None:
        """Return which of the shop's texts that is, as it is worded now; None: none of them."""

    def wordings(self) -> Mapping[str, str]:
        """Return the shop's texts as they are worded now, and what the owner calls each."""

    def follow_up(self, occasion: Occasion) -> str:
        """Return the one question to a caller who stays silent."""

    def opted_out(self, occasion: Occasion) -> str:
        """Return the one confirmation that no more texts will come."""

    def help(self, occasion: Occasion) -> str:
        """Return who the shop is and how to reach it."""

    def question(self, occasion: Occasion, question: Question) -> str:
        """Return a question. Pure: it sees nothing but the shop's words."""


class TeamWords(Protocol):
    """Writes to the team, in the language of the house. Pure: the same facts give the same words.

    Whoever is written of has a number (E.164) and maybe a name.
    """

    def waiting(self, summary: Summary, told: Told, rung: int, now: datetime) -> str:
        """Tell that a caller waits, and how to answer; `rung` counts how often it was told before."""

    def over(self, over: WaitingOver, name: str | None) -> str:
        """Tell why nobody need answer a caller any more."""

    def which(self, choices: Sequence[tuple[int, str, str | None]]) -> str:
        """Ask which of some callers is meant: each has a code, a number and maybe a name."""

    def refused(self, peer: str, name: str | None, reason: Reason) -> str:
        """Tell why a member's words did not go on to a caller."""


class Response(StrEnum):
    """What came of telling a receiver."""

    TAKEN = "taken"
    NOT_NOW = "not_now"
    """It may be told later on."""
    LOST = "lost"
    """It could not be told for too long."""
    GONE = "gone"
    """The receiver wants nothing any more."""


class Receiver(Protocol):
    """Whom the shop tells of leads, such as a CRM."""

    async def take(self, report: LeadReport) -> Response:
        """Tell it of one. Never raises."""

    def note_lost(self) -> None:
        """Take it that one could not be told in time: the owner should know."""


type Entry = CallEvent | CallMade | InboundText | Receipt | TeamCallReport
type Spawn = Callable[[Coroutine[Any, Any, None], str], None]
type Clock = Callable[[], datetime]


class Timer(Protocol):
    """The engine's one alarm."""

    def set(self, at: datetime | None, ring: Callable[[], None]) -> None:
        """Ring once at a time (aware), in place of any earlier setting; None clears it."""
