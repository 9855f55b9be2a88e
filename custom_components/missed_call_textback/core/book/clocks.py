"""Verbs about what is to be done in a conversation at its time."""

from datetime import datetime
from typing import Protocol

from ..clocks import ClockKind, ThreadClock


class Clocks(Protocol):
    """Verbs about what is to be done in a conversation at its time."""

    def set_clock(self, clock: ThreadClock) -> None:
        """Set a clock, in place of the thread's former one of its kind."""

    def clock(self, thread_id: int, kind: ClockKind) -> ThreadClock | None:
        """Return a thread's clock of a kind, if one is set."""

    def stop_clock(self, thread_id: int, kind: ClockKind) -> None:
        """Have a clock ring no more."""

    def clocks_due(self, now: datetime, limit: int) -> list[ThreadClock]:
        """Return clocks whose time has come, oldest first."""
