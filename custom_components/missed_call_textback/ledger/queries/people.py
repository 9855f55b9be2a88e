"""Statements about people: their wishes, as they hold and as evidence, and what is known of them."""

from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Subquery,
    Table,
    Update,
    bindparam,
    case,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from ..conditions import IS_REPLY, PERSON_DESCRIBED, where
from ..schema import consent, opt_out, person, text
from ..statement import Statement
from .parts import EMPTY, NOUGHT, ONE, add, at_most, given, if_given, new

# One row whatever is known, so that the opt-out of a first-time caller is seen as well.
ANYBODY: Final[Subquery] = select(literal_column("1").label("one")).subquery("anybody")


def either_way(column: Column[Any]) -> ColumnElement[Any]:
    """Read a flag of a person by their number or, erased, by its pseudonym: whether either is set."""
    table = column.table
    by_number, by_pseudonym = (
        func.coalesce(
            select(column)
            .where(given(table.c.shop_id), table.c.peer == bindparam(name))
            .scalar_subquery(),
            NOUGHT,
        )
        for name in ("peer", "hashed")
    )
    # Two looks by the whole key. A list of two takes a table of its own, and twice the time.
    return by_number + by_pseudonym


def _recognise(table: Table) -> Update:
    """Take back the number of somebody who was erased, and has been heard of again."""
    return (
        update(table)
        .where(given(table.c.shop_id), table.c.peer == bindparam("hashed"))
        .values(peer=bindparam("peer"))
    )


def _or_nothing(column: Column[Any]) -> ColumnElement[Any]:
    """Take the value given, or nothing where it is empty."""
    return func.nullif(bindparam(column.name), EMPTY)


def _unless_none(column: Column[Any]) -> ColumnElement[Any]:
    """Take the value given, or nothing where it is empty, or keep the old one where it is NULL."""
    return case((bindparam(column.name).is_(None), column), else_=_or_nothing(column))


RECOGNISE_OPT_OUT: Final = Statement(_recognise(opt_out))
RECOGNISE_PERSON: Final = Statement(_recognise(person))

# A firm word after an unsure one is a change; an unsure one after a firm one is none.
OPT_OUT: Final = Statement(
    add(opt_out).on_conflict_do_update(
        index_elements=[opt_out.c.shop_id, opt_out.c.peer],
        set_=new(opt_out.c.opted_out, opt_out.c.unsure, opt_out.c.source, opt_out.c.at),
        where=(opt_out.c.opted_out == NOUGHT) | (opt_out.c.unsure > bindparam("unsure")),
    )
)
_OPTED_OUT: Final = given(opt_out.c.shop_id) & given(opt_out.c.peer) & (opt_out.c.opted_out == ONE)
# A word learnt of late takes back no later one. What the owner says is always the last word.
OPT_IN: Final = Statement(
    update(opt_out)
    .where(
        _OPTED_OUT,
        (opt_out.c.at <= bindparam("at")) | (bindparam("source") == literal_column("'owner'")),
    )
    .values(opted_out=NOUGHT, unsure=NOUGHT, **new(opt_out.c.source, opt_out.c.at))
)
OPT_OUT_AGAIN: Final = Statement(
    update(opt_out).where(_OPTED_OUT, opt_out.c.at < bindparam("at")).values(new(opt_out.c.at))
)
ADD_CONSENT: Final = Statement(add(consent, consent.c.id))

MARKS: Final = Statement(
    select(person.c.blocked, person.c.tags).where(given(person.c.shop_id), given(person.c.peer))
)
SET_PERSON: Final = Statement(
    insert(person)
    .values(
        blocked=func.coalesce(bindparam("blocked"), NOUGHT),
        name=_or_nothing(person.c.name),
        language=_or_nothing(person.c.language),
        existing=func.coalesce(bindparam("existing"), NOUGHT),
        **new(person.c.shop_id, person.c.peer, person.c.tags),
    )
    .on_conflict_do_update(
        index_elements=[person.c.shop_id, person.c.peer],
        set_={
            "blocked": if_given(person.c.blocked),
            "name": _unless_none(person.c.name),
            "language": _unless_none(person.c.language),
            "existing": if_given(person.c.existing),
            **new(person.c.tags),
        },
    )
)
HEAR: Final = Statement(
    insert(person)
    .values(blocked=NOUGHT, **new(person.c.shop_id, person.c.peer, person.c.heard))
    .on_conflict_do_update(
        index_elements=[person.c.shop_id, person.c.peer],
        set_=new(person.c.heard),
        where=person.c.heard.is_distinct_from(bindparam("heard")),
    )
)
UNHEAR: Final = Statement(
    update(person)
    .where(given(person.c.shop_id), given(person.c.peer), person.c.heard.is_not(None))
    .values(heard=literal_column("NULL"))
)
SET_LINE_KIND: Final = Statement(
    insert(person)
    .values(
        blocked=NOUGHT,
        **new(person.c.shop_id, person.c.peer, person.c.line_kind, person.c.line_kind_at),
    )
    .on_conflict_do_update(
        index_elements=[person.c.shop_id, person.c.peer],
        set_=new(person.c.line_kind, person.c.line_kind_at),
    )
)
_LAST_REPLY: Final = (
    at_most(
        select(text.c.body)
        .where(text.c.peer == opt_out.c.peer, where(IS_REPLY))
        .order_by(text.c.created_at.desc()),
        ONE,
    )
).scalar_subquery()
# Who was erased since cannot be asked about: a number begins with a plus sign.
UNSURE: Final = Statement(
    select(opt_out.c.peer, func.coalesce(_LAST_REPLY, EMPTY)).where(
        given(opt_out.c.shop_id),
        opt_out.c.opted_out == ONE,
        opt_out.c.unsure == ONE,
        opt_out.c.peer < literal_column("'h:'"),
    )
)
DESCRIBED: Final = Statement(
    select(person.c.peer, person.c.name, person.c.language, person.c.heard).where(
        given(person.c.shop_id),
        where(PERSON_DESCRIBED),
    )
)
PERSON: Final = Statement(
    select(
        either_way(opt_out.c.opted_out),
        either_way(person.c.blocked),
        person.c.name,
        person.c.language,
        person.c.line_kind,
        person.c.line_kind_at,
        person.c.tags,
        person.c.existing,
    ).select_from(ANYBODY.outerjoin(person, given(person.c.shop_id) & given(person.c.peer)))
)
