"""What happens to the ledger when somebody writes: one function, one transaction (see `intake`)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .answered import waiting_over
from .book import Book
from .counting import WonBy, days_of_answer
from .desk import Desk, Draft, new_text
from .episodes import count
from .farewell import Farewell, farewell_of
from .happenings import TextMoved, TextReceived, WaitingOver
from .heard_language import heard_language
from .keeping import keep_step
from .languages import worth_noting
from .lead_events import LeadEventKind
from .leads import LONG_AGO
from .limits import over_limit
from .numbers import to_e164
from .opt_out import Wish, wish_of
from .outbox import InboundText, OutgoingText, TextKind
from .reasons import Reason
from .relay import RelayDesk, Relayed, relay
from .reporting import report, report_stop
from .shop import Shop
from .tally import Tally
from .threads import Thread, ThreadStep, after_reply, heard_by, new_thread
from .transit import drop_held
from .waiting import ANSWERED_WITHIN, answers_itself, set_clocks

_LONGEST_ADDRESS: Final = 40
STOPS: Final = (Wish.STOP, Wish.UNSURE)
_NOT_RELAYED: Final = Relayed()
_ASKS: Final = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What we owe who writes certain words: that no more texts come, or how to reach the shop.

    `remind_at` is when whoever is told of a reply is reminded, if they are; `relay` is there where a
    member of the team writes.
    """

    opted_out: Draft
    help: Draft
    remind_at: datetime | None = None
    relay: RelayDesk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTaken:
    """A text that came in is stored: what it dropped, and what we answer by ourselves.

    `heard` is the language now noted of who wrote it: None leaves what was, an empty string clears.
    `due_at` is when to look at what is due because of it, `over` that somebody who waited wants
    nothing any more.
    """

    received: TextReceived
    dropped: TextMoved | None = None
    answer: OutgoingText | None = None
    heard: str | None = None
    due_at: datetime | None = None
    relayed: Relayed = _NOT_RELAYED
    over: WaitingOver | None = None


def expects_answer(peer: str, wish: Wish | None, shop: Shop) -> bool:
    """Tell whether whoever wrote waits for an answer, and counts as somebody who replied.

    STOP and START are no conversation, and the team are no customers.
    """
    return peer not in shop.team_numbers and wish in (None, Wish.UNSURE, Wish.HELP)


