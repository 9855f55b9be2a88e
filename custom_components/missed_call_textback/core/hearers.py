"""Who hears which clock of a conversation."""

from collections.abc import Callable, Mapping
from datetime import datetime

from .alerts import Alerts
from .bookings import Bookings
from .calling_team import CallingTeam
from .clocks import ClockKind
from .clockwork import Hears
from .courier import Courier
from .diary import BookingWords, Diary
from .follow_ups import FollowUps
from .happenings import Happening
from .interviews import Interviews
from .machine import Machine
from .outbox import OutgoingText
from .ports import Clock, Ledger, Transcriber
from .reception import Reception
from .shop import Shop
from .transcripts import Transcripts


def hearers(
    shop: Shop,
    ledger: Ledger,
    reception: Reception,
    *,
    alerts: Alerts,
    calling_team: CallingTeam,
    courier: Courier,
    diary: Diary,
    booking_words: BookingWords,
    transcriber: Transcriber | None,
    tell: Callable[[Happening | None], None],
    send: Callable[[OutgoingText], None],
    wake_by: Callable[[datetime | None], None],
    clock: Clock,
) -> Mapping[ClockKind, Hears]:
    """Return who hears each kind of clock of a shop's conversations."""
    follow_ups = FollowUps(shop, ledger, reception, send=send, wake_by=wake_by, clock=clock)
    bookings = Bookings(
        shop,
        ledger,
        reception,
        diary,
        booking_words,
        tell=tell,
        send=send,
        wake_by=wake_by,
        clock=clock,
    )
    transcripts = Transcripts(
        shop, ledger, reception, transcriber, tell=tell, wake_by=wake_by, clock=clock
    )
    interviews = Interviews(ledger, reception, send=send)
    # Of those who may answer by themselves, the first to whom it belongs does.
    machine = Machine(shop, ledger, reception, (bookings, interviews), wake_by=wake_by)
    return {
        ClockKind.NEWS: alerts.ring,
        ClockKind.WAITING: alerts.ring,
        ClockKind.TELLING: alerts.ring_again,
        ClockKind.FOLLOW_UP: follow_ups.ring,
        ClockKind.TURN: machine.ring,
        ClockKind.HOLD: bookings.hold_over,
        ClockKind.REMINDER: bookings.remind,
        ClockKind.REPORT: courier.ring,
        ClockKind.TRANSCRIPT: transcripts.ring,
        ClockKind.RING: calling_team.ring,
    }
