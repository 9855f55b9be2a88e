"""How much may go out: caps against floods and loops, a breaker against pumping, a budget in money.

Pumping makes a shop text numbers whose network shares the fees with whoever places the calls: many
callers never seen before, in a row, from one block of numbers.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from .reasons import Reason
from .segments import segments

BURST_WINDOW: Final = timedelta(minutes=10)
CAP_HOUR_WINDOW: Final = timedelta(hours=1)
CAP_DAY_WINDOW: Final = timedelta(hours=24)
# Of the budget, in percent: from here on the owner is warned.
BUDGET_WARNING: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a shop allows itself. Money is in millionths of a unit of `currency` (ISO 4217).

    `countries` are ISO 3166 codes; none means any. A cap or `burst` of 0 is no cap.
    """

    countries: frozenset[str] = field(default_factory=frozenset)
    per_caller: int = 10
    per_hour: int = 100
    per_day: int = 500
    burst: int = 10
    budget: int | None = None
    price: int = 0
    """Of one segment."""
    currency: str = "USD"

    @property
    def count(self) -> bool:
        """Tell whether any of them asks what went out lately."""
        capped = self.per_caller or self.per_hour or self.per_day or self.burst
        return bool(capped) or self.budget is not None

    def cost(self, body: str) -> int:
        """Return what a text costs to send."""
        return segments(body).segments * self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What went out lately. Counting stops at the limit, so a number may be lower than the truth."""

    to_caller: int = 0
    """Texts to this person within a day."""
    last_hour: int = 0
    last_day: int = 0
    first_callers: int = 0
    """Others of the same block of numbers who called for the first time, within `BURST_WINDOW`."""
    spent: int = 0
    """This month, in millionths."""


QUIET: Final = Traffic()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficSince:
    """From when on the ledger counts, and which month's spending it reads."""

    hour: datetime
    day: datetime
    burst: datetime
    month: str

    @classmethod
    def until(cls, now: datetime, month: str) -> TrafficSince:
        """Return the windows that end at `now` (aware)."""
        return cls(
            hour=now - CAP_HOUR_WINDOW,
            day=now - CAP_DAY_WINDOW,
            burst=now - BURST_WINDOW,
            month=month,
        )


def over_limit(limits: Limits, traffic: Traffic, cost: int) -> Reason | None:
    """Return which limit one more text would pass, or None. No automation gets round it."""
    for cap, sent, reason in (
        (limits.per_caller, traffic.to_caller, Reason.CAP_CALLER),
        (limits.per_hour, traffic.last_hour, Reason.CAP_HOUR),
        (limits.per_day, traffic.last_day, Reason.CAP_DAY),
    ):
        if cap and sent >= cap:
            return reason
    if limits.budget is not None and traffic.spent + cost > limits.budget:
        return Reason.BUDGET
    return None


def is_burst(limits: Limits, traffic: Traffic) -> bool:
    """Tell whether one more first-time caller trips the breaker."""
    return 0 < limits.burst <= traffic.first_callers
