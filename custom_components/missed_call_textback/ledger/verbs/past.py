"""Verbs about what was imported of the time before."""

from collections.abc import Collection, Mapping
from typing import override

from ...core.past.days import PastDay
from ..queries import past
from .base import Verbs


class PastVerbs(Verbs):
    """Each is one named statement, or one for each row."""

    @override
    def own_since(self, line_id: str) -> str | None:
        (day,) = past.OWN_SINCE.run(self._cursor, line_id=line_id).fetchone()
        return None if day is None else str(day)

    @override
    def past_days(self, line_id: str) -> dict[str, PastDay]:
        counts: dict[str, dict[str, int]] = {}
        of_day: dict[str, tuple[str, int]] = {}
        for day, tally, zone, told, n in past.PAST_DAYS.run(self._cursor, line_id=line_id):
            counts.setdefault(day, {})[tally] = n
            of_day[day] = zone, told
        return {
            day: PastDay(counts=counts[day], told=told, zone=zone)
            for day, (zone, told) in of_day.items()
        }

    @override
    def replace_past(
        self, line_id: str, new: Mapping[str, PastDay], dropped: Collection[str]
    ) -> None:
        past.DROP_PAST.run_each(
            self._cursor, [{"line_id": line_id, "day": day} for day in {*dropped, *new}]
        )
        past.ADD_PAST.run_each(
            self._cursor,
            [
                {
                    "line_id": line_id,
                    "day": day,
                    "tally": tally,
                    "zone": each.zone,
                    "told": each.told,
                    "n": n,
                }
                for day, each in new.items()
                for tally, n in each.counts.items()
            ],
        )

    @override
    def forget_past(self, line_id: str) -> None:
        past.FORGET_PAST.run(self._cursor, line_id=line_id)
