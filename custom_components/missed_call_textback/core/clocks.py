"""What a conversation has to have done at its time: one row a thing, so a restart forgets nothing.

    an event ──sets──▶ a clock ──its time comes──▶ it rings: does the thread still stand as it did?
                                                     ├ yes ─▶ it is acted upon, and set anew or gone
                                                     └ no ──▶ gone

Nobody has to think of stopping a clock: each keeps since when what it is about is so, and whoever
hears it ring looks whether that still holds. A thread has at most one clock of a kind.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClockKind(StrEnum):
    """What a clock is about."""

    NEWS = "news"
    """The caller wrote, and the team is to be told."""
    TELLING = "telling"
    """Somebody is being told by their app: once more, should a crash cut it short."""
    WAITING = "waiting"
    """The caller waits for an answer: the next rung of the ladder."""
    REPORT = "report"
    """Somebody else, such as a CRM, is to be told what happened (see `courier`)."""
    FOLLOW_UP = "follow_up"
    """The caller was texted: if they stay silent, they are asked once more."""
    TURN = "turn"
    """The caller wrote, and perhaps the machine answers."""
    HOLD = "hold"
    """Times were offered: from now on others may have them."""
    REMINDER = "reminder"
    """An appointment is near."""
    TRANSCRIPT = "transcript"
    """The caller left a message, and what they said is to be written down."""
    RING = "ring"
    """It is urgent, and whoever is on call is to be called (see `calling_team`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadClock:
    """One clock of a thread. `due_at` is when it rings, `since` when what it is about began (aware).

    `step` counts how often it has rung, where that matters.
    """

    thread_id: int
    kind: ClockKind
    due_at: datetime
    since: datetime
    step: int = 0

    def is_same(self, other: ThreadClock) -> bool:
        """Tell whether nothing has become of a clock but that it was claimed."""
        return (self.since, self.step) == (other.since, other.step)
