"""A text on its way: claims, the carrier's answers and receipts, and what is done in doubt.

The transitions are drawn in `outbox`; here each is one unit of work on the ledger (see `Book`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from .desk import dropped
from .numbers import NumberKind
from .opt_out import Wish
from .outbox import (
    OPEN_STATES,
    TAKEN_STATES,
    Accepted,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    SendResult,
    TextKind,
    TextState,
    Unknown,
    after_receipt,
    retry_delay,
)
from .ports import Book, StoredCall, TextMoved
from .reasons import Reason
from .tally import Tally
from .threads import to_call_back

# In doubt, the carrier's list is asked no sooner: longer than a request may take (15 s) and the
# list may lag behind, so that a text which did arrive is surely listed.
DOUBT_GRACE: Final = timedelta(seconds=60)
# How soon a text is looked at again when its claim or its look-up came to nothing.
LOOK_AGAIN: Final = timedelta(seconds=120)
# The carrier could not be asked for this long: the owner is told, and the text is given up.
DOUBT_ENDS: Final = timedelta(hours=24)
_BATCH: Final = 50
_TOO_LATE: Final = "too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWork:
    """What has come due: texts to send (claimed), texts in doubt, calls whose end got lost."""

    to_send: tuple[OutgoingText, ...]
    in_doubt: tuple[tuple[OutgoingText, frozenset[str]], ...]
    given_up: tuple[TextMoved, ...]
    lost_calls: tuple[StoredCall, ...]
    next_due: datetime | None


def claim_due(book: Book, *, shop_id: str, now: datetime) -> DueWork:
    """Claim the rows whose time has come, a batch at most: what is left makes `next_due` past."""
    to_send: list[OutgoingText] = []
    in_doubt: list[tuple[OutgoingText, frozenset[str]]] = []
    given_up: list[TextMoved] = []
    for text in book.texts_due(now, _BATCH):
        if text.state is TextState.UNKNOWN:
            # The look-up ends in a save; the time here is for a look-up that a crash cuts short.
            _save(book, text, due_at=now + LOOK_AGAIN)
            in_doubt.append((text, book.taken_carrier_ids(text.line_id, text.to)))
        elif now > text.deadline:
            given_up.append(_fail(book, text, _TOO_LATE, Reaction.OWNER))
        elif (reason := _unwanted(book, shop_id, text)) is not None:
            given_up.append(_fail(book, text, reason.value, Reaction.NEVER))
        else:
            claimed = replace(text, state=TextState.SENDING)
            _save(book, claimed, due_at=None)
            to_send.append(claimed)
    lost_calls = book.calls_due(now, _BATCH)
    for stored in lost_calls:
        # Closing it clears the time; here it is for a closing that fails.
        book.save_call(stored.id, stored.call, due_at=now + LOOK_AGAIN)
    return DueWork(
        to_send=tuple(to_send),
        in_doubt=tuple(in_doubt),
        given_up=tuple(given_up),
        lost_calls=tuple(lost_calls),
        next_due=book.next_due(),
    )


def _unwanted(book: Book, shop_id: str, text: OutgoingText) -> Reason | None:
    """Return why a text that waited may no longer go out."""
    caller = book.history(shop_id, text.line_id, text.to).caller
    if caller.opted_out and text.kind is not TextKind.SERVICE:
        return Reason.OPTED_OUT
    return Reason.BLOCKED if caller.blocked and text.kind is TextKind.TEXT_BACK else None


def drop_held(book: Book, line_id: str, peer: str, reason: Reason) -> TextMoved | None:
    """Drop the text-back that is held for a person, if there is one."""
    held = book.held_text(line_id, peer)
    if held is None:
        return None
    text = dropped(held, reason)
    _save(book, text, due_at=None)
    book.refund(text)
    book.move_cooldown(line_id, peer, was=text.created_at, to=None)
    return TextMoved(text=text)


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
    shop_id: str,
    day: str,
    now: datetime,
    jitter: float,
) -> Settled:
    """Store the carrier's answer to a send. A receipt that came before it stands."""
    text = _as_stored(book, text)
    if isinstance(result, Accepted):
        receipt = Receipt(state=TextState.ACCEPTED, carrier_id=result.carrier_id)
        moved = moved_by_receipt(book, text, receipt, day=day, now=now)
        return Settled(moved=moved or TextMoved(text=text))
    if text.state is not TextState.SENDING:
        return Settled(moved=TextMoved(text=text))
    if isinstance(result, Unknown):
        due_at = now + DOUBT_GRACE
        unknown = replace(text, state=TextState.UNKNOWN, error=result.why)
        _save(book, unknown, due_at=due_at)
        return Settled(moved=TextMoved(text=unknown), due_at=due_at)
    return _settle_refused(book, text, result, shop_id=shop_id, now=now, jitter=jitter)


def _settle_refused(
    book: Book, text: OutgoingText, result: Refused, *, shop_id: str, now: datetime, jitter: float
) -> Settled:
    due_at = now + retry_delay(text.attempts, jitter)
    # With credentials that fail, the text waits as well: the owner may sign in again in time.
    again = result.reaction in (Reaction.RETRY, Reaction.SIGN_IN)
    if again and due_at < text.deadline:
        queued = replace(
            text, state=TextState.QUEUED, attempts=text.attempts + 1, error=result.code
        )
        _save(book, queued, due_at=due_at)
        moved = TextMoved(text=queued, reaction=result.reaction)
        return Settled(moved=moved, due_at=due_at)
    if result.reaction is Reaction.OPTED_OUT:
        book.set_wish(shop_id, text.to, Wish.STOP, source="carrier", at=now)
    elif result.reaction is Reaction.CALL_BACK:
        _call_back(book, text, shop_id=shop_id, now=now)
    return Settled(moved=_fail(book, text, result.code, result.reaction))


