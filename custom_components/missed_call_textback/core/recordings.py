"""Sets the clock of what a caller said to the answering machine (see `transcripts`)."""

from datetime import datetime, timedelta
from typing import Final

from .book import Book
from .calls import Call
from .clocks import ClockKind, ThreadClock
from .desk import Desk

# A recording is told of a moment before it can be fetched.
_SOON: Final = timedelta(seconds=5)


def have_written_down(
    book: Book, desk: Desk, thread_id: int | None, before: Call | None, call: Call
) -> datetime | None:
    """Have a call's recording written down where it is news; return when to look."""
    known = before is not None and before.recording == call.recording and before.missed
    is_news = call.recording is not None and call.missed and not known
    # Whoever withheld their number has no conversation.
    if not desk.shop.transcribes or not is_news or thread_id is None:
        return None
    due_at, since = desk.now + _SOON, call.started_at
    if (clock := book.clock(thread_id, ClockKind.TRANSCRIPT)) is not None:
        # One that waits for its next try need not wait longer than a new one.
        due_at, since = min(due_at, clock.due_at), min(since, clock.since)
    book.set_clock(
        ThreadClock(thread_id=thread_id, kind=ClockKind.TRANSCRIPT, due_at=due_at, since=since)
    )
    return due_at
