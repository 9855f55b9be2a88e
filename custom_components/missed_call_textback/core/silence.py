"""A caller who was texted and stays silent: when they are asked once more, and if they still are."""

from datetime import datetime, time, timedelta
from typing import Final

from .book import Book
from .clocks import ClockKind, ThreadClock
from .leads import Stage
from .shop import Shop
from .threads import Thread

_MORNING: Final = time(10)


def set_follow_up(
    book: Book, thread_id: int, thread: Thread, shop: Shop, now: datetime
) -> datetime | None:
    """Have a caller who was just texted be asked once more; return when, if they are."""
    if not shop.follows_up or _was_followed_up(thread):
        return None
    tomorrow = now.astimezone(shop.time_zone).date() + timedelta(days=1)
    due_at = datetime.combine(tomorrow, _MORNING, shop.time_zone).astimezone(now.tzinfo)
    book.set_clock(
        ThreadClock(
            thread_id=thread_id,
            kind=ClockKind.FOLLOW_UP,
            due_at=due_at,
            since=thread.lead.began_at,
        )
    )
    return due_at


def is_silent(thread: Thread, since: datetime) -> bool:
    """Tell whether nothing has happened in a matter (by when it began) since its caller was texted."""
    return (
        thread.lead.stage is Stage.TEXTED
        and thread.lead.began_at == since
        and thread.call_back_since is None
        and thread.machine_may_speak
        and not _was_followed_up(thread)
    )


def _was_followed_up(thread: Thread) -> bool:
    return thread.followed_up_at is not None and thread.followed_up_at >= thread.lead.began_at
