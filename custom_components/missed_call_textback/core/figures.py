"""The numbers that an owner looks at: each formula once, over the counters of a period.

Each takes the counters of some days and lines, added up, and returns None where there are not enough
calls yet to say anything. What is left out (`counting.LEFT_OUT`) is in none of them. A number that
is a share is from 0 to 100.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt
from typing import Final

from .calls import MISSED_OUTCOMES, Outcome
from .counting import LEFT_OUT
from .money import in_units
from .records import Daily
from .tally import (
    BOUNDS,
    HOURS,
    Tally,
    bucket,
    of_answered,
    of_hour,
    of_left_out,
    of_outcome,
    of_sent,
)

type Counts = Mapping[str, int]

# Who is texted so soon has mostly not yet dialled the next number.
PROMISED_SECONDS: Final = 30
# Two-sided, 95 %.
_Z: Final = 1.959964


class Key(StrEnum):
    """What each number is called, wherever it is shown."""

    CALLS = "calls"
    MISSED = "missed"
    ELIGIBLE = "eligible"
    TEXTED = "texted"
    REPLIED = "replied"
    BOOKED = "booked"
    RECOVERED = "recovered"
    RECOVERED_TODAY = "recovered_today"
    RECOVERY_RATE = "recovery_rate"
    REVENUE = "revenue"
    LOST = "lost"
    COVERAGE = "coverage"
    CALLBACK_SECONDS = "callback_seconds"
    SCORE = "score"
    LATENCY_P50 = "latency_p50"
    LATENCY_P95 = "latency_p95"
    SPENT = "spent"


def calls(counts: Counts) -> int:
    """Count the calls that came in: answered and missed."""
    return sum(counts.get(of_outcome(outcome), 0) for outcome in Outcome)


def missed(counts: Counts) -> int:
    """Count the calls that nobody took."""
    return sum(counts.get(of_outcome(outcome), 0) for outcome in MISSED_OUTCOMES)


def recovery_rate(counts: Counts) -> float | None:
    """Missed callers who were won back ÷ missed callers."""
    return _share(counts.get(Tally.WON_BACK, 0), counts.get(Tally.EPISODES, 0))


def revenue(counts: Counts, job_value: int | None) -> float:
    """Add up what bookings and jobs are worth that a missed call led to, in units of currency.

    Each counts with its own value where that is known, else with what a job is mostly worth to the
    owner (in millionths); where that is not known either, with nothing.
    """
    unvalued = counts.get(Tally.BOOKED, 0) - counts.get(Tally.VALUED, 0)
    return in_units(counts.get(Tally.VALUE, 0) + unvalued * (job_value or 0))


def covered(counts: Counts) -> int:
    """Missed calls whose caller had a text from the carrier's hands within 30 seconds of its end."""
    in_time = (i for i, bound in enumerate(BOUNDS) if bound <= PROMISED_SECONDS)
    return sum(counts.get(bucket(i), 0) for i in in_time)


def coverage(counts: Counts) -> float | None:
    """Missed calls that were texted within 30 seconds ÷ missed calls that were to be texted at once."""
    return _share(covered(counts), counts.get(Tally.ELIGIBLE, 0))


def callback_seconds(counts: Counts) -> float | None:
    """How long missed callers wait, on average, until a person writes to or speaks with them.

    Those for whom nobody has done so are not in it.
    """
    attended = counts.get(Tally.ATTENDED, 0)
    return counts.get(Tally.ATTENDED_SECONDS, 0) / attended if attended else None


def score(counts: Counts) -> float | None:
    """How well the shop does what is in its own hands: two halves, or the one that there is.

    The one is the coverage; the other, of those who replied, whom a person wrote to or spoke with.
    """
    attended = _share(counts.get(Tally.HEARD, 0), counts.get(Tally.REPLIED, 0))
    halves = [half for half in (coverage(counts), attended) if half is not None]
    return sum(halves) / len(halves) if halves else None


def latency(counts: Counts, share: float) -> float | None:
    """Within how many seconds of the end of the call a share (0 to 1) of the text-backs went out.

    From a histogram: a value between two bounds is taken to lie where it would if those in between
    were spread evenly. What took longer than the last bound counts as that.
    """
    buckets = [counts.get(bucket(i), 0) for i in range(len(BOUNDS) + 1)]
    total = sum(buckets)
    if total <= 0:
        return None
    wanted, before, lower = share * total, 0, 0
    for n, bound in zip(buckets, BOUNDS, strict=False):
        if n and before + n >= wanted:
            return lower + (bound - lower) * (wanted - before) / n
        before, lower = before + n, bound
    return float(BOUNDS[-1])


