"""Statements that read what happened, for export: by line and time, or of one person."""

from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, select

from ..schema import call, consent, text, thread
from ..statement import Statement
from .parts import given, unindexed

_CALL: Final = (call.c.started_at, call.c.caller, call.c.outcome, call.c.reason)
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
CALLS: Final = Statement(_CALLS.where(given(call.c.line_id), *_between(call.c.started_at)))
CALLS_OF: Final = Statement(
    _CALLS.where(
        (call.c.caller == bindparam("peer"))
        | call.c.thread_id.in_(
            select(thread.c.id).where(given(thread.c.line_id), given(thread.c.peer))
        ),
        unindexed(call.c.line_id) == bindparam("line_id"),
        *_between(unindexed(call.c.started_at)),
    )
)
TEXTS: Final = Statement(select(*_TEXT).where(given(text.c.line_id), *_between(text.c.created_at)))
TEXTS_OF: Final = Statement(
    select(*_TEXT).where(
        given(text.c.peer),
        unindexed(text.c.line_id) == bindparam("line_id"),
        *_between(text.c.created_at),
    )
)
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
