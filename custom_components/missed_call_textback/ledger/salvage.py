"""Carries what can still be read of a damaged ledger over into a fresh one.

Which table a row belongs to is told by what it looks like: how many columns it has, and of which
types. A table WITHOUT ROWID that is too narrow for that is followed from its root, so long as the
list of tables can be read. A ledger of an older version gets defaults in the columns that it lacks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from operator import contains
import sqlite3
from typing import Any, Final

from sqlalchemy import Column, Integer, Table, Text
from sqlalchemy.types import REAL

from ..core.booking import AppointmentState
from ..core.calls import Outcome
from ..core.channels import Channel
from ..core.clocks import ClockKind
from ..core.lead_events import LeadEventKind
from ..core.leads import Stage
from ..core.numbers import NumberKind
from ..core.opt_out import Wish
from ..core.outbox import TextKind, TextState
from ..core.reasons import Reason
from ..core.records import Recovery
from ..core.tally import is_counted
from ..core.team_calls import TeamCallState
from .conversation_schema import metadata
from .pages import Cell, Pages, RawRow
from .pseudonyms import Pseudonyms
from .schema import call, consent, daily, meta, opt_out, past, text
from .times import to_micros

_BATCH: Final = 1000
# The list of tables: type, name, table, root page, statement.
_LISTED: Final = 5
# So many columns a table had in the first version, where it has more now.
_FIRST_WIDTHS: Final = {
    "thread": 7,
    "call": 16,
    "text": 17,
    "past_lead": 8,
    "opt_out": 5,
    "person": 7,
    "shop_setting": 2,
    "meta": 1,
}
# An entry of an index may look like a row of so few columns.
_NARROW: Final = 3
_WORDS: Final[Mapping[tuple[str, str], type[StrEnum]]] = {
    ("text", "state"): TextState,
    ("text", "kind"): TextKind,
    ("text", "channel"): Channel,
    ("call", "outcome"): Outcome,
    ("call", "reason"): Reason,
    ("thread", "stage"): Stage,
    ("past_lead", "stage"): Stage,
    ("clock", "kind"): ClockKind,
    ("appointment", "state"): AppointmentState,
    ("person", "line_kind"): NumberKind,
    ("lead_event", "kind"): LeadEventKind,
    ("team_call", "state"): TeamCallState,
}
_TALLIES: Final = frozenset({daily.c.tally, past.c.tally})
# Who was erased and came back has evidence under a pseudonym and under their number, and is one person:
# with a row under each, neither wish would hold, and no other could be noted.
_KEEP_WISHES: Final = f"""
    INSERT INTO opt_out (shop_id, peer, opted_out, source, at, unsure)
    SELECT shop_id, peer, 1, source, at, wish = '{Wish.UNSURE}' FROM consent
    WHERE wish IN ('{Wish.STOP}', '{Wish.UNSURE}') AND id IN (
        SELECT max(id) FROM consent WHERE wish IN ('{Wish.STOP}', '{Wish.UNSURE}', '{Wish.START}')
        GROUP BY shop_id, pseudonym(peer)
    )
    AND (shop_id, pseudonym(peer)) NOT IN (SELECT shop_id, pseudonym(peer) FROM opt_out)
