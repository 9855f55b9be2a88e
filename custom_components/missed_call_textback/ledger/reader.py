"""The one thread that reads, on a connection of its own: a long read must not hold up a write."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
import sqlite3

from ..core.ports import CallRecord, Figures, LedgerUnavailable, Tally
from . import queries
from .connection import Session
from .rows import call_record_of
from .schema import TOTAL


class Reader:
    """The reader thread. Its methods are called on the event loop."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cursor = session.cursor
        self._executor = ThreadPoolExecutor(1, "missed_call_textback reader")

    async def figures(self, line_id: str, today: str) -> Figures:
        """Return a line's numbers."""
        return await self._read(lambda: self._figures(line_id, today))

    async def call_by_id(self, call_id: int) -> CallRecord | None:
        """Return one call."""
        return await self._read(lambda: self._call_by_id(call_id))

    async def automatic(self) -> dict[str, bool]:
        """Return the kept state of each line's switch."""
        return await self._read(self._automatic)

    async def close(self) -> None:
        """Finish what is being read, and end the thread."""
        self._executor.submit(self._session.close)
        await asyncio.to_thread(self._executor.shutdown)

    async def _read[T](self, look: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._executor, look)
        except sqlite3.Error as error:
            raise LedgerUnavailable(str(error)) from error

    def _figures(self, line_id: str, today: str) -> Figures:
        # One transaction, so that all numbers are of one moment.
        self._cursor.execute("BEGIN")
        try:
            counters = queries.COUNTERS.run(self._cursor, line_id=line_id, today=today).fetchall()
            (waiting,) = queries.WAITING.run(self._cursor, line_id=line_id).fetchone()
            last = queries.LAST_TEXT_BACK.run(self._cursor, line_id=line_id).fetchone()
        finally:
            self._cursor.execute("ROLLBACK")
        total = dict.fromkeys(Tally, 0)
        of_today = dict.fromkeys(Tally, 0)
        for day, tally, n in counters:
            (total if day == TOTAL else of_today)[Tally(tally)] = n
        return Figures(
            total=total,
            today=of_today,
            waiting=waiting,
            text_back_seconds=None if last is None else last[0] / 1_000_000,
        )

    def _call_by_id(self, call_id: int) -> CallRecord | None:
        row = queries.CALL_BY_ID.run(self._cursor, id=call_id).fetchone()
        return None if row is None else call_record_of(row)

    def _automatic(self) -> dict[str, bool]:
        return {line_id: bool(on) for line_id, on in queries.AUTOMATIC.run(self._cursor)}
