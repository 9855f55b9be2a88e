"""A text on its way: claims, the carrier's answers and receipts, and what is done in doubt.

The transitions are drawn in `outbox`; here each is one unit of work on the ledger (see `Book`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from .book import Book, StoredCall
from .caller import Caller
from .channels import Channel
from .clocks import ThreadClock
from .happenings import TextMoved
from .moves import ERASED, TOO_LATE, belongs_to_another, drop, fail, moved_by_receipt, save
from .outbox import (
    AGAIN,
    OPEN_STATES,
    Accepted,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    SendResult,
    TextKind,
    TextState,
    Unknown,
    retry_delay,
)
from .reasons import Reason
from .shop import Shop
from .threads import spoke_since

# In doubt, the carrier's list is asked no sooner: longer than a request may take (15 s) and the
# list may lag behind, so that a text which did arrive is surely listed.
DOUBT_GRACE: Final = timedelta(seconds=60)
# How soon a text is looked at again when its claim or its look-up came to nothing.
LOOK_AGAIN: Final = timedelta(seconds=120)
# The carrier could not be asked for this long: the owner is told, and the text is given up.
DOUBT_ENDS: Final = timedelta(hours=24)
_BATCH: Final = 50
# What goes out by itself, which nobody who is blocked gets any more.
BY_ITSELF: Final = (TextKind.TEXT_BACK, TextKind.MACHINE, TextKind.APPOINTMENT)
_SPOKEN_TO: Final = (Reason.ANSWERED, Reason.CALLED_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWork:
    """What has come due: texts to send (claimed), texts in doubt, calls whose end got lost, clocks."""

    to_send: tuple[OutgoingText, ...]
    in_doubt: tuple[tuple[OutgoingText, frozenset[str]], ...]
    given_up: tuple[TextMoved, ...]
    lost_calls: tuple[StoredCall, ...]
    clocks: tuple[ThreadClock, ...]
    next_due: datetime | None


def claim_due(book: Book, *, shop: Shop, now: datetime) -> DueWork:
    """Claim the rows whose time has come, a batch at most: what is left makes `next_due` past."""
    to_send: list[OutgoingText] = []
    in_doubt: list[tuple[OutgoingText, frozenset[str]]] = []
    given_up: list[TextMoved] = []
    for text in book.texts_due(now, _BATCH):
        if text.state is TextState.UNKNOWN:
            # The look-up ends in a save; the time here is for a look-up that a crash cuts short.
            save(book, text, due_at=now + LOOK_AGAIN)
            in_doubt.append((text, book.taken_carrier_ids(text.line_id, text.to)))
        elif now > text.deadline:
            given_up.append(fail(book, text, TOO_LATE, Reaction.OWNER, shop=shop, now=now))
        elif (reason := _unwanted(book, shop.id, text)) is not None:
            given_up.append(fail(book, text, reason.value, Reaction.NEVER, shop=shop, now=now))
        else:
            claimed = replace(text, state=TextState.SENDING)
            save(book, claimed, due_at=None)
            to_send.append(claimed)
    lost_calls = book.calls_due(now, _BATCH)
    for stored in lost_calls:
        # Closing it clears the time; here it is for a closing that fails.
        book.save_call(stored.id, stored.call, due_at=now + LOOK_AGAIN)
    clocks = book.clocks_due(now, _BATCH)
    for clock in clocks:
        # Whoever hears it sets it anew or stops it; the time here is for one whom a crash cuts short.
        book.set_clock(replace(clock, due_at=now + LOOK_AGAIN))
    return DueWork(
        to_send=tuple(to_send),
        in_doubt=tuple(in_doubt),
        given_up=tuple(given_up),
        lost_calls=tuple(lost_calls),
        clocks=tuple(clocks),
        next_due=book.next_due(),
    )


def _unwanted(book: Book, shop_id: str, text: OutgoingText) -> Reason | None:
    """Return why a text that waited may no longer go out."""
    history = book.history(shop_id, text.line_id, text.to)
    caller, thread = history.caller, history.thread
    if (
        text.kind is TextKind.MACHINE
        and thread is not None
        and spoke_since(thread, text.created_at)
    ):
        return Reason.REPLIED
    if text.kind is TextKind.TEXT_BACK and _was_reached(text, caller):
        return Reason.ANSWERED
    if caller.opted_out and text.kind is not TextKind.SERVICE:
        return Reason.OPTED_OUT
    return Reason.BLOCKED if caller.blocked and text.kind in BY_ITSELF else None


def _was_reached(text: OutgoingText, caller: Caller) -> bool:
    """Tell whether its caller was spoken with since: it may have been in doubt meanwhile."""
    reached_at = caller.reached_at
    return reached_at is not None and reached_at >= text.promised_at


def held_text_back(
    book: Book, line_id: str, peer: str, reason: Reason, until: datetime | None = None
) -> OutgoingText | None:
    """Return the text-back that `drop_held` would drop."""
    held = book.waiting_text_back(line_id, peer)
    if held is None or not (held.held or reason in _SPOKEN_TO):
        return None
    if until is not None and held.promised_after(until):
        return None
    # Of whom the first text did not reach, another missed call is no news.
    return None if held.retry_of is not None and reason is Reason.CALLED_AGAIN else held


def drop_held(
    book: Book, line_id: str, peer: str, reason: Reason, until: datetime | None = None
) -> TextMoved | None:
    """Drop the text-back that waits for a person, if there is one.

    What the carrier is only too busy for is dropped for whoever was spoken to, and else goes on.
    What was promised after `until`, where that is given, stays.
    """
    held = held_text_back(book, line_id, peer, reason, until)
    return None if held is None else take_back(book, held, reason)


def take_back(book: Book, held: OutgoingText, reason: Reason) -> TextMoved:
    """Drop a text-back that is held, and with it the cooldown that it began."""
    book.move_cooldown(held.line_id, held.to, was=held.created_at, to=None)
    return drop(book, held, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Where a text stands after the carrier's answer, and when to look at it again."""

    moved: TextMoved
    due_at: datetime | None = None