"""  # noqa: S608 - nothing in it comes from outside
# In microseconds: who waits for longer was told of as often as they ever will be.
_LATELY: Final = 24 * 60 * 60 * 1_000_000
_MENDED: Final = (
    "UPDATE call SET same_as = NULL WHERE same_as NOT IN (SELECT id FROM call)",
    # Who was called already may be lost. Nobody's phone rings twice because of it.
    f"DELETE FROM clock WHERE kind = '{ClockKind.RING}'",  # noqa: S608 - as below
    # What is to be told needs a clock that has it told.
    f"""
    INSERT OR IGNORE INTO clock (thread_id, kind, due_at, since, step)
    SELECT thread_id, '{ClockKind.REPORT}', min(at), min(at), 0 FROM lead_event GROUP BY thread_id
    """,  # noqa: S608 - as below
    # So does who waits: the team is reminded at once of whoever wrote lately.
    f"""
    INSERT OR IGNORE INTO clock (thread_id, kind, due_at, since, step)
    SELECT id, '{ClockKind.WAITING}', waiting_since, waiting_since, 1 FROM thread
    WHERE waiting_since > (SELECT max(last_at) FROM thread) - {_LATELY}
    """,  # noqa: S608 - as below
    # Every wish is kept twice: as it holds now, and as evidence of each change.
    _KEEP_WISHES,
    """
    INSERT INTO person (shop_id, peer, blocked)
    SELECT shop_id, peer, 1 FROM consent WHERE wish = 'blocked' AND id IN (
        SELECT max(id) FROM consent WHERE wish IN ('blocked', 'unblocked')
        GROUP BY shop_id, pseudonym(peer)
    )
    AND (shop_id, pseudonym(peer)) NOT IN (SELECT shop_id, pseudonym(peer) FROM person)
    """,
)
# The row that says that a text was claimed may be lost, so whatever was due counts as sent in doubt.
_DOUBT: Final = f"""
    UPDATE text SET state = '{TextState.SENDING}', due_at = NULL
    WHERE state = '{TextState.QUEUED}' AND (due_at IS NULL OR due_at <= ?)
"""  # noqa: S608 - as above


def _mended_pointers() -> Iterator[str]:
    """Yield statements that take away what points to a row that is lost.

    What cannot do without that row goes with it; all else stays, and points to nothing.
    """
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            column, to = key.parent, key.column
            lost = f"{column.name} NOT IN (SELECT {to.name} FROM {to.table.name})"  # noqa: S608
            if column.nullable:
                yield f"UPDATE {table.name} SET {column.name} = NULL WHERE {lost}"  # noqa: S608
            else:
                yield f"DELETE FROM {table.name} WHERE {lost}"  # noqa: S608


class _Shape:
    """What the rows of a table look like."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.has_rowid = table.dialect_options["sqlite"]["with_rowid"]
        self._columns = list(table.columns)
        self.widths = range(
            _FIRST_WIDTHS.get(table.name, len(self._columns)), len(self._columns) + 1
        )
        self.is_narrow = not self.has_rowid and min(self.widths) <= _NARROW
        self._id = next(
            (
                index
                for index, column in enumerate(self._columns)
                if self.has_rowid and column.primary_key
            ),
            None,
        )
        self._types = [_types_in(column) for column in self._columns]
        self._words = [
            (index, frozenset(map(str, words)))
            for index, column in enumerate(self._columns)
            if (words := _WORDS.get((table.name, column.name)))
        ]
        self._tally = next(
            (index for index, column in enumerate(self._columns) if column in _TALLIES), None
        )
        self._inserts = {width: self._insert(width) for width in self.widths}

    def fit(self, row: RawRow) -> tuple[Cell, ...] | None:
        """Return a row's values, or None where it is none of this table."""
        if len(row.values) not in self.widths:
            return None
        values = list(row.values)
        if self._id is not None:
            # The row's number stands in place of such a column, which itself is empty.
            if values[self._id] is not None:
                return None
            values[self._id] = row.rowid
        # This is asked of every cell of a ledger: hence no call of Python's for each.
        if not all(map(contains, self._types, map(type, values), strict=False)):
            return None
        if self._tally is not None and not is_counted(str(values[self._tally])):
            return None
        if all(
            index >= len(values) or values[index] is None or values[index] in words
            for index, words in self._words
        ):
            return tuple(values)
        return None

    def insert(self, width: int) -> str:
        """Return the statement that adds a row of some columns, unless it is there."""
        return self._inserts[width]

    def _insert(self, width: int) -> str:
        names = ", ".join(column.name for column in self._columns[:width])
        marks = ", ".join("?" * width)
        return f"INSERT OR IGNORE INTO {self.table.name} ({names}) VALUES ({marks})"  # noqa: S608


def _types_in(column: Column[Any]) -> frozenset[type]:
    """Return of which types a column's cells are."""
    types: set[type] = {type(None)} if column.nullable else set()
    match column.type:
        case Text():
            types.add(str)
        case REAL():
            types |= {int, float}
        case Integer():
            types.add(int)
    return frozenset(types)


