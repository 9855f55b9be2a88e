"""Statements about appointments: times that were offered, are held, or are booked."""

from typing import Final

from sqlalchemy import bindparam, delete, select

from ..conditions import APPOINTMENT_LIVE, APPOINTMENT_OFFERED, where
from ..conversation_schema import appointment
from ..statement import Statement
from .parts import add, given, new, save

_APPOINTMENT: Final = (
    appointment.c.id,
    appointment.c.thread_id,
    appointment.c.calendar,
    appointment.c.start_at,
    appointment.c.end_at,
    appointment.c.mark,
    appointment.c.state,
)

ADD_APPOINTMENT: Final = Statement(
    add(appointment, appointment.c.id).on_conflict_do_nothing(
        index_elements=[appointment.c.calendar, appointment.c.start_at],
        index_where=where(APPOINTMENT_LIVE),
    )
)
MOVE_APPOINTMENT: Final = Statement(
    save(appointment, **new(appointment.c.state, appointment.c.at)).prefix_with("OR IGNORE")
)
APPOINTMENTS_OF: Final = Statement(
    select(*_APPOINTMENT).where(given(appointment.c.thread_id)).order_by(appointment.c.id)
)
LIVE_APPOINTMENTS: Final = Statement(
    select(*_APPOINTMENT).where(
        where(APPOINTMENT_LIVE),
        given(appointment.c.calendar),
        # What is long over is not looked at again.
        appointment.c.start_at > bindparam("since") - bindparam("longest"),
        appointment.c.start_at < bindparam("until"),
        appointment.c.end_at > bindparam("since"),
    )
)
FORGET_OFFERS: Final = Statement(
    delete(appointment).where(given(appointment.c.thread_id), where(APPOINTMENT_OFFERED))
)
FORGET_APPOINTMENTS: Final = Statement(delete(appointment).where(given(appointment.c.thread_id)))
