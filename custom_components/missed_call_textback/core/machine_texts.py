"""Words that the machine says to a caller: whether they may go, and their row in the outbox."""

from datetime import datetime

from .book import Book
from .desk import Desk, Draft, new_text
from .outbox import OutgoingText, TextKind
from .policy import guard
from .threads import Thread


def may_be_texted(book: Book, desk: Desk, peer: str, body: str = "") -> bool:
    """Tell whether words of the machine may go to somebody (E.164)."""
    caller = book.history(desk.shop.id, desk.line.id, peer).caller
    return guard(peer, caller, desk.shop) is None and desk.over_limit(book, peer, body) is None


def queue_words(
    book: Book,
    desk: Desk,
    draft: Draft,
    thread: Thread,
    thread_id: int,
    *,
    kind: TextKind = TextKind.MACHINE,
    held_until: datetime | None = None,
) -> OutgoingText:
    """Queue words of the machine, by what the caller last wrote by."""
    return book.add_text(
        new_text(
            desk,
            draft,
            kind,
            thread.peer,
            held_until=held_until,
            thread_id=thread_id,
            channel=desk.channel(thread),
        )
    )
