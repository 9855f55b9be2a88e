"""Who has to hear that a caller waits no more: those of the team who were told that they did."""

from .book import Book
from .happenings import WaitingOver
from .threads import Thread


def waiting_over(
    book: Book,
    thread_id: int,
    before: Thread,
    *,
    by: str | None = None,
    words: str | None = None,
) -> WaitingOver | None:
    """Return what to tell the team, where a caller waited and they knew; `before` is the thread then.

    `by` is who wrote to them, and `words` what; by nobody, they are the caller's own.
    """
    since = before.waiting_since
    if since is None:
        return None
    told = tuple(each for each in book.told_of(thread_id) if each.at >= since)
    if not told:
        return None
    return WaitingOver(
        thread_id=thread_id,
        line_id=before.line_id,
        peer=before.peer,
        by=by,
        words=words,
        told=told,
    )
