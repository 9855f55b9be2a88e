"""What happens to the ledger when something happens: one function, one transaction.

Each runs inside a unit of work (see `Book`): it reads, decides by the pure rules, writes, and
returns what the engine then does. It may be run again after a rollback, so whatever must not change
between two runs (references, the time, rendered words) is handed in.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from .calls import Call, CallEvent, CallStep, advance
from .numbers import to_e164
from .opt_out import Wish, wish_of
from .outbox import InboundText, OutgoingText, Reaction, Receipt, TextKind, TextState
from .policy import Caller, Decision, Hold, Reason, Skip, TextBack, decide, guard, guard_text_back
from .ports import (
    Book,
    CallDecided,
    DuplicateTextBack,
    History,
    NewText,
    StoredCall,
    Tally,
    TextMoved,
    TextReceived,
)
from .shop import Line, Shop
from .threads import Thread, after_call, after_our_words, after_reply
from .transit import moved_by_receipt

# A carrier's call-end callback may overtake the report of how the call ended. Seen: under a second.
HANG_UP_GRACE: Final = timedelta(seconds=5)
# Nothing more was heard of a call this long after its ringing had to be over: both callbacks got lost.
LOST_END_GRACE: Final = timedelta(seconds=60)
_LONGEST_ADDRESS: Final = 40


class Refusal(Exception):
    """A guard does not let this text go out."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class UnknownCall(Exception):
    """No call of this line that is over has that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a unit of work knows beside its book: the shop, one line, and the time."""

    shop: Shop
    line: Line
    now: datetime

    @property
    def day(self) -> str:
        """The shop's calendar day."""
        return self.shop.local_day(self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that may go out: its reference and words, made before the transaction."""

    ref: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken:
    """A call event is stored: what it decided, if it did, and when it or its text falls due."""

    decided: CallDecided | None = None
    due_at: datetime | None = None


def take_call(
    book: Book, event: CallEvent, desk: Desk, draft: Draft, *, automatic: bool
) -> CallTaken:
    """Store a call's event; where the call is over by it, decide and queue its text-back.

    What was decided of a missed call without its caller is decided again once the caller is known.
    """
    stored = book.find_call(event.source_id)
    before = stored.call if stored else None
    if event.step is CallStep.HUNG_UP and (before is None or before.outcome is None):
        # The report of how it ended may still be on its way, and it knows better: so this says
        # only that there was a call, and when to look at it.
        due_at = desk.now + HANG_UP_GRACE
        _store(book, stored, advance(before, replace(event, step=CallStep.ARRIVED)), due_at)
        return CallTaken(due_at=due_at)
    call = advance(before, event)
    if call.outcome is None:
        due_at = desk.now + timedelta(seconds=desk.line.ring_seconds) + LOST_END_GRACE
        if stored is None or stored.call != call:
            _store(book, stored, call, due_at)
        return CallTaken(due_at=due_at)
    found_caller = before is not None and before.caller is None and call.caller is not None
    if stored is not None and stored.decided and not (found_caller and call.missed):
        if stored.call != call:
            _store(book, stored, call, None)
            _answered_after_all(book, stored.call, call, desk)
            # A message was left, or somebody took the call after all: worth telling, not deciding.
            news = CallDecided(call_id=stored.id, call=call, decision=Skip(Reason.ALREADY_DECIDED))
            return CallTaken(decided=news)
        return CallTaken()
    return _decide(book, stored, call, desk, draft, automatic=automatic)


def close_lost_call(
    book: Book, source_id: str, desk: Desk, draft: Draft, *, automatic: bool
) -> CallTaken:
    """End a call whose own end got lost: answered where somebody pressed 1, else missed."""
    stored = book.find_call(source_id)
    if stored is None or stored.call.outcome is not None:
        return CallTaken()
    hung_up = CallEvent(
        line_id=desk.line.id, source_id=source_id, step=CallStep.HUNG_UP, at=desk.now
    )
    call = advance(stored.call, hung_up)
    return _decide(book, stored, call, desk, draft, automatic=automatic)


def _store(book: Book, stored: StoredCall | None, call: Call, due_at: datetime | None) -> None:
    if stored is None:
        book.add_call(call, due_at=due_at)
    else:
        book.save_call(stored.id, call, due_at=due_at)


def _answered_after_all(book: Book, before: Call, call: Call, desk: Desk) -> None:
    """Close the episode that a call opened which turns out to have been answered."""
    if not before.missed or call.missed or not (peer := to_e164(call.caller, desk.shop.country)):
        return
    history = book.history(desk.shop.id, desk.line.id, peer)
    if history.thread is not None:
        book.save_thread(history.thread_id, after_call(history.thread, call, desk.now).thread)


def _decide(
    book: Book, stored: StoredCall | None, call: Call, desk: Desk, draft: Draft, *, automatic: bool
) -> CallTaken:
    shop, line, now = desk.shop, desk.line, desk.now
    peer = to_e164(call.caller, shop.country)
    history = book.history(shop.id, line.id, peer) if peer else History(caller=Caller())
    decision = decide(call, history.caller, shop, line, automatic=automatic, now=now)
    call_id = stored.id if stored else book.add_call(call, due_at=None)
    insider = isinstance(decision, Skip) and decision.reason in (Reason.TEAM, Reason.OWN_NUMBER)
    thread_id = history.thread_id
    counted = stored is not None and stored.decided
    tallies = {Tally.MISSED: 1} if call.missed and not insider and not counted else {}
    if peer and not insider and (call.missed or history.thread is not None):
        thread = history.thread or Thread(line_id=line.id, peer=peer, last_at=now)
        step = after_call(thread, call, now)
        texting = not isinstance(decision, Skip)
        thread_id = book.save_thread(thread_id, step.thread, text_back_at=now if texting else None)
        tallies |= {Tally.EPISODES: 1} if step.opened_episode else {}
        tallies |= {Tally.RECOVERED: 1} if step.recovered else {}
    text = None
    if peer and not isinstance(decision, Skip):
        try:
            text = book.add_text(
                _text_back(desk, draft, peer, decision, thread_id=thread_id, call_id=call_id)
            )
        except DuplicateTextBack:
            # An older text-back is in doubt for longer than the cooldown lasts: no new one begins.
            decision = Skip(Reason.TEXTED_RECENTLY)
            former = history.caller.last_text_back_at
            book.move_cooldown(line.id, peer, was=now, to=former)
    book.save_call(
        call_id, call, due_at=None, decision=decision, decided_at=now, thread_id=thread_id
    )
    if tallies:
        book.count(line.id, desk.day, tallies)
    decided = CallDecided(call_id=call_id, call=call, decision=decision, text=text)
    return CallTaken(decided=decided, due_at=decision.until if isinstance(decision, Hold) else None)


def _text_back(
    desk: Desk,
    draft: Draft,
    peer: str,
    decision: Decision,
    *,
    thread_id: int | None,
    call_id: int | None,
) -> NewText:
    held_until = decision.until if isinstance(decision, Hold) else None
    return NewText(
        ref=draft.ref,
        line_id=desk.line.id,
        kind=TextKind.TEXT_BACK,
        sender=desk.line.number,
        to=peer,
        body=draft.body,
        created_at=desk.now,
        deadline=(held_until or desk.now) + desk.shop.text_deadline,
        # Claimed in the transaction that promises it: one commit before the send, not two.
        state=TextState.SENDING if held_until is None else TextState.QUEUED,
        due_at=held_until,
        thread_id=thread_id,
        call_id=call_id,
    )


def take_reply(book: Book, text: InboundText, desk: Desk) -> TextReceived | None:
    """Store a text that came in; None where it is known already."""
    shop, line = desk.shop, desk.line
    peer = to_e164(text.sender, shop.country) or text.sender.strip()[:_LONGEST_ADDRESS]
    history = book.history(shop.id, line.id, peer)
    wish = text.wish or wish_of(text.body)
    thread = history.thread or Thread(line_id=line.id, peer=peer, last_at=desk.now)
    step = after_reply(thread, desk.now)
    thread_id = history.thread_id or book.save_thread(None, thread)
    if not book.add_reply(
        line_id=line.id,
        thread_id=thread_id,
        carrier_id=text.carrier_id,
        peer=peer,
        body=text.body,
        at=text.at,
    ):
        return None
    if wish is not None:
        book.set_wish(shop.id, peer, wish, source="text", at=desk.now)
    elif peer not in shop.team_numbers:
        # STOP is no conversation, and the team are no customers: neither waits, neither counts.
        book.save_thread(thread_id, step.thread)
        tallies = {Tally.REPLIES: 1} | ({Tally.RECOVERED: 1} if step.recovered else {})
        book.count(line.id, desk.day, tallies)
    return TextReceived(
        line_id=line.id, peer=peer, body=text.body, at=text.at, media=text.media, wish=wish
    )


def take_receipt(
    book: Book, receipt: Receipt, *, shop_id: str, day: str, now: datetime
) -> TextMoved | None:
    """Store what the carrier says of a text; None where that is no news, or no text of ours."""
    text = book.find_text(ref=receipt.ref, carrier_id=receipt.carrier_id)
    if text is None:
        return None
    if receipt.reaction is Reaction.OPTED_OUT:
        book.set_wish(shop_id, text.to, Wish.STOP, source="carrier", at=now)
    return moved_by_receipt(book, text, receipt, day=day, now=now)


def request_text_back(
    book: Book, desk: Desk, draft: Draft, *, source_id: str | None, number: str | None
) -> OutgoingText:
    """Queue a text-back that an automation or a person asked for, by its call or by a number.

    Raises UnknownCall where the call still rings, and Refusal where a guard says no.
    """
    shop, line, now = desk.shop, desk.line, desk.now
    stored = book.find_call(source_id) if source_id else None
    if stored is not None:
        if stored.call.outcome is None:
            raise UnknownCall
        if not stored.call.missed:
            raise Refusal(Reason.ANSWERED)
        number = stored.call.caller
    peer = to_e164(number, shop.country)
    history = book.history(shop.id, line.id, peer) if peer else History(caller=Caller())
    if (reason := guard_text_back(number, history.caller, shop, now)) is not None or peer is None:
        raise Refusal(reason or Reason.NOT_A_PHONE_NUMBER)
    decision = TextBack(Reason.REQUESTED)
    thread = history.thread or Thread(line_id=line.id, peer=peer, last_at=now)
    thread_id = book.save_thread(history.thread_id, thread, text_back_at=now)
    call_id = stored.id if stored else None
    try:
        text = book.add_text(
            _text_back(desk, draft, peer, decision, thread_id=thread_id, call_id=call_id)
        )
    except DuplicateTextBack:
        raise Refusal(Reason.TEXTED_RECENTLY) from None
    if stored is not None:
        book.save_call(
            stored.id,
            stored.call,
            due_at=None,
            decision=decision,
            decided_at=now,
            thread_id=thread_id,
        )
    return text


def request_text(book: Book, desk: Desk, draft: Draft, *, to: str, kind: TextKind) -> OutgoingText:
    """Queue a text with words of one's own. Raises Refusal where a guard says no."""
    shop, line, now = desk.shop, desk.line, desk.now
    peer = to_e164(to, shop.country)
    history = book.history(shop.id, line.id, peer) if peer else History(caller=Caller())
    if (reason := guard(to, history.caller, shop)) is not None or peer is None:
        raise Refusal(reason or Reason.NOT_A_PHONE_NUMBER)
    thread_id = history.thread_id
    if kind is TextKind.MESSAGE:
        thread = history.thread or Thread(line_id=line.id, peer=peer, last_at=now)
        thread_id = book.save_thread(thread_id, after_our_words(thread, now))
    return book.add_text(
        NewText(
            ref=draft.ref,
            line_id=line.id,
            kind=kind,
            sender=line.number,
            to=peer,
            body=draft.body,
            created_at=now,
            deadline=now + shop.text_deadline,
            state=TextState.SENDING,
            due_at=None,
            thread_id=thread_id,
        )
    )
