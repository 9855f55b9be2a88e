"""Verbs about what texts cost."""

from typing import override

from ...core.desk import month_of
from ...core.outbox import OutgoingText
from ...core.tally import Tally
from ..queries import numbers
from ..times import local_day
from .base import Verbs


class SpendingVerbs(Verbs):
    """A text's cost belongs to the month in which it was written, and counts for the day."""

    @override
    def refund(self, text: OutgoingText) -> None:
        if (shop_id := self._payer(text)) is not None:
            numbers.REFUND.run(
                self._cursor, shop_id=shop_id, month=month_of(text.created_at), amount=text.cost
            )
            self._count_cost(text, -text.cost)

    @override
    def charge(self, text: OutgoingText) -> None:
        if (shop_id := self._payer(text)) is not None:
            self._spend(shop_id, text)

    def _payer(self, text: OutgoingText) -> str | None:
        """Return which shop paid for a text; None where it cost nothing."""
        if not text.cost:
            return None
        (shop_id,) = numbers.SHOP_OF_TEXT.run(self._cursor, id=text.id).fetchone()
        return str(shop_id)

    def _spend(self, shop_id: str, text: OutgoingText) -> None:
        numbers.SPEND.run(
            self._cursor, shop_id=shop_id, month=month_of(text.created_at), amount=text.cost
        )
        self._count_cost(text, text.cost)

    def _count_cost(self, text: OutgoingText, cost: int) -> None:
        self.count(text.line_id, local_day(text.created_at, self._zone), {Tally.SPENT: cost})
