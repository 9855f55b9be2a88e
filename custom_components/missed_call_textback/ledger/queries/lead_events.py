"""Statements about what others are to be told of leads."""

from typing import Final

from sqlalchemy import delete, select

from ..conversation_schema import lead_event
from ..statement import Statement
from .parts import ONE, add, at_most, given

ADD_LEAD_EVENT: Final = Statement(add(lead_event, lead_event.c.id))
# In the order of `rows.lead_event_of`.
NEXT_LEAD_EVENT: Final = Statement(
    at_most(
        select(
            lead_event.c.id,
            lead_event.c.thread_id,
            lead_event.c.kind,
            lead_event.c.at,
            lead_event.c.ref,
            lead_event.c.deadline,
            lead_event.c.detail,
            lead_event.c.value,
        )
        .where(given(lead_event.c.thread_id))
        .order_by(lead_event.c.id),
        ONE,
    )
)
DROP_LEAD_EVENT: Final = Statement(delete(lead_event).where(given(lead_event.c.id)))
DROP_LEAD_EVENTS: Final = Statement(delete(lead_event).where(given(lead_event.c.thread_id)))
