"""What people and automations do with a conversation: say how it stands, whose it is, and take notes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from .desk import Desk
from .happenings import LeadMoved
from .inbox import Conversation
from .keeping import keep_step
from .leads import Stage
from .ports import Book, Clock, Ledger
from .reception import Reception
from .shielding import to_its_end
from .shop import Shop
from .threads import Thread, ThreadStep, after_resolving


class UnknownThread(Exception):
    """No conversation of this shop has that id, or its person was erased."""


class Conversations:
    """The conversations of one shop. All of it raises UnknownThread and LedgerUnavailable."""

    def __init__(
        self,
        shop: Shop,
        ledger: Ledger,
        reception: Reception,
        *,
        tell: Callable[[LeadMoved], None],
        clock: Clock,
    ) -> None:
        self._shop = shop
        self._ledger = ledger
        self._reception = reception
        self._tell = tell
        self._clock = clock

    async def read(self, thread_id: int) -> Conversation:
        """Return a conversation with all that happened in it."""
        conversation = await self._ledger.conversation(self._shop.id, thread_id)
        if conversation is None or self._shop.line(conversation.summary.thread.line_id) is None:
            raise UnknownThread(thread_id)
        return conversation

    @to_its_end
    async def resolve(self, thread_id: int, stage: Stage, value: int | None = None) -> LeadMoved:
        """Say how a matter stands; `value` is in millionths, and None leaves what is known."""
        desk = self._reception.former_desk("")
        moved = await self._ledger.write(
            partial(_resolve, desk=desk, thread_id=thread_id, stage=stage, value=value)
        )
        self._tell(moved)
        return moved

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
        now = self._clock()

        def work(book: Book) -> None:
            _known(book, thread_id, self._shop)
            book.add_note(thread_id, author, body, now)

        await self._ledger.write(work)

    async def _change(self, thread_id: int, change: Callable[[Thread], Thread]) -> None:
        def work(book: Book) -> None:
            thread = _known(book, thread_id, self._shop)
            changed = change(thread)
            if changed != thread:
                book.save_thread(thread_id, changed)

        await self._ledger.write(work)


def _resolve(
    book: Book, *, desk: Desk, thread_id: int, stage: Stage, value: int | None
) -> LeadMoved:
    shop, now = desk.shop, desk.now
    thread = _known(book, thread_id, shop)
    step: ThreadStep = after_resolving(thread, stage, now, value)
    keep_step(book, thread_id, thread, step, shop=shop, at=now)
    return LeadMoved(
        thread_id=thread_id,
        line_id=thread.line_id,
        peer=thread.peer,
        before=thread.lead,
        lead=step.thread.lead,
    )


def _known(book: Book, thread_id: int, shop: Shop) -> Thread:
    thread = book.thread_by_id(thread_id)
    if thread is None or shop.line(thread.line_id) is None:
        raise UnknownThread(thread_id)
    return thread
