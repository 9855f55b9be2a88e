"""The ledger: durable storage in one SQLite file, with all blocking work off the event loop."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import override

from ..core.ports import Book, Ledger, LedgerUnavailable
from ..core.records import (
    CallBack,
    CallRecord,
    Figures,
    Person,
    Record,
    Settings,
    Unsure,
    VitalSigns,
)
from .connection import open_sessions
from .reader import Reader
from .writer import Writer


class SqliteLedger(Ledger):
    """A ledger in a file. Belongs to the event loop that opened it; closed, it refuses all."""

    def __init__(self) -> None:
        self._path = Path()
        self._writer: Writer | None = None
        self._reader: Reader | None = None

    async def open(self, path: Path, *, busy_seconds: float = 5.0) -> None:
        """Open the ledger at a path, made (for its owner's eyes only) or migrated where needed.

        `busy_seconds` is how long to wait while another process has the file locked. Raises
        LedgerUnavailable, and of these LedgerTooNew where a newer version wrote it.
        """
        writing, reading, pseudonyms = await asyncio.to_thread(open_sessions, path, busy_seconds)
        self._path = path
        self._writer = Writer(writing, pseudonyms, asyncio.get_running_loop())
        self._reader = Reader(reading, pseudonyms)

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
    async def settings(self, shop_id: str) -> Settings:
        return await _opened(self._reader).settings(shop_id)

    @override
    async def person(self, shop_id: str, peer: str) -> Person:
        return await _opened(self._reader).person(shop_id, peer)

    @override
    async def spent(self, shop_id: str, month: str) -> int:
        return await _opened(self._reader).spent(shop_id, month)

    @override
    async def unsure(self, shop_id: str) -> list[Unsure]:
        return await _opened(self._reader).unsure(shop_id)

    @override
    async def to_call_back(self, line_ids: Collection[str]) -> list[CallBack]:
        return await _opened(self._reader).to_call_back(line_ids)

    @override
    async def vital_signs(self) -> VitalSigns:
        return await _opened(self._reader).vital_signs(self._path)

    @override
    async def records(
        self,
        shop_id: str,
        line_ids: Collection[str],
        *,
        peer: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Record]:
        return await _opened(self._reader).records(
            shop_id, line_ids, peer=peer, since=since, until=until
        )


def _opened[T](half: T | None) -> T:
    if half is None:
        raise LedgerUnavailable("the ledger is closed")
    return half
