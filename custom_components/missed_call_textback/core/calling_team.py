"""Calls whoever is on call about what is urgent: one after the other, until somebody sees to it.

    urgent words ──set──▶ RING, due at once ──rings──▶ still urgent, and nobody has answered?
                            ▲                            ├ no ──▶ gone
                            │                            └ yes ─▶ the next one's turn is stored
                            │                                           │ and only then
                            └──no answer, refused, or a while later── the company is asked

Who is called, and in what order, is in `team_calls`. What somebody who picks up hears, and what they
may do, is in `team_talk`. A request whose answer is lost is not repeated: the next one is called.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Final

from .book import Book
from .calling_back import CallingBack
from .calls_made import CallMade
from .carrier import TeamCaller
from .clocks import ClockKind, ThreadClock
from .desk import Desk
from .happenings import Happening, TeamCalled, TeamNotCalled
from .inbox import Summary
from .ladder import OnDuty
from .outbox import Accepted, Reaction, Refused, SendResult
from .shielding import to_its_end
from .shop import TeamMember
from .team_calls import (
    SETTLED,
    UNHEARD_OF,
    TeamCall,
    TeamCallState as State,
    turn_after,
    who_is_called,
)
from .team_talk import (
    KEY_CONNECT,
    KEY_TAKE,
    CallNews,
    CallToTeam,
    PutThrough,
    Said,
    TeamCallAsked,
    TeamCallReport,
    TeamTalk,
    Urgent,
    may_be_put_through,
)
from .threads import Thread
from .workplace import Workplace

# Whoever makes a phone ring may do so all night: it wakes people, and it costs.
MOST_AN_HOUR: Final = 20
MOST_A_DAY: Final = 60
# A company that takes no request now may take one later; so often is it asked about one matter.
_MOST_TRIES: Final = 60
_AGAIN: Final = timedelta(seconds=30)
# It rings for 25 s. Where the end of a call is not reported, the next one is called after this.
_PICKS_UP: Final = timedelta(seconds=45)
# For what is said, and for a key to be found in the dark.
_LISTENS: Final = timedelta(seconds=60)
# Until the caller has picked up, or has not.
_CONNECTS: Final = timedelta(minutes=2)
_GOOD_FOR: Final = timedelta(hours=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_TOKEN_BYTES: Final = 16


class CallingTeam:
    """Hears the clocks of what is urgent, and what the company reports and asks."""

    def __init__(
        self,
        place: Workplace,
        caller: TeamCaller | None,
        calling_back: CallingBack,
        *,
        on_duty: OnDuty,
    ) -> None:
        self._place = place
        self._caller = caller
        self._calling_back = calling_back
        self._on_duty = on_duty

    async def ring(self, clock: ThreadClock) -> None:
        """Call the next one, if nobody has answered yet. Raises LedgerUnavailable."""
        summary = await self._place.ledger.thread(self._place.shop.id, clock.thread_id)
        line_id = None if summary is None else summary.thread.line_id
        if self._caller is None or line_id is None or self._place.shop.line(line_id) is None:
            await self._place.ledger.write(lambda book: book.end_clock(clock))
            return
        desk = self._place.reception.desk(line_id)
        members = who_is_called(self._place.shop, line_id, self._on_duty)
        token = token_hex(_TOKEN_BYTES)
        claim = partial(_claim, clock=clock, desk=desk, members=members, token=token)
        claimed = await self._place.ledger.write(claim)
        self._after(claimed)
        if claimed.to is None:
            return
        result = await self._caller.call(
            CallToTeam(token=token, sender=desk.line.number, to=claimed.to)
        )
        if not isinstance(result, Accepted):
            settle = partial(_settle, token=token, result=result, now=self._place.clock())
            self._after(await self._place.ledger.write(settle))

    @to_its_end
    async def answer(self, asked: TeamCallAsked) -> TeamTalk:
        """Tell what somebody hears who picked up, or pressed a key. Raises LedgerUnavailable."""
        summary = await self._about(asked.token)
        if summary is None:
            return Said.OVER
        desk = self._place.reception.desk(summary.thread.line_id)
        urgent = Urgent(
            name=summary.name or summary.caller_name,
            number=summary.thread.peer,
            words=summary.their_words,
            language=self._place.reception.language_of(summary.thread.peer),
            connects=may_be_put_through(self._place.shop, summary.thread.peer),
        )
        heard = await self._place.ledger.write(
            partial(_hear, asked=asked, desk=desk, urgent=urgent)
        )
        self._after(heard)
        return heard.talk

    @to_its_end
    async def take(self, report: TeamCallReport) -> None:
        """Take what the company reports; it is on disk on return. Raises LedgerUnavailable."""
        now = self._place.clock()
        keep = partial(self._calling_back.keep, now=now)
        noted = await self._place.ledger.write(partial(_note, report=report, now=now, keep=keep))
        self._after(noted)

    async def _about(self, token: str) -> Summary | None:
        call = await self._place.ledger.write(lambda book: book.team_call(token))
        if call is None:
            return None
        summary = await self._place.ledger.thread(self._place.shop.id, call.thread_id)
        known = summary is not None and self._place.shop.line(summary.thread.line_id) is not None
        return summary if known else None

    def _after(self, step: _Step) -> None:
        self._place.wake_by(step.due_at)
        for happening in step.told:
            self._place.tell(happening)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What a unit of work came to; `to` is who is to be called."""

    due_at: datetime | None = None
    told: tuple[Happening, ...] = ()
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard(_Step):
    talk: TeamTalk = Said.OVER


