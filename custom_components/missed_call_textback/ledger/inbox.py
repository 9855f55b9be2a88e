"""Reads conversations: a page of them, or one with all that happened in it."""

from collections.abc import Collection
import heapq
import sqlite3
from typing import Final

from ..core.inbox import Conversation, Summary, Wanted
from ..core.leads import Stage
from ..core.threads import ThreadState
from .pseudonyms import Pseudonyms
from .queries import inbox
from .records import read_records
from .rows import Row, thread_of
from .statement import LARGEST_ID, Value
from .times import to_micros

# Later than any time that there is, and earlier.
_EVER: Final = 1 << 62
_RECENT_STAGES: Final = (Stage.MISSED, Stage.TEXTED)


def read_threads(
    cursor: sqlite3.Cursor, shop_id: str, line_ids: Collection[str], wanted: Wanted
) -> list[Summary]:
    """Return a page of threads; see `Wanted` for its order."""
    given: dict[str, Value] = {"shop_id": shop_id, "most": wanted.limit}
    after = wanted.after
    at = None if after is None else to_micros(after.at)
    if wanted.state is ThreadState.WAITING:
        lines = line_ids if wanted.line_id is None else (wanted.line_id,)
        given |= {
            "waiting_since": -_EVER if at is None else at,
            "last_id": -1 if after is None else after.thread_id,
        }
        pages = (
            map(_summary_of, inbox.WAITING.run(cursor, line_id=line_id, **given).fetchall())
            for line_id in lines
        )
        return heapq.nsmallest(
            wanted.limit,
            (each for page in pages for each in page),
            key=lambda each: (each.thread.waiting_since, each.id),
        )
    given |= {
        "last_at": _EVER if at is None else at,
        "last_id": _EVER if after is None else after.thread_id,
    }
    of_line = {**given, "line_id": wanted.line_id}
    if wanted.state is None:
        rows = inbox.RECENT.run(cursor, **of_line)
    else:
        stage = Stage(wanted.state)
        statement = inbox.RECENT_IN_STAGE if stage in _RECENT_STAGES else inbox.IN_STAGE
        rows = statement.run(cursor, stage=stage.value, **of_line)
    return [_summary_of(row) for row in rows]


def read_thread(cursor: sqlite3.Cursor, shop_id: str, thread_id: int) -> Summary | None:
    """Return one thread; None where there is none."""
    if thread_id > LARGEST_ID:
        return None
    row = inbox.ONE_THREAD.run(cursor, shop_id=shop_id, id=thread_id).fetchone()
    return None if row is None else _summary_of(row)


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


def _summary_of(row: Row) -> Summary:
    thread_id, name, last_words, theirs, *thread = row
    return Summary(
        id=thread_id,
        thread=thread_of(thread),
        name=name,
        last_words=last_words,
        theirs=bool(theirs),
    )
