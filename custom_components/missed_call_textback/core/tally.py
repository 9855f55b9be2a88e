"""What is counted, per line and day."""

from enum import StrEnum


class Tally(StrEnum):
    """What is counted, per line and day, in the transaction of the event itself."""

    MISSED = "missed"
    """Calls missed."""
    TEXTED = "texted"
    """Text-backs that the carrier took."""
    REPLIES = "replies"
    """Texts from customers."""
    EPISODES = "episodes"
    """Missed callers to win back: an open episode counts once, however often they call."""
    RECOVERED = "recovered"
    """Episodes that ended with a reply or an answered call."""
    BOOKED = "booked"
    """Matters that came to a booking or a job, on the day of their missed call."""
    WON = "won"
    """Those of them that became a job."""
    LOST = "lost"
    """Matters that came to nothing though they were wanted."""
    VALUED = "valued"
    """Bookings and jobs whose own value is known."""
    VALUE = "value"
    """What these are worth together, in millionths of the shop's own currency."""
