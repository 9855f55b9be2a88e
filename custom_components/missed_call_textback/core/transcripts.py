"""Has what callers said to the answering machine written down, and takes it as their words.

a recording ──sets──▶ TRANSCRIPT, due in a moment ──rings──▶ the oldest recording without words
   ▲                                                            │
   │                          ┌──understood──▶ kept with its call; the team is told
   └──the next one────────────┤
                              ├──not now──▶ the same one again, later and later
                              └──never, or for a day──▶ given up, and told in the log

A thread has one such clock: what was said first is written down first, one after the other. It is
set anew, from an earlier time, where an older recording is learnt of late: that one then stays.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Final

from .book import Book, StoredCall
from .clocks import ThreadClock
from .desk import Desk
from .happenings import TranscriptReady
from .numbers import masked
from .ports import NoTranscript, Transcriber
from .printable import keepable
from .threads import Thread, after_voicemail
from .waiting import set_clocks
from .workplace import Workplace

_LOGGER = logging.getLogger(__name__)

# Nobody calls back because of a message that is older.
GIVEN_UP_AFTER: Final = timedelta(days=1)
_RETRIES: Final = tuple(timedelta(minutes=minutes) for minutes in (0.25, 1, 5, 15, 60, 240))
# Longer than any transcript takes: the clock rings again only where a crash cut one short.
_AT_WORK: Final = timedelta(minutes=30)


class Transcripts:
    """Hears the clocks of recordings that nobody has written down."""

    def __init__(self, place: Workplace, transcriber: Transcriber | None) -> None:
        self._place = place
        self._transcriber = transcriber
        self._at_work: set[int] = set()

    async def ring(self, clock: ThreadClock) -> None:
        """Have the oldest recording of a thread written down. Raises LedgerUnavailable."""
        if clock.thread_id in self._at_work:
            # Somebody left another message meanwhile: it is next.
            return
        self._at_work.add(clock.thread_id)
        try:
            await self._write_down(clock)
        finally:
            self._at_work.discard(clock.thread_id)

    async def _write_down(self, clock: ThreadClock) -> None:
        transcriber = self._transcriber
        heard = self._place.shop.transcribes and transcriber is not None
        lines = {line.id for line in self._place.shop.lines} if heard else set[str]()
        begun = await self._place.ledger.write(
            partial(_begin, clock=clock, now=self._place.clock(), lines=lines)
        )
        if begun is None or transcriber is None:
            return
        call = begun.stored.call
        language = self._place.reception.language_of(begun.thread.peer)
        try:
            words = await transcriber.words_in(begun.recording, language)
        except NoTranscript as err:
            late = self._place.clock() - call.over_at >= GIVEN_UP_AFTER
            if err.again and not late:
                due_at = self._place.clock() + _RETRIES[min(clock.step, len(_RETRIES) - 1)]
                await self._place.ledger.write(
                    lambda book: book.put_off_clock(clock, due_at, clock.step + 1)
                )
                self._place.wake_by(due_at)
                return
            _LOGGER.warning(
                "What %s said to the answering machine could not be written down: %s",
                masked(begun.thread.peer),
                err,
            )
            words = ""
        desk = self._place.reception.desk(call.line_id)
        kept = await self._place.ledger.write(
            partial(
                _keep,
                clock=clock,
                stored=begun.stored,
                words=keepable(words).strip(),
                desk=desk,
                remind_at=self._place.reception.remind_at(desk),
            )
        )
        self._place.wake_by(kept.due_at)
        if kept.ready is not None:
            self._place.tell(kept.ready)


@dataclass(frozen=True, slots=True)
class _Begun:
    stored: StoredCall
    recording: str
    thread: Thread


@dataclass(frozen=True, slots=True)
class _Kept:
    ready: TranscriptReady | None
    due_at: datetime | None


def _begin(
    book: Book, *, clock: ThreadClock, now: datetime, lines: Collection[str]
) -> _Begun | None:
    """Begin with the oldest recording, where those of its line (by id) are written down."""
    thread = book.thread_by_id(clock.thread_id)
    stored = book.unheard_recording(clock.thread_id, clock.since)
    recording = None if stored is None else stored.call.recording
    if thread is None or stored is None or recording is None or thread.line_id not in lines:
        book.end_clock(clock)
        return None
    book.put_off_clock(clock, now + _AT_WORK, clock.step)
    return _Begun(stored, recording, thread)


def _keep(
    book: Book,
    *,
    clock: ThreadClock,
    stored: StoredCall,
    words: str,
    desk: Desk,
    remind_at: datetime | None,
) -> _Kept:
    """Keep what somebody said with their call, and take it as their words."""
    book.set_transcript(stored.id, words)
    due_at = None
    if book.unheard_recording(clock.thread_id, clock.since) is None:
        book.end_clock(clock)
    else:
        due_at = desk.now
        book.put_off_clock(clock, due_at, 0)
    before = book.thread_by_id(clock.thread_id)
    # Whoever was erased meanwhile said nothing.
    if not words or before is None:
        return _Kept(None, due_at)
    urgent = desk.shop.urgency.words_in(words)
    thread = after_voicemail(before, stored.call.over_at, urgent)
    book.save_thread(clock.thread_id, thread)
    alarm = thread.urgent_since is not None and before.urgent_since is None
    waits = thread.unread > before.unread
    if waits and thread.waiting_since is not None:
        told_at = set_clocks(
            book,
            clock.thread_id,
            desk,
            since=thread.waiting_since,
            is_news=before.waiting_since is None,
            alarm_since=thread.urgent_since if alarm else None,
            remind_at=remind_at,
        )
        due_at = min(filter(None, (due_at, told_at)), default=None)
    ready = TranscriptReady(
        call_id=stored.id,
        thread_id=clock.thread_id,
        line_id=thread.line_id,
        peer=thread.peer,
        words=words,
        at=stored.call.over_at,
        urgent=urgent,
        alarm=alarm,
        waits=waits,
    )
    return _Kept(ready, due_at)
