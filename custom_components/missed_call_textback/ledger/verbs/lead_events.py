"""Verbs about what others are to be told of leads."""

from datetime import datetime
from typing import override
from uuid import uuid7

from ...core.lead_events import LeadEvent, LeadEventKind
from ..queries import lead_events
from ..rows import lead_event_of
from ..times import to_micros
from .base import Verbs


class LeadEventVerbs(Verbs):
    """Each is one named statement."""

    @override
    def add_lead_event(
        self,
        thread_id: int,
        kind: LeadEventKind,
        *,
        at: datetime,
        deadline: datetime,
        detail: str | None = None,
        value: int | None = None,
    ) -> None:
        lead_events.ADD_LEAD_EVENT.run(
            self._cursor,
            thread_id=thread_id,
            kind=kind.value,
            at=to_micros(at),
            # Ids of rows are given again, once they were deleted.
            ref=uuid7().hex,
            deadline=to_micros(deadline),
            detail=detail,
            value=value,
        )

    @override
    def next_lead_event(self, thread_id: int) -> LeadEvent | None:
        row = lead_events.NEXT_LEAD_EVENT.run(self._cursor, thread_id=thread_id).fetchone()
        return None if row is None else lead_event_of(row)

    @override
    def drop_lead_event(self, event_id: int) -> None:
        lead_events.DROP_LEAD_EVENT.run(self._cursor, id=event_id)

    @override
    def drop_lead_events(self, thread_id: int) -> int:
        return lead_events.DROP_LEAD_EVENTS.run(self._cursor, thread_id=thread_id).rowcount
