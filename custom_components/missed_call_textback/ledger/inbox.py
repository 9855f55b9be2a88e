"""Reads conversations: a page of them, or one with all that happened in it."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
import heapq
from itertools import islice
import sqlite3
from typing import Final

from ..core.caller import Caller
from ..core.inbox import Conversation, MissedCaller, MissedCalls, Summary, Wanted
from ..core.leads import Stage
from ..core.numbers import NumberKind
from ..core.tags import tags_in, written_tags
from ..core.threads import ThreadState
from .pseudonyms import Pseudonyms
from .queries import answers, inbox
from .records import read_records
from .rows import Row, answers_of, thread_of
from .statement import LARGEST_ID, Value
from .times import from_micros, to_micros

# Later than any time that there is, and earlier.
_EVER: Final = 1 << 62
# A bound, so that nobody waits for a look at years.
_MOST_CALLS: Final = 500
_RECENT_STAGES: Final = (Stage.MISSED, Stage.TEXTED)


def read_threads(
    cursor: sqlite3.Cursor, shop_id: str, line_ids: Collection[str], wanted: Wanted
) -> list[Summary]:
    """Return a page of threads; see `Wanted` for its order."""
    if wanted.numbers:
        return _by_number(cursor, shop_id, line_ids, wanted)
    tag = None if wanted.tag is None else written_tags([wanted.tag])
    given: dict[str, Value] = {"shop_id": shop_id, "most": wanted.limit, "tag": tag}
    after = wanted.after
    at = None if after is None else to_micros(after.at)
    if wanted.urgent or wanted.state is ThreadState.WAITING:
        # What is urgent waits for an answer, whatever else it is.
        if wanted.state not in (None, ThreadState.WAITING):
            return []
        lines = line_ids if wanted.line_id is None else (wanted.line_id,)
        given |= {
            "since": -_EVER if at is None else at,
            "last_id": -1 if after is None else after.thread_id,
        }
        statement = inbox.URGENT if wanted.urgent else inbox.WAITING
        pages = (
            _summaries(cursor, statement.run(cursor, line_id=line_id, **given)) for line_id in lines
        )
        return heapq.nsmallest(
            wanted.limit,
            (each for page in pages for each in page),
            key=lambda each: (wanted.time_of(each), each.id),
        )
    given |= {
        "last_at": _EVER if at is None else at,
        "last_id": _EVER if after is None else after.thread_id,
    }
    if tag is not None:
        stage = None if wanted.state is None else wanted.state.value
        lines = line_ids if wanted.line_id is None else (wanted.line_id,)
        found = (
            row
            for line_id in lines
            for row in inbox.TAGGED.run(cursor, line_id=line_id, stage=stage, **given)
        )
        page = heapq.nlargest(wanted.limit, found)
        read = (read_thread(cursor, shop_id, thread_id) for _, thread_id in page)
        return [summary for summary in read if summary is not None]
    of_line = {**given, "line_id": wanted.line_id}
    if wanted.state is None:
        rows = inbox.RECENT.run(cursor, **of_line)
    else:
        recent = Stage(wanted.state) in _RECENT_STAGES
        statement = inbox.RECENT_IN_STAGE if recent else inbox.IN_STAGE
        rows = statement.run(cursor, stage=wanted.state.value, **of_line)
    return _summaries(cursor, rows)


def _by_number(
    cursor: sqlite3.Cursor, shop_id: str, line_ids: Collection[str], wanted: Wanted
) -> list[Summary]:
    lines = line_ids if wanted.line_id is None else (wanted.line_id,)
    found = {
        summary.id: summary
        for line_id in lines
        for number in wanted.numbers
        for summary in _summaries(
            cursor,
            inbox.BY_NUMBER.run(
                cursor,
                shop_id=shop_id,
                line_id=line_id,
                first=number,
                # After every number that begins so: its last digit is the next character.
                beyond=f"{number[:-1]}{chr(ord(number[-1]) + 1)}",
                most=wanted.limit,
                state=None if wanted.state is None else wanted.state.value,
                urgent=wanted.urgent,
                tag=None if wanted.tag is None else written_tags([wanted.tag]),
            ),
        )
    }
    return sorted(found.values(), key=lambda each: (each.thread.peer, each.id))[: wanted.limit]


def read_owed(cursor: sqlite3.Cursor, shop_id: str, line_id: str, most: int) -> list[Summary]:
    """Return the threads of a line in which somebody ought to be answered or called."""
    found = {
        summary.id: summary
        for statement in (inbox.LATEST_WAITING, inbox.LATEST_TO_CALL)
        for summary in _summaries(
            cursor, statement.run(cursor, shop_id=shop_id, line_id=line_id, most=most)
        )
    }
    # Who waits and ought to be called is in both.
    return sorted(found.values(), key=lambda each: (each.thread.owed_since, each.id))[-most:]


def read_missed(
    cursor: sqlite3.Cursor, shop_id: str, line_id: str, since: datetime, most: int
) -> MissedCalls:
    """Return who called a line in vain since a time, the latest first."""
    given: dict[str, Value] = {"line_id": line_id, "since": to_micros(since)}
    rows = inbox.MISSED_CALLS.run(cursor, most=_MOST_CALLS, **given).fetchall()
    (unknown,) = inbox.UNKNOWN_CALLS.run(cursor, **given).fetchone()
    calls = Counter(thread_id for thread_id, _ in rows)
    last = dict(reversed(rows))
    found = ((read_thread(cursor, shop_id, thread_id), thread_id) for thread_id in calls)
    callers = (
        MissedCaller(
            summary=summary, calls=calls[thread_id], last_call_at=from_micros(last[thread_id])
        )
        for summary, thread_id in found
        if summary is not None
    )
    return MissedCalls(callers=tuple(islice(callers, most)), unknown=unknown)


def read_thread(cursor: sqlite3.Cursor, shop_id: str, thread_id: int) -> Summary | None:
    """Return one thread; None where there is none."""
    if thread_id > LARGEST_ID:
        return None
    row = inbox.ONE_THREAD.run(cursor, shop_id=shop_id, id=thread_id).fetchone()
    return None if row is None else _summary_of(cursor, row)


def read_conversation(
    cursor: sqlite3.Cursor, pseudonyms: Pseudonyms, shop_id: str, thread_id: int
) -> Conversation | None:
    """Return a thread with all that happened in it; None where there is none."""
    summary = read_thread(cursor, shop_id, thread_id)
    if summary is None:
        return None
    thread = summary.thread
    records = read_records(
        cursor, pseudonyms, shop_id, [thread.line_id], peer=thread.peer, since=None, until=None
    )
    return Conversation(summary=summary, records=tuple(records))


def _summaries(cursor: sqlite3.Cursor, rows: sqlite3.Cursor) -> list[Summary]:
    # The cursor is needed for their answers.
    return [_summary_of(cursor, row) for row in rows.fetchall()]


def _summary_of(cursor: sqlite3.Cursor, row: Row) -> Summary:
    thread_id, name, tags, existing, opted_out, blocked, kind, kind_at, *more = row
    caller_name, last_words, theirs, *more = more
    wrote, wrote_at, said, said_at, *columns = more
    said_last = said is not None and (wrote_at is None or wrote_at < said_at)
    thread = thread_of(columns)
    known = answers.ANSWERS_OF.run(
        cursor, thread_id=thread_id, lead_at=to_micros(thread.lead.began_at)
    )
    return Summary(
        id=thread_id,
        thread=thread,
        answers=tuple(answers_of(known)),
        name=name,
        caller_name=caller_name,
        tags=tags_in(tags),
        existing=bool(existing),
        last_words=last_words,
        theirs=bool(theirs),
        their_words=said if said_last else wrote,
        caller=Caller(
            opted_out=bool(opted_out),
            blocked=bool(blocked),
            line_kind=None if kind is None else NumberKind(kind),
            line_kind_at=from_micros(kind_at),
        ),
        wrote=wrote is not None,
    )
