"""What pages of conversations are asked for, and what they show."""

from dataclasses import dataclass
from datetime import datetime

from .caller import STRANGER, Caller
from .questions import Answer
from .records import Record
from .threads import Thread, ThreadState


@dataclass(frozen=True, slots=True)
class Mark:
    """The last thread of a page, after which the next one goes on: its time and its id."""

    at: datetime
    thread_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which threads: all, or those of a state, a line or a tag, or the `urgent` ones; `after` a page.

    Or those of them whose number begins as one of the `numbers`, by number: no more than one page.
    Those that wait, or are urgent, come longest first, all others by what happened last.
    """

    limit: int = 50
    state: ThreadState | None = None
    line_id: str | None = None
    urgent: bool = False
    tag: str | None = None
    numbers: tuple[str, ...] = ()
    after: Mark | None = None

    def time_of(self, summary: Summary) -> datetime | None:
        """Return the time by which a thread has its place among them."""
        thread = summary.thread
        if self.urgent:
            return thread.urgent_since
        return thread.waiting_since if self.state is ThreadState.WAITING else thread.last_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A thread as a list shows it. `last_words` is the latest text; `theirs` whether they wrote it.

    `their_words` is what they wrote, or said to the answering machine, last.
    `name` is what the owner calls them, `caller_name` what their latest call brought along.
    `answers` are those of its matter, in the order in which they were asked or told.
    `caller` is what decides whether they can be texted, and `wrote` whether they ever texted.
    """

    id: int
    thread: Thread
    name: str | None = None
    caller_name: str | None = None
    tags: tuple[str, ...] = ()
    existing: bool = False
    last_words: str | None = None
    theirs: bool = False
    their_words: str | None = None
    answers: tuple[Answer, ...] = ()
    caller: Caller = STRANGER
    wrote: bool = False

    @property
    def answered(self) -> dict[str, str]:
        """What they answered, or told unasked, by question."""
        return {each.key: each.value for each in self.answers if each.value is not None}

    @property
    def said_before(self) -> tuple[str, ...]:
        """What they answered, but for what stands in their last words."""
        last = " ".join((self.last_words or "").split()) if self.theirs else ""
        return tuple(value for value in self.answered.values() if value not in last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A thread with all that happened in it, oldest first."""

    summary: Summary
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedCaller:
    """Somebody who called in vain, how often, and when last."""

    summary: Summary
    calls: int
    last_call_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedCalls:
    """Who called a line in vain in a period, the latest first; `unknown` calls tell of nobody."""

    callers: tuple[MissedCaller, ...]
    unknown: int = 0


def mark_after(page: list[Summary], wanted: Wanted) -> Mark | None:
    """Return where the next page begins; None where this one is the last."""
    if wanted.numbers or len(page) < wanted.limit:
        return None
    last = page[-1]
    at = wanted.time_of(last)
    return None if at is None else Mark(at, last.id)