def _claim(
    book: Book, *, clock: ThreadClock, desk: Desk, members: Sequence[TeamMember], token: str
) -> _Step:
    """Store whose turn it is, before anybody's phone rings."""
    known = book.clock(clock.thread_id, ClockKind.RING)
    if known is None or not known.is_same(clock):
        # A later urgency has a clock of its own, and of two rings at once one is enough.
        return _Step()
    thread = _still_urgent(book, desk, clock.thread_id, clock.since)
    calls = book.team_calls_about(clock.thread_id, clock.since)
    turn = turn_after(members, calls)
    if thread is None or turn is None or clock.step >= _MOST_TRIES:
        return _stop(book, known)
    wait = desk.shop.patience.wait
    if turn.round and not wait:
        return _stop(book, known)
    again_at = calls[-1].at + wait if turn.round and calls[-1].round < turn.round else desk.now
    if again_at > desk.now:
        return _set(book, known, again_at)
    for call in calls:
        if call.state is State.CONNECTING:
            # What became of it was never told.
            book.save_team_call(replace(call, state=State.NOT_REACHED))
    if _too_many(book, desk.now):
        told = TeamNotCalled(thread_id=clock.thread_id, line_id=thread.line_id, peer=thread.peer)
        return replace(_stop(book, known), told=(told,))
    call = TeamCall(
        token=token,
        thread_id=clock.thread_id,
        member_id=turn.member.id,
        name=turn.member.name,
        since=clock.since,
        round=turn.round,
        at=desk.now,
    )
    book.add_team_call(call)
    step = _set(book, replace(known, step=known.step + 1), desk.now + _PICKS_UP)
    return replace(step, to=turn.member.mobile)


def _too_many(book: Book, now: datetime) -> bool:
    return (
        book.count_team_calls(now - _HOUR) >= MOST_AN_HOUR
        or book.count_team_calls(now - _DAY) >= MOST_A_DAY
    )


def _settle(book: Book, *, token: str, result: SendResult, now: datetime) -> _Step:
    """Note that the company did not take a request, or may not have."""
    known = _known(book, token)
    if known is None or known.call.state is not State.CALLING:
        # A report was quicker, or the person was erased.
        return _Step()
    if not isinstance(result, Refused):
        return _move(book, known, State.UNKNOWN, due_at=now)
    if result.reaction is Reaction.RETRY and not _was_last_try(book, known.call):
        book.drop_team_call(token)
        return _hasten(book, known.call, now + _AGAIN)
    return _move(
        book, known, State.REFUSED, due_at=now, detail=result.code, reaction=result.reaction
    )


def _was_last_try(book: Book, call: TeamCall) -> bool:
    """Tell whether nobody is called any more after a call: then why not has to be seen."""
    clock = book.clock(call.thread_id, ClockKind.RING)
    return clock is not None and clock.since == call.since and clock.step >= _MOST_TRIES


