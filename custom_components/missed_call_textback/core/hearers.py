"""Who hears which clock of a conversation."""

from collections.abc import Mapping

from .alerts import Alerts
from .bookings import Bookings
from .calling_team import CallingTeam
from .clocks import ClockKind
from .clockwork import Hears
from .courier import Courier
from .diary import BookingWords, Diary
from .follow_ups import FollowUps
from .interviews import Interviews
from .machine import Machine
from .ports import Transcriber
from .transcripts import Transcripts
from .workplace import Workplace


def hearers(
    place: Workplace,
    *,
    alerts: Alerts,
    calling_team: CallingTeam,
    courier: Courier,
    diary: Diary,
    booking_words: BookingWords,
    transcriber: Transcriber | None,
) -> Mapping[ClockKind, Hears]:
    """Return who hears each kind of clock of a shop's conversations."""
    bookings = Bookings(place, diary, booking_words)
    # Of those who may answer by themselves, the first to whom it belongs does.
    machine = Machine(place, (bookings, Interviews(place)))
    return {
        ClockKind.NEWS: alerts.ring,
        ClockKind.WAITING: alerts.ring,
        ClockKind.TELLING: alerts.ring_again,
        ClockKind.FOLLOW_UP: FollowUps(place).ring,
        ClockKind.TURN: machine.ring,
        ClockKind.HOLD: bookings.hold_over,
        ClockKind.REMINDER: bookings.remind,
        ClockKind.REPORT: courier.ring,
        ClockKind.TRANSCRIPT: Transcripts(place, transcriber).ring,
        ClockKind.RING: calling_team.ring,
    }
