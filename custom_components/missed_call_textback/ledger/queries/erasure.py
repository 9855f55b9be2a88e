"""Statements that make people unrecognisable. What is left of a row says what happened, not to whom."""

from typing import Any, Final

from sqlalchemy import (
    bindparam,
    case,
    delete,
    exists,
    literal_column,
    not_,
    select,
    update,
)

from ...core.moves import ERASED
from ...core.outbox import TextKind, TextState
from ..conditions import (
    CALL_TELLS,
    CALL_WITHOUT_THREAD,
    IN_ANY_CASE,
    TEXT_OPEN,
    TEXT_TELLS,
    THREAD_PERSONAL,
    where,
)
from ..conversation_schema import call_made, note, team_call
from ..schema import call, consent, opt_out, person, text, thread
from ..statement import Statement
from .parts import EMPTY, NOUGHT, NULL, ONE, at_most, given, save
from .texts import TEXT

_OPEN: Final = where(f"({TEXT_OPEN})")
_CLOSED: Final = where(f"NOT ({TEXT_OPEN})")

# Calls

_CALLS: Final = select(call.c.id, call.c.source_id)
CALLS_OF: Final = Statement(
    _CALLS.where(
        (where(CALL_WITHOUT_THREAD) & given(call.c.caller))
        | call.c.thread_id.in_(
            select(thread.c.id).where(given(thread.c.prefix), thread.c.peer == bindparam("caller"))
        ),
        # Not by the index, which would lead to those of all people.
        where(CALL_TELLS),
    )
)
CALLS_BEFORE: Final = Statement(
    at_most(
        _CALLS.where(where(f"{CALL_TELLS} = 1"), call.c.started_at < bindparam("before")).order_by(
            call.c.started_at
        ),
        bindparam("most"),
    )
)
FORGET_CALL: Final = Statement(
    save(
        call,
        caller=EMPTY,
        caller_name=NULL,
        recording=NULL,
        transcript=NULL,
        source_id=bindparam("source_id"),
    )
)

# Of a conversation that goes on, it is all that tells of such a call.
FORGET_CALLS_MADE_BEFORE: Final = Statement(
    delete(call_made).where(
        call_made.c.id.in_(
            at_most(
                select(call_made.c.id)
                .where(call_made.c.began_at < bindparam("before"))
                .order_by(call_made.c.began_at),
                bindparam("most"),
            )
        )
    )
)

FORGET_TEAM_CALLS: Final = Statement(delete(team_call).where(given(team_call.c.thread_id)))
FORGET_TEAM_CALLS_BEFORE: Final = Statement(
    delete(team_call).where(
        team_call.c.id.in_(
            at_most(
                select(team_call.c.id)
                .where(team_call.c.at < bindparam("before"))
                .order_by(team_call.c.at),
                bindparam("most"),
            )
        )
    )
)

# Texts

_NO_WORDS: Final[dict[str, Any]] = {
    "peer": EMPTY,
    "body": EMPTY,
    # The sender of a reply is the customer; of all else it is the shop.
    "sender": case((where(f"kind = '{TextKind.REPLY}'"), EMPTY), else_=text.c.sender),
}
QUEUED_TO: Final = Statement(
    select(*TEXT).where(given(text.c.peer), where(f"state = '{TextState.QUEUED}'"))
)
FORGET_TEXTS_OF: Final = Statement(
    update(text)
    .where(given(text.c.peer))
    .values(
        **_NO_WORDS,
        state=case((_OPEN, literal_column(f"'{TextState.FAILED}'")), else_=text.c.state),
        error=case((_OPEN, literal_column(f"'{ERASED}'")), else_=text.c.error),
        due_at=NULL,
    )
)
FORGET_TEXTS_BEFORE: Final = Statement(
    update(text)
    .where(
        text.c.id.in_(
            at_most(
                select(text.c.id)
                .where(where(f"{TEXT_TELLS} = 1"), text.c.created_at < bindparam("before"), _CLOSED)
                .order_by(text.c.created_at),
                bindparam("most"),
            )
        )
    )
    .values(_NO_WORDS)
)
# Words to the team may say who called and what they wrote.
FORGET_NOTICES: Final = Statement(
    update(text)
    .where(
        where(f"{TEXT_TELLS} {IN_ANY_CASE}"),
        text.c.created_at >= bindparam("since"),
        given(text.c.line_id),
        where(f"kind = '{TextKind.NOTICE}'"),
        _CLOSED,
    )
    .values(body=EMPTY)
)

# Threads

THREADS_OF: Final = Statement(
    select(thread.c.id, thread.c.line_id, thread.c.first_at).where(
        given(thread.c.prefix), given(thread.c.peer)
    )
)
THREADS_BEFORE: Final = Statement(
    at_most(
        select(thread.c.id, thread.c.peer)
        .where(where(THREAD_PERSONAL), thread.c.last_at < bindparam("before"))
        .order_by(thread.c.last_at),
        bindparam("most"),
    )
)
FORGET_THREAD: Final = Statement(
    save(
        thread,
        # A person has one thread on a line, and so have all who were erased.
        peer=literal_column("'x:' || id"),
        prefix=NULL,
        waiting_since=NULL,
        episode_at=NULL,
        call_back_since=NULL,
        urgent_since=NULL,
        urgent_words=NULL,
        unread=NOUGHT,
    )
)
FORGET_NOTES: Final = Statement(delete(note).where(given(note.c.thread_id)))

# People

_OF_PERSON: Final = (
    given(person.c.shop_id),
    given(person.c.peer),
    not_(exists().where(given(thread.c.prefix), given(thread.c.peer))),
)
FORGET_PERSON: Final = Statement(delete(person).where(*_OF_PERSON, person.c.blocked == NOUGHT))
FORGET_BLOCKED_PERSON: Final = Statement(
    update(person)
    .where(*_OF_PERSON, person.c.blocked == ONE)
    .values(
        name=NULL,
        language=NULL,
        heard=NULL,
        line_kind=NULL,
        line_kind_at=NULL,
        tags=NULL,
        existing=NOUGHT,
    )
)
HIDE_PERSON: Final = Statement(
    update(person)
    .where(given(person.c.shop_id), person.c.peer == bindparam("number"))
    .values(peer=bindparam("hashed"))
)
FORGET_OPT_IN: Final = Statement(
    delete(opt_out).where(
        given(opt_out.c.shop_id), given(opt_out.c.peer), opt_out.c.opted_out == NOUGHT
    )
)
HIDE_OPT_OUT: Final = Statement(
    update(opt_out)
    .where(given(opt_out.c.shop_id), opt_out.c.peer == bindparam("number"))
    .values(peer=bindparam("hashed"))
)
HIDE_CONSENT: Final = Statement(
    update(consent)
    .where(given(consent.c.shop_id), consent.c.peer == bindparam("number"))
    .values(peer=bindparam("hashed"))
)
