"""What a carrier says of a text it took, in any order and twice: one function, one transaction.

What was not delivered for now is tried once more after a while, as a row of its own, and what
another channel cannot deliver at once, as an SMS; if the first arrives after all, or the caller is
reached meanwhile, the second try is dropped.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from .book import Book, DuplicateTextBack, NewText
from .channels import Channel
from .desk import traffic_to
from .happenings import TextMoved
from .limits import over_limit
from .moves import ask_to_call_back, drop, moved_by_receipt, remember
from .outbox import OutgoingText, Reaction, Receipt, TextKind, TextState, later_delay
from .reasons import Reason
from .shop import Shop
from .threads import spoke_since

_NOT_DELIVERED = (TextState.UNDELIVERED, TextState.FAILED)
_NOT_NOW = (Reaction.LATER, Reaction.RETRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTaken:
    """A receipt is stored: the text it moved, the second try it dropped, when one falls due.

    `silenced` is who wants no texts any more, where it moved nothing and so nobody is told.
    """

    moved: TextMoved | None = None
    dropped: TextMoved | None = None
    due_at: datetime | None = None
    silenced: str | None = None


def take_receipt(
    book: Book, receipt: Receipt, *, shop: Shop, now: datetime, ref: str, jitter: float
) -> ReceiptTaken:
    """Store what the carrier says of a text of ours; `ref` is for a second try."""
    text = book.find_text(ref=receipt.ref, carrier_id=receipt.carrier_id)
    if text is None:
        return ReceiptTaken()
    remember(book, text, receipt.reaction, shop=shop, now=now)
    moved = moved_by_receipt(book, text, receipt, shop=shop, now=now)
    if moved is None:
        return ReceiptTaken(silenced=text.to if receipt.reaction is Reaction.OPTED_OUT else None)
    if moved.text.state is TextState.DELIVERED and text.state in _NOT_DELIVERED:
        return ReceiptTaken(moved=moved, dropped=_drop_second_try(book, text))
    due_at = None
    failed = moved.text.state in _NOT_DELIVERED and text.state not in _NOT_DELIVERED
    if failed and not _is_spoken_with(book, text, shop.id):
        try:
            due_at = _try_once_more(book, moved, shop=shop, now=now, ref=ref, jitter=jitter)
        except DuplicateTextBack:
            # Who called again later has another one on its way.
            return ReceiptTaken(moved=moved)
        if due_at is None:
            ask_to_call_back(book, text, receipt.reaction, shop=shop, now=now)
        moved = replace(moved, tried_again=due_at is not None)
    return ReceiptTaken(moved=moved, due_at=due_at)


def _is_spoken_with(book: Book, text: OutgoingText, shop_id: str) -> bool:
    """Tell whether a caller was heard since they were texted back, and did not call in vain again.

    What the machine had to say is over as soon as somebody speaks.
    """
    if text.kind not in (TextKind.TEXT_BACK, TextKind.MACHINE):
        return False
    thread = book.history(shop_id, text.line_id, text.to).thread
    if thread is None or not spoke_since(thread, text.created_at):
        return False
    return text.kind is TextKind.MACHINE or thread.episode_at is None


def _try_once_more(
    book: Book, moved: TextMoved, *, shop: Shop, now: datetime, ref: str, jitter: float
) -> datetime | None:
    """Queue a second try where there is time for one; return when it falls due."""
    text, channel = moved.text, moved.text.channel
    if moved.reaction is Reaction.AS_SMS and channel is not Channel.SMS:
        channel, due_at = Channel.SMS, now
    elif moved.reaction in _NOT_NOW:
        due_at = now + later_delay(jitter)
    else:
        return None
    erased = not text.to
    if text.retry_of is not None or erased:
        return None
    if due_at >= text.deadline:
        return None
    traffic = traffic_to(book, text.to, shop=shop, now=now)
    if over_limit(shop.limits, traffic, text.cost) is not None:
        return None
    book.add_text(
        NewText(
            shop_id=shop.id,
            ref=ref,
            line_id=text.line_id,
            kind=text.kind,
            sender=text.sender,
            to=text.to,
            body=text.body,
            created_at=now,
            deadline=text.deadline,
            state=TextState.QUEUED,
            due_at=due_at,
            cost=text.cost,
            thread_id=book.history(shop.id, text.line_id, text.to).thread_id,
            call_id=text.call_id,
            retry_of=text.id,
            channel=channel,
        )
    )
    return due_at


def _drop_second_try(book: Book, text: OutgoingText) -> TextMoved | None:
    second = book.retry_of(text.id)
    # Queued, the carrier surely does not have it, be it that it was only too busy for it.
    if second is None or second.state is not TextState.QUEUED:
        return None
    return drop(book, second, Reason.DELIVERED)
