"""Statements about threads, and the one look at all that is known of an address."""

from typing import Final

from sqlalchemy import bindparam, func, select, update

from ..conditions import THREAD_PERSONAL, THREAD_TO_CALL_BACK, THREAD_URGENT, THREAD_WAITING, where
from ..conversation_schema import note, past_lead
from ..schema import call, opt_out, person, thread
from ..statement import Statement
from .calls import FOUND_CALL
from .parts import add, given, if_given, new, save
from .people import ANYBODY, either_way

_STATE: Final = (
    thread.c.last_at,
    thread.c.waiting_since,
    thread.c.episode_at,
    thread.c.spoke_at,
    thread.c.reached_at,
    thread.c.call_back_since,
    thread.c.whatsapp_at,
    thread.c.unread,
    thread.c.silenced_at,
    thread.c.followed_up_at,
    thread.c.urgent_since,
    thread.c.urgent_words,
    thread.c.stage,
    thread.c.lead_at,
    thread.c.moved_at,
    thread.c.value,
    thread.c.assignee,
    thread.c.lead_missed,
)
# In the order of `rows.thread_of`.
THREAD: Final = (thread.c.line_id, thread.c.peer, thread.c.first_at, *_STATE)

_KNOWN: Final = (
    either_way(opt_out.c.opted_out),
    either_way(person.c.blocked),
    person.c.line_kind,
    person.c.line_kind_at,
    thread.c.text_back_at,
    thread.c.id,
    *THREAD,
)
_WHO: Final = ANYBODY.outerjoin(thread, given(thread.c.line_id) & given(thread.c.peer)).outerjoin(
    person, given(person.c.shop_id) & given(person.c.peer)
)
HISTORY: Final = Statement(select(*_KNOWN).select_from(_WHO))
# In a burst it is the number of statements that counts (see ADR 19).
FIND_CALL_OF: Final = Statement(
    select(*FOUND_CALL, *_KNOWN).select_from(_WHO.outerjoin(call, given(call.c.source_id)))
)
_THREAD_STATE: Final = new(*_STATE)
ADD_THREAD: Final = Statement(add(thread, thread.c.id))
SAVE_THREAD: Final = Statement(
    save(thread, **_THREAD_STATE, text_back_at=if_given(thread.c.text_back_at))
)
THREAD_BY_ID: Final = Statement(select(*THREAD).where(given(thread.c.id), where(THREAD_PERSONAL)))
ADD_PAST_LEAD: Final = Statement(add(past_lead, past_lead.c.id))
ADD_NOTE: Final = Statement(add(note, note.c.id))
MOVE_COOLDOWN: Final = Statement(
    update(thread)
    .where(
        given(thread.c.line_id),
        given(thread.c.peer),
        thread.c.text_back_at.is_not_distinct_from(bindparam("was")),
    )
    .values(text_back_at=bindparam("to"))
)
WAITING: Final = Statement(
    select(thread.c.id, thread.c.waiting_since).where(
        given(thread.c.line_id), where(THREAD_WAITING)
    )
)
HOW_MANY_TO_CALL_BACK: Final = Statement(
    select(func.count())
    .select_from(thread)
    .where(given(thread.c.line_id), where(THREAD_TO_CALL_BACK))
)
HOW_MANY_URGENT: Final = Statement(
    select(func.count()).select_from(thread).where(given(thread.c.line_id), where(THREAD_URGENT))
)