def _call_back(book: Book, text: OutgoingText, *, shop_id: str, now: datetime) -> None:
    """Remember a number that gets no texts, and that somebody ought to call it."""
    book.set_line_kind(shop_id, text.to, NumberKind.LANDLINE, at=now)
    history = book.history(shop_id, text.line_id, text.to)
    if history.thread is not None and text.kind is TextKind.TEXT_BACK:
        book.save_thread(history.thread_id, to_call_back(history.thread, now))


def take_receipt(
    book: Book, receipt: Receipt, *, shop_id: str, day: str, now: datetime
) -> TextMoved | None:
    """Store what the carrier says of a text; None where that is no news, or no text of ours."""
    text = book.find_text(ref=receipt.ref, carrier_id=receipt.carrier_id)
    if text is None:
        return None
    if receipt.reaction is Reaction.OPTED_OUT:
        book.set_wish(shop_id, text.to, Wish.STOP, source="carrier", at=now)
    elif receipt.reaction is Reaction.CALL_BACK:
        _call_back(book, text, shop_id=shop_id, now=now)
    return moved_by_receipt(book, text, receipt, day=day, now=now)


def settle_doubt(
    book: Book, text: OutgoingText, found: str | None, *, day: str, now: datetime
) -> Settled:
    """Store what the carrier's list says of a text in doubt: found, or surely not there."""
    text = _as_stored(book, text)
    if text.state is not TextState.UNKNOWN:
        return Settled(moved=TextMoved(text=text))
    if found is not None and _belongs_to_another(book, text, found):
        # A text alike was looked up at the same time. The next look leaves its id out.
        return keep_doubting(book, text, now=now)
    if found is not None:
        receipt = Receipt(state=TextState.ACCEPTED, carrier_id=found)
        moved = moved_by_receipt(book, text, receipt, day=day, now=now)
        return Settled(moved=moved or TextMoved(text=text))
    if now >= text.deadline:
        return Settled(moved=_fail(book, text, _TOO_LATE, Reaction.OWNER))
    queued = replace(text, state=TextState.QUEUED, attempts=text.attempts + 1)
    _save(book, queued, due_at=now)
    return Settled(moved=TextMoved(text=queued), due_at=now)


def keep_doubting(book: Book, text: OutgoingText, *, now: datetime) -> Settled:
    """Put off a text in doubt whose carrier could not say; give it up after a day."""
    text = _as_stored(book, text)
    if text.state is not TextState.UNKNOWN:
        return Settled(moved=TextMoved(text=text))
    if now >= text.deadline + DOUBT_ENDS:
        moved = _fail(book, text, "never_known", Reaction.OWNER, surely_not_taken=False)
        return Settled(moved=moved)
    due_at = now + LOOK_AGAIN
    _save(book, text, due_at=due_at)
    return Settled(moved=TextMoved(text=text), due_at=due_at)


def moved_by_receipt(
    book: Book, text: OutgoingText, receipt: Receipt, *, day: str, now: datetime
) -> TextMoved | None:
    """Store what the carrier says of a text; None where that is no news."""
    state = after_receipt(text.state, receipt.state)
    carrier_id = text.carrier_id
    if carrier_id is None and not _belongs_to_another(book, text, receipt.carrier_id):
        carrier_id = receipt.carrier_id
    if state is text.state and carrier_id == text.carrier_id:
        return None
    was_open = text.state in OPEN_STATES
    # What was given up in doubt may prove to be taken after all.
    late = text.state is TextState.FAILED and text.carrier_id is None and carrier_id is not None
    taken = receipt.state in TAKEN_STATES and (was_open or late)
    moved = replace(text, state=state, carrier_id=carrier_id, error=receipt.error or text.error)
    _save(book, moved, due_at=None, accepted_at=now if taken and was_open else None)
    if late and text.error == _TOO_LATE:
        # It was given up as surely not there, and its cost taken off; in doubt that stays.
        book.charge(text)
    if taken and text.kind is TextKind.TEXT_BACK:
        book.count(text.line_id, day, {Tally.TEXTED: 1})
        if late:
            book.move_cooldown(text.line_id, text.to, was=None, to=text.created_at)
    return TextMoved(text=moved, reaction=receipt.reaction)


def _belongs_to_another(book: Book, text: OutgoingText, carrier_id: str | None) -> bool:
    """Tell whether another text has a carrier's id: a look-up by words may have mistaken two alike."""
    owner = None if carrier_id is None else book.find_text(ref=None, carrier_id=carrier_id)
    return owner is not None and owner.id != text.id


def _as_stored(book: Book, text: OutgoingText) -> OutgoingText:
    """Return a text as it stands now: a receipt may have been quicker than the carrier's answer."""
    return book.find_text(ref=text.ref, carrier_id=None) or text


def _fail(
    book: Book,
    text: OutgoingText,
    error: str,
    reaction: Reaction,
    *,
    surely_not_taken: bool = True,
) -> TextMoved:
    failed = replace(text, state=TextState.FAILED, error=error)
    _save(book, failed, due_at=None)
    if surely_not_taken:
        book.refund(text)
    if surely_not_taken and text.kind is TextKind.TEXT_BACK:
        # The caller got nothing, so the next missed call is not "texted recently".
        book.move_cooldown(text.line_id, text.to, was=text.created_at, to=None)
    return TextMoved(text=failed, reaction=reaction)


def _save(
    book: Book,
    text: OutgoingText,
    *,
    due_at: datetime | None,
    accepted_at: datetime | None = None,
) -> None:
    book.save_text(
        text.id,
        state=text.state,
        due_at=due_at,
        attempts=text.attempts,
        carrier_id=text.carrier_id,
        error=text.error,
        accepted_at=accepted_at,
    )
