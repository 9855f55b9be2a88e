"""Statements about calls."""

from typing import Final

from sqlalchemy import bindparam, func, select, update

from ..schema import CALL_CAN_FALL_DUE, call, where
from ..statement import Statement
from .parts import add, at_most, given, if_given, new, save

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
)

FIND_CALL: Final = Statement(select(*_CALL).where(given(call.c.source_id)))
CALL_BY_ID: Final = Statement(select(*_CALL).where(given(call.c.id)))
ADD_CALL: Final = Statement(
    add(
        call,
        call.c.id,
        call.c.thread_id,
        call.c.decision,
        call.c.reason,
        call.c.hold_until,
        call.c.decided_at,
    ).returning(call.c.id)
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
    )
)
CALLS_DUE: Final = Statement(
    at_most(
        select(*_CALL)
        .where(where(CALL_CAN_FALL_DUE), call.c.due_at <= bindparam("now"))
        .order_by(call.c.due_at, call.c.id),
        bindparam("most"),
    )
)
POSTPONE_CALLS: Final = Statement(
    update(call)
    .where(where(CALL_CAN_FALL_DUE), call.c.due_at < bindparam("until"))
    .values(due_at=bindparam("until"))
)
NEXT_CALL_DUE: Final = Statement(select(func.min(call.c.due_at)).where(where(CALL_CAN_FALL_DUE)))
