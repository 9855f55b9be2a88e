"""Moves of one row of the outbox, and what each brings along: money, cooldown, counters, people.

The transitions are drawn in `outbox`; who makes them is in `transit` (we) and `receipts` (the
carrier). Each function is part of one unit of work on the ledger (see `Book`).
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from .book import Book
from .counting import days_of_taken
from .episodes import count
from .happenings import TextMoved
from .numbers import NumberKind
from .opt_out import Wish
from .outbox import (
    NOBODY_TO_CALL,
    OPEN_STATES,
    TAKEN_STATES,
    OutgoingText,
    Reaction,
    Receipt,
    TextKind,
    TextState,
    after_receipt,
)
from .reasons import Reason
from .reporting import report_stop
from .shop import Shop
from .threads import Thread, spoke_since, to_call_back

TOO_LATE: Final = "too_late"
# What a text failed of that was to go to somebody who was erased meanwhile.
ERASED: Final = "erased"
# Why we let go of a text ourselves, as the ledger has it.
_REASONS: Final = frozenset(reason.value for reason in Reason)
# What goes out as soon as it is decided is taken by then.
_AT_ONCE: Final = timedelta(minutes=1)
_KIND_TOLD: Final = {
    Reaction.CALL_BACK: NumberKind.LANDLINE,
    Reaction.UNTEXTABLE: NumberKind.UNTEXTABLE,
}


def save(
    book: Book,
    text: OutgoingText,
    *,
    due_at: datetime | None,
    accepted_at: datetime | None = None,
) -> None:
    """Save where a text stands."""
    book.save_text(
        text.id,
        state=text.state,
        due_at=due_at,
        attempts=text.attempts,
        carrier_id=text.carrier_id,
        error=text.error,
        accepted_at=accepted_at,
    )


def fail(
    book: Book,
    text: OutgoingText,
    error: str,
    reaction: Reaction,
    *,
    shop: Shop,
    now: datetime,
    surely_not_taken: bool = True,
) -> TextMoved:
    """Give a text up; whoever was to get it is called back instead, where there is somebody to call."""
    failed = replace(text, state=TextState.FAILED, error=error)
    save(book, failed, due_at=None)
    if surely_not_taken:
        book.refund(text)
    if surely_not_taken and text.kind is TextKind.TEXT_BACK:
        # The caller got nothing, so the next missed call is not "texted recently".
        book.move_cooldown(text.line_id, text.to, was=text.created_at, to=None)
    remember(book, text, reaction, shop=shop, now=now)
    ask_to_call_back(book, text, reaction, shop=shop, now=now)
    return TextMoved(text=failed, reaction=reaction)


def drop(book: Book, text: OutgoingText, reason: Reason) -> TextMoved:
    """Let go of a text that is held and no longer needed."""
    dropped = replace(text, state=TextState.DROPPED, error=reason.value)
    save(book, dropped, due_at=None)
    book.refund(text)
    return TextMoved(text=dropped)


def remember(
    book: Book, text: OutgoingText, reaction: Reaction | None, *, shop: Shop, now: datetime
) -> None:
    """Remember what the carrier's word says of the person."""
    if reaction is Reaction.OPTED_OUT:
        if book.set_wish(shop.id, text.to, Wish.STOP, source="carrier", at=now):
            report_stop(book, shop, text.to, now=now)
    elif reaction in _KIND_TOLD:
        book.set_line_kind(shop.id, text.to, _KIND_TOLD[reaction], at=now)


def ask_to_call_back(
    book: Book, text: OutgoingText, reaction: Reaction | None, *, shop: Shop, now: datetime
) -> None:
    """Put a caller whose text-back will not arrive on the list of those to be called.

    So is whoever wrote, and whose answer will not: they wait no more, and know of none.
    """
    if reaction in NOBODY_TO_CALL:
        return
    history = book.history(shop.id, text.line_id, text.to)
    thread = history.thread
    if thread is not None and (
        text.kind is TextKind.TEXT_BACK or _is_last_answer(book, text, thread)
    ):
        book.save_thread(history.thread_id, to_call_back(thread, now))


def _is_last_answer(book: Book, text: OutgoingText, thread: Thread) -> bool:
    """Tell whether a text is what somebody of the shop last wrote to whoever wrote in this matter."""
    if text.kind is not TextKind.MESSAGE or spoke_since(thread, text.created_at):
        return False
    return wrote(book, thread)


def wrote(book: Book, thread: Thread) -> bool:
    """Tell whether somebody has written in the matter of a thread: then a text may reach them."""
    return bool(book.said_since(thread.line_id, thread.peer, thread.lead.began_at))


def moved_by_receipt(
    book: Book, text: OutgoingText, receipt: Receipt, *, shop: Shop, now: datetime
) -> TextMoved | None:
    """Store what the carrier says of a text; None where that is no news."""
    state = after_receipt(text.state, receipt.state)
    carrier_id = text.carrier_id
    if carrier_id is None and not belongs_to_another(book, text, receipt.carrier_id):
        carrier_id = receipt.carrier_id
    if state is text.state and carrier_id == text.carrier_id:
        return None
    was_open = text.state in OPEN_STATES
    # What was given up in doubt, or dropped after one, may prove to be taken after all.
    given_up = text.state in (TextState.FAILED, TextState.DROPPED)
    late = given_up and text.carrier_id is None and carrier_id is not None
    taken = receipt.state in TAKEN_STATES and (was_open or late)
    # A second try is neither a second text to be counted, nor how long the caller waited.
    first = text.retry_of is None
    moved = replace(text, state=state, carrier_id=carrier_id, error=receipt.error or text.error)
    accepted_at = now if taken and first else None
    save(book, moved, due_at=None, accepted_at=accepted_at)
    if late and text.error in _REASONS:
        # It was given up as surely not there, and its cost taken off; in doubt that stays.
        book.charge(text)
    if taken and text.kind is TextKind.TEXT_BACK:
        if first:
            count(book, text.line_id, Counter(), days_of_taken(text, now, shop))
        if late:
            book.move_cooldown(text.line_id, text.to, was=None, to=text.created_at)
        elif first and now - text.created_at > _AT_ONCE:
            # Promised at night, it is there only now: from now on it counts as texted recently.
            book.move_cooldown(text.line_id, text.to, was=text.created_at, to=now)
    return TextMoved(text=moved, reaction=receipt.reaction)


def belongs_to_another(book: Book, text: OutgoingText, carrier_id: str | None) -> bool:
    """Tell whether another text, in or out, has a carrier's id.

    A look-up by words may have mistaken two alike, and a carrier may give one id twice.
    """
    owner = None if carrier_id is None else book.owner_of(carrier_id)
    return owner is not None and owner != text.id
