"""What a call would lead to: the very unit of work that takes it, rolled back."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from .book import Book
from .calls import CallEvent, CallStep, Outcome
from .happenings import CallDecided
from .intake import take_call
from .policy import Decision, Skip
from .ports import Ledger
from .reception import Reception
from .segments import Segments, segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """A decision that was not carried out, and the text that would go out by it.

    `cost` is in millionths of the shop's currency.
    """

    decision: Decision
    body: str | None = None
    segments: Segments | None = None
    cost: int = 0


class _RolledBack(Exception):
    """Carries what was found out of the unit of work that is not to be kept."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision


async def simulate_call(
    ledger: Ledger,
    reception: Reception,
    line_id: str,
    caller: str | None,
    *,
    outcome: Outcome,
    now: datetime,
) -> Simulated:
    """Tell what a missed call would lead to at a time (aware). Raises LedgerUnavailable, UnknownLine."""
    event = CallEvent(
        line_id=line_id,
        source_id=f"simulated:{now.timestamp()}",
        step=CallStep.ENDED,
        at=now,
        caller=caller,
        outcome=outcome,
    )
    desk = reception.desk(line_id, now)
    draft = reception.draft(desk, caller, outcome)

    def work(book: Book) -> None:
        # A new call that is over by its one event is always decided.
        taken = take_call(book, event, desk, draft, alone=True)
        decided = cast("CallDecided", taken.decided)
        raise _RolledBack(decided.decision)

    try:
        await ledger.write(work)
    except _RolledBack as found:
        decision = found.decision
    if isinstance(decision, Skip):
        return Simulated(decision=decision)
    return Simulated(
        decision=decision,
        body=draft.body,
        segments=segments(draft.body),
        cost=desk.shop.limits.cost(draft.body),
    )
