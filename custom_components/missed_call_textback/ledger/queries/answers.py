"""Statements about what callers answered, and what they said."""

from typing import Final

from sqlalchemy import bindparam, delete, func, select

from ...core.outbox import TextKind
from ..conditions import IS_REPLY, where
from ..conversation_schema import answer
from ..schema import text
from ..statement import Statement
from .parts import NOUGHT, add, given, new

SAVE_ANSWER: Final = Statement(
    add(answer).on_conflict_do_update(
        index_elements=[answer.c.thread_id, answer.c.lead_at, answer.c.question],
        set_=new(answer.c.value, answer.c.asked_at, answer.c.answered_at),
    )
)
ANSWERS_OF: Final = Statement(
    select(answer.c.question, answer.c.value, answer.c.asked_at, answer.c.answered_at).where(
        given(answer.c.thread_id), given(answer.c.lead_at)
    )
)
_MACHINE: Final = text.alias("machine")
_LAST_MACHINE: Final = (
    select(func.coalesce(func.max(_MACHINE.c.id), NOUGHT))
    .where(
        _MACHINE.c.peer == bindparam("peer"),
        _MACHINE.c.line_id == bindparam("line_id"),
        where(f"machine.kind IN ('{TextKind.MACHINE}', '{TextKind.APPOINTMENT}')"),
    )
    .scalar_subquery()
)
# By the order in which they were stored: a telephone's clock may be wrong.
SAID_SINCE: Final = Statement(
    select(text.c.body, text.c.created_at)
    .where(
        given(text.c.peer),
        text.c.created_at >= bindparam("since"),
        given(text.c.line_id),
        where(f"text.{IS_REPLY}"),
        text.c.id > _LAST_MACHINE,
    )
    .order_by(text.c.created_at, text.c.id)
)
FORGET_ANSWERS: Final = Statement(delete(answer).where(given(answer.c.thread_id)))
