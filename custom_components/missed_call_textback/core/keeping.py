"""Keeps a thread after an event, and counts in the same transaction what the event counts for."""

from datetime import datetime

from .book import Book
from .counting import WonBy
from .episodes import attend, win_back
from .leads import difference
from .reporting import report_move
from .shop import Shop
from .threads import Thread, ThreadStep


def keep_step(
    book: Book,
    thread_id: int | None,
    before: Thread | None,
    step: ThreadStep,
    *,
    shop: Shop,
    at: datetime,
    text_back_at: datetime | None = None,
    by: WonBy = WonBy.WORD,
) -> int:
    """Save a thread after a step; return its id. `before` is None for a new one.

    What becomes of its matter counts for the day on which that began, what becomes of a missed
    caller for that of the call; `by` is how they were won back, if they were.
    """
    thread = step.thread
    thread_id = book.save_thread(thread_id, thread, text_back_at=text_back_at)
    if step.recovered:
        win_back(book, thread_id, thread.line_id, by, shop=shop, at=at)
    elif step.attended:
        attend(book, thread_id, thread.line_id, shop=shop, at=at)
    if step.ended is not None:
        book.add_past_lead(thread_id, thread.line_id, step.ended)
    elif before is not None and before.lead is not thread.lead:
        moved = difference(before.lead, thread.lead)
        if moved:
            book.count(thread.line_id, shop.local_day(thread.lead.began_at), moved)
        report_move(book, shop, thread_id, before.lead, thread.lead, now=at)
    return thread_id
