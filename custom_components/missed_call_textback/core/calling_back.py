"""Somebody of the shop calls a caller back: what that ends, and what it leaves as it is.

    answered ──▶ recovered, no longer waiting nor to be called back; a text that was held is dropped
    not answered ──▶ a try, which is kept and changes nothing

It ends what is open with that person on every line of the shop: who is on the phone with them need
not know which number they had called, and phone systems mostly show one number for all calls.
"""

from datetime import datetime
from functools import partial

from .answered import waiting_over
from .book import Book
from .calls_made import SAME_CALL, CallMade
from .counting import WonBy
from .happenings import CalledBack, Happening
from .keeping import keep_step
from .reasons import Reason
from .shielding import to_its_end
from .shop import Shop
from .threads import Thread, after_calling_back
from .transit import drop_held
from .workplace import Workplace


class CallingBack:
    """Takes the calls that one shop makes."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    @to_its_end
    async def take(self, made: CallMade) -> list[CalledBack]:
        """Take a call; it is on disk on return. Raises LedgerUnavailable.

        Returns whose conversations it is news in.
        """
        if not made.peers(self._place.shop.country):
            # From one desk to another.
            return []
        work = partial(self.keep, made=made, now=self._place.clock())
        happened = await self._place.ledger.write(work)
        for happening in happened:
            self._place.tell(happening)
        return [each for each in happened if isinstance(each, CalledBack)]

    def keep(self, book: Book, made: CallMade, now: datetime) -> list[Happening]:
        """Keep a call, as part of a unit of work; return what is to be told after it."""
        shop = self._place.shop
        told: list[Happening] = []
        for line in shop.lines:
            for peer in made.peers(shop.country):
                history = book.history(shop.id, line.id, peer)
                if history.thread_id is not None and history.thread is not None:
                    told += _in_thread(
                        book, made, history.thread_id, history.thread, shop=shop, now=now
                    )
        return told


def _in_thread(
    book: Book, made: CallMade, thread_id: int, thread: Thread, *, shop: Shop, now: datetime
) -> list[Happening]:
    began_at = min(made.began_at, now)
    answered_at = None if made.answered_at is None else min(made.answered_at, now)
    if not _is_news(book, thread_id, began_at, answered_at):
        return []
    recovered, also = False, list[Happening | None]()
    if answered_at is not None:
        step = after_calling_back(thread, answered_at)
        by = WonBy.CALLED_BACK
        keep_step(book, thread_id, thread, step, shop=shop, at=answered_at, by=by)
        recovered = step.recovered
        reason = Reason.CALLED_BACK
        also.append(drop_held(book, thread.line_id, thread.peer, reason, until=answered_at))
        if step.thread.waiting_since is None:
            also.append(waiting_over(book, thread_id, thread))
    called_back = CalledBack(
        thread_id=thread_id,
        line_id=thread.line_id,
        peer=thread.peer,
        began_at=began_at,
        answered_at=answered_at,
        recovered=recovered,
    )
    return [*(each for each in also if each is not None), called_back]


def _is_news(book: Book, thread_id: int, began_at: datetime, answered_at: datetime | None) -> bool:
    """Keep a call, and tell whether that changed anything: it may have been heard of before."""
    known = book.call_made_near(thread_id, began_at - SAME_CALL, began_at + SAME_CALL)
    if known is None:
        book.add_call_made(thread_id, began_at, answered_at)
        return True
    if answered_at is None or known.answered:
        return False
    book.answer_call_made(known.id, answered_at)
    return True