def salvage(pages: Pages, fresh: sqlite3.Cursor) -> Recovery:
    """Add what can be read to a fresh ledger, within the caller's transaction.

    The result does not say yet where the damaged file lies.
    """
    fresh.execute("PRAGMA defer_foreign_keys = ON")
    shapes = [_Shape(table) for table in metadata.sorted_tables if table is not meta]
    waiting: defaultdict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for shape, values in _rows_by_shape(pages, fresh, shapes):
        insert = shape.insert(len(values))
        batch = waiting[insert]
        batch.append(values)
        if len(batch) >= _BATCH:
            fresh.executemany(insert, batch)
            batch.clear()
    for insert, batch in waiting.items():
        fresh.executemany(insert, batch)
    (key,) = fresh.execute("SELECT hash_key FROM meta").fetchone()
    Pseudonyms(key).teach(fresh.connection)
    for mended in (*_mended_pointers(), *_MENDED):
        fresh.execute(mended)
    fresh.execute(_DOUBT, (to_micros(datetime.now(UTC)),))
    return _result(fresh)


def version_in(pages: Pages) -> int:
    """Return a damaged ledger's version, 0 where that cannot be read."""
    shape = _Shape(meta)
    found = (shape.fit(row) for row in pages.rows(shape.widths, ()))
    return max((values[0] for values in found if values and isinstance(values[0], int)), default=0)


def _rows_by_shape(
    pages: Pages, fresh: sqlite3.Cursor, shapes: list[_Shape]
) -> Iterator[tuple[_Shape, tuple[Cell, ...]]]:
    key = _Shape(meta)
    for row in pages.rows(key.widths, ()):
        if (values := key.fit(row)) is not None:
            _keep_key(fresh, values)
    roots = _roots(pages)
    for shape in shapes:
        if shape.is_narrow and (root := roots.get(shape.table.name)) is not None:
            for row in pages.rows((), shape.widths, on=pages.tree(root)):
                if (values := shape.fit(row)) is not None:
                    yield shape, values
    of_tables = _by_width(shape for shape in shapes if shape.has_rowid)
    of_indexes = _by_width(shape for shape in shapes if not shape.has_rowid and not shape.is_narrow)
    for row in pages.rows(of_tables, of_indexes):
        for shape in (of_indexes if row.rowid is None else of_tables)[len(row.values)]:
            if (values := shape.fit(row)) is not None:
                yield shape, values
                break


def _by_width(shapes: Iterable[_Shape]) -> Mapping[int, Sequence[_Shape]]:
    found: defaultdict[int, list[_Shape]] = defaultdict(list)
    for shape in shapes:
        for width in shape.widths:
            found[width].append(shape)
    return found


def _roots(pages: Pages) -> dict[str, int]:
    """Return where the trees begin, from the list of tables, on whatever page it is."""
    found: dict[str, int] = {}
    for row in pages.rows({_LISTED}, ()):
        match row.values:
            case ("table", str(name), str(), int(root), str()):
                found[name] = root
    return found


def _keep_key(fresh: sqlite3.Cursor, values: tuple[Cell, ...]) -> None:
    """Keep the key of the pseudonyms: without it, who was erased would not be recognised."""
    match values:
        case (int(), str(key)) if len(key) == 64 and set(key) <= set("0123456789abcdef"):
            fresh.execute("UPDATE meta SET hash_key = ?", (key,))


def _result(fresh: sqlite3.Cursor) -> Recovery:
    counts: Counter[str] = Counter()
    lost = 0
    for table in (call, text, consent):
        n, last = fresh.execute(f"SELECT count(*), max(id) FROM {table.name}").fetchone()  # noqa: S608
        counts[table.name] = n
        lost += (last or 0) - n
    (opt_outs,) = fresh.execute(f"SELECT count(*) FROM {opt_out.name}").fetchone()  # noqa: S608
    return Recovery(
        aside="", calls=counts[call.name], texts=counts[text.name], opt_outs=opt_outs, lost=lost
    )
