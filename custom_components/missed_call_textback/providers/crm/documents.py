"""What a receiver is told, as a document."""

from datetime import UTC, datetime
from typing import Any, Final

from ...core.lead_events import LeadEventKind, LeadReport
from ...core.money import in_units
from ...core.shop import Shop

# As a name of Standard Webhooks: what it is about, and what happened.
_TYPE: Final = "lead.{}"
TEST: Final = "test"


def lead_document(report: LeadReport, shop: Shop, currency: str) -> dict[str, Any]:
    """Return what is told of an event. The person is told of as they are known now."""
    event, summary = report.event, report.summary
    line = shop.line(summary.thread.line_id)
    data: dict[str, Any] = {
        "shop": shop.business,
        "line": None if line is None else line.name,
        "line_number": None if line is None else line.number,
        "conversation": event.thread_id,
        "number": summary.thread.peer,
        "name": summary.name,
        "caller_name": summary.caller_name,
        "existing_customer": summary.existing,
        "tags": list(summary.tags),
        "answers": summary.answered,
    }
    match event.kind:
        case LeadEventKind.MISSED:
            data["outcome"] = event.detail
        case LeadEventKind.REPLIED:
            data["text"] = event.detail
        case LeadEventKind.BOOKED | LeadEventKind.WON | LeadEventKind.LOST:
            data["value"] = None if event.value is None else in_units(event.value)
            data["currency"] = currency
        case LeadEventKind.OPTED_OUT:
            pass
    return {"type": _TYPE.format(event.kind), "timestamp": _written(event.at), "data": data}


def trial_document(shop_name: str, now: datetime) -> dict[str, Any]:
    """Return what is told to see whether it arrives."""
    return {"type": TEST, "timestamp": _written(now), "data": {"shop": shop_name}}


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
