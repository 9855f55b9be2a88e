"""Statements about threads, and the one look at all that is known of an address."""

from typing import Final

from sqlalchemy import bindparam, func, literal_column, select, update

from ..schema import THREAD_TO_CALL_BACK, THREAD_WAITING, opt_out, person, thread, where
from ..statement import Statement
from .parts import add, given, if_given, new, save
from .people import ANYBODY, either_way

HISTORY: Final = Statement(
    select(
        either_way(opt_out.c.opted_out),
        either_way(person.c.blocked),
        person.c.line_kind,
        person.c.line_kind_at,
        thread.c.text_back_at,
        thread.c.id,
        thread.c.first_at,
        thread.c.last_at,
        thread.c.waiting_since,
        thread.c.episode_at,
        thread.c.spoke_at,
        thread.c.reached_at,
        thread.c.call_back_since,
        thread.c.whatsapp_at,
    ).select_from(
        ANYBODY.outerjoin(thread, given(thread.c.line_id) & given(thread.c.peer)).outerjoin(
            person, given(person.c.shop_id) & given(person.c.peer)
        )
    )
)
_THREAD_STATE: Final = new(
    thread.c.last_at,
    thread.c.waiting_since,
    thread.c.episode_at,
    thread.c.spoke_at,
    thread.c.reached_at,
    thread.c.call_back_since,
    thread.c.whatsapp_at,
)
ADD_THREAD: Final = Statement(
    add(thread, thread.c.id)
    .on_conflict_do_update(
        index_elements=[thread.c.line_id, thread.c.peer],
        set_={**_THREAD_STATE, "text_back_at": if_given(thread.c.text_back_at)},
    )
    .returning(thread.c.id)
)
SAVE_THREAD: Final = Statement(
    save(thread, **_THREAD_STATE, text_back_at=if_given(thread.c.text_back_at))
)
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
    select(func.count()).select_from(thread).where(given(thread.c.line_id), where(THREAD_WAITING))
)
CALLED_BACK: Final = Statement(save(thread, call_back_since=literal_column("NULL")))
TO_CALL_BACK: Final = Statement(
    select(thread.c.id, thread.c.line_id, thread.c.peer, thread.c.call_back_since).where(
        given(thread.c.line_id), where(THREAD_TO_CALL_BACK)
    )
)
HOW_MANY_TO_CALL_BACK: Final = Statement(
    select(func.count())
    .select_from(thread)
    .where(given(thread.c.line_id), where(THREAD_TO_CALL_BACK))
)
