"""Reads the rows of a table from the bytes of a file, as telephone companies and spreadsheets write it.

What separates cells is told by a first line `sep=;`, or by what parts the lines most evenly. A cell is
text, whatever it looks like: nothing in it is ever worked out.
"""

from collections import Counter
from collections.abc import Iterator
import csv
from dataclasses import dataclass
from io import StringIO
from itertools import islice
import re
from typing import Final

# Some ten years of a busy shop; what is larger has more in it than calls.
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 200
_MOST_LINES: Final = 50
_SEPARATORS: Final = ";,\t|"
_TOLD: Final = re.compile(r'sep=([^\w\s"]|\t)\s*?(?:\r?\n|\r)', re.IGNORECASE)
_LOOKED_AT: Final = 50
_SAMPLE: Final = 64 * 1024
# What spreadsheets and other documents begin with: a ZIP, an old Excel file, a PDF.
_DOCUMENTS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """A file that calls cannot be read from: `key` is the translated error that says what to do."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says anything, and the line of the file that it begins on."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file's text, and how its rows are to be read from it. They are read anew each time."""

    text: str
    separator: str
    lines_before: int

    def rows(self) -> Iterator[Row]:
        """Yield the rows that say anything. Raises Unreadable."""
        reader = csv.reader(StringIO(self.text, newline=""), delimiter=self.separator)
        begins, count = 1, 0
        while True:
            try:
                cells = next(reader, None)
            except csv.Error:
                raise Unreadable("past_no_table") from None
            if cells is None:
                return
            line, begins = begins, reader.line_num + 1
            if begins - line > _MOST_LINES:
                # A quotation mark that nothing closes takes all calls after it for one cell.
                raise Unreadable("past_no_table")
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            count += 1
            if count > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise Unreadable("past_too_large")
            yield Row(line + self.lines_before, cells)


def read_table(data: bytes) -> Table:
    """Return the table that a file is. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("past_too_large")
    if data.startswith(_DOCUMENTS):
        raise Unreadable("past_spreadsheet")
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable("past_no_table")
    if told := _TOLD.match(text):
        return Table(text=text[told.end() :], separator=told[1], lines_before=1)
    widths = {separator: _widths(text, separator) for separator in _SEPARATORS}
    # How many of the first rows have the commonest number of cells, and how many cells these are.
    best = max(_SEPARATORS, key=lambda separator: widths[separator])
    if not widths[best][0]:
        raise Unreadable("past_no_table")
    return Table(text=text, separator=best, lines_before=0)


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes in Western Europe and America.
        return data.decode("cp1252", errors="replace")


def _widths(text: str, separator: str) -> tuple[int, int]:
    reader = csv.reader(StringIO(text[:_SAMPLE], newline=""), delimiter=separator)
    widths = Counter(len(cells) for cells in islice(reader, _LOOKED_AT) if len(cells) > 1)
    return max(((n, width) for width, n in widths.items()), default=(0, 0))
