"""The named statements, built once.

All of them are portable but for the module that `insert` comes from: an upsert (`ON CONFLICT`) has
the same methods in `sqlalchemy.dialects.postgresql`. An insert that may meet its like says DO
NOTHING, because a failed statement leaves a transaction usable on SQLite but not on PostgreSQL.
"""

from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    Update,
    bindparam,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import Insert, insert

from ..core.outbox import TextState
from ..core.ports import Tally
from .schema import (
    CALL_CAN_FALL_DUE,
    HAS_CARRIER_ID,
    HAS_REF,
    TEXT_BACK_ACCEPTED,
    TEXT_BACK_OPEN,
    TEXT_CAN_FALL_DUE,
    TEXT_OPEN,
    TEXT_SENDING,
    TEXT_TAKEN,
    THREAD_WAITING,
    TOTAL,
    call,
    consent,
    daily,
    line_setting,
    opt_out,
    text,
    thread,
    where,
)
from .statement import Statement


def _add(table: Table, *but: Column[Any]) -> Insert:
    """Insert a row with a value for every column, except those in `but`."""
    added = [column for column in table.columns if column not in set(but)]
    return insert(table).values(_new(*added))


def _save(table: Table, **values: object) -> Update:
    """Update the row with a given `id`."""
    return update(table).where(_given(table.c.id)).values(values)


def _given(column: Column[Any]) -> ColumnElement[bool]:
    """Compare a column with the value given under its name."""
    return column == bindparam(column.name)


def _new(*columns: Column[Any]) -> dict[str, Any]:
    return {column.name: bindparam(column.name) for column in columns}


def _if_given(column: Column[Any]) -> ColumnElement[Any]:
    """Take the value given, or keep the old one where it is NULL."""
    return func.coalesce(bindparam(column.name), column)


def _once(column: Column[Any]) -> ColumnElement[Any]:
    """Keep the old value, or take the one given where there is none yet."""
    return func.coalesce(column, bindparam(column.name))


# A LIMIT without it makes the compiler for SQLite add an OFFSET with a constant parameter.
_NO_OFFSET: Final[ColumnElement[Any]] = literal_column("0")

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
)
_TEXT: Final = (
    text.c.id,
    text.c.ref,
    text.c.line_id,
    text.c.kind,
    text.c.sender,
    text.c.peer,
    text.c.body,
    text.c.created_at,
    text.c.deadline,
    text.c.state,
    text.c.attempts,
    text.c.carrier_id,
    text.c.error,
    text.c.call_id,
)

# Calls

