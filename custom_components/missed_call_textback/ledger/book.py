"""The ledger inside one open transaction: all verbs together, and those of counters and settings."""

from datetime import datetime
from typing import override

from ..core.tally import Tally
from .queries import calls, numbers, texts
from .statement import Value
from .times import from_micros, to_micros
from .verbs.calls import CallVerbs
from .verbs.erasure import ErasureVerbs
from .verbs.people import PeopleVerbs
from .verbs.texts import TextVerbs
from .verbs.threads import ThreadVerbs


class SqlBook(CallVerbs, ThreadVerbs, TextVerbs, PeopleVerbs, ErasureVerbs):
    """A book over the writer's one cursor. It never begins, commits or rolls back."""

    @override
    def count(self, line_id: str, day: str, tallies: dict[Tally, int]) -> None:
        if not tallies:
            return
        values: dict[str, Value] = {}
        for index, (tally, n) in enumerate(tallies.items()):
            values[f"tally_{index}"] = tally.value
            values[f"n_{index}"] = n
        numbers.COUNT[len(tallies)].run(self._cursor, line_id=line_id, day=day, **values)

    @override
    def next_due(self) -> datetime | None:
        (call_due,) = calls.NEXT_CALL_DUE.run(self._cursor).fetchone()
        (text_due,) = texts.NEXT_TEXT_DUE.run(self._cursor).fetchone()
        return from_micros(
            min((due for due in (call_due, text_due) if due is not None), default=None)
        )

    @override
    def set_automatic(self, line_id: str, *, on: bool) -> None:
        numbers.SET_AUTOMATIC.run(self._cursor, line_id=line_id, automatic=int(on))

    @override
    def set_snooze(self, shop_id: str, until: datetime | None) -> None:
        numbers.SET_SNOOZE.run(self._cursor, shop_id=shop_id, snoozed_until=to_micros(until))

    @override
    def set_listened(self, shop_id: str, at: datetime) -> None:
        numbers.SET_LISTENED.run(self._cursor, shop_id=shop_id, listened_at=to_micros(at))
