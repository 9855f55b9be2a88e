"""What a carrier's log tells of the time nobody listened, put in the order in which it happened.

A call from such a log is decided as if it had come live, but for two questions that only a log
raises: was it too long ago (the policy asks that), and has the caller been heard since?
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .calls import Call, CallEvent, Outcome
from .calls_made import CallMade
from .numbers import to_e164
from .opt_out import Wish, wish_of
from .outbox import InboundText, Receipt
from .ports import Entry
from .reasons import Reason
from .replies import STOPS
from .team_talk import TeamCallReport

# How long a call of which only the log knows the end waits for it, and how often it is asked for.
LOG_PATIENCE: Final = timedelta(minutes=15)
LOG_AGAIN: Final = timedelta(seconds=30)
# By then a call is over of which nothing more was heard than that it rang.
LONGEST_RING: Final = timedelta(seconds=60)


def log_may_tell(call: Call, listened_at: datetime | None, now: datetime) -> bool:
    """Tell whether the log was not read yet since a call ended whose end was not heard.

    Whoever answered may have been rung by the telephone company itself. It cannot be waited for
    without end: a caller who got nobody must be texted, too. `listened_at` is until when all that
    happened is known. Times are aware.
    """
    if call.outcome is not None:
        return False
    ended_at = call.ended_at or call.started_at + LONGEST_RING
    told = listened_at is not None and listened_at >= ended_at
    return not told and now < ended_at + LOG_PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry; `since` is why its caller needs no text any more, as later entries tell."""

    entry: Entry
    since: Reason | None = None


def in_order(entries: Collection[Entry], country: str) -> Iterator[Told]:
    """Yield receipts first, which are about earlier texts, then calls and texts by their time.

    `country` (ISO 3166) is where national numbers are read.
    """
    happened: list[CallEvent | CallMade | InboundText] = []
    for entry in entries:
        if isinstance(entry, Receipt | TeamCallReport):
            yield Told(entry=entry)
        else:
            happened.append(entry)
    happened.sort(key=lambda entry: entry.at)
    heard: dict[tuple[str, str | None], Reason] = {}
    called_back: set[str | None] = set()
    callers = {to_e164(call.caller, country) for call in happened if isinstance(call, CallEvent)}
    # Their last word on it stands, on whichever line it was.
    wishes: dict[str | None, Wish] = {}
    told: list[Told] = []
    for entry in reversed(happened):
        if isinstance(entry, InboundText):
            told.append(Told(entry=entry))
            who = entry.line_id, to_e164(entry.sender, country)
            heard[who] = Reason.TALKING
            if who[1] in callers and who[1] not in wishes:
                wish = entry.wish or wish_of(entry.body)
                if wish in (*STOPS, Wish.START):
                    wishes[who[1]] = wish
            continue
        if isinstance(entry, CallMade):
            told.append(Told(entry=entry))
            if entry.answered_at is not None:
                called_back.update(entry.peers(country))
            continue
        who = entry.line_id, to_e164(entry.caller, country)
        reached = Reason.REACHED if who[1] in called_back else None
        stopped = Reason.OPTED_OUT if wishes.get(who[1]) in STOPS else reached
        told.append(Told(entry=entry, since=heard.get(who, stopped)))
        if entry.outcome is Outcome.ANSWERED:
            heard[who] = Reason.REACHED
    yield from reversed(told)
