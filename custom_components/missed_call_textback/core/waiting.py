"""Sets the clocks of a caller who has written: the team is told, and reminded (see `alerts`)."""

from datetime import datetime, timedelta
from typing import Final

from .book import Book
from .clocks import ClockKind, ThreadClock
from .desk import Desk
from .ladder import can_be_told

# Who writes three texts in a row is told of once more, not twice.
_BUNDLED: Final = timedelta(seconds=20)


def set_clocks(
    book: Book,
    thread_id: int,
    desk: Desk,
    *,
    since: datetime,
    is_news: bool,
    is_alarm: bool,
    remind_at: datetime | None,
) -> datetime | None:
    """Have the team told of a reply; return when to look.

    `is_news`: the caller waits since now, and whoever is told is reminded at `remind_at`. `is_alarm`:
    what they wrote makes it urgent.
    """
    if not can_be_told(desk.shop, desk.line.id):
        return None
    due_at = desk.now if is_news or is_alarm else desk.now + _BUNDLED
    known = book.clock(thread_id, ClockKind.NEWS)
    if known is not None:
        due_at = min(due_at, known.due_at)
    book.set_clock(
        ThreadClock(thread_id=thread_id, kind=ClockKind.NEWS, due_at=due_at, since=since)
    )
    if is_news and remind_at is not None:
        book.set_clock(
            ThreadClock(
                thread_id=thread_id,
                kind=ClockKind.WAITING,
                due_at=remind_at,
                since=since,
                step=1,
            )
        )
    return due_at
