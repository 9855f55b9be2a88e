"""Reads rows straight from the pages of a SQLite file, where SQLite itself has given it up.

SQLite reaches a row from the root of its tree, so one bad page hides all below it. Here every page
is looked at by itself: each row on a page that is sound is found, whatever became of the others.
See https://sqlite.org/fileformat2.html for the names. Text is UTF-8, as in every ledger of ours.

Files are read page by page, and never mapped: a disk that gives up on a page is then an error, and
not the end of the process; and what is kept in memory does not grow with the file.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
import os
from pathlib import Path
import struct
from types import TracebackType
from typing import Final, Self

type Cell = int | float | str | bytes | None

TABLE_LEAF: Final = 0x0D
INDEX_LEAF: Final = 0x0A
INDEX_INTERIOR: Final = 0x02
_FILE_HEADER: Final = 100
_PAGE_SIZE: Final = 4096
_SIZES: Final = frozenset(1 << power for power in range(9, 17))
_WAL_HEADER: Final = struct.Struct(">8I")
_WAL_FRAME: Final = struct.Struct(">6I")
_WAL_MAGIC: Final = (0x377F0682, 0x377F0683)
_32_BITS: Final = 0xFFFFFFFF
_INTEGER_BYTES: Final = (0, 1, 2, 3, 4, 6, 8)


class _Unsound(Exception):
    """These bytes are no row."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it lies on its page. A table WITHOUT ROWID is stored as an index: `rowid` is None."""

    rowid: int | None
    values: tuple[Cell, ...]


class _File:
    """A file that is read in pieces. A piece that the disk does not give is empty."""

    def __init__(self, path: Path, closing: ExitStack) -> None:
        self._handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        closing.callback(os.close, self._handle)
        self.size = os.fstat(self._handle).st_size

    def read(self, at: int, length: int) -> bytes:
        try:
            return os.pread(self._handle, length, at)
        except OSError:
            return b""


