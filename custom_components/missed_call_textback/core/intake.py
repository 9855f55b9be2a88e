"""What happens to the ledger when a call happens: one function, one transaction.

Each runs inside a unit of work (see `Book`): it reads, decides by the pure rules, writes, and
returns what the engine then does. It may be run again after a rollback, so whatever must not change
between two runs (references, the time, rendered words) is handed in.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from .answered import waiting_over
from .book import NOBODY, Book, DuplicateTextBack, History, NewText, StoredCall
from .caller import Caller
from .calls import Call, CallEvent, CallStep, Outcome, advance
from .counting import INSIDERS, LEFT_OUT, CountedCall, Episode, WonBy, is_eligible
from .desk import Desk, Draft, new_text
from .episodes import count_call
from .happenings import CallDecided, TextMoved, WaitingOver
from .keeping import keep_step
from .lead_events import LeadEventKind
from .leads import after_answer_of_late
from .numbers import to_e164
from .outbox import OutgoingText, TextKind
from .policy import Hold, Moment, Skip, decide
from .reasons import Reason
from .recordings import have_written_down
from .reporting import report
from .silence import set_follow_up
from .tally import Tally
from .threads import after_call, after_text_back, new_thread, to_call_back
from .transit import drop_held, held_text_back, take_back
from .twins import began_between, ends_for_all, report_of, twin_among

# A carrier's call-end callback may overtake the report of how the call ended. Seen: under a second.
HANG_UP_GRACE: Final = timedelta(seconds=5)
# The same where there is a log: had nobody listened here, the telephone company would have rung the
# team by itself, and only its log knows whether somebody took the call. It is asked first.
UNHEARD_GRACE: Final = timedelta(seconds=60)
# Nothing more was heard of a call this long after its ringing had to be over: both callbacks got lost.
LOST_END_GRACE: Final = timedelta(seconds=60)
_GOES_ON: Final = (CallStep.ARRIVED, CallStep.CONFIRMED)
# Who is not texted for one of these ought to be called.
_CALL_BACK: Final = (Skip(Reason.LANDLINE), Skip(Reason.TOO_LATE))
# Why one call leads to no text, which takes nothing away from what was promised for another one.
_OF_THIS_CALL: Final = (
    Reason.OUTCOME_OFF,
    Reason.SHORT_RING,
    Reason.SPOOFED,
    Reason.REACHED,
    Reason.TALKING,
    Reason.TOO_LATE,
    Reason.TEXTED_RECENTLY,
    Reason.BURST,
    Reason.CAP_CALLER,
    Reason.CAP_HOUR,
    Reason.CAP_DAY,
    Reason.BUDGET,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken:
    """A call event is stored: what it decided or dropped, and when it or its text falls due.

    `unheard` tells that the call is over, and how it ended was not heard yet; `over` that a caller
    who waited has got through.
    """

    decided: CallDecided | None = None
    dropped: TextMoved | None = None
    over: WaitingOver | None = None
    due_at: datetime | None = None
    unheard: bool = False


def take_call(
    book: Book,
    event: CallEvent,
    desk: Desk,
    draft: Draft,
    since: Reason | None = None,
    *,
    alone: bool = False,
) -> CallTaken:
    """Store a call's event; where the call is over by it, decide and queue its text-back.

    What was decided of a missed call without its caller is decided again once the caller is known.
    `since` is why the caller needs no text any more, where the event is learnt of late. `alone`
    keeps the call from being taken for one that another source heard, and from waiting for its word.
    """
    if (number := to_e164(event.caller, desk.shop.country)) not in (None, event.caller):
        # Sources write a number as they like, and by its number a person is found again.
        event = replace(event, caller=number)
    stored, history = _look_up(book, event, number, desk)
    before = stored.call if stored else None
    if stored is not None and stored.by_twin and stored.call.outcome is None:
        event = _of_second_source(stored.call, event)
    if event.step is CallStep.HUNG_UP and (before is None or before.outcome is None):
        # The report of how it ended may still be on its way, and it knows better: so this says
        # only that there was a call, and when to look at it.
        due_at = desk.now + (UNHEARD_GRACE if desk.has_log else HANG_UP_GRACE)
        call = advance(before, replace(event, step=CallStep.ARRIVED))
        if before is not None:
            call = replace(call, ended_at=event.at)
        _store(book, stored, call, due_at)
        return CallTaken(due_at=due_at, unheard=True)
    call = advance(before, event)
    if call.outcome is None:
        due_at = desk.now + timedelta(seconds=desk.line.ring_seconds) + LOST_END_GRACE
        if stored is None or stored.call != call:
            _store(book, stored, call, due_at)
        return CallTaken(due_at=due_at)
    if stored is not None and stored.decided:
        found_caller = stored.call.caller is None and call.caller is not None
        if not (found_caller and call.missed):
            return _learn(book, stored, call, desk)
    elif not alone:
        if (twin := _twin(book, stored, call, desk)) is not None:
            book.join_call(call, twin.id)
            return take_call(book, report_of(call), desk, draft, since)
        if call.missed and since is None and (until := _waits_until(stored, desk)) is not None:
            _store(book, stored, call, until)
            return CallTaken(due_at=until)
    return _decide(book, stored, call, desk, draft, since=since, history=history)


def close_lost_call(book: Book, source_id: str, desk: Desk, draft: Draft) -> CallTaken:
    """End a call whose own end got lost: answered where somebody pressed 1, else missed.

    Who hung up before the line had rung its time abandoned the call. One that only waited for the
    word of another source is decided as it stands.
    """
    stored = book.find_call(source_id)
    if stored is None or stored.decided or stored.by_twin:
        return CallTaken()
    call = stored.call
    if call.outcome is not None:
        return _decide(book, stored, call, desk, draft)
    outcome = rang = None
    if call.ended_at is not None and not call.confirmed:
        rang = (call.ended_at - call.started_at).total_seconds()
        outcome = Outcome.ABANDONED if rang < desk.line.ring_seconds else None
    hung_up = CallEvent(
        line_id=desk.line.id,
        source_id=source_id,
        step=CallStep.HUNG_UP,
        at=desk.now,
        outcome=outcome,
        ring_seconds=rang,
    )
    call = advance(call, hung_up)
    if (twin := _twin(book, stored, call, desk)) is not None:
        book.join_call(call, twin.id)
        return take_call(book, report_of(call), desk, draft)
    return _decide(book, stored, call, desk, draft)


def _look_up(
    book: Book, event: CallEvent, number: str | None, desk: Desk
) -> tuple[StoredCall | None, History | None]:
    """Return the call of an event and, where the event may end it, what is known of its caller."""
    if number is None or event.step in _GOES_ON:
        return book.find_call(event.source_id), None
    stored, history = book.find_call_of(
        event.source_id, shop_id=desk.shop.id, line_id=desk.line.id, peer=number
    )
    # Whom a call was said to be from first, it stays from.
    is_theirs = stored is None or stored.call.caller in (None, number)
    return stored, history if is_theirs else None


def _of_second_source(call: Call, event: CallEvent) -> CallEvent:
    """Return what a second source's event says of a call that the first one still has open."""
    over = event.step not in _GOES_ON
    if over and not ends_for_all(call, event):
        return replace(event, step=CallStep.ARRIVED)
    return event


