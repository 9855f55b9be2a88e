"""Statements that list conversations, a page at a time."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, literal_column, select

from ..schema import (
    IS_REPLY,
    THREAD_MOVED,
    THREAD_PERSONAL,
    THREAD_WAITING,
    person,
    text,
    thread,
    where,
)
from ..statement import Statement
from .parts import ONE, at_most, given
from .threads import THREAD

# A text to the team is none of the customer's.
_OF_THREAD: Final = (text.c.peer == thread.c.peer, text.c.line_id == thread.c.line_id)


def _last_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return at_most(
        select(column).where(*_OF_THREAD).order_by(text.c.created_at.desc()), ONE
    ).scalar_subquery()


# In the order of `inbox._summary_of`.
_SUMMARY: Final = select(
    thread.c.id,
    select(person.c.name)
    .where(given(person.c.shop_id), person.c.peer == thread.c.peer)
    .scalar_subquery(),
    _last_text(text.c.body),
    _last_text(literal_column(f"({IS_REPLY})")),
    *THREAD,
)
_ON_LINE: Final = bindparam("line_id").is_(None) | (thread.c.line_id == bindparam("line_id"))
# After the last one of the page before. Two may have happened in one moment.
_BEFORE: Final = (thread.c.last_at <= bindparam("last_at")) & (
    (thread.c.last_at < bindparam("last_at")) | (thread.c.id < bindparam("last_id"))
)
_QUIET: Final = thread.c.waiting_since.is_(None)


def _page(rows: Select[Any], *order: ColumnElement[Any]) -> Statement:
    return Statement(at_most(rows.order_by(*order), bindparam("most")))


_NEWEST: Final = (thread.c.last_at.desc(), thread.c.id.desc())
RECENT: Final = _page(_SUMMARY.where(where(THREAD_PERSONAL), _BEFORE, _ON_LINE), *_NEWEST)
# Most threads are of these stages, so that few are looked at in vain.
RECENT_IN_STAGE: Final = _page(
    _SUMMARY.where(
        where(THREAD_PERSONAL),
        _BEFORE,
        _ON_LINE,
        _QUIET,
        # Not by the index of the others.
        thread.c.stage + literal_column("''") == bindparam("stage"),
    ),
    *_NEWEST,
)
IN_STAGE: Final = _page(
    _SUMMARY.where(where(THREAD_MOVED), given(thread.c.stage), _BEFORE, _ON_LINE, _QUIET),
    *_NEWEST,
)
# Who waits longest comes first.
WAITING: Final = _page(
    _SUMMARY.where(
        where(THREAD_WAITING),
        given(thread.c.line_id),
        thread.c.waiting_since >= bindparam("waiting_since"),
        (thread.c.waiting_since > bindparam("waiting_since"))
        | (thread.c.id > bindparam("last_id")),
    ),
    thread.c.waiting_since,
    thread.c.id,
)
ONE_THREAD: Final = Statement(_SUMMARY.where(where(THREAD_PERSONAL), given(thread.c.id)))
