"""What a call and a text-back count for: pure functions of what the ledger keeps of them.

    counted, before ──what happened──▶ counted, after: the difference is added, on the days of both

So a correction is a move like any other, and the counters can be counted anew from the rows at any
time. A missed call that begins an episode stands for its caller until they are won back: they count
once, for the day of that call, however often they call meanwhile.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from .calls import Outcome
from .outbox import OutgoingText
from .reasons import Reason
from .shop import Shop
from .tally import Tally, of_answered, of_hour, of_left_out, of_outcome, of_sent, within

INSIDERS: Final = frozenset({Reason.TEAM, Reason.OWN_NUMBER})
# Missed calls that no customer was lost by: insiders, spam, slips, and who wants no text. They are
# counted apart.
LEFT_OUT: Final = INSIDERS | {
    Reason.NO_CALLER_ID,
    Reason.SHORT_CODE,
    Reason.NOT_A_PHONE_NUMBER,
    Reason.BLOCKED,
    Reason.OPTED_OUT,
    Reason.FOREIGN,
    Reason.CANNOT_GET_TEXTS,
    Reason.SHORT_RING,
    Reason.SPOOFED,
    Reason.BURST,
}
# Those that a line texts by itself, and at once.
_AT_ONCE: Final = (Reason.MISSED_OPEN, Reason.MISSED_CLOSED)

type Days = Counter[tuple[str, str]]
"""How much is counted, by day and tally."""


class WonBy(StrEnum):
    """How a missed caller was won back."""

    REPLY = "reply"
    CALL = "call"
    """They called again, and were answered."""
    CALLED_BACK = "called_back"
    WORD = "word"
    """Somebody said that they are quoted, booked or won."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """What became of a missed caller. `attended_at` is when a person first wrote or spoke to them."""

    won_at: datetime | None = None
    won_by: WonBy | None = None
    attended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCall:
    """A call that is decided. `at` is the time that it counts for; `episode` is the one it began."""

    at: datetime
    outcome: Outcome
    reason: Reason
    episode: Episode | None = None


def days_of_call(call: CountedCall, shop: Shop) -> Days:
    """Return what a call counts for."""
    counts: Days = Counter()
    day = shop.local_day(call.at)
    if call.outcome is Outcome.ANSWERED:
        counts[day, of_outcome(call.outcome)] = 1
        return counts
    if call.reason not in INSIDERS:
        counts[day, Tally.MISSED] = 1
    if call.reason in LEFT_OUT:
        counts[day, of_left_out(call.reason)] = 1
        return counts
    counts[day, of_outcome(call.outcome)] = 1
    counts[day, of_hour(shop.local_hour(call.at))] = 1
    if call.episode is not None:
        _count_episode(counts, call.at, call.episode, shop)
    return counts


def _count_episode(counts: Days, at: datetime, episode: Episode, shop: Shop) -> None:
    day = shop.local_day(at)
    counts[day, Tally.EPISODES] = 1
    replied = episode.won_by is WonBy.REPLY
    if replied:
        counts[day, Tally.REPLIED] = 1
    if episode.won_at is not None:
        counts[day, Tally.WON_BACK] = 1
        counts[shop.local_day(episode.won_at), Tally.RECOVERED] += 1
    if episode.attended_at is not None:
        counts[day, Tally.ATTENDED] = 1
        seconds = round((episode.attended_at - at).total_seconds())
        counts[day, Tally.ATTENDED_SECONDS] = seconds
        if replied:
            counts[day, Tally.HEARD] = 1


def is_eligible(reason: Reason) -> bool:
    """Tell whether a call that was decided for a reason is to be texted by its line at once."""
    return reason in _AT_ONCE


def days_of_taken(text: OutgoingText, at: datetime, shop: Shop) -> Days:
    """Return what a text-back counts for that the carrier took at a time (aware)."""
    counts: Days = Counter({(shop.local_day(at), Tally.TEXTED): 1})
    if text.called_at is not None:
        waited = (at - text.called_at).total_seconds()
        counts[shop.local_day(text.called_at), within(waited)] = 1
    if text.wording is not None:
        counts[shop.local_day(text.created_at), of_sent(text.wording)] = 1
    return counts


def days_of_answer(wording: str, sent_at: datetime, shop: Shop) -> Days:
    """Return what it counts for that the caller wrote after a text-back of a wording."""
    return Counter({(shop.local_day(sent_at), of_answered(wording)): 1})


def count_days(count: Callable[[str, dict[str, int]], None], before: Days, after: Days) -> None:
    """Hand over what is to be counted for what moved, day by day."""
    moved: dict[str, dict[str, int]] = {}
    for day, tally in {**before, **after}:
        if n := after[day, tally] - before[day, tally]:
            moved.setdefault(day, {})[tally] = n
    for day, tallies in moved.items():
        count(day, tallies)