def _twin(book: Book, stored: StoredCall | None, call: Call, desk: Desk) -> StoredCall | None:
    """Return the call of another source that this one, which is over now, is the same as."""
    seen = stored is not None and stored.call.outcome is not None
    # Who withheld their number may be anybody.
    if seen or to_e164(call.caller, desk.shop.country) is None:
        return None
    others = book.heard_elsewhere(call, *began_between(call))
    return twin_among(call, others, desk.now) if others else None


def _waits_until(stored: StoredCall | None, desk: Desk) -> datetime | None:
    """Return until when a missed call waits for the word of the line's other source, if it does."""
    if not desk.line.hears_twice:
        return None
    waiting = stored is not None and stored.call.outcome is not None
    return stored.due_at if stored is not None and waiting else desk.now + desk.line.hears_twice


def _learn(book: Book, stored: StoredCall, call: Call, desk: Desk) -> CallTaken:
    """Keep what was learnt of a call after its decision."""
    before = stored.call
    if before == call:
        return CallTaken()
    _store(book, stored, call, None)
    _count_anew(book, stored, call, desk)
    if (before.outcome, before.recording) == (call.outcome, call.recording):
        return CallTaken()
    dropped, over = _answered_after_all(book, stored, call, desk)
    due_at = None
    if call.recording is not None and (peer := to_e164(call.caller, desk.shop.country)):
        thread_id = book.history(desk.shop.id, desk.line.id, peer).thread_id
        due_at = have_written_down(book, desk, thread_id, before, call)
    # A message was left, or somebody took the call after all: worth telling, not deciding.
    news = CallDecided(call_id=stored.id, call=call, decision=Skip(Reason.ALREADY_DECIDED))
    return CallTaken(decided=news, dropped=dropped, over=over, due_at=due_at)