class Pages:
    """The pages of a database file as of the last commit, its log included. A context manager."""

    def __init__(self, path: Path) -> None:
        with ExitStack() as closing:
            self._file = _File(path, closing)
            stated = int.from_bytes(self._file.read(16, 2))
            stated = 65536 if stated == 1 else stated
            self._size = stated if stated in _SIZES else _PAGE_SIZE
            try:
                self._log = _File(path.with_name(f"{path.name}-wal"), closing)
            except FileNotFoundError:
                # Nothing is read of it.
                self._log = self._file
                self._newer: dict[int, int] = {}
            else:
                self._newer = _committed(self._log, self._size)
            self._count = max(self._file.size // self._size, *self._newer, 0)
            self._closing = closing.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def rows(
        self,
        tables: Collection[int],
        indexes: Collection[int],
        *,
        on: Iterable[int] | None = None,
    ) -> Iterator[RawRow]:
        """Return every row of so many columns, `on` some pages or all, in no order.

        Entries of indexes are among them. All rows of a page are of one tree, so the first one tells
        whether the others are wanted.
        """
        for number in range(1, self._count + 1) if on is None else on:
            yield from self._rows_on(number, tables, indexes)

    def tree(self, root: int) -> set[int]:
        """Return the pages of an index's tree, as far as it can be followed."""
        pages: set[int] = set()
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in pages or not 1 <= number <= self._count:
                continue
            pages.add(number)
            page = self._page(number)
            start = _FILE_HEADER if number == 1 else 0
            if page[start : start + 1] == bytes((INDEX_INTERIOR,)):
                waiting.append(int.from_bytes(page[start + 8 : start + 12]))
                waiting += [
                    int.from_bytes(page[at : at + 4]) for at in self._cells(page, start, 12)
                ]
        return pages

    def _page(self, number: int) -> bytes:
        if (newer := self._newer.get(number)) is not None:
            return self._log.read(newer, self._size)
        return self._file.read((number - 1) * self._size, self._size)

    def _cells(self, page: bytes, start: int, header: int) -> list[int]:
        count = int.from_bytes(page[start + 3 : start + 5])
        begin = start + header
        # A cell takes its pointer of two bytes and four bytes at the very least.
        if begin + count * 6 > len(page):
            return []
        return list(struct.unpack_from(f">{count}H", page, begin))

    def _rows_on(
        self, number: int, tables: Collection[int], indexes: Collection[int]
    ) -> Iterator[RawRow]:
        page = self._page(number)
        start = _FILE_HEADER if number == 1 else 0
        if len(page) < self._size:
            return
        kind = page[start]
        if kind not in (TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR):
            return
        header = 12 if kind == INDEX_INTERIOR else 8
        wanted = tables if kind == TABLE_LEAF else indexes
        if not wanted:
            return
        for cell in self._cells(page, start, header):
            rowid = None
            try:
                length, at = _varint(page, cell + 4 if kind == INDEX_INTERIOR else cell)
                if kind == TABLE_LEAF:
                    rowid, at = _varint(page, at)
                values = _record(self._payload(page, at, length, in_table=kind == TABLE_LEAF))
            except _Unsound:
                continue
            if len(values) not in wanted:
                return
            yield RawRow(rowid, values)

    def _payload(self, page: bytes, at: int, length: int, *, in_table: bool) -> bytes:
        """Return a row's bytes, of which a long row has the most on pages of its own."""
        size = self._size
        most = size - 35 if in_table else (size - 12) * 64 // 255 - 23
        if length <= most:
            return page[at : at + length]
        if length > self._count * size:
            # Of pages that follow each other in a ring there would be no end.
            raise _Unsound
        least = (size - 12) * 32 // 255 - 23
        here = least + (length - least) % (size - 4)
        if here > most:
            here = least
        parts = [page[at : at + here]]
        following = int.from_bytes(page[at + here : at + here + 4])
        left = length - here
        while left > 0:
            if not 1 < following <= self._count:
                raise _Unsound
            overflow = self._page(following)
            parts.append(overflow[4 : 4 + min(left, size - 4)])
            left -= size - 4
            following = int.from_bytes(overflow[:4])
        return b"".join(parts)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(9):
        if at >= len(data):
            raise _Unsound
        byte = data[at]
        at += 1
        if index == 8:
            value = (value << 8) | byte
            return value - (1 << 64) if value >> 63 else value, at
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return value, at


def _record(data: bytes) -> tuple[Cell, ...]:
    header, at = _varint(data, 0)
    if not at <= header <= len(data):
        raise _Unsound
    body = header
    values: list[Cell] = []
    while at < header:
        # Nearly all are of one byte, and there are tens of millions of them in a large ledger.
        if (kind := data[at]) < 0x80:
            at += 1
        else:
            kind, at = _varint(data, at)
        if kind == 0:
            values.append(None)
            continue
        value, body = _value(data, body, kind)
        values.append(value)
    if at != header or body != len(data):
        raise _Unsound
    return tuple(values)


def _value(data: bytes, at: int, kind: int) -> tuple[Cell, int]:
    value: Cell
    if kind >= 12:
        end = at + (kind - 12) // 2
        value = data[at:end]
        if kind % 2:
            try:
                value = value.decode()
            except UnicodeDecodeError:
                raise _Unsound from None
    elif 1 <= kind <= 6:
        end = at + _INTEGER_BYTES[kind]
        value = int.from_bytes(data[at:end], signed=True)
    elif kind == 7:
        end = at + 8
        value = 0.0 if end > len(data) else float(struct.unpack_from(">d", data, at)[0])
    elif kind in (8, 9):
        return kind - 8, at
    else:
        raise _Unsound
    if end > len(data):
        raise _Unsound
    return value, end


def _committed(log: _File, size: int) -> dict[int, int]:
    """Return where in the log the newest committed version of each page lies that it has.

    Like SQLite, it believes the log no further than to the first frame whose sum is wrong.
    """
    head = log.read(0, _WAL_HEADER.size)
    if len(head) < _WAL_HEADER.size:
        return {}
    magic, _, page_size, _, *salts, first, second = _WAL_HEADER.unpack(head)
    if magic not in _WAL_MAGIC or page_size != size:
        return {}
    order = "<" if magic == _WAL_MAGIC[0] else ">"
    sums = _summed(head[:-8], order, (0, 0))
    if sums != (first, second):
        return {}
    committed: dict[int, int] = {}
    pending: dict[int, int] = {}
    length = _WAL_FRAME.size + size
    for at in range(_WAL_HEADER.size, log.size - length + 1, length):
        frame = log.read(at, length)
        if len(frame) < length:
            break
        number, in_database, *salt, first, second = _WAL_FRAME.unpack_from(frame)
        sums = _summed(frame[:8] + frame[_WAL_FRAME.size :], order, sums)
        if salt != salts or sums != (first, second):
            break
        pending[number] = at + _WAL_FRAME.size
        if in_database:
            committed |= pending
            pending.clear()
    return committed


def _summed(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        one = (one + even + two) & _32_BITS
        two = (two + odd + one) & _32_BITS
    return one, two
