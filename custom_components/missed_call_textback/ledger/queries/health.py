"""Statements about how the ledger does."""

from typing import Final

from sqlalchemy import case, func, literal_column, select

from ...core.outbox import TextState
from ..conditions import TEXT_OPEN, where
from ..schema import text
from ..statement import Statement
from .parts import NOUGHT, ONE

_IS_IN_DOUBT: Final = text.c.state == literal_column(f"'{TextState.UNKNOWN}'")

OPEN_TEXTS: Final = Statement(
    select(
        func.count(),
        func.min(text.c.created_at),
        func.coalesce(func.sum(case((_IS_IN_DOUBT, ONE), else_=NOUGHT)), NOUGHT),
    )
    .select_from(text)
    .where(where(TEXT_OPEN))
)