def _store(book: Book, stored: StoredCall | None, call: Call, due_at: datetime | None) -> None:
    if stored is None:
        book.add_call(call, due_at=due_at)
    else:
        book.save_call(stored.id, call, due_at=due_at)


def _count_anew(book: Book, stored: StoredCall, call: Call, desk: Desk) -> None:
    """Count a call as it ended after all; one that was answered began no episode."""
    before = stored.counted
    if before is None or call.outcome is None or call.outcome is before.outcome:
        return
    episode = before.episode if call.missed else None
    if episode is not before.episode:
        book.save_episode(stored.id, episode)
    after = replace(before, outcome=call.outcome, episode=episode)
    count_call(book, call.line_id, before, after, desk.shop)


def _answered_after_all(
    book: Book, stored: StoredCall, call: Call, desk: Desk
) -> tuple[TextMoved | None, WaitingOver | None]:
    """Close the episode that is open with the caller of a call that turns out to be answered."""
    if (
        not stored.call.missed
        or call.missed
        or not (peer := to_e164(call.caller, desk.shop.country))
    ):
        return None, None
    over, at = None, min(call.over_at, desk.now)
    history = book.history(desk.shop.id, desk.line.id, peer)
    if history.thread is not None and history.thread_id is not None:
        step = after_call(history.thread, call, at)
        if stored.counted is not None and stored.counted.episode is not None:
            # Who was answered had not to be won back.
            lead = after_answer_of_late(step.thread.lead, stored.counted.at)
            thread = replace(step.thread, lead=lead)
            step = replace(step, thread=thread, recovered=False, attended=False)
        by = WonBy.CALL
        keep_step(book, history.thread_id, history.thread, step, shop=desk.shop, at=at, by=by)
        if step.thread.waiting_since is None:
            over = waiting_over(book, history.thread_id, history.thread)
    return drop_held(book, desk.line.id, peer, Reason.ANSWERED, until=at), over