def take_reply(book: Book, text: InboundText, desk: Desk, answers: Answers) -> ReplyTaken | None:
    """Store a text that came in; None where it is known already."""
    shop, line = desk.shop, desk.line
    number = to_e164(text.sender, shop.country)
    peer = number or text.sender.strip()[:_LONGEST_ADDRESS]
    history = book.history(shop.id, line.id, peer)
    wish = text.wish or wish_of(text.body)
    at = min(text.at, desk.now)
    thread = history.thread or new_thread(line.id, peer, at)
    thread_id = history.thread_id or book.save_thread(None, thread)
    if not book.add_reply(
        line_id=line.id,
        thread_id=thread_id,
        carrier_id=text.carrier_id,
        peer=peer,
        body=text.body,
        at=text.at,
        channel=text.channel,
    ):
        return None
    expected = expects_answer(peer, wish, shop)
    urgent = shop.urgency.words_in(text.body) if expected else ()
    alarm = bool(urgent) and thread.urgent_since is None
    farewell = _farewell(book, text, peer) if expected and wish is None and not urgent else None
    step = after_reply(thread, at, text.channel, urgent, farewell)
    stopped = wish in STOPS
    dropped = drop_held(book, line.id, peer, Reason.OPTED_OUT if stopped else Reason.REPLIED)
    changed = wish is not None and book.set_wish(shop.id, peer, wish, source="text", at=at)
    relayed = _NOT_RELAYED
    if answers.relay is not None and wish is None:
        relayed = relay(book, desk, answers.relay, text.body)
    follows = _Follows()
    if expected:
        if number is not None:
            replied = LeadEventKind.REPLIED
            report(book, shop, thread_id, replied, at=at, now=desk.now, detail=text.body)
        follows = _carry_on(
            book,
            thread_id,
            thread,
            step,
            desk=desk,
            at=at,
            words=text.body,
            remind_at=answers.remind_at,
            alarm_since=step.thread.urgent_since if alarm else None,
            for_machine=number is not None and wish is None and desk.now - at < ANSWERED_WITHIN,
        )
    elif (told := heard_by(thread, at, text.channel)) is not thread:
        book.save_thread(thread_id, told)
    if stopped and changed:
        report_stop(book, shop, peer, now=desk.now)
    received = TextReceived(
        thread_id=thread_id,
        line_id=line.id,
        peer=peer,
        body=text.body,
        at=text.at,
        media=text.media,
        wish=wish,
        channel=text.channel,
        urgent=urgent,
        alarm=alarm,
        waits=follows.waits,
    )
    heard = None if number is None else _note_language(book, number, text.body, shop)
    answer = None
    if number is not None and text.wish is None and desk.now - at < ANSWERED_WITHIN:
        # What the carrier made of the words, it answered as well.
        draft = _owed(book, desk, number, wish if changed or wish is Wish.HELP else None, answers)
        if draft is not None:
            channel = desk.channel(step.thread)
            answer = book.add_text(
                new_text(desk, draft, TextKind.SERVICE, peer, thread_id=thread_id, channel=channel)
            )
    return ReplyTaken(
        received=received,
        dropped=dropped,
        answer=answer,
        heard=heard,
        due_at=follows.due_at,
        relayed=relayed,
        over=follows.over,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Follows:
    """What follows from a reply: whether its writer waits, when to look, and whose waiting is over."""

    waits: bool = False
    due_at: datetime | None = None
    over: WaitingOver | None = None


def _carry_on(
    book: Book,
    thread_id: int,
    before: Thread,
    step: ThreadStep,
    *,
    desk: Desk,
    at: datetime,
    words: str,
    remind_at: datetime | None,
    alarm_since: datetime | None,
    for_machine: bool,
) -> _Follows:
    """Keep what a reply made of a thread, and have somebody answer it who ought to.

    `for_machine`: it is for the machine to answer, if it may.
    """
    shop = desk.shop
    keep_step(book, thread_id, before, step, shop=shop, at=at, by=WonBy.REPLY)
    book.count(desk.line.id, shop.local_day(at), {Tally.REPLIES: 1})
    answered = book.note_answered(desk.line.id, before.peer, at - LONG_AGO)
    if answered is not None and answered.wording is not None:
        days = days_of_answer(answered.wording, answered.created_at, shop)
        count(book, desk.line.id, Counter(), days)
    since = step.thread.waiting_since
    if since is None:
        return _Follows(over=waiting_over(book, thread_id, before, words=words))
    due_at = set_clocks(
        book,
        thread_id,
        desk,
        since=since,
        is_news=before.waiting_since is None,
        alarm_since=alarm_since,
        remind_at=remind_at,
        machine_first=for_machine and answers_itself(desk, step.thread),
    )
    return _Follows(waits=True, due_at=due_at)


def _owed(book: Book, desk: Desk, number: str, wish: Wish | None, answers: Answers) -> Draft | None:
    """Return what we owe who wrote a word that asks for it."""
    shop = desk.shop
    if wish is Wish.STOP and shop.confirms_opt_out:
        return answers.opted_out
    if wish is Wish.HELP and over_limit(shop.limits, desk.traffic(book, number), 0) is None:
        return answers.help
    return None


def _farewell(book: Book, text: InboundText, peer: str) -> Farewell | None:
    """Return which goodbye a text is. To a question of ours, and with a picture, thanks say more."""
    if text.media:
        return None
    farewell = farewell_of(text.body)
    if farewell is Farewell.THANKS and _ASKS in (book.last_words_to(text.line_id, peer) or ""):
        return None
    return farewell


def _note_language(book: Book, number: str, body: str, shop: Shop) -> str | None:
    """Note the language of somebody's words where that is news; see `ReplyTaken.heard`."""
    told = heard_language(body)
    if told is None or number in shop.team_numbers:
        return None
    news = worth_noting(told, number, spoken=shop.languages, by_prefix=shop.language_by_prefix)
    heard = news or ""
    return heard if book.set_heard(shop.id, number, heard) else None
