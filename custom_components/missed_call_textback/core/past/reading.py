"""Reads calls from a file that a telephone company or a phone system has written."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from ..calls import Outcome
from ..shop import Shop
from .calls import PastCall
from .columns import Column, Layout, layout_of
from .dates import DayOrder, orders_left, read_moment, read_time
from .meaning import Meaning, Rules, is_shortened
from .results import Way
from .table import Table, Unreadable, read_table

# Clocks differ.
_AHEAD: Final = timedelta(days=1)
_OLDEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_CALL: Final = timedelta(hours=12)
_SHOWN: Final = 5


class WhyLeft(StrEnum):
    """Why a row of a file is no call of the past."""

    NO_DATE = "no_date"
    NO_RESULT = "no_result"
    NO_CALL = "no_call"
    """Within the house, a fax, a text, a blocked number, or a leg of another call."""
    OTHER_LINE = "other_line"


class OrderUnclear(Exception):
    """Nothing in a file tells whether its dates begin with the day: `example` is one of them."""

    def __init__(self, example: str) -> None:
        super().__init__(example)
        self.example = example


@dataclass(slots=True)
class LeftOut:
    """How many rows were left out for a reason, and on which lines of the file the first of them are."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Note one more."""
        self.count += 1
        if len(self.lines) < _SHOWN:
            self.lines.append(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a log tells: its calls, and which rows are none, and why."""

    calls: list[PastCall]
    left_out: dict[WhyLeft, LeftOut]


def read_calls(
    data: bytes, shop: Shop, line_id: str | None, now: datetime, order: DayOrder | None = None
) -> Reading:
    """Read the calls of a line from a file; None has the called number tell the line.

    Raises Unreadable, and OrderUnclear unless it is told what a date begins with. Blocks for as long
    as a large file takes.
    """
    table = read_table(data)
    layout = layout_of(table.rows())
    if not _from(table, layout):
        raise Unreadable("past_no_calls")
    _refuse_shortened(table, layout)
    order = order or _order(table, layout, shop, now)
    kinds = {cell for row in table.rows() for cell in layout.cells(row.cells, Column.KIND)}
    meaning = Meaning(layout, Rules.of(layout, kinds), shop, line_id)
    left_out: dict[WhyLeft, LeftOut] = {}
    calls: list[tuple[str, PastCall]] = []
    for row in islice(table.rows(), layout.skip, None):
        written = [*layout.cells(row.cells, Column.START), *layout.cells(row.cells, Column.CLOCK)]
        began = read_time(written, order, shop.time_zone, UTC if layout.utc else None)
        if began is not None and not _OLDEST <= began <= now + _AHEAD:
            began = None
        read = _read(row.cells, began, meaning)
        if isinstance(read, WhyLeft):
            left_out.setdefault(read, LeftOut()).add(row.line)
        else:
            calls.append((layout.cell(row.cells, Column.ID), read))
    return Reading(calls=_merged(calls), left_out=left_out)


def _from(table: Table, layout: Layout) -> bool:
    return any(True for _ in islice(table.rows(), layout.skip, None))


def _refuse_shortened(table: Table, layout: Layout) -> None:
    """Refuse numbers that lack digits: many callers would be one. Raises Unreadable."""
    for row in table.rows():
        for column in (Column.FROM, Column.TO, Column.OTHER):
            if any(map(is_shortened, layout.cells(row.cells, column))):
                raise Unreadable("past_numbers_shortened")


def _order(table: Table, layout: Layout, shop: Shop, now: datetime) -> DayOrder:
    """Return what the dates of a file begin with. Raises OrderUnclear."""
    cells = [
        layout.cell(row.cells, Column.START) for row in islice(table.rows(), layout.skip, None)
    ]
    left = orders_left(cells, (now + _AHEAD).astimezone(shop.time_zone).date())
    order, *others = sorted(left)
    if others and (
        example := next(
            (cell for cell in cells if len({read_moment(cell, each) for each in DayOrder}) > 1),
            None,
        )
    ):
        raise OrderUnclear(example)
    return order


def _read(cells: list[str], began: datetime | None, meaning: Meaning) -> PastCall | WhyLeft:
    if began is None:
        return WhyLeft.NO_DATE
    said = meaning.of(cells)
    if said.way is Way.NEITHER:
        return WhyLeft.NO_CALL
    if said.outcome is None:
        return WhyLeft.NO_RESULT
    if said.line_id is None:
        return WhyLeft.OTHER_LINE
    return PastCall(
        line_id=said.line_id,
        at=began,
        number=said.number,
        outcome=said.outcome,
        went_out=said.way is Way.OUT,
    )


def _merged(rows: list[tuple[str, PastCall]]) -> list[PastCall]:
    """Return each call once: where several telephones ring, many logs have a row for each.

    Whoever answered answered it. Without an id it is the same call where it began in the same second.
    """
    seconds = any(call.at.second for _, call in rows)
    merged: dict[object, PastCall] = {}
    for position, (call_id, call) in enumerate(rows):
        same_second = (call.number, call.at, call.went_out) if seconds else position
        which: object = (call_id, call.went_out) if call_id else same_second
        if (first := merged.get(which)) and abs(call.at - first.at) > _LONGEST_CALL:
            # Some systems count their calls anew each day.
            which = which, call.at.date()
        known = merged.setdefault(which, call)
        if known is not call:
            outcome = min(known.outcome, call.outcome, key=_TELLING.index)
            merged[which] = replace(known, at=min(known.at, call.at), outcome=outcome)
    return list(merged.values())


# Of several rows of a call, the one that tells most of it.
_TELLING: Final = (
    Outcome.ANSWERED,
    Outcome.VOICEMAIL,
    Outcome.BUSY,
    Outcome.ABANDONED,
    Outcome.NO_ANSWER,
    Outcome.CLOSED,
    Outcome.FAILED,
)