def _decide(
    book: Book,
    stored: StoredCall | None,
    call: Call,
    desk: Desk,
    draft: Draft,
    *,
    since: Reason | None = None,
    history: History | None = None,
) -> CallTaken:
    shop, line, now = desk.shop, desk.line, desk.now
    over_at = min(call.over_at, now)
    peer = to_e164(call.caller, shop.country)
    if history is None:
        history = book.history(shop.id, line.id, peer) if peer else NOBODY
    why_dropped = Reason.CALLED_AGAIN if call.missed else Reason.ANSWERED
    held = _held(book, peer, history.caller, call, why_dropped)
    moment = Moment(
        now=now,
        is_open=desk.is_open,
        automatic=desk.automatic,
        traffic=desk.traffic(book, peer if call.missed else None),
        cost=shop.limits.cost(draft.body),
        since=since,
    )
    decision = decide(call, _as_if_not_held(history.caller, held), shop, line, moment)
    dropped = None
    if peer and held is not None and decision.reason not in _OF_THIS_CALL:
        dropped = take_back(book, held, why_dropped)
        history = book.history(shop.id, line.id, peer)
    call_id = stored.id if stored else book.add_call(call, due_at=None)
    thread_id = history.thread_id
    over = due_at = None
    counted = stored.counted if stored is not None else None
    counts_at = over_at if counted is None else counted.at
    begins_episode = False
    if peer and decision.reason not in INSIDERS and (call.missed or history.thread is not None):
        known = history.thread or new_thread(line.id, peer, over_at)
        step = after_call(known, call, over_at, counts=decision.reason not in LEFT_OUT)
        begins_episode = step.opened_episode
        thread = step.thread
        if decision in _CALL_BACK:
            thread = to_call_back(thread, over_at)
        texting = not isinstance(decision, Skip)
        if texting:
            thread = after_text_back(thread, now)
        thread_id = keep_step(
            book,
            thread_id,
            history.thread,
            replace(step, thread=thread),
            shop=shop,
            at=over_at,
            text_back_at=now if texting else None,
            by=WonBy.CALL,
        )
        if texting:
            due_at = set_follow_up(book, thread_id, thread, shop, now)
        if not call.missed and history.thread and step.thread.waiting_since is None:
            over = waiting_over(book, thread_id, history.thread)
        if call.missed:
            missed, detail = LeadEventKind.MISSED, call.outcome
            report(book, shop, thread_id, missed, at=over_at, now=now, detail=detail)
    text = None
    if peer and not isinstance(decision, Skip):
        until = decision.until if isinstance(decision, Hold) else None
        row = new_text(
            desk,
            draft,
            TextKind.TEXT_BACK,
            peer,
            held_until=until,
            thread_id=thread_id,
            call_id=call_id,
            called_at=counts_at if is_eligible(decision.reason) else None,
        )
        text = _queued(book, row, history, desk)
        if text is None:
            decision = Skip(Reason.TEXTED_RECENTLY)
    book.save_call(
        call_id,
        call,
        due_at=None,
        decision=decision,
        decided_at=now,
        thread_id=thread_id,
        counts_at=counts_at,
        begins_episode=begins_episode,
    )
    counts = CountedCall(
        at=counts_at,
        outcome=call.outcome or Outcome.FAILED,
        reason=decision.reason,
        episode=Episode() if begins_episode else None,
    )
    count_call(book, line.id, counted, counts, shop)
    before = stored.call if stored is not None and stored.decided else None
    written_at = have_written_down(book, desk, thread_id, before, call)
    wakes = (decision.until if isinstance(decision, Hold) else due_at, written_at)
    return CallTaken(
        decided=CallDecided(
            call_id=call_id, call=call, decision=decision, text=text, thread_id=thread_id
        ),
        dropped=dropped,
        over=over,
        due_at=min(filter(None, wakes), default=None),
    )


def _held(
    book: Book, peer: str | None, caller: Caller, call: Call, reason: Reason
) -> OutgoingText | None:
    # A text-back that is held began a cooldown.
    if peer is None or caller.last_text_back_at is None:
        return None
    return held_text_back(book, call.line_id, peer, reason, None if call.missed else call.over_at)


def _as_if_not_held(caller: Caller, held: OutgoingText | None) -> Caller:
    """Return a caller as whoever calls again is decided about: as if no text-back were held."""
    if held is None or held.created_at != caller.last_text_back_at:
        return caller
    return replace(caller, last_text_back_at=None)


def _queued(book: Book, row: NewText, history: History, desk: Desk) -> OutgoingText | None:
    """Queue a text-back; None where an older one is in doubt for longer than the cooldown lasts."""
    try:
        text = book.add_text(row)
    except DuplicateTextBack:
        # No new cooldown begins.
        former = history.caller.last_text_back_at
        book.move_cooldown(row.line_id, row.to, was=desk.now, to=former)
        return None
    if text.called_at is not None:
        day = desk.shop.local_day(text.called_at)
        book.count(row.line_id, day, {Tally.ELIGIBLE: 1})
    return text
