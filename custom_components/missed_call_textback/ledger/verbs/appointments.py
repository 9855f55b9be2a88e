"""Verbs about appointments: times that were offered, are held, or are booked."""

from datetime import datetime, timedelta
from typing import Final, override

from ...core.booking import Appointment, AppointmentState
from ...core.slots import LONGEST, Slot
from ..queries import appointments
from ..rows import appointment_of
from ..times import to_micros
from .base import Verbs, id_of

_LONGEST: Final = LONGEST // timedelta(microseconds=1)


class AppointmentVerbs(Verbs):
    """Each is one named statement."""

    @override
    def add_held(
        self, thread_id: int, calendar: str, slot: Slot, mark: str, at: datetime
    ) -> Appointment | None:
        adding = appointments.ADD_APPOINTMENT.run(
            self._cursor,
            thread_id=thread_id,
            calendar=calendar,
            start_at=to_micros(slot.start),
            end_at=to_micros(slot.end),
            mark=mark,
            state=AppointmentState.HELD.value,
            at=to_micros(at),
        )
        if adding.rowcount == 0:
            return None
        return Appointment(
            id=id_of(adding),
            thread_id=thread_id,
            calendar=calendar,
            slot=slot,
            mark=mark,
            state=AppointmentState.HELD,
        )

    @override
    def move_appointment(self, appointment_id: int, state: AppointmentState, at: datetime) -> bool:
        moved = appointments.MOVE_APPOINTMENT.run(
            self._cursor, id=appointment_id, state=state.value, at=to_micros(at)
        )
        return moved.rowcount > 0

    @override
    def forget_offers(self, thread_id: int) -> None:
        appointments.FORGET_OFFERS.run(self._cursor, thread_id=thread_id)

    @override
    def appointments_of(self, thread_id: int) -> list[Appointment]:
        rows = appointments.APPOINTMENTS_OF.run(self._cursor, thread_id=thread_id).fetchall()
        return [appointment_of(row) for row in rows]

    @override
    def live_appointments(
        self, calendar: str, since: datetime, until: datetime
    ) -> list[Appointment]:
        rows = appointments.LIVE_APPOINTMENTS.run(
            self._cursor,
            calendar=calendar,
            since=to_micros(since),
            until=to_micros(until),
            longest=_LONGEST,
        ).fetchall()
        return [appointment_of(row) for row in rows]
