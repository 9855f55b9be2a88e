"""Has a receiver told of a lead, in the transaction in which it happens (see `courier`)."""

from datetime import datetime, timedelta
from typing import Final

from .book import Book
from .clocks import ClockKind, ThreadClock
from .lead_events import LeadEventKind
from .leads import Lead, Stage
from .shop import Shop

# Who could not be told for so long looks into the shop itself.
REPORTED_WITHIN: Final = timedelta(hours=24)
_BY_STAGE: Final = {
    Stage.BOOKED: LeadEventKind.BOOKED,
    Stage.WON: LeadEventKind.WON,
    Stage.LOST: LeadEventKind.LOST,
}


def report(
    book: Book,
    shop: Shop,
    thread_id: int,
    kind: LeadEventKind,
    *,
    at: datetime,
    now: datetime,
    detail: str | None = None,
    value: int | None = None,
) -> None:
    """Have something told that happened at a time (aware), where the shop's receiver wants that."""
    if kind not in shop.reports:
        return
    deadline = now + REPORTED_WITHIN
    book.add_lead_event(thread_id, kind, at=at, deadline=deadline, detail=detail, value=value)
    # Where one runs already, something older is told first.
    if book.clock(thread_id, ClockKind.REPORT) is None:
        clock = ThreadClock(thread_id=thread_id, kind=ClockKind.REPORT, due_at=now, since=now)
        book.set_clock(clock)


def report_move(
    book: Book, shop: Shop, thread_id: int, before: Lead, after: Lead, *, now: datetime
) -> None:
    """Have told what became of a matter, and what it is worth now, where either is news."""
    kind = _BY_STAGE.get(after.stage)
    if kind is not None and (before.stage, before.value) != (after.stage, after.value):
        report(book, shop, thread_id, kind, at=now, now=now, value=after.value)


def report_stop(book: Book, shop: Shop, peer: str, *, now: datetime) -> None:
    """Have told that somebody wants no texts, in the conversation with them, if there is one."""
    if LeadEventKind.OPTED_OUT not in shop.reports:
        return
    for line in shop.lines:
        thread_id = book.history(shop.id, line.id, peer).thread_id
        if thread_id is not None:
            report(book, shop, thread_id, LeadEventKind.OPTED_OUT, at=now, now=now)
            return
