"""Tells the team that a caller waits, rung by rung, until somebody answers.

    a reply ──sets──▶ NEWS, due at once ──rings──▶ rung 0 is told
                └───▶ WAITING, due when patience ends ──rings──▶ rung 1, 2, ... are told

Each ring is one unit of work: who was told, the texts to them, and when the next rung is due. Their
apps are told after it, and once more where Home Assistant is gone before a while has passed (TELLING):
a notification that is shown twice is one, and a crash leaves nobody untold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Final

from .book import Book, NewText
from .clocks import ClockKind, ThreadClock
from .desk import Desk, Draft, new_text
from .happenings import TeamAlerted, WaitingOver
from .inbox import Summary
from .ladder import OnDuty, Rung, rungs
from .outbox import OutgoingText, TextKind
from .ports import TeamWords
from .reception import new_ref
from .shop import TeamMember
from .threads import Thread
from .told import REMEMBERED, Told, free_code
from .workplace import Workplace

_TOKEN_BYTES: Final = 12
# By then Home Assistant has surely handed over what it was to tell.
_SURELY_TOLD: Final = timedelta(minutes=2)


class Alerts:
    """Hears the clocks of callers who wait."""

    def __init__(self, place: Workplace, words: TeamWords, *, on_duty: OnDuty) -> None:
        self._place = place
        self._words = words
        self._on_duty = on_duty
        # What was to be told before, another process may not have got to.
        self._began_at = place.clock()

    async def ring(self, clock: ThreadClock) -> None:
        """Tell the rung whose time has come, if the caller waits still. Raises LedgerUnavailable."""
        summary = await self._place.ledger.thread(self._place.shop.id, clock.thread_id)
        if summary is None or not self._holds(clock, summary.thread):
            await self._place.ledger.write(lambda book: book.end_clock(clock))
            return
        desk = self._place.reception.desk(summary.thread.line_id)
        ladder = rungs(
            self._place.shop,
            desk.line.id,
            self._on_duty,
            assignee=summary.thread.lead.assignee,
            urgent=summary.thread.urgent_since is not None,
        )
        work = partial(self._tell_rung, clock=clock, summary=summary, desk=desk, ladder=ladder)
        refs = [(new_ref(), token_hex(_TOKEN_BYTES)) for _ in self._place.shop.team]
        rung = await self._place.ledger.write(partial(work, refs=refs))
        if rung is None:
            return
        for text in rung.texts:
            self._place.send(text)
        self._place.wake_by(rung.due_at)
        self._place.tell(rung.alerted)

    async def ring_again(self, clock: ThreadClock) -> None:
        """Tell apps once more what a crash may have cut short. Raises LedgerUnavailable."""
        summary = await self._place.ledger.thread(self._place.shop.id, clock.thread_id)
        told = await self._place.ledger.write(
            partial(_told_before, clock=clock, began_at=self._began_at)
        )
        told = [each for each in told if self._place.shop.member(each.member_id) is not None]
        if summary is None or not told:
            return
        thread = summary.thread
        if thread.waiting_since is not None and self._place.shop.line(thread.line_id) is not None:
            self._place.tell(_alerted(summary, thread, thread.waiting_since, clock.step, told))

    async def tell_others(self, over: WaitingOver) -> None:
        """Text those who were told of a caller that somebody else has answered, or nobody need.

        Raises LedgerUnavailable.
        """
        members = (self._place.shop.member(told.member_id) for told in over.told)
        mobiles = [
            member.mobile
            for member in members
            if member is not None and member.by_text and member.mobile and member.name != over.by
        ]
        if not mobiles:
            return
        desk = self._place.reception.desk(over.line_id)
        name = self._place.reception.name_of(over.peer)
        words = self._words.over(over, name)
        rows = [notice(desk, Draft(ref=new_ref(), body=words), mobile) for mobile in mobiles]
        texts = await self._place.ledger.write(partial(self._add, rows=rows, line_id=over.line_id))
        for text in texts:
            self._place.send(text)

    def _add(self, book: Book, *, rows: Sequence[NewText], line_id: str) -> list[OutgoingText]:
        return [
            book.add_text(row)
            for row in rows
            if not book.history(self._place.shop.id, line_id, row.to).caller.opted_out
        ]

    def _holds(self, clock: ThreadClock, thread: Thread) -> bool:
        if thread.waiting_since is None or self._place.shop.line(thread.line_id) is None:
            return False
        # What they said to the answering machine before may have been understood only now.
        return clock.kind is ClockKind.NEWS or thread.waiting_since <= clock.since

    def _tell_rung(
        self,
        book: Book,
        *,
        clock: ThreadClock,
        summary: Summary,
        desk: Desk,
        ladder: Sequence[Rung],
        refs: Sequence[tuple[str, str]],
    ) -> _Told | None:
        known = book.clock(clock.thread_id, clock.kind)
        if known is None or (clock.kind is ClockKind.WAITING and not known.is_same(clock)):
            # Somebody who rang for it was quicker, or they wait since another time.
            return None
        thread = book.thread_by_id(clock.thread_id)
        if thread is None or thread.waiting_since is None or not self._holds(clock, thread):
            book.end_clock(clock)
            return None
        due_at = self._set_next(book, clock, thread.waiting_since, desk, ladder)
        step = clock.step if clock.kind is ClockKind.WAITING else 0
        members = list(ladder[step].members) if step < len(ladder) else []
        if clock.kind is ClockKind.NEWS:
            members += self._told_already(book, clock.thread_id, thread.waiting_since, members)
        told = []
        texts = []
        for member, (ref, token) in zip(members, refs, strict=False):
            each = self._remember(book, member, clock.thread_id, desk, token)
            told.append(each)
            if member.by_text and member.mobile is not None:
                body = self._words.waiting(summary, each, step, desk.now)
                texts.append(notice(desk, Draft(ref=ref, body=body), member.mobile))
        if any(member.by_app for member in members):
            book.set_clock(
                ThreadClock(
                    thread_id=clock.thread_id,
                    kind=ClockKind.TELLING,
                    due_at=desk.now + _SURELY_TOLD,
                    since=desk.now,
                    step=step,
                )
            )
        return _Told(
            alerted=_alerted(summary, thread, thread.waiting_since, step, told),
            texts=tuple(self._add(book, rows=texts, line_id=desk.line.id)),
            due_at=due_at,
        )

    def _told_already(
        self, book: Book, thread_id: int, since: datetime, but: Sequence[TeamMember]
    ) -> list[TeamMember]:
        """Return who else knows that a caller waits since a time, and so hears what else they write."""
        told = [each for each in book.told_of(thread_id) if each.at >= since]
        members = (self._place.shop.member(each.member_id) for each in told)
        return [member for member in members if member is not None and member not in but]

    def _set_next(
        self,
        book: Book,
        clock: ThreadClock,
        waiting_since: datetime,
        desk: Desk,
        ladder: Sequence[Rung],
    ) -> datetime | None:
        step = clock.step + 1
        if clock.kind is not ClockKind.WAITING or step >= len(ladder):
            book.end_clock(clock)
            return None
        due_at = self._place.reception.patience_ends(desk.line, waiting_since, ladder[step].after)
        # After a long sleep, one rung at a time.
        due_at = max(due_at, desk.now + self._place.shop.patience.wait)
        book.put_off_clock(clock, due_at, step)
        return due_at

    def _remember(
        self, book: Book, member: TeamMember, thread_id: int, desk: Desk, token: str
    ) -> Told:
        others = book.told_to(member.id, desk.line.id, desk.now - REMEMBERED)
        known = next((each.code for each in others if each.thread_id == thread_id), None)
        told = Told(
            thread_id=thread_id,
            line_id=desk.line.id,
            member_id=member.id,
            code=known or free_code(others),
            token=token,
            at=desk.now,
        )
        book.add_told(told)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    alerted: TeamAlerted
    texts: tuple[OutgoingText, ...]
    due_at: datetime | None


def _told_before(book: Book, clock: ThreadClock, began_at: datetime) -> list[Told]:
    """Return whom another process was telling, not whom this one has told of a rung since."""
    book.end_clock(clock)
    return [told for told in book.told_of(clock.thread_id) if clock.since <= told.at < began_at]


def _alerted(
    summary: Summary, thread: Thread, since: datetime, rung: int, told: Sequence[Told]
) -> TeamAlerted:
    return TeamAlerted(
        thread_id=summary.id,
        line_id=thread.line_id,
        peer=thread.peer,
        # What we wrote after them, a text-back for one, is not what the team is told.
        words=summary.their_words,
        unread=thread.unread,
        waiting_since=since,
        rung=rung,
        urgent=thread.urgent_since is not None,
        told=tuple(told),
        answers=summary.said_before,
    )


def notice(desk: Desk, draft: Draft, mobile: str) -> NewText:
    """Return the row of words to a member of the team."""
    return new_text(desk, draft, TextKind.NOTICE, mobile)
