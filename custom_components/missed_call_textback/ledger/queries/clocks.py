"""Statements about what is to be done in a conversation at its time."""

from typing import Final

from sqlalchemy import bindparam, delete, func, select, update

from ..conversation_schema import clock
from ..statement import Statement
from .parts import add, at_most, given, new

CLOCK: Final = (clock.c.thread_id, clock.c.kind, clock.c.due_at, clock.c.since, clock.c.step)

SET_CLOCK: Final = Statement(
    add(clock).on_conflict_do_update(
        index_elements=[clock.c.thread_id, clock.c.kind],
        set_=new(clock.c.due_at, clock.c.since, clock.c.step),
    )
)
CLOCK_OF: Final = Statement(select(*CLOCK).where(given(clock.c.thread_id), given(clock.c.kind)))
STOP_CLOCK: Final = Statement(delete(clock).where(given(clock.c.thread_id), given(clock.c.kind)))
# The one that rang, unless it was set anew since.
_THIS: Final = (given(clock.c.thread_id), given(clock.c.kind), given(clock.c.since))
END_CLOCK: Final = Statement(delete(clock).where(*_THIS))
PUT_OFF_CLOCK: Final = Statement(
    update(clock).where(*_THIS).values(new(clock.c.due_at, clock.c.step))
)
STOP_ALL: Final = Statement(delete(clock).where(given(clock.c.thread_id)))
CLOCKS_DUE: Final = Statement(
    at_most(
        select(*CLOCK).where(clock.c.due_at <= bindparam("now")).order_by(clock.c.due_at),
        bindparam("most"),
    )
)
NEXT_CLOCK_DUE: Final = Statement(select(func.min(clock.c.due_at)))
