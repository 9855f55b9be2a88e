"""Statements about what was imported of the time before."""

from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, func, literal_column, select

from ..schema import TOTAL, daily, past
from ..statement import Statement
from .parts import add, given

_OWN_SINCE: Final = select(func.min(daily.c.day)).where(
    given(daily.c.line_id), daily.c.day > literal_column(f"'{TOTAL}'")
)
OWN_SINCE: Final = Statement(_OWN_SINCE)
# Later than any day.
_NEVER: Final[ColumnElement[Any]] = literal_column("'~'")
PAST: Final = Statement(
    select(past.c.day, past.c.tally, past.c.n)
    .where(
        given(past.c.line_id),
        past.c.day >= bindparam("since"),
        past.c.day <= bindparam("until"),
        # What the line counted itself is the truth, whenever it did.
        past.c.day < func.coalesce(_OWN_SINCE.scalar_subquery(), _NEVER),
    )
    .order_by(past.c.day)
)
PAST_DAYS: Final = Statement(
    select(past.c.day, past.c.tally, past.c.zone, past.c.told, past.c.n).where(
        given(past.c.line_id)
    )
)
ADD_PAST: Final = Statement(add(past))
DROP_PAST: Final = Statement(delete(past).where(given(past.c.line_id), given(past.c.day)))
FORGET_PAST: Final = Statement(delete(past).where(given(past.c.line_id)))
