"""Verbs about what others are to be told of leads."""

from datetime import datetime
from typing import Protocol

from ..lead_events import LeadEvent, LeadEventKind


class LeadEvents(Protocol):
    """Verbs about what others are to be told of leads."""

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
        """Have something told, under a reference of its own."""

    def next_lead_event(self, thread_id: int) -> LeadEvent | None:
        """Return what is to be told first of a thread."""

    def drop_lead_event(self, event_id: int) -> None:
        """Forget one: it was told, or cannot be told any more."""

    def drop_lead_events(self, thread_id: int) -> int:
        """Forget all that was to be told of a thread; returns how many there were."""
