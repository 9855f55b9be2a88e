"""What the ledger answers: numbers, settings, people, and what happened as evidence."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .calls import Call
from .numbers import NumberKind
from .reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One line's numbers: totals since the beginning, today's, and what is open now.

    `who_waits` are the threads that wait, and since when (aware).
    """

    total: dict[str, int]
    today: dict[str, int]
    who_waits: dict[int, datetime] = field(default_factory=dict)
    to_call_back: int = 0
    urgent: int = 0
    text_back_seconds: float | None = None

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self.who_waits)


type Daily = dict[str, dict[str, int]]
"""Counters, by day (ISO 8601) and tally. What is nought is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """A call as the ledger keeps it, with its decision's reason where it has one."""

    id: int
    call: Call
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is noted of a person: what the owner calls them, and their language (ISO 639-1).

    `language` is as the owner fixed it; `heard` what they wrote in last, where that is news.
    """

    name: str | None = None
    language: str | None = None
    heard: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is set at run time: each line's switch, and until when the shop is closed.

    `listened_at` is until when all that happened at the telephone company is surely known. `people`
    are those of whom something is noted, by their number (E.164).
    """

    automatic: dict[str, bool]
    snoozed_until: datetime | None = None
    listened_at: datetime | None = None
    people: dict[str, Described] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the shop knows of a person beside their conversations."""

    name: str | None = None
    language: str | None = None
    line_kind: NumberKind | None = None
    line_kind_at: datetime | None = None
    opted_out: bool = False
    blocked: bool = False
    tags: tuple[str, ...] = ()
    existing: bool = False
    """Whether the owner says that they are a customer already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Somebody (E.164) who may have asked for silence, and the words they wrote last."""

    peer: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSigns:
    """How the ledger does: its bytes on disk, and the texts that are not yet settled.

    `waiting_texts` are queued, being sent or in doubt, `in_doubt` those of them of which nobody
    knows whether they went out; `oldest_waiting_at` is when the oldest of them was written.
    """

    size: int
    waiting_texts: int = 0
    oldest_waiting_at: datetime | None = None
    in_doubt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What became of a damaged ledger: where it lies now, and the rows that could still be read.

    Rows are never deleted and their ids have no gaps, so gaps tell how many are `lost`, at least.
    """

    aside: str
    calls: int = 0
    texts: int = 0
    opt_outs: int = 0
    lost: int = 0


class RecordKind(StrEnum):
    """What a record is evidence of."""

    CALL = "call"
    CALL_OUT = "call_out"
    TEAM_CALL = "team_call"
    TEXT_OUT = "text_out"
    TEXT_IN = "text_in"
    CONSENT = "consent"
    NOTE = "note"
    APPOINTMENT = "appointment"
    ANSWER = "answer"
    CONTACT = "contact"


class Fact(StrEnum):
    """What is noted of a person."""

    NAME = "name"
    LANGUAGE = "language"
    TAG = "tag"
    EXISTING = "existing_customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What a caller said to the answering machine: where it is kept, and with which call."""

    call_id: int
    recording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that happened, for export. `number` is E.164, as given, or None once anonymised.

    `what` is a call's outcome (of one that the shop made: answered, or no answer), a text's kind, a
    wish, who wrote a note, which question a caller answered, a fact of somebody who is in contact since
    then, what became of a call to the team, or of an appointment, whose time is its `body`; `state`
    where a text stands; `reason` why a call was decided as it was, why a text or a call to the team
    failed, or where a wish came from; `body` what was written, noted, answered, or said to the answering
    machine, or who of the team was called.
    """

    at: datetime
    kind: RecordKind
    line_id: str | None
    number: str | None
    what: str
    state: str | None = None
    reason: str | None = None
    body: str | None = None
    carrier_id: str | None = None
    sound: Sound | None = None
