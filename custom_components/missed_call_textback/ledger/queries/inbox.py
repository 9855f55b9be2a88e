"""Statements that list conversations, a page at a time."""

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, bindparam, case, func, literal_column, select

from ...core.calls import MISSED_OUTCOMES
from ...core.reasons import Reason
from ...core.threads import ThreadState
from ..conditions import (
    CALL_TELLS,
    IN_ANY_CASE,
    IS_REPLY,
    PERSON_TAGGED,
    THREAD_MOVED,
    THREAD_PERSONAL,
    THREAD_TO_CALL_BACK,
    THREAD_URGENT,
    THREAD_WAITING,
    where,
)
from ..schema import call, opt_out, person, text, thread
from ..statement import Statement
from .parts import NOUGHT, ONE, at_most, given
from .threads import THREAD


def _words(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


# The team are no callers.
_MISSED: Final = (
    f"outcome IN ({_words(*MISSED_OUTCOMES)})"
    f" AND reason NOT IN ({_words(Reason.TEAM, Reason.OWN_NUMBER)})"
)
# A text to the team is none of the customer's.
_OF_THREAD: Final = (text.c.peer == thread.c.peer, text.c.line_id == thread.c.line_id)


def _of_person(column: ColumnElement[Any]) -> ColumnElement[Any]:
    # No join: the conditions of the partial indexes name their columns alone.
    of_thread = (given(person.c.shop_id), person.c.peer == thread.c.peer)
    return select(column).where(*of_thread).scalar_subquery()


def _either_way(column: Column[Any]) -> ColumnElement[Any]:
    """Read a flag of a person, who may have been erased: then it is kept by their pseudonym."""
    table = column.table
    by_number, by_pseudonym = (
        func.coalesce(
            select(column).where(given(table.c.shop_id), table.c.peer == peer).scalar_subquery(),
            NOUGHT,
        )
        for peer in (thread.c.peer, func.pseudonym(thread.c.peer))
    )
    return by_number + by_pseudonym


def _last_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return at_most(
        select(column).where(*_OF_THREAD).order_by(text.c.created_at.desc()), ONE
    ).scalar_subquery()


def _last_reply(column: ColumnElement[Any]) -> ColumnElement[Any]:
    of_them = select(column).where(*_OF_THREAD, where(f"text.{IS_REPLY}"))
    return at_most(of_them.order_by(text.c.created_at.desc()), ONE).scalar_subquery()


def _last_message(column: ColumnElement[Any]) -> ColumnElement[Any]:
    of_them = select(column).where(call.c.thread_id == thread.c.id, where("call.transcript <> ''"))
    return at_most(of_them.order_by(call.c.started_at.desc()), ONE).scalar_subquery()


# In the order of `inbox._summary_of`.
_SUMMARY: Final = select(
    thread.c.id,
    _of_person(person.c.name),
    _of_person(person.c.tags),
    _of_person(person.c.existing),
    _either_way(opt_out.c.opted_out),
    _either_way(person.c.blocked),
    _of_person(person.c.line_kind),
    _of_person(person.c.line_kind_at),
    at_most(
        select(call.c.caller_name)
        .where(call.c.thread_id == thread.c.id)
        .order_by(call.c.started_at.desc()),
        ONE,
    ).scalar_subquery(),
    _last_text(text.c.body),
    _last_text(literal_column(f"({IS_REPLY})")),
    _last_reply(text.c.body),
    _last_reply(text.c.created_at),
    _last_message(call.c.transcript),
    _last_message(call.c.started_at),
    *THREAD,
)
_ON_LINE: Final = bindparam("line_id").is_(None) | (thread.c.line_id == bindparam("line_id"))
# After the last one of the page before. Two may have happened in one moment.
_BEFORE: Final = (thread.c.last_at <= bindparam("last_at")) & (
    (thread.c.last_at < bindparam("last_at")) | (thread.c.id < bindparam("last_id"))
)
_QUIET: Final = thread.c.waiting_since.is_(None)
_TAGGED_SO: Final = bindparam("tag").is_(None) | (
    func.instr(_of_person(person.c.tags), bindparam("tag")) > NOUGHT
)
# As `Thread.state` says.
_STATE: Final = case((_QUIET, thread.c.stage), else_=literal_column(f"'{ThreadState.WAITING}'"))


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


def _longest_first(condition: str, since: ColumnElement[Any]) -> Statement:
    return _page(
        _SUMMARY.where(
            where(condition),
            given(thread.c.line_id),
            since >= bindparam("since"),
            (since > bindparam("since")) | (thread.c.id > bindparam("last_id")),
            _TAGGED_SO,
        ),
        since,
        thread.c.id,
    )


WAITING: Final = _longest_first(THREAD_WAITING, thread.c.waiting_since)
URGENT: Final = _longest_first(THREAD_URGENT, thread.c.urgent_since)
# In the order of the index, so that a page of them reads no more than a page.
BY_NUMBER: Final = _page(
    _SUMMARY.where(
        where(THREAD_PERSONAL),
        given(thread.c.line_id),
        thread.c.peer >= bindparam("first"),
        thread.c.peer < bindparam("beyond"),
        bindparam("state").is_(None) | (bindparam("state") == _STATE),
        thread.c.urgent_since.is_not(None) | (bindparam("urgent") == NOUGHT),
        _TAGGED_SO,
    ),
    thread.c.peer,
)
# Few are tagged, and they are put in order elsewhere.
TAGGED: Final = Statement(
    select(thread.c.last_at, thread.c.id).where(
        where(THREAD_PERSONAL),
        given(thread.c.line_id),
        thread.c.peer.in_(
            select(person.c.peer).where(
                given(person.c.shop_id),
                where(PERSON_TAGGED),
                func.instr(person.c.tags, bindparam("tag")) > NOUGHT,
            )
        ),
        bindparam("stage").is_(None) | ((thread.c.stage == bindparam("stage")) & _QUIET),
        _BEFORE,
    )
)
# Of many the latest: what nobody did for months must not hide what came today.
LATEST_WAITING: Final = _page(
    _SUMMARY.where(where(THREAD_WAITING), given(thread.c.line_id)), thread.c.waiting_since.desc()
)
LATEST_TO_CALL: Final = _page(
    _SUMMARY.where(where(THREAD_TO_CALL_BACK), given(thread.c.line_id)),
    thread.c.call_back_since.desc(),
)
_MISSED_SINCE: Final = (
    call.c.started_at >= bindparam("since"),
    given(call.c.line_id),
    where(_MISSED),
)
MISSED_CALLS: Final = Statement(
    at_most(
        select(call.c.thread_id, call.c.started_at)
        .where(where(f"{CALL_TELLS} = 1"), *_MISSED_SINCE, call.c.thread_id.is_not(None))
        .order_by(call.c.started_at.desc()),
        bindparam("most"),
    )
)
UNKNOWN_CALLS: Final = Statement(
    select(func.count())
    .select_from(call)
    .where(where(f"{CALL_TELLS} {IN_ANY_CASE}"), *_MISSED_SINCE, call.c.thread_id.is_(None))
)
ONE_THREAD: Final = Statement(_SUMMARY.where(where(THREAD_PERSONAL), given(thread.c.id)))