def settle(
    book: Book,
    text: OutgoingText,
    result: SendResult,
    *,
    shop: Shop,
    now: datetime,
    jitter: float,
) -> Settled:
    """Store the carrier's answer to a send. A receipt that came before it stands."""
    text = _as_stored(book, text)
    if isinstance(result, Accepted):
        receipt = Receipt(state=TextState.ACCEPTED, carrier_id=result.carrier_id)
        moved = moved_by_receipt(book, text, receipt, shop=shop, now=now)
        return Settled(moved=moved or TextMoved(text=text))
    if text.state is not TextState.SENDING:
        if text.error == ERASED and isinstance(result, Refused):
            # It was on its way when they were erased, so its cost was left: now it surely is not.
            book.refund(text)
        return Settled(moved=TextMoved(text=text))
    if isinstance(result, Unknown):
        return put_in_doubt(book, text, result.why, now=now)
    return _settle_refused(book, text, result, shop=shop, now=now, jitter=jitter)


def put_in_doubt(book: Book, text: OutgoingText, why: str, *, now: datetime) -> Settled:
    """Have a text looked up with the carrier before anything else is done about it.

    What a receipt has said of it meanwhile stands.
    """
    text = _as_stored(book, text)
    if text.state not in OPEN_STATES:
        return Settled(moved=TextMoved(text=text))
    due_at = now + DOUBT_GRACE
    unknown = replace(text, state=TextState.UNKNOWN, error=why)
    save(book, unknown, due_at=due_at)
    return Settled(moved=TextMoved(text=unknown), due_at=due_at)


def put_back(book: Book, text: OutgoingText, *, now: datetime) -> None:
    """Have a text that was claimed, and surely not handed over, wait to be claimed again."""
    text = _as_stored(book, text)
    if text.state is TextState.SENDING:
        save(book, replace(text, state=TextState.QUEUED), due_at=now)


def _settle_refused(
    book: Book, text: OutgoingText, result: Refused, *, shop: Shop, now: datetime, jitter: float
) -> Settled:
    due_at = now + retry_delay(text.attempts, jitter)
    again = result.reaction in AGAIN
    if result.reaction is Reaction.AS_SMS and text.channel is not Channel.SMS:
        book.make_sms(text.id)
        text, again, due_at = replace(text, channel=Channel.SMS), True, now
    if again and due_at < text.deadline:
        queued = replace(
            text, state=TextState.QUEUED, attempts=text.attempts + 1, error=result.code
        )
        save(book, queued, due_at=due_at)
        moved = TextMoved(text=queued, reaction=result.reaction)
        return Settled(moved=moved, due_at=due_at)
    return Settled(moved=fail(book, text, result.code, result.reaction, shop=shop, now=now))


def settle_doubt(
    book: Book, text: OutgoingText, found: str | None, *, shop: Shop, now: datetime
) -> Settled:
    """Store what the carrier's list says of a text in doubt: found, or surely not there."""
    text = _as_stored(book, text)
    if text.state is not TextState.UNKNOWN:
        return Settled(moved=TextMoved(text=text))
    if found is not None and belongs_to_another(book, text, found):
        # A text alike was looked up at the same time. The next look leaves its id out.
        return keep_doubting(book, text, shop=shop, now=now)
    if found is not None:
        receipt = Receipt(state=TextState.ACCEPTED, carrier_id=found)
        moved = moved_by_receipt(book, text, receipt, shop=shop, now=now)
        return Settled(moved=moved or TextMoved(text=text))
    if now >= text.deadline:
        return Settled(moved=fail(book, text, TOO_LATE, Reaction.OWNER, shop=shop, now=now))
    queued = replace(text, state=TextState.QUEUED, attempts=text.attempts + 1)
    save(book, queued, due_at=now)
    return Settled(moved=TextMoved(text=queued), due_at=now)


def keep_doubting(book: Book, text: OutgoingText, *, shop: Shop, now: datetime) -> Settled:
    """Put off a text in doubt whose carrier could not say; give it up after a day."""
    text = _as_stored(book, text)
    if text.state is not TextState.UNKNOWN:
        return Settled(moved=TextMoved(text=text))
    if now >= text.deadline + DOUBT_ENDS:
        moved = fail(
            book,
            text,
            "never_known",
            Reaction.OWNER,
            shop=shop,
            now=now,
            surely_not_taken=False,
        )
        return Settled(moved=moved)
    due_at = now + LOOK_AGAIN
    save(book, text, due_at=due_at)
    return Settled(moved=TextMoved(text=text), due_at=due_at)


def _as_stored(book: Book, text: OutgoingText) -> OutgoingText:
    """Return a text as it stands now: a receipt may have been quicker than the carrier's answer."""
    return book.find_text(ref=text.ref, carrier_id=None) or text
