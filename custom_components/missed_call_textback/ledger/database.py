"""The ledger: durable storage in one SQLite file, with all blocking work off the event loop."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import override

from ..core.ports import Book, CallRecord, Figures, Ledger, LedgerUnavailable
from .connection import open_sessions
from .reader import Reader
from .writer import Writer


class SqliteLedger(Ledger):
    """A ledger in a file. Belongs to the event loop that opened it; closed, it refuses all."""

    def __init__(self) -> None:
        self._writer: Writer | None = None
        self._reader: Reader | None = None

    async def open(self, path: Path, *, busy_seconds: float = 5.0) -> None:
        """Open the ledger at a path, made (for its owner's eyes only) or migrated where needed.

        `busy_seconds` is how long to wait while another process has the file locked. Raises
        LedgerUnavailable, and of these LedgerTooNew where a newer version wrote it.
        """
        writing, reading = await asyncio.to_thread(open_sessions, path, busy_seconds)
        self._writer = Writer(writing, asyncio.get_running_loop())
        self._reader = Reader(reading)

    async def close(self) -> None:
        """Commit what is queued and close the file. Does nothing where it is not open."""
        writer, self._writer = self._writer, None
        reader, self._reader = self._reader, None
        # The last connection to close tidies up behind the log, so the writer's closes last.
        if reader is not None:
            await reader.close()
        if writer is not None:
            await writer.close()

    @override
    async def write[T](self, work: Callable[[Book], T]) -> T:
        return await _opened(self._writer).submit(work)

    @override
    async def figures(self, line_id: str, today: str) -> Figures:
        return await _opened(self._reader).figures(line_id, today)

    @override
    async def call_by_id(self, call_id: int) -> CallRecord | None:
        return await _opened(self._reader).call_by_id(call_id)

    @override
    async def automatic(self) -> dict[str, bool]:
        return await _opened(self._reader).automatic()


def _opened[T](half: T | None) -> T:
    if half is None:
        raise LedgerUnavailable("the ledger is closed")
    return half
