"""Verbs about calls."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..calls import Call
from ..counting import CountedCall, Episode
from ..policy import Decision
from .threads import History


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCall:
    """A call with its row. `decided` tells whether its decision is made.

    `due_at` is when it is looked at again. `by_twin` tells that it was found by the id of another
    source than the one it is kept under. `counted` is as what it is counted, once it is decided.
    """

    id: int
    call: Call
    decided: bool
    due_at: datetime | None = None
    by_twin: bool = False
    counted: CountedCall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEpisode:
    """An episode, and the call that it began with."""

    call_id: int
    call: CountedCall
    episode: Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCallMade:
    """A call that the shop made, with its row."""

    id: int
    answered: bool


class Calls(Protocol):
    """Verbs about calls."""

    def find_call(self, source_id: str) -> StoredCall | None:
        """Return a call by the id of any source that heard it."""

    def find_call_of(
        self, source_id: str, *, shop_id: str, line_id: str, peer: str
    ) -> tuple[StoredCall | None, History]:
        """Return a call as `find_call` does, and what `history` returns, both in one look."""

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
        counts_at: datetime | None = None,
        begins_episode: bool = False,
    ) -> None:
        """Save a call, and with it, where given, its decision and thread.

        `counts_at`, where given, is from then on the time for which it counts.
        """

    def last_episode(self, thread_id: int) -> KeptEpisode | None:
        """Return the latest episode of a thread, open or not."""

    def save_episode(self, call_id: int, episode: Episode | None) -> None:
        """Save what became of the episode that a call began; None: it began none after all."""

    def unheard_recording(self, thread_id: int, since: datetime) -> StoredCall | None:
        """Return the oldest missed call of a thread since a time whose recording has no words yet."""

    def set_transcript(self, call_id: int, words: str) -> None:
        """Keep what a call's recording says; empty where nothing can be told."""

    def postpone_calls(self, until: datetime) -> None:
        """Make no undecided call fall due before a time: a log may tell how it ended."""

    def calls_due(self, now: datetime, limit: int) -> list[StoredCall]:
        """Return undecided calls whose `due_at` has come, oldest first."""

    def call_made_near(
        self, thread_id: int, since: datetime, until: datetime
    ) -> KeptCallMade | None:
        """Return a call that the shop made to a thread's person, and that began in a period."""

    def add_call_made(
        self, thread_id: int, began_at: datetime, answered_at: datetime | None
    ) -> None:
        """Keep a call that the shop made to a thread's person."""

    def answer_call_made(self, call_made_id: int, answered_at: datetime) -> None:
        """Note that such a call was answered after all."""