FIND_CALL: Final = Statement(select(*_CALL).where(_given(call.c.source_id)))
CALL_BY_ID: Final = Statement(select(*_CALL).where(_given(call.c.id)))
ADD_CALL: Final = Statement(
    _add(
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
    **_new(
        call.c.caller,
        call.c.confirmed,
        call.c.outcome,
        call.c.ended_at,
        call.c.ring_seconds,
        call.c.recording,
        call.c.due_at,
    ),
    "thread_id": _if_given(call.c.thread_id),
}
SAVE_CALL: Final = Statement(_save(call, **_CALL_STATE))
SAVE_DECIDED_CALL: Final = Statement(
    _save(
        call,
        **_CALL_STATE,
        **_new(call.c.decision, call.c.reason, call.c.hold_until, call.c.decided_at),
    )
)
CALLS_DUE: Final = Statement(
    select(*_CALL)
    .where(where(CALL_CAN_FALL_DUE), call.c.due_at <= bindparam("now"))
    .order_by(call.c.due_at, call.c.id)
    .limit(bindparam("most"))
    .offset(_NO_OFFSET)
)
NEXT_CALL_DUE: Final = Statement(select(func.min(call.c.due_at)).where(where(CALL_CAN_FALL_DUE)))

# Threads

# One row whatever is known, so that the opt-out of a first-time caller is seen as well.
_ANYBODY: Final = select(literal_column("1").label("one")).subquery("anybody")
HISTORY: Final = Statement(
    select(
        thread.c.id,
        thread.c.last_at,
        thread.c.waiting_since,
        thread.c.episode_at,
        thread.c.text_back_at,
        opt_out.c.opted_out,
    ).select_from(
        _ANYBODY.outerjoin(thread, _given(thread.c.line_id) & _given(thread.c.peer)).outerjoin(
            opt_out, _given(opt_out.c.shop_id) & _given(opt_out.c.peer)
        )
    )
)
_THREAD_STATE: Final = _new(thread.c.last_at, thread.c.waiting_since, thread.c.episode_at)
ADD_THREAD: Final = Statement(
    _add(thread, thread.c.id)
    .on_conflict_do_update(
        index_elements=[thread.c.line_id, thread.c.peer],
        set_={**_THREAD_STATE, "text_back_at": _if_given(thread.c.text_back_at)},
    )
    .returning(thread.c.id)
)
SAVE_THREAD: Final = Statement(
    _save(thread, **_THREAD_STATE, text_back_at=_if_given(thread.c.text_back_at))
)
MOVE_COOLDOWN: Final = Statement(
    update(thread)
    .where(
        _given(thread.c.line_id),
        _given(thread.c.peer),
        thread.c.text_back_at.is_not_distinct_from(bindparam("was")),
    )
    .values(text_back_at=bindparam("to"))
)
WAITING: Final = Statement(
    select(func.count()).select_from(thread).where(_given(thread.c.line_id), where(THREAD_WAITING))
)

# Texts

ADD_TEXT: Final = Statement(
    _add(text, text.c.id, text.c.carrier_id, text.c.error, text.c.accepted_at)
    .on_conflict_do_nothing(
        index_elements=[text.c.line_id, text.c.peer], index_where=where(TEXT_BACK_OPEN)
    )
    .returning(text.c.id)
)
ADD_REPLY: Final = Statement(
    _add(
        text,
        text.c.id,
        text.c.ref,
        text.c.call_id,
        text.c.error,
        text.c.deadline,
        text.c.due_at,
        text.c.accepted_at,
    ).on_conflict_do_nothing(index_elements=[text.c.carrier_id], index_where=where(HAS_CARRIER_ID))
)
TEXT_BY_REF: Final = Statement(select(*_TEXT).where(_given(text.c.ref)))
TEXT_BY_CARRIER_ID: Final = Statement(
    select(*_TEXT).where(_given(text.c.carrier_id), where(HAS_REF))
)
TEXTS_DUE: Final = Statement(
    select(*_TEXT)
    .where(where(TEXT_OPEN), where(TEXT_CAN_FALL_DUE), text.c.due_at <= bindparam("now"))
    .order_by(text.c.due_at, text.c.id)
    .limit(bindparam("most"))
    .offset(_NO_OFFSET)
)
NEXT_TEXT_DUE: Final = Statement(
    select(func.min(text.c.due_at)).where(
        where(TEXT_OPEN), where(TEXT_CAN_FALL_DUE), text.c.due_at.is_not(None)
    )
)
SAVE_TEXT: Final = Statement(
    _save(
        text,
        **_new(text.c.state, text.c.due_at, text.c.attempts, text.c.carrier_id, text.c.error),
        accepted_at=_once(text.c.accepted_at),
    )
)
STRAND_SENDING: Final = Statement(
    update(text)
    .where(where(TEXT_OPEN), where(TEXT_SENDING))
    .values(state=literal_column(f"'{TextState.UNKNOWN}'"), due_at=bindparam("due_at"))
)
TAKEN_CARRIER_IDS: Final = Statement(
    select(text.c.carrier_id).where(_given(text.c.line_id), _given(text.c.peer), where(TEXT_TAKEN))
)
LAST_TEXT_BACK: Final = Statement(
    select(text.c.accepted_at - text.c.created_at)
    .where(_given(text.c.line_id), where(TEXT_BACK_ACCEPTED))
    .order_by(text.c.id.desc())
    .limit(literal_column("1"))
    .offset(_NO_OFFSET)
)

# Wishes

OPT_OUT: Final = Statement(
    _add(opt_out).on_conflict_do_update(
        index_elements=[opt_out.c.shop_id, opt_out.c.peer],
        set_=_new(opt_out.c.opted_out, opt_out.c.source, opt_out.c.at),
        where=opt_out.c.opted_out != bindparam("opted_out"),
    )
)
OPT_IN: Final = Statement(
    update(opt_out)
    .where(
        _given(opt_out.c.shop_id),
        _given(opt_out.c.peer),
        opt_out.c.opted_out != bindparam("opted_out"),
    )
    .values(_new(opt_out.c.opted_out, opt_out.c.source, opt_out.c.at))
)
ADD_CONSENT: Final = Statement(_add(consent, consent.c.id))

# Numbers


def _count(tallies: int) -> Statement:
    """Add to `tallies` counters of a day and to their totals, all in one statement."""
    adding = insert(daily).values(
        [
            {
                "line_id": bindparam("line_id"),
                "day": literal_column(f"'{TOTAL}'") if total else bindparam("day"),
                "tally": bindparam(f"tally_{index}"),
                "n": bindparam(f"n_{index}"),
            }
            for index in range(tallies)
            for total in (False, True)
        ]
    )
    return Statement(
        adding.on_conflict_do_update(
            index_elements=[daily.c.line_id, daily.c.day, daily.c.tally],
            set_={"n": daily.c.n + adding.excluded.n},
        )
    )


COUNT: Final = {tallies: _count(tallies) for tallies in range(1, len(Tally) + 1)}
COUNTERS: Final = Statement(
    select(daily.c.day, daily.c.tally, daily.c.n).where(
        _given(daily.c.line_id),
        (daily.c.day == literal_column(f"'{TOTAL}'")) | (daily.c.day == bindparam("today")),
    )
)

# Settings

SET_AUTOMATIC: Final = Statement(
    _add(line_setting).on_conflict_do_update(
        index_elements=[line_setting.c.line_id], set_=_new(line_setting.c.automatic)
    )
)
AUTOMATIC: Final = Statement(select(line_setting.c.line_id, line_setting.c.automatic))
