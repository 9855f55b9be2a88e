"""What happens to the ledger when somebody asks for something: one function, one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from .answered import waiting_over
from .book import NOBODY, Book, DuplicateTextBack
from .channels import Channel, read_address
from .counting import LEFT_OUT, Episode
from .desk import Desk, Draft, RefTaken, Refusal, UnknownCall, new_text
from .episodes import attend, count_call
from .happenings import TextMoved, WaitingOver
from .keeping import keep_step
from .moves import wrote
from .numbers import to_e164
from .opt_out import Wish
from .outbox import OutgoingText, TextKind
from .policy import TextBack, guard, guard_text_back
from .reasons import Reason
from .reporting import report_stop
from .silence import set_follow_up
from .threads import (
    ThreadStep,
    after_call,
    after_machine_words,
    after_our_words,
    after_text_back,
    new_thread,
)
from .transit import drop_held


def request_text_back(
    book: Book, desk: Desk, draft: Draft, *, source_id: str | None, number: str | None
) -> Requested:
    """Queue a text-back that an automation or a person asked for, by its call or by a number.

    Raises UnknownCall where the call is not decided yet, and Refusal where a guard says no.
    """
    shop, line, now = desk.shop, desk.line, desk.now
    stored = book.find_call(source_id) if source_id else None
    if stored is not None:
        if not stored.decided:
            raise UnknownCall
        if not stored.call.missed:
            raise Refusal(Reason.ANSWERED)
        number = stored.call.caller
    peer = to_e164(number, shop.country)
    history = book.history(shop.id, line.id, peer) if peer else NOBODY
    reason = guard_text_back(number, history.caller, shop, line.rules, now)
    reason = reason or desk.over_limit(book, peer, draft.body)
    if reason is not None or peer is None:
        raise Refusal(reason or Reason.NOT_A_PHONE_NUMBER)
    decision = TextBack(Reason.REQUESTED)
    step = ThreadStep(history.thread or new_thread(line.id, peer, now))
    counted = None if stored is None else stored.counted
    if stored is not None and counted is not None and counted.reason in LEFT_OUT:
        # Whom somebody wants to be texted is a missed caller all the same.
        step = after_call(step.thread, stored.call, counted.at)
    thread = after_text_back(step.thread, now)
    step = replace(step, thread=thread)
    thread_id = keep_step(
        book, history.thread_id, history.thread, step, shop=shop, at=now, text_back_at=now
    )
    due_at = set_follow_up(book, thread_id, thread, shop, now)
    call_id = stored.id if stored else None
    row = new_text(desk, draft, TextKind.TEXT_BACK, peer, thread_id=thread_id, call_id=call_id)
    try:
        text = book.add_text(row)
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
            begins_episode=step.opened_episode,
        )
    if counted is not None:
        episode = Episode() if step.opened_episode else counted.episode
        counts = replace(counted, reason=decision.reason, episode=episode)
        count_call(book, line.id, counted, counts, shop)
    return Requested(text=text, due_at=due_at)


_TO_CUSTOMERS: Final = (TextKind.MESSAGE, TextKind.MACHINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A text that was asked for, whom of the team it concerns, and when to look at what follows.

    One that is `known` was asked for before: it goes its own way.
    """

    text: OutgoingText
    known: bool = False
    over: WaitingOver | None = None
    due_at: datetime | None = None


def request_text(
    book: Book, desk: Desk, draft: Draft, *, to: str, kind: TextKind, by: str | None = None
) -> Requested:
    """Queue a text with words of one's own, as an answer or to an address that names its channel.

    `by` is whose words they are, where that is known. Raises Refusal where a guard says no, and
    RefTaken.
    """
    shop, line, now = desk.shop, desk.line, desk.now
    asked, to = read_address(to)
    peer = to_e164(to, shop.country)
    if draft.again and (known := _asked_before(book, desk, draft, peer)) is not None:
        return Requested(text=known, known=True)
    history = book.history(shop.id, line.id, peer) if peer else NOBODY
    reason = guard(to, history.caller, shop)
    if reason is None and kind in _TO_CUSTOMERS:
        reason = desk.over_limit(book, peer, draft.body)
    if reason is not None or peer is None:
        raise Refusal(reason or Reason.NOT_A_PHONE_NUMBER)
    thread = history.thread or new_thread(line.id, peer, now)
    if kind is TextKind.MACHINE and not thread.machine_may_speak:
        raise Refusal(Reason.PEOPLE_TALK)
    channel = desk.channel(thread) if kind in _TO_CUSTOMERS else Channel.SMS
    if asked is Channel.WHATSAPP and channel is not asked:
        # Whoever asked for it by name is told, where an answer would go out as an SMS.
        raise Refusal(Reason.NO_WHATSAPP)
    thread_id = history.thread_id
    over = None
    if kind is TextKind.MESSAGE:
        written_to = after_our_words(thread, now)
        if thread.call_back_since is not None and wrote(book, thread):
            # An answer of before may have failed. If this one does, they ought to be called again.
            written_to = replace(written_to, call_back_since=None)
        thread_id = book.save_thread(thread_id, written_to)
        attend(book, thread_id, line.id, shop=shop, at=now)
        over = waiting_over(book, thread_id, thread, by=by or "", words=draft.body)
    elif kind is TextKind.MACHINE:
        thread_id = book.save_thread(thread_id, after_machine_words(thread, now))
    row = new_text(desk, draft, kind, peer, thread_id=thread_id, channel=channel)
    return Requested(text=book.add_text(row), over=over)


def _asked_before(book: Book, desk: Desk, draft: Draft, peer: str | None) -> OutgoingText | None:
    """Return the text that a reference was chosen for, if it is there. Raises RefTaken."""
    known = book.find_text(ref=draft.ref, carrier_id=None)
    if known is None:
        return None
    if (known.line_id, known.to, known.body) != (desk.line.id, peer, draft.body):
        raise RefTaken
    return known


def request_wish(book: Book, desk: Desk, peer: str, wish: Wish) -> list[TextMoved]:
    """Note what the owner says of a person's wish, and drop what is held for them."""
    # Who asked in person to be texted again has a right to it though nobody wrote START.
    changed = book.set_wish(desk.shop.id, peer, wish, source="owner", at=desk.now)
    if changed and wish is Wish.STOP:
        report_stop(book, desk.shop, peer, now=desk.now)
    return [] if wish is Wish.START else _drop_everywhere(book, desk, peer, Reason.OPTED_OUT)


def request_block(book: Book, desk: Desk, peer: str, *, blocked: bool) -> list[TextMoved]:
    """Block a person, or no longer."""
    book.set_person(desk.shop.id, peer, blocked=blocked, at=desk.now)
    return _drop_everywhere(book, desk, peer, Reason.BLOCKED) if blocked else []


def _drop_everywhere(book: Book, desk: Desk, peer: str, reason: Reason) -> list[TextMoved]:
    moved = (drop_held(book, line.id, peer, reason) for line in desk.shop.lines)
    return [each for each in moved if each is not None]