def all_figures(counts: Counts, job_value: int | None) -> dict[Key, float | None]:
    """Return all numbers of a period, but for that of today."""
    return {
        Key.CALLS: calls(counts),
        Key.MISSED: missed(counts),
        Key.ELIGIBLE: counts.get(Tally.ELIGIBLE, 0),
        Key.TEXTED: counts.get(Tally.TEXTED, 0),
        Key.REPLIED: counts.get(Tally.REPLIED, 0),
        Key.BOOKED: counts.get(Tally.BOOKED, 0),
        Key.RECOVERED: counts.get(Tally.WON_BACK, 0),
        Key.RECOVERY_RATE: recovery_rate(counts),
        Key.REVENUE: revenue(counts, job_value),
        Key.LOST: counts.get(Tally.LOST, 0),
        Key.COVERAGE: coverage(counts),
        Key.CALLBACK_SECONDS: callback_seconds(counts),
        Key.SCORE: score(counts),
        Key.LATENCY_P50: latency(counts, 0.5),
        Key.LATENCY_P95: latency(counts, 0.95),
        Key.SPENT: in_units(counts.get(Tally.SPENT, 0)),
    }


def _share(part: int, whole: int) -> float | None:
    # A text that the ledger of a former version did not know of may be counted without its call.
    return min(100.0, max(0.0, 100 * part / whole)) if whole > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRate:
    """How many wrote after a text, and between which shares (0 to 100) its true rate surely lies."""

    sent: int
    replied: int
    low: float | None
    high: float | None


def reply_rate(counts: Counts, wording: str) -> ReplyRate:
    """Tell how many replies a text gets: an interval by Wilson, at 95 %.

    Two texts differ for sure only where their intervals do not overlap.
    """
    sent = max(0, counts.get(of_sent(wording), 0))
    replied = min(sent, max(0, counts.get(of_answered(wording), 0)))
    if not sent:
        return ReplyRate(sent=sent, replied=replied, low=None, high=None)
    rate, spread = replied / sent, _Z * _Z / sent
    centre = (rate + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(rate * (1 - rate) / sent + spread / (4 * sent))
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return ReplyRate(sent=sent, replied=replied, low=100 * low, high=100 * high)


def added(days: Iterable[Counts]) -> Counter[str]:
    """Add up the counters of days, or of lines."""
    total: Counter[str] = Counter()
    for counts in days:
        total.update(counts)
    return total


def between(days: Daily, since: date, until: date) -> Counter[str]:
    """Add up the counters of a period, both days included."""
    first, last = since.isoformat(), until.isoformat()
    return added(counts for day, counts in days.items() if first <= day <= last)


def period_before(since: date, until: date) -> tuple[date, date]:
    """Return the period of as many days that ends the day before one begins."""
    last = since - timedelta(days=1)
    return last - (until - since), last


def months_until(until: date, count: int = 12) -> list[str]:
    """Return the months up to that of a day, oldest first (`2026-11`)."""
    last = until.year * 12 + until.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(last - count + 1, last + 1)]


def heat(days: Daily, since: date, until: date) -> list[tuple[int, int, int]]:
    """Return how many calls were missed by weekday (Monday is 0) and hour, where any were."""
    found: Counter[tuple[int, int]] = Counter()
    for day, counts in days.items():
        at = date.fromisoformat(day)
        if since <= at <= until:
            for hour in range(HOURS):
                found[at.weekday(), hour] += counts.get(of_hour(hour), 0)
    return [(weekday, hour, n) for (weekday, hour), n in sorted(found.items()) if n]


def by_outcome(counts: Counts) -> dict[str, int]:
    """Return how many calls had each outcome, where any had."""
    named = ((outcome.value, counts.get(of_outcome(outcome), 0)) for outcome in Outcome)
    return {outcome: n for outcome, n in named if n}


def left_out(counts: Counts) -> dict[str, int]:
    """Return how many missed calls are left out, by the reason, where any are."""
    named = ((reason.value, counts.get(of_left_out(reason), 0)) for reason in sorted(LEFT_OUT))
    return {reason: n for reason, n in named if n}
