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
        """Have a clock ring no more, whatever it is about by now."""

    def end_clock(self, clock: ThreadClock) -> None:
        """Have a clock that rang ring no more; one that was set anew meanwhile stays."""

    def put_off_clock(self, clock: ThreadClock, due_at: datetime, step: int) -> None:
        """Have a clock that rang ring again at a time (aware), unless it was set anew, or ended."""

    def clocks_due(self, now: datetime, limit: int) -> list[ThreadClock]:
        """Return clocks whose time has come, oldest first."""
