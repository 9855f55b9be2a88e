"""What statements are put together from."""

from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    func,
    literal_column,
    update,
)
from sqlalchemy.dialects.sqlite import Insert, insert

NOUGHT: Final[ColumnElement[Any]] = literal_column("0")
ONE: Final[ColumnElement[Any]] = literal_column("1")
NULL: Final[ColumnElement[Any]] = literal_column("NULL")
EMPTY: Final[ColumnElement[Any]] = literal_column("''")


def add(table: Table, *but: Column[Any]) -> Insert:
    """Insert a row with a value for every column, except those in `but`."""
    added = [column for column in table.columns if column not in set(but)]
    return insert(table).values(new(*added))


def save(table: Table, **values: object) -> Update:
    """Update the row with a given `id`."""
    return update(table).where(given(table.c.id)).values(values)


def given(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Compare a column with the value given under its name."""
    return column == bindparam(column.key)


def new(*columns: Column[Any]) -> dict[str, Any]:
    """Set columns to the values given under their names."""
    return {column.name: bindparam(column.name) for column in columns}


def if_given(column: Column[Any]) -> ColumnElement[Any]:
    """Take the value given, or keep the old one where it is NULL."""
    return func.coalesce(bindparam(column.name), column)


def once(column: Column[Any]) -> ColumnElement[Any]:
    """Keep the old value, or take the one given where there is none yet."""
    return func.coalesce(column, bindparam(column.name))


def at_most(rows: Select[Any], most: ColumnElement[Any]) -> Select[Any]:
    """Bound a number of rows."""
    # A LIMIT without it makes the compiler for SQLite add an OFFSET with a constant parameter.
    return rows.limit(most).offset(NOUGHT)


def unindexed(column: Column[Any]) -> ColumnElement[Any]:
    """Keep SQLite from choosing an index on a column where that on another one finds far less."""
    return column + (EMPTY if isinstance(column.type, Text) else NOUGHT)