def _hear(book: Book, *, asked: TeamCallAsked, desk: Desk, urgent: Urgent) -> _Heard:
    known = _known(book, asked.token)
    if known is None or desk.now - known.call.at > _GOOD_FOR:
        return _Heard()
    call = known.call
    if call.state is State.TAKEN:
        # A request that comes once more.
        return _Heard(talk=Said.TAKEN)
    heard = State.HEARD if call.state in UNHEARD_OF else call.state
    others = book.team_calls_about(call.thread_id, call.since)
    seen_to = any(
        other.token != call.token and other.state in (*SETTLED, State.CONNECTING)
        for other in others
    )
    thread = _still_urgent(book, desk, call.thread_id, call.since)
    if thread is None or seen_to:
        step = _move(book, known, heard, due_at=desk.now + _LISTENS)
        return _Heard(due_at=step.due_at, told=step.told)
    talk: TeamTalk
    if asked.key == KEY_CONNECT and urgent.connects:
        step = _move(book, known, State.CONNECTING, due_at=desk.now + _CONNECTS)
        talk = PutThrough(to=thread.peer, sender=desk.line.number, token=call.token)
    elif asked.key == KEY_TAKE:
        lead = replace(thread.lead, assignee=call.member_id)
        book.save_thread(call.thread_id, replace(thread, lead=lead))
        step = _move(book, known, State.TAKEN, due_at=None)
        talk = Said.TAKEN
    else:
        step = _move(book, known, heard, due_at=desk.now + _LISTENS)
        talk = urgent
    return _Heard(due_at=step.due_at, told=step.told, talk=talk)


def _note(
    book: Book,
    *,
    report: TeamCallReport,
    now: datetime,
    keep: Callable[[Book, CallMade], Sequence[Happening]],
) -> _Step:
    """Note what the company reports; `keep` keeps a call to the caller that it tells of."""
    known = _known(book, report.token)
    if known is None or known.call.state in SETTLED:
        return _Step()
    state, caller = known.call.state, known.thread.peer
    at = min(report.at, now)
    match report.news:
        case CallNews.REACHED:
            talks = CallMade(numbers=(caller,), began_at=at, answered_at=at)
            step = _move(book, known, State.CONNECTED, due_at=None)
            # One unit of work: whoever repeats the report is told nothing new.
            return replace(step, told=(*step.told, *keep(book, talks)))
        case CallNews.OVER if state in UNHEARD_OF:
            over = State.HEARD if report.missed is None else State.MISSED
            return _move(book, known, over, due_at=now, detail=report.missed)
        case CallNews.OVER if state is not State.CONNECTING:
            return _hasten(book, known.call, now)
        case news:
            tried = CallMade(numbers=(caller,), began_at=at)
            due_at = now if news is CallNews.OVER else now + _LISTENS
            step = _move(book, known, State.NOT_REACHED, due_at=due_at)
            return replace(step, told=(*step.told, *keep(book, tried)))


@dataclass(frozen=True, slots=True)
class _Known:
    call: TeamCall
    thread: Thread


def _known(book: Book, token: str) -> _Known | None:
    """Return a call and what it is about; None where the person was erased."""
    call = book.team_call(token)
    thread = None if call is None else book.thread_by_id(call.thread_id)
    return None if call is None or thread is None else _Known(call, thread)


def _still_urgent(book: Book, desk: Desk, thread_id: int, since: datetime) -> Thread | None:
    """Return the thread as long as its caller waits because of what was urgent since a time."""
    thread = book.thread_by_id(thread_id)
    if thread is None or thread.urgent_since != since or thread.waiting_since is None:
        return None
    blocked = book.history(desk.shop.id, thread.line_id, thread.peer).caller.blocked
    return None if blocked else thread


def _move(
    book: Book,
    known: _Known,
    state: State,
    *,
    due_at: datetime | None,
    detail: str | None = None,
    reaction: Reaction | None = None,
) -> _Step:
    """Save how a call stands, and when the next one is due; None for never."""
    thread = known.thread
    call = replace(known.call, state=state, detail=detail)
    book.save_team_call(call)
    told = TeamCalled(
        thread_id=call.thread_id,
        line_id=thread.line_id,
        peer=thread.peer,
        call=call,
        reaction=reaction,
    )
    return replace(_hasten(book, call, due_at), told=(told,))


def _hasten(book: Book, call: TeamCall, due_at: datetime | None) -> _Step:
    """Have the next one called at a time, unless that was done already; None for never."""
    clock = book.clock(call.thread_id, ClockKind.RING)
    if clock is None or clock.since != call.since:
        return _Step()
    if due_at is None:
        return _stop(book, clock)
    tokens = [each.token for each in book.team_calls_about(call.thread_id, call.since)]
    return _Step() if call.token in tokens[:-1] else _set(book, clock, due_at)


def _set(book: Book, clock: ThreadClock, due_at: datetime) -> _Step:
    book.set_clock(replace(clock, due_at=due_at))
    return _Step(due_at=due_at)


def _stop(book: Book, clock: ThreadClock) -> _Step:
    book.stop_clock(clock.thread_id, clock.kind)
    return _Step()
