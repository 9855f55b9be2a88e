"""What happens to a lead that others may want to be told of, such as a CRM."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .inbox import Summary


class LeadEventKind(StrEnum):
    """What happened."""

    MISSED = "missed"
    """They called in vain."""
    REPLIED = "replied"
    """They wrote."""
    BOOKED = "booked"
    WON = "won"
    LOST = "lost"
    OPTED_OUT = "opted_out"
    """They want no texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadEvent:
    """One thing that happened in a thread, and is to be told until `deadline`.

    `ref` is what it is known by, however often it is told. `detail` is a missed call's outcome, or what
    they wrote; `value` what the matter is worth, in millionths.
    """

    id: int
    ref: str
    thread_id: int
    kind: LeadEventKind
    at: datetime
    deadline: datetime
    detail: str | None = None
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadReport:
    """An event, and the conversation as it stands when it is told."""

    event: LeadEvent
    summary: Summary
