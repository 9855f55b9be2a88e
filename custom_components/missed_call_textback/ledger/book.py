"""The ledger inside one open transaction: all verbs together, and those of counters and settings."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
import sqlite3
from typing import Final, override

from ..core.tally import TALLIES
from .pseudonyms import Pseudonyms
from .queries import calls, clocks, numbers, texts
from .schema import TOTAL
from .times import from_micros, to_micros
from .verbs.answers import AnswerVerbs
from .verbs.appointments import AppointmentVerbs
from .verbs.calls import CallVerbs
from .verbs.clocks import ClockVerbs
from .verbs.erasure import ErasureVerbs
from .verbs.lead_events import LeadEventVerbs
from .verbs.past import PastVerbs
from .verbs.people import PeopleVerbs
from .verbs.team_calls import TeamCallVerbs
from .verbs.telling import TellingVerbs
from .verbs.texts import TextVerbs
from .verbs.threads import ThreadVerbs


class SqlBook(
    CallVerbs,
    ThreadVerbs,
    AnswerVerbs,
    ClockVerbs,
    TellingVerbs,
    TeamCallVerbs,
    AppointmentVerbs,
    TextVerbs,
    PeopleVerbs,
    LeadEventVerbs,
    PastVerbs,
    ErasureVerbs,
):
    """A book over the writer's one cursor. It never begins, commits or rolls back.

    Calls of one moment move the same few counters, so what they add is written once for all of them,
    by `write_counts` in the same transaction. No unit of work reads a counter.
    """

    def __init__(self, cursor: sqlite3.Cursor, pseudonyms: Pseudonyms, zone: tzinfo = UTC) -> None:
        super().__init__(cursor, pseudonyms, zone)
        self._counted: Final = Counter[tuple[str, str, str]]()

    def write_counts(self) -> None:
        """Write what was counted since this was asked last."""
        if not self._counted:
            return
        numbers.COUNT.run_each(
            self._cursor,
            [
                {"line_id": line_id, "day": each, "tally": str(tally), "n": n}
                for (line_id, day, tally), n in self._counted.items()
                if n
                for each in ((day, TOTAL) if tally in TALLIES else (day,))
            ],
        )
        self._counted.clear()

    def forget_counts(self) -> None:
        """Forget what was counted: it was rolled back."""
        self._counted.clear()

    @override
    def count(self, line_id: str, day: str, tallies: Mapping[str, int]) -> None:
        for tally, n in tallies.items():
            self._counted[line_id, day, tally] += n

    @override
    def next_due(self) -> datetime | None:
        (call_due,) = calls.NEXT_CALL_DUE.run(self._cursor).fetchone()
        (text_due,) = texts.NEXT_TEXT_DUE.run(self._cursor).fetchone()
        (clock_due,) = clocks.NEXT_CLOCK_DUE.run(self._cursor).fetchone()
        dues = (call_due, text_due, clock_due)
        return from_micros(min((due for due in dues if due is not None), default=None))

    @override
    def set_automatic(self, line_id: str, *, on: bool) -> None:
        numbers.SET_AUTOMATIC.run(self._cursor, line_id=line_id, automatic=int(on))

    @override
    def set_snooze(self, shop_id: str, until: datetime | None) -> None:
        numbers.SET_SNOOZE.run(self._cursor, shop_id=shop_id, snoozed_until=to_micros(until))

    @override
    def set_listened(self, shop_id: str, at: datetime) -> None:
        numbers.SET_LISTENED.run(self._cursor, shop_id=shop_id, listened_at=to_micros(at))
