"""Statements that read what happened, for export: by line and time, or of one person."""

from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, case, select

from ..conditions import (
    APPOINTMENT_MADE,
    CALL_TELLS,
    CALL_WITHOUT_THREAD,
    IN_ANY_CASE,
    TEXT_TELLS,
    THREAD_PERSONAL,
    where,
)
from ..conversation_schema import answer, appointment, call_made, note, team_call
from ..schema import call, consent, person, text, thread
from ..statement import Statement
from .parts import NULL, given, unindexed

_CALL: Final = (
    call.c.started_at,
    call.c.caller,
    call.c.outcome,
    call.c.reason,
    call.c.transcript,
    call.c.id,
    call.c.recording,
)
_TEXT: Final = (
    text.c.created_at,
    text.c.peer,
    text.c.kind,
    text.c.state,
    text.c.error,
    text.c.body,
    text.c.carrier_id,
)
_CONSENT: Final = (consent.c.at, consent.c.peer, consent.c.wish, consent.c.source)


def _between(column: ColumnElement[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return column >= bindparam("since"), column < bindparam("until")


# A call that is not over has not happened yet.
_CALLS: Final = select(*_CALL).where(call.c.outcome.is_not(None))
CALLS: Final = Statement(
    _CALLS.where(
        where(f"{CALL_TELLS} {IN_ANY_CASE}"), *_between(call.c.started_at), given(call.c.line_id)
    )
)
CALLS_OF: Final = Statement(
    _CALLS.where(
        (where(CALL_WITHOUT_THREAD) & (call.c.caller == bindparam("peer")))
        | call.c.thread_id.in_(
            select(thread.c.id).where(given(thread.c.line_id), given(thread.c.peer))
        ),
        given(call.c.line_id),
        *_between(call.c.started_at),
    )
)
_CALLS_MADE: Final = select(
    call_made.c.began_at,
    case((where(THREAD_PERSONAL), thread.c.peer), else_=NULL),
    call_made.c.answered_at,
).join_from(call_made, thread, call_made.c.thread_id == thread.c.id)
CALLS_MADE: Final = Statement(
    _CALLS_MADE.where(
        *_between(call_made.c.began_at), unindexed(thread.c.line_id) == bindparam("line_id")
    )
)
CALLS_MADE_OF: Final = Statement(
    _CALLS_MADE.where(
        given(thread.c.line_id), given(thread.c.peer), *_between(unindexed(call_made.c.began_at))
    )
)
_TEAM_CALLS: Final = select(
    team_call.c.at, thread.c.peer, team_call.c.state, team_call.c.detail, team_call.c.name
).join_from(team_call, thread, team_call.c.thread_id == thread.c.id)
TEAM_CALLS: Final = Statement(
    _TEAM_CALLS.where(
        *_between(team_call.c.at), unindexed(thread.c.line_id) == bindparam("line_id")
    )
)
TEAM_CALLS_OF: Final = Statement(
    _TEAM_CALLS.where(
        given(thread.c.line_id), given(thread.c.peer), *_between(unindexed(team_call.c.at))
    )
)
TEXTS: Final = Statement(
    select(*_TEXT).where(
        where(f"{TEXT_TELLS} {IN_ANY_CASE}"), *_between(text.c.created_at), given(text.c.line_id)
    )
)
TEXTS_OF: Final = Statement(
    select(*_TEXT).where(
        given(text.c.peer),
        given(text.c.line_id),
        *_between(text.c.created_at),
    )
)
_NOTES: Final = select(note.c.at, thread.c.peer, note.c.author, note.c.body).join_from(
    note, thread, note.c.thread_id == thread.c.id
)
NOTES: Final = Statement(
    _NOTES.where(*_between(note.c.at), unindexed(thread.c.line_id) == bindparam("line_id"))
)
NOTES_OF: Final = Statement(
    _NOTES.where(
        given(thread.c.line_id),
        given(thread.c.peer),
        *_between(note.c.at),
    )
)
_APPOINTMENTS: Final = (
    select(appointment.c.at, thread.c.peer, appointment.c.state, appointment.c.start_at)
    .join_from(appointment, thread, appointment.c.thread_id == thread.c.id)
    .where(where(APPOINTMENT_MADE))
)
APPOINTMENTS: Final = Statement(
    _APPOINTMENTS.where(
        *_between(appointment.c.at), unindexed(thread.c.line_id) == bindparam("line_id")
    )
)
APPOINTMENTS_OF: Final = Statement(
    _APPOINTMENTS.where(
        given(thread.c.line_id), given(thread.c.peer), *_between(unindexed(appointment.c.at))
    )
)
_ANSWERS: Final = select(
    answer.c.answered_at, thread.c.peer, answer.c.question, answer.c.value
).join_from(answer, thread, answer.c.thread_id == thread.c.id)
ANSWERS: Final = Statement(
    _ANSWERS.where(
        answer.c.value.is_not(None),
        *_between(answer.c.answered_at),
        unindexed(thread.c.line_id) == bindparam("line_id"),
    )
)
ANSWERS_OF: Final = Statement(
    _ANSWERS.where(
        answer.c.value.is_not(None),
        given(thread.c.line_id),
        given(thread.c.peer),
        *_between(unindexed(answer.c.answered_at)),
    )
)
# As of the first time that they were heard of on the line.
_CONTACTS: Final = (
    select(
        thread.c.first_at,
        thread.c.peer,
        person.c.name,
        person.c.language,
        person.c.tags,
        person.c.existing,
    )
    .join_from(person, thread, person.c.peer == thread.c.peer)
    .where(given(person.c.shop_id), given(thread.c.line_id), *_between(thread.c.first_at))
)
CONTACTS: Final = Statement(_CONTACTS)
CONTACTS_OF: Final = Statement(_CONTACTS.where(given(person.c.peer)))
WISHES: Final = Statement(
    select(*_CONSENT).where(given(consent.c.shop_id), *_between(consent.c.at))
)
WISHES_OF: Final = Statement(
    select(*_CONSENT).where(
        given(consent.c.shop_id),
        consent.c.peer.in_([bindparam("peer"), bindparam("hashed")]),
        *_between(unindexed(consent.c.at)),
    )
)
