"""Sets the clocks of a caller who has written: the machine's turn (see `machine`), and the team's.

The team is told, and reminded (see `alerts`), and called where it is urgent (see `calling_team`).
"""

from datetime import datetime, timedelta
from typing import Final

from .book import Book
from .clocks import ClockKind, ThreadClock
from .desk import Desk
from .ladder import can_be_told
from .threads import Thread

# An answer to what was written long ago would only puzzle whoever wrote it.
ANSWERED_WITHIN: Final = timedelta(hours=1)
# Who writes three texts in a row is told of once more, not twice; and what the machine answers
# meanwhile, nobody is told of.
_BUNDLED: Final = timedelta(seconds=20)


def set_clocks(
    book: Book,
    thread_id: int,
    desk: Desk,
    *,
    since: datetime,
    is_news: bool,
    alarm_since: datetime | None,
    remind_at: datetime | None,
    machine_first: bool = False,
) -> datetime | None:
    """Have a reply answered, and the team told of it; return when to look.

    `is_news`: the caller waits since now, and whoever is told is reminded at `remind_at`. `alarm_since`
    is since when it is urgent, where what they wrote makes it so. `machine_first`: the machine may
    answer, and then nobody needs to be told.
    """
    if machine_first:
        book.set_clock(
            ThreadClock(thread_id=thread_id, kind=ClockKind.TURN, due_at=desk.now, since=desk.now)
        )
    called = alarm_since is not None and _have_called(book, thread_id, desk, alarm_since)
    if not can_be_told(desk.shop, desk.line.id):
        return desk.now if machine_first or called else None
    at_once = alarm_since is not None or (is_news and not machine_first)
    due_at = desk.now if at_once else desk.now + _BUNDLED
    known = book.clock(thread_id, ClockKind.NEWS)
    if known is not None:
        due_at = min(due_at, known.due_at)
    # By when they wrote it: what they write while others are being told of it is told next.
    book.set_clock(
        ThreadClock(thread_id=thread_id, kind=ClockKind.NEWS, due_at=due_at, since=desk.now)
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
    return desk.now if machine_first else due_at


def _have_called(book: Book, thread_id: int, desk: Desk, since: datetime) -> bool:
    """Have whoever is on call be called at once; False where nobody ever is."""
    line_id = desk.line.id
    if not desk.calls_team or not any(each.is_called_about(line_id) for each in desk.shop.team):
        return False
    book.set_clock(
        ThreadClock(thread_id=thread_id, kind=ClockKind.RING, due_at=desk.now, since=since)
    )
    return True


def answers_itself(desk: Desk, thread: Thread) -> bool:
    """Tell whether the machine may answer a caller on a line."""
    line = desk.line
    return bool(line.booking is not None or line.questions) and thread.machine_may_speak
