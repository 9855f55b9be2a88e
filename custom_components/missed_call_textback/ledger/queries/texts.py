"""Statements about texts."""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    TextClause,
    bindparam,
    case,
    func,
    literal_column,
    select,
    update,
)

from ...core.outbox import TextState
from ..conditions import (
    HAS_CARRIER_ID,
    HAS_REF,
    IN_ANY_CASE,
    IS_TEXT_BACK,
    TEXT_BACK_OPEN,
    TEXT_CAN_FALL_DUE,
    TEXT_COUNTED,
    TEXT_OPEN,
    TEXT_SENDING,
    TEXT_TELLS,
    where,
)
from ..schema import spending, text, thread
from ..statement import Statement
from .parts import NOUGHT, NULL, ONE, add, at_most, given, new, once, save, unindexed

TEXT: Final = (
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
    text.c.cost,
    text.c.retry_of,
    text.c.channel,
    text.c.called_at,
    text.c.wording,
)

ADD_TEXT: Final = Statement(
    add(
        text, text.c.id, text.c.carrier_id, text.c.error, text.c.accepted_at, text.c.answered
    ).on_conflict_do_nothing(
        index_elements=[text.c.line_id, text.c.peer], index_where=where(TEXT_BACK_OPEN)
    )
)
ADD_REPLY: Final = Statement(
    add(
        text,
        text.c.id,
        text.c.ref,
        text.c.call_id,
        text.c.error,
        text.c.deadline,
        text.c.due_at,
        text.c.accepted_at,
        text.c.shop_id,
        text.c.cost,
        text.c.retry_of,
        text.c.called_at,
        text.c.wording,
        text.c.answered,
    ).on_conflict_do_nothing(index_elements=[text.c.carrier_id], index_where=where(HAS_CARRIER_ID))
)
_LATEST_TEXT_BACK: Final = at_most(
    select(text.c.id)
    .where(
        given(text.c.peer),
        text.c.created_at >= bindparam("since"),
        unindexed(text.c.line_id) == bindparam("line_id"),
        where(IS_TEXT_BACK),
        text.c.accepted_at.is_not(None),
        text.c.retry_of.is_(None),
    )
    .order_by(text.c.created_at.desc()),
    ONE,
).scalar_subquery()
NOTE_ANSWERED: Final = Statement(
    update(text)
    .where(text.c.id == _LATEST_TEXT_BACK, text.c.answered == NOUGHT)
    .values(answered=ONE)
    .returning(text.c.wording, text.c.created_at)
)
TEXT_BY_REF: Final = Statement(select(*TEXT).where(given(text.c.ref)))
TEXT_BY_CARRIER_ID: Final = Statement(select(*TEXT).where(given(text.c.carrier_id), where(HAS_REF)))
LAST_WORDS_TO: Final = Statement(
    at_most(
        select(text.c.body)
        .where(
            given(text.c.peer),
            unindexed(text.c.line_id) == bindparam("line_id"),
            where(HAS_REF),
            where(f"state NOT IN ('{TextState.DROPPED}', '{TextState.FAILED}')"),
        )
        .order_by(text.c.created_at.desc()),
        ONE,
    )
)
OWNER_OF: Final = Statement(
    select(text.c.id).where(given(text.c.carrier_id), where(HAS_CARRIER_ID))
)
TEXT_BACK_TO: Final = Statement(
    select(*TEXT).where(given(text.c.line_id), given(text.c.peer), where(TEXT_BACK_OPEN))
)
RETRY_OF: Final = Statement(
    select(*TEXT).where(where(TEXT_OPEN), given(text.c.retry_of), text.c.due_at.is_not(None))
)
TEXTS_DUE: Final = Statement(
    at_most(
        select(*TEXT)
        .where(where(TEXT_OPEN), where(TEXT_CAN_FALL_DUE), text.c.due_at <= bindparam("now"))
        .order_by(text.c.due_at, text.c.id),
        bindparam("most"),
    )
)
NEXT_TEXT_DUE: Final = Statement(
    select(func.min(text.c.due_at)).where(
        where(TEXT_OPEN), where(TEXT_CAN_FALL_DUE), text.c.due_at.is_not(None)
    )
)
SAVE_TEXT: Final = Statement(
    save(
        text,
        **new(text.c.state, text.c.due_at, text.c.attempts, text.c.carrier_id, text.c.error),
        accepted_at=once(text.c.accepted_at),
    )
)
MAKE_SMS: Final = Statement(save(text, channel=NULL))
STRAND_SENDING: Final = Statement(
    update(text)
    .where(where(TEXT_OPEN), where(TEXT_SENDING))
    .values(state=literal_column(f"'{TextState.UNKNOWN}'"), due_at=bindparam("due_at"))
)
TAKEN_CARRIER_IDS: Final = Statement(
    select(text.c.carrier_id).where(
        unindexed(text.c.line_id) == bindparam("line_id"),
        given(text.c.peer),
        where(HAS_REF),
        where(HAS_CARRIER_ID),
    )
)
LAST_TEXT_BACK: Final = Statement(
    at_most(
        select(text.c.accepted_at - text.c.created_at)
        .where(given(text.c.line_id), where(IS_TEXT_BACK), text.c.accepted_at.is_not(None))
        .order_by(text.c.id.desc()),
        ONE,
    )
)


_OF_SHOP: Final = (given(text.c.shop_id), where(f"{TEXT_TELLS} {IN_ANY_CASE}"))


def _texts_if_capped(cap: str, *conditions: ColumnElement[bool] | TextClause) -> ColumnElement[Any]:
    """Count texts where there is a cap. It keeps them few, so none needs to be left unread."""
    counted = select(func.count()).select_from(text).where(*conditions, where(TEXT_COUNTED))
    return case((bindparam(cap, type_=Integer) > NOUGHT, counted.scalar_subquery()), else_=NOUGHT)


# More than any shop sets. As a parameter it would have SQLite (3.48 and later look at the value of a
# LIMIT) compile the statement anew each time, which takes five times as long as running it.
_MOST_COUNTED: Final[ColumnElement[int]] = literal_column("1000")


def _counted_to(limit: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    """Count rows, but no further than to a limit: what is beyond it is not read."""
    rows = at_most(select(ONE).where(*conditions), limit).subquery("bounded")
    return select(func.count()).select_from(rows).scalar_subquery()


TRAFFIC: Final = Statement(
    select(
        _texts_if_capped(
            "per_caller",
            given(text.c.shop_id),
            given(text.c.peer),
            text.c.created_at > bindparam("day"),
        ),
        _texts_if_capped("per_hour", *_OF_SHOP, text.c.created_at > bindparam("hour")),
        _texts_if_capped("per_day", *_OF_SHOP, text.c.created_at > bindparam("day")),
        # In a flood there is no end of these.
        _counted_to(
            _MOST_COUNTED,
            given(thread.c.prefix),
            thread.c.first_at > bindparam("burst_since"),
            thread.c.peer != bindparam("peer"),
        ),
        select(spending.c.amount)
        .where(given(spending.c.shop_id), given(spending.c.month))
        .scalar_subquery(),
    )
)
