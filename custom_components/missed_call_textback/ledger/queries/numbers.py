"""Statements about counters, spending and settings."""

from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, case, literal_column, select, update

from ..schema import TOTAL, daily, line_setting, shop_setting, spending, text
from ..statement import Statement
from .parts import NOUGHT, add, given, new

_COUNTING: Final = add(daily)
COUNT: Final = Statement(
    _COUNTING.on_conflict_do_update(
        index_elements=[daily.c.line_id, daily.c.day, daily.c.tally],
        set_={"n": daily.c.n + _COUNTING.excluded.n},
    )
)
COUNTERS: Final = Statement(
    select(daily.c.day, daily.c.tally, daily.c.n).where(
        given(daily.c.line_id),
        (daily.c.day == literal_column(f"'{TOTAL}'")) | (daily.c.day == bindparam("today")),
    )
)

DAILY: Final = Statement(
    select(daily.c.day, daily.c.tally, daily.c.n)
    .where(
        given(daily.c.line_id),
        daily.c.day >= bindparam("since"),
        daily.c.day <= bindparam("until"),
        # One that stands for nothing any more was corrected.
        daily.c.n != NOUGHT,
    )
    .order_by(daily.c.day)
)

_ADDING: Final = add(spending)
SPEND: Final = Statement(
    _ADDING.on_conflict_do_update(
        index_elements=[spending.c.shop_id, spending.c.month],
        set_={"amount": spending.c.amount + _ADDING.excluded.amount},
    )
)
_LEFT: Final[ColumnElement[Any]] = spending.c.amount - bindparam("amount")
REFUND: Final = Statement(
    update(spending)
    .where(given(spending.c.shop_id), given(spending.c.month))
    .values(amount=case((_LEFT > NOUGHT, _LEFT), else_=NOUGHT))
)
SHOP_OF_TEXT: Final = Statement(select(text.c.shop_id).where(given(text.c.id)))
SPENT: Final = Statement(
    select(spending.c.amount).where(given(spending.c.shop_id), given(spending.c.month))
)

SET_AUTOMATIC: Final = Statement(
    add(line_setting).on_conflict_do_update(
        index_elements=[line_setting.c.line_id], set_=new(line_setting.c.automatic)
    )
)
AUTOMATIC: Final = Statement(select(line_setting.c.line_id, line_setting.c.automatic))
SET_SNOOZE: Final = Statement(
    add(shop_setting, shop_setting.c.listened_at).on_conflict_do_update(
        index_elements=[shop_setting.c.shop_id], set_=new(shop_setting.c.snoozed_until)
    )
)
SET_LISTENED: Final = Statement(
    add(shop_setting, shop_setting.c.snoozed_until).on_conflict_do_update(
        index_elements=[shop_setting.c.shop_id], set_=new(shop_setting.c.listened_at)
    )
)
SHOP_SETTING: Final = Statement(
    select(shop_setting.c.snoozed_until, shop_setting.c.listened_at).where(
        given(shop_setting.c.shop_id)
    )
)
