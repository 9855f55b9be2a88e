"""What people and automations do with a conversation: say how it stands, whose it is, and take notes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from .answered import waiting_over
from .book import Book
from .happenings import LeadMoved, WaitingOver
from .inbox import Conversation
from .keeping import keep_step
from .leads import Stage
from .printable import keepable
from .shielding import to_its_end
from .shop import Shop
from .threads import Thread, ThreadStep, after_done, after_resolving
from .told import REMEMBERED, Told
from .workplace import Workplace


class UnknownThread(Exception):
    """No conversation of this shop has that id, or its person was erased."""


class Conversations:
    """The conversations of one shop. All of it raises UnknownThread and LedgerUnavailable."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    async def thread(self, thread_id: int) -> Thread:
        """Return a thread."""
        summary = await self._place.ledger.thread(self._place.shop.id, thread_id)
        return _of_shop(self._place.shop, thread_id, None if summary is None else summary.thread)

    async def told_by(self, token: str) -> Told | None:
        """Return what a notification to the team told, as long as an answer to it makes sense."""
        told = await self._place.ledger.write(lambda book: book.told_by(token))
        return None if told is None or self._place.clock() - told.at > REMEMBERED else told

    async def read(self, thread_id: int) -> Conversation:
        """Return a conversation with all that happened in it."""
        conversation = await self._place.ledger.conversation(self._place.shop.id, thread_id)
        if conversation is None:
            raise UnknownThread(thread_id)
        _of_shop(self._place.shop, thread_id, conversation.summary.thread)
        return conversation

    @to_its_end
    async def resolve(self, thread_id: int, stage: Stage, value: int | None = None) -> LeadMoved:
        """Say how a matter stands; `value` is in millionths, and None leaves what is known."""
        now = self._place.clock()
        moved = await self._move(
            thread_id, now, lambda thread: after_resolving(thread, stage, now, value)
        )
        self._place.tell(moved.lead)
        self._place.tell(moved.over)
        return moved.lead

    @to_its_end
    async def done(self, thread_id: int) -> None:
        """Note that nothing is owed any more: a matter of which nobody said anything is closed."""
        now = self._place.clock()
        moved = await self._move(thread_id, now, lambda thread: after_done(thread, now))
        if moved.lead.lead != moved.lead.before:
            self._place.tell(moved.lead)
        self._place.tell(moved.over)

    @to_its_end
    async def assign(self, thread_id: int, member_id: str | None) -> None:
        """Give a conversation to a member of the team, or to nobody."""

        def assigned(thread: Thread) -> Thread:
            return replace(thread, lead=replace(thread.lead, assignee=member_id))

        await self._change(thread_id, assigned)

    @to_its_end
    async def mark_read(self, thread_id: int) -> None:
        """Note that somebody has looked at what was written."""
        await self._change(thread_id, lambda thread: replace(thread, unread=0))

    @to_its_end
    async def note(self, thread_id: int, author: str, body: str) -> None:
        """Keep a note beside what was said; the caller never sees it."""
        now = self._place.clock()

        def work(book: Book) -> None:
            _known(book, thread_id, self._place.shop)
            book.add_note(thread_id, keepable(author), keepable(body), now)

        await self._place.ledger.write(work)

    async def _move(
        self, thread_id: int, now: datetime, step: Callable[[Thread], ThreadStep]
    ) -> _Moved:
        return await self._place.ledger.write(
            partial(_move, self._place.shop, thread_id=thread_id, step=step, now=now)
        )

    async def _change(self, thread_id: int, change: Callable[[Thread], Thread]) -> None:
        def work(book: Book) -> None:
            thread = _known(book, thread_id, self._place.shop)
            changed = change(thread)
            if changed != thread:
                book.save_thread(thread_id, changed)

        await self._place.ledger.write(work)


@dataclass(frozen=True, slots=True)
class _Moved:
    lead: LeadMoved
    over: WaitingOver | None


def _move(
    shop: Shop,
    book: Book,
    *,
    thread_id: int,
    step: Callable[[Thread], ThreadStep],
    now: datetime,
) -> _Moved:
    thread = _known(book, thread_id, shop)
    taken = step(thread)
    keep_step(book, thread_id, thread, taken, shop=shop, at=now)
    moved = LeadMoved(
        thread_id=thread_id,
        line_id=thread.line_id,
        peer=thread.peer,
        before=thread.lead,
        lead=taken.thread.lead,
    )
    still_waits = taken.thread.waiting_since is not None
    return _Moved(moved, None if still_waits else waiting_over(book, thread_id, thread))


def _known(book: Book, thread_id: int, shop: Shop) -> Thread:
    return _of_shop(shop, thread_id, book.thread_by_id(thread_id))


def _of_shop(shop: Shop, thread_id: int, thread: Thread | None) -> Thread:
    """Return a thread that is there, on a line that is there. Raises UnknownThread."""
    if thread is None or shop.line(thread.line_id) is None:
        raise UnknownThread(thread_id)
    return thread
