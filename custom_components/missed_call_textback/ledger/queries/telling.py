"""Statements about who of the team was told of a caller."""

from typing import Final

from sqlalchemy import bindparam, delete, select

from ..conversation_schema import told
from ..statement import Statement
from .parts import add, given, new

TOLD: Final = (
    told.c.thread_id,
    told.c.line_id,
    told.c.member_id,
    told.c.code,
    told.c.token,
    told.c.at,
)

ADD_TOLD: Final = Statement(
    add(told).on_conflict_do_update(
        index_elements=[told.c.thread_id, told.c.member_id],
        set_=new(told.c.line_id, told.c.code, told.c.token, told.c.at),
    )
)
TOLD_OF: Final = Statement(select(*TOLD).where(given(told.c.thread_id)))
TOLD_TO: Final = Statement(
    select(*TOLD)
    .where(given(told.c.member_id), given(told.c.line_id), told.c.at >= bindparam("since"))
    .order_by(told.c.at.desc())
)
TOLD_BY: Final = Statement(select(*TOLD).where(given(told.c.token)))
FORGET_TOLD: Final = Statement(delete(told).where(given(told.c.thread_id)))
