"""Statements about calls."""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from ...core.calls import Outcome
from ..conditions import CALL_CAN_FALL_DUE, CALL_IN_THREAD, CALL_IS_TWIN, CALL_WITHOUT_THREAD, where
from ..conversation_schema import call_made
from ..schema import call, thread
from ..statement import Statement
from .parts import NULL, ONE, add, at_most, given, if_given, new, once, save

_COUNTED: Final = (
    call.c.counts_at,
    call.c.episode,
    call.c.won_at,
    call.c.won_by,
    call.c.attended_at,
)
_CALL: Final = (
    call.c.id,
    call.c.line_id,
    call.c.source_id,
    call.c.caller,
    call.c.started_at,
    call.c.confirmed,
    call.c.outcome,
    call.c.ended_at,
    call.c.ring_seconds,
    call.c.recording,
    call.c.decision,
    call.c.reason,
    call.c.caller_name,
    call.c.attestation,
    call.c.due_at,
    *_COUNTED,
)

FOUND_CALL: Final = (*_CALL, call.c.same_as)
FIND_CALL: Final = Statement(select(*FOUND_CALL).where(given(call.c.source_id)))
CALL_BY_ID: Final = Statement(select(*_CALL).where(given(call.c.id)))
# The first of an index's entries beyond a value: each is found by one look, however many there are.
NEXT_SOURCE_ID: Final = Statement(
    select(func.min(call.c.source_id)).where(call.c.source_id > bindparam("beyond"))
)
ADD_CALL: Final = Statement(
    add(
        call,
        call.c.id,
        call.c.thread_id,
        call.c.decision,
        call.c.reason,
        call.c.hold_until,
        call.c.decided_at,
        call.c.same_as,
        call.c.transcript,
        *_COUNTED,
    )
)
_CALL_STATE: Final = {
    **new(
        call.c.caller,
        call.c.confirmed,
        call.c.outcome,
        call.c.ended_at,
        call.c.ring_seconds,
        call.c.recording,
        call.c.due_at,
        call.c.caller_name,
        call.c.attestation,
    ),
    "thread_id": if_given(call.c.thread_id),
}
SAVE_CALL: Final = Statement(save(call, **_CALL_STATE))
SAVE_DECIDED_CALL: Final = Statement(
    save(
        call,
        **_CALL_STATE,
        **new(call.c.decision, call.c.reason, call.c.hold_until, call.c.decided_at),
        counts_at=once(call.c.counts_at),
        episode=if_given(call.c.episode),
    )
)
LAST_EPISODE: Final = Statement(
    at_most(
        select(*_CALL)
        .where(where(CALL_IN_THREAD), given(call.c.thread_id), call.c.episode == ONE)
        .order_by(call.c.started_at.desc()),
        ONE,
    )
)
SAVE_EPISODE: Final = Statement(
    save(call, **new(call.c.episode, call.c.won_at, call.c.won_by, call.c.attended_at))
)
CALLS_DUE: Final = Statement(
    at_most(
        select(*_CALL)
        .where(where(CALL_CAN_FALL_DUE), call.c.due_at <= bindparam("now"))
        .order_by(call.c.due_at, call.c.id),
        bindparam("most"),
    )
)
UNHEARD_RECORDING: Final = Statement(
    at_most(
        select(*_CALL)
        .where(
            where(CALL_IN_THREAD),
            given(call.c.thread_id),
            call.c.started_at >= bindparam("since"),
            call.c.recording.is_not(None),
            call.c.transcript.is_(None),
            where(f"outcome <> '{Outcome.ANSWERED}'"),
        )
        .order_by(call.c.started_at),
        ONE,
    )
)
# Whoever was erased meanwhile has no recording.
SET_TRANSCRIPT: Final = Statement(
    update(call)
    .where(given(call.c.id), call.c.recording.is_not(None))
    .values(new(call.c.transcript))
)
POSTPONE_CALLS: Final = Statement(
    update(call)
    .where(where(CALL_CAN_FALL_DUE), call.c.due_at < bindparam("until"))
    .values(due_at=bindparam("until"))
)
NEXT_CALL_DUE: Final = Statement(select(func.min(call.c.due_at)).where(where(CALL_CAN_FALL_DUE)))

# Calls that the shop made

CALL_MADE_NEAR: Final = Statement(
    at_most(
        select(call_made.c.id, call_made.c.answered_at)
        .where(
            given(call_made.c.thread_id),
            call_made.c.began_at >= bindparam("since"),
            call_made.c.began_at <= bindparam("until"),
        )
        .order_by(call_made.c.began_at),
        ONE,
    )
)
ADD_CALL_MADE: Final = Statement(add(call_made, call_made.c.id))
ANSWER_CALL_MADE: Final = Statement(save(call_made, **new(call_made.c.answered_at)))

# Calls of two sources

# Of one person's calls, the latest that are looked through for one that another source heard too. Not
# a parameter: with one, SQLite takes 100 µs for this statement in place of 4.
_FEW: Final[ColumnElement[Any]] = literal_column("8")


def _latest(of_caller: ColumnElement[bool]) -> Select[Any]:
    calls = (
        select(*_CALL)
        .where(
            of_caller,
            call.c.started_at >= bindparam("since"),
            call.c.started_at <= bindparam("until"),
            given(call.c.line_id),
            call.c.same_as.is_(None),
        )
        .order_by(call.c.started_at.desc())
    )
    return select(at_most(calls, _FEW).subquery("bounded"))


_THREAD: Final = (
    select(thread.c.id)
    .where(given(thread.c.line_id), thread.c.peer == bindparam("caller"))
    .scalar_subquery()
)
# Each half goes backwards through an index and stops after a few rows: somebody who calls a thousand
# times in a row costs no more than somebody who calls once.
CALLS_NEAR: Final = Statement(
    union_all(
        _latest(call.c.thread_id == _THREAD),
        _latest(where(CALL_WITHOUT_THREAD) & given(call.c.caller)),
    )
)
_known: Final = call.alias("known")
_ID: Final = (
    select(_known.c.id).where(_known.c.source_id == bindparam("source_id")).scalar_subquery()
)
TWINS_OF: Final = Statement(
    select(call.c.source_id).where(where(CALL_IS_TWIN), call.c.same_as == _ID)
)
MOVE_TWINS: Final = Statement(
    update(call)
    .where(where(CALL_IS_TWIN), call.c.same_as == _ID)
    .values(same_as=bindparam("call_id"))
)
_JOINED: Final = insert(call).values(
    new(
        call.c.line_id,
        call.c.source_id,
        call.c.caller,
        call.c.started_at,
        call.c.confirmed,
        call.c.same_as,
    )
)
JOIN_CALL: Final = Statement(
    _JOINED.on_conflict_do_update(
        index_elements=[call.c.source_id],
        set_={
            "same_as": _JOINED.excluded.same_as,
            "caller": _JOINED.excluded.caller,
            "due_at": NULL,
        },
    )
)
