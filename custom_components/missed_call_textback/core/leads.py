"""What becomes of a caller's matter, from the missed call to the job.

    missed ──a text──▶ texted ──they write, get through, or are called back──▶ replied
    whatever it was ──somebody says so──▶ quoted | booked | won | lost | closed
    lost, closed ──they write, or get through──▶ replied
    won, lost, closed, or not heard of for long ──a missed call──▶ another matter: missed

Invariants:
1. A person has one matter at a time on a line. The ones before it are kept, and change no more.
2. By itself a matter only moves along `missed`, `texted`, `replied`; all else is somebody's word.
3. What is counted of a matter (booked, won, lost, and its value) counts for the day on which it began,
   and is taken back when it turns out otherwise: so nobody counts twice, and a booking of next month
   belongs to the call that brought it. Without a missed call it counts for nothing: who writes of
   their own accord, or was booked when they called, was not won back.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .tally import Tally

# Whoever was not heard of for so long, and then calls, calls about something else.
LONG_AGO: Final = timedelta(days=30)


class Stage(StrEnum):
    """How far a matter got."""

    MISSED = "missed"
    """They called in vain, and nobody has written to them."""
    TEXTED = "texted"
    """They were written to, and have not been heard of since."""
    REPLIED = "replied"
    """They wrote, or got through."""
    QUOTED = "quoted"
    BOOKED = "booked"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"
    """Nothing came of it, and nobody expected it to."""


ENDED: Final = (Stage.WON, Stage.LOST, Stage.CLOSED)
# What a person or an automation may say of a matter.
SAID: Final = (Stage.QUOTED, Stage.BOOKED, *ENDED)
_OWN_MOVES: Final = (Stage.MISSED, Stage.TEXTED)
_HELPS: Final = (Stage.BOOKED, Stage.WON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One matter. `began_at` is when the missed call came that it began with, or the first word.

    `moved_at` is when it came to its stage; `value` is in millionths of the shop's own currency;
    `assignee` is the id of a team member. `missed` tells that a missed call led to it.
    """

    began_at: datetime
    stage: Stage = Stage.MISSED
    moved_at: datetime
    value: int | None = None
    assignee: str | None = None
    missed: bool = False


def new_lead(at: datetime) -> Lead:
    """Return the matter that begins at a time (aware)."""
    return Lead(began_at=at, moved_at=at)


def after_missed_call(
    lead: Lead, at: datetime, last_heard_at: datetime, *, counts: bool = True
) -> Lead:
    """Return the matter of a missed call: the one that is open, or another one.

    A call that no customer is lost by counts for nothing.
    """
    # What is learnt of late may have happened before the matter ended.
    ended = lead.stage in ENDED and at > lead.moved_at
    over = ended or at - last_heard_at >= LONG_AGO
    if over:
        return replace(new_lead(at), assignee=lead.assignee, missed=counts)
    led_to_it = counts and not lead.missed and lead.stage not in (Stage.LOST, *_HELPS)
    return replace(lead, missed=True) if led_to_it else lead


def after_answer_of_late(lead: Lead, at: datetime) -> Lead:
    """Return the matter after its first missed call, at a time, proves to have been answered."""
    return replace(lead, missed=False) if lead.missed and lead.began_at == at else lead


def after_text(lead: Lead, at: datetime) -> Lead:
    """Return the matter after its caller was written to."""
    return _moved(lead, Stage.TEXTED, at) if lead.stage is Stage.MISSED else lead


def after_word(lead: Lead, at: datetime) -> Lead:
    """Return the matter after its caller wrote, or got through."""
    reopened = lead.stage in (Stage.LOST, Stage.CLOSED)
    return _moved(lead, Stage.REPLIED, at) if reopened or lead.stage in _OWN_MOVES else lead


def after_calling_back(lead: Lead, at: datetime) -> Lead:
    """Return the matter after the shop called, and the caller answered: that reopens nothing."""
    return _moved(lead, Stage.REPLIED, at) if lead.stage in _OWN_MOVES else lead


def resolved(lead: Lead, stage: Stage, at: datetime, value: int | None = None) -> Lead:
    """Return the matter as somebody says it stands; a `value` of None leaves what is known."""
    moved = lead if lead.stage is stage else _moved(lead, stage, at)
    return moved if value is None else replace(moved, value=value)


def counted(lead: Lead) -> Counter[str]:
    """Return what a matter counts for, on the day on which it began."""
    counts: Counter[str] = Counter()
    if not lead.missed:
        return counts
    if lead.stage in _HELPS:
        counts[Tally.BOOKED] = 1
        if lead.value is not None:
            counts[Tally.VALUED] = 1
            counts[Tally.VALUE] = lead.value
    if lead.stage is Stage.WON:
        counts[Tally.WON] = 1
    if lead.stage is Stage.LOST:
        counts[Tally.LOST] = 1
    return counts


def difference(before: Lead, after: Lead) -> dict[str, int]:
    """Return what is to be counted when a matter moves."""
    counts = counted(after)
    counts.subtract(counted(before))
    return {tally: n for tally, n in counts.items() if n}


def _moved(lead: Lead, stage: Stage, at: datetime) -> Lead:
    return replace(lead, stage=stage, moved_at=at)
