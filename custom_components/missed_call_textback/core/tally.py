"""What is counted, per line and day."""

from bisect import bisect_left
from enum import StrEnum
from typing import Final

from .calls import Outcome
from .reasons import Reason


class Tally(StrEnum):
    """What is counted, per line and day, in the transaction of the event itself.

    Each also has a running total. Where it does not say otherwise, it counts for the day of the
    missed call. Beside these are the families below, which have no totals.
    """

    MISSED = "missed"
    """Calls missed, but those of the team and of the shop's own lines."""
    TEXTED = "texted"
    """Text-backs that the carrier took, on the day on which it did."""
    REPLIES = "replies"
    """Texts from customers, on their own day."""
    EPISODES = "episodes"
    """Missed callers to win back: an open episode counts once, however often they call."""
    REPLIED = "replied"
    """Those of them who wrote before anybody had reached them."""
    WON_BACK = "won_back"
    """Those of them who wrote, got through, were called back, or of whom somebody said so."""
    RECOVERED = "recovered"
    """The same, on the day on which they were won back."""
    ATTENDED = "attended"
    """Missed callers whom a person of the shop has written to, or spoken with."""
    ATTENDED_SECONDS = "attended_seconds"
    """How long these waited for it together, from the end of their call."""
    HEARD = "heard"
    """Those who replied, and whom a person of the shop has written to, or spoken with."""
    ELIGIBLE = "eligible"
    """Missed calls that a line decided to text at once."""
    BOOKED = "booked"
    """Matters with a missed call that came to a booking or a job, on the day on which they began."""
    WON = "won"
    """Those of them that became a job."""
    LOST = "lost"
    """Matters with a missed call that came to nothing though they were wanted."""
    VALUED = "valued"
    """Bookings and jobs whose own value is known."""
    VALUE = "value"
    """What these are worth together, in millionths of the shop's own currency."""
    SPENT = "spent"
    """What the texts of a day cost, in millionths."""


TALLIES: Final = frozenset(Tally)

# How long a caller waited for their text, in seconds: a text counts in the first that it does not
# exceed. Fine where a promise is made, coarse where it is broken.
BOUNDS: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 90, 120, 300, 900, 1800, 3600)
_LONGER: Final = "longer"
HOURS: Final = 24


def of_outcome(outcome: Outcome) -> str:
    """Return what counts the calls with an outcome, without those that are left out."""
    return f"outcome.{outcome}"


def of_left_out(reason: Reason) -> str:
    """Return what counts the missed calls that are left out for a reason."""
    return f"left_out.{reason}"


def of_hour(hour: int) -> str:
    """Return what counts the missed calls of an hour of the day, without those left out."""
    return f"hour.{hour:02}"


def within(seconds: float) -> str:
    """Return what counts the text-backs that took so long, from the end of the call."""
    return bucket(bisect_left(BOUNDS, seconds))


def bucket(index: int) -> str:
    """Return what counts the text-backs between two bounds; the last one is for any longer."""
    return f"within.{BOUNDS[index] if index < len(BOUNDS) else _LONGER}"


def of_sent(wording: str) -> str:
    """Return what counts the text-backs of a wording that the carrier took."""
    return f"sent.{wording}"


def of_answered(wording: str) -> str:
    """Return what counts those of them after which their caller wrote."""
    return f"answered.{wording}"


def is_counted(tally: str) -> bool:
    """Tell whether anything is counted under a name."""
    return tally in TALLIES or tally.split(".", 1)[0] in _FAMILIES


_FAMILIES: Final = ("outcome", "left_out", "hour", "within", "sent", "answered")
