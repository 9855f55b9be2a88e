"""Verbs about appointments: times that were offered, are held, or are booked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ..booking import Appointment, AppointmentState
from ..slots import Slot


class Appointments(Protocol):
    """Verbs about appointments: times that were offered, are held, or are booked."""

    def add_held(
        self, thread_id: int, calendar: str, slot: Slot, mark: str, at: datetime
    ) -> Appointment | None:
        """Hold a time for somebody; None where one that is live begins then in this calendar."""

    def move_appointment(self, appointment_id: int, state: AppointmentState, at: datetime) -> bool:
        """Have an appointment come to a state; False where another live one begins then."""

    def forget_offers(self, thread_id: int) -> None:
        """Forget what a thread was offered and did not take."""

    def appointments_of(self, thread_id: int) -> Sequence[Appointment]:
        """Return all of a thread, in the order in which they were offered."""

    def live_appointments(
        self, calendar: str, since: datetime, until: datetime
    ) -> Sequence[Appointment]:
        """Return those in a calendar that are live and touch a period (aware)."""
