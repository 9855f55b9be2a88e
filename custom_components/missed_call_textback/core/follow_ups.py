"""One follow-up to a caller who was texted and stays silent; never a second one in a matter.

    text-back ──sets──▶ FOLLOW_UP, due the next morning ──rings──▶ still silent? ─┬ no ─▶ gone
                                ▲                                                └ yes ─▶ written, gone
                                └── closed, or no hour to text anybody ──┘

Whatever the caller or the shop did meanwhile shows in the thread: a word, a call, a booking, an
opt-out, or that the text-back never got there. So nothing has to think of calling it off.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from .book import Book
from .clocks import ThreadClock
from .desk import Desk, Draft, new_text
from .machine_texts import may_be_texted
from .outbox import OutgoingText, TextKind
from .sensible_hours import sensible_until
from .silence import is_silent
from .threads import after_machine_words
from .workplace import Workplace

# Whoever is asked days later has long forgotten why.
_TOO_LATE: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    text: OutgoingText | None = None
    due_at: datetime | None = None


class FollowUps:
    """Hears the clocks of callers who stay silent."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    async def ring(self, clock: ThreadClock) -> None:
        """Ask a caller once more, if they are silent still. Raises LedgerUnavailable."""
        summary = await self._place.ledger.thread(self._place.shop.id, clock.thread_id)
        if summary is None or self._place.shop.line(summary.thread.line_id) is None:
            await self._place.ledger.write(lambda book: book.end_clock(clock))
            return
        desk = self._place.reception.desk(summary.thread.line_id)
        until = self._not_before(desk, summary.thread.peer)
        draft = self._place.reception.follow_up(desk, summary.thread.peer)
        asked = await self._place.ledger.write(
            partial(_ask, clock=clock, desk=desk, draft=draft, until=until)
        )
        self._place.wake_by(asked.due_at)
        if asked.text is not None:
            self._place.send(asked.text)

    def _not_before(self, desk: Desk, peer: str) -> datetime | None:
        """Return when somebody may be asked, where that is not now."""
        opens_at = (
            None if desk.is_open else self._place.reception.opening(desk.line, desk.now).opens_at
        )
        return opens_at or sensible_until(peer, self._place.shop.time_zone, desk.now)


def _ask(
    book: Book, *, clock: ThreadClock, desk: Desk, draft: Draft, until: datetime | None
) -> _Asked:
    thread = book.thread_by_id(clock.thread_id)
    if thread is None or not is_silent(thread, clock.since) or desk.now - clock.due_at > _TOO_LATE:
        book.end_clock(clock)
        return _Asked()
    if until is not None:
        # Held against the day on which it was due first, by how late it would be.
        postponed = until if until - clock.due_at <= _TOO_LATE else None
        if postponed is None:
            book.end_clock(clock)
        else:
            book.put_off_clock(clock, postponed, clock.step)
        return _Asked(due_at=postponed)
    book.end_clock(clock)
    if not may_be_texted(book, desk, thread.peer, draft.body):
        return _Asked()
    book.save_thread(
        clock.thread_id,
        replace(after_machine_words(thread, desk.now), followed_up_at=desk.now),
    )
    row = new_text(desk, draft, TextKind.MACHINE, thread.peer, thread_id=clock.thread_id)
    return _Asked(text=book.add_text(row))
