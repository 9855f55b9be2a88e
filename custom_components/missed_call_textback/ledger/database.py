"""The ledger: durable storage in one SQLite file, with all blocking work off the event loop."""

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import override

from ..core.book import Book
from ..core.inbox import Conversation, MissedCalls, Summary, Wanted
from ..core.ports import Ledger, LedgerUnavailable, Trouble
from ..core.records import (
    CallRecord,
    Daily,
    Figures,
    Person,
    Record,
    Settings,
    Unsure,
    VitalSigns,
)
from . import upkeep
from .connection import open_sessions
from .files import log_size, mark_suspect
from .reader import Reader
from .writer import Writer


class SqliteLedger(Ledger):
    """A ledger in a file. Belongs to the event loop that opened it; closed, it refuses all.

    `on_trouble` hears on the event loop what keeps the ledger from being written or read, and None
    once it can be again. One that was found damaged stays so until it is opened anew.
    """

    def __init__(self, on_trouble: Callable[[Trouble | None], None] = lambda _: None) -> None:
        self._path = Path()
        self._writer: Writer | None = None
        self._reader: Reader | None = None
        self._held = False
        self._log_tells = False
        self._changing = asyncio.Lock()
        self._on_trouble = on_trouble
        self._trouble: Trouble | None = None

    async def open(self, path: Path, *, busy_seconds: float = 5.0, zone: tzinfo = UTC) -> None:
        """Open the ledger at a path, made (for its owner's eyes only) or migrated where needed.

        `busy_seconds` is how long to wait while another process has the file locked, `zone` where
        the shop's days begin. Raises LedgerUnavailable, of these LedgerTooNew where a newer version
        wrote it; and where the trouble is that it is damaged, `recover` has to do its work first.
        """
        async with self._changing:
            writing, reading, pseudonyms = await asyncio.to_thread(
                open_sessions, path, busy_seconds, held=self._held, zone=zone
            )
            self._path = path
            self._trouble = None
            self._writer = Writer(writing, pseudonyms, asyncio.get_running_loop(), zone)
            self._reader = Reader(reading, pseudonyms, self._note)

    async def close(self) -> None:
        """Commit what is queued and close the file. Does nothing where it is not open."""
        async with self._changing:
            writer, self._writer = self._writer, None
            reader, self._reader = self._reader, None
            # The last connection to close tidies up behind the log, so the writer's closes last.
            if reader is not None:
                await reader.close()
            if writer is not None:
                await writer.close()

    async def hold(self) -> None:
        """Leave the database file as it is until `let_go`, so that it can be copied.

        Writing and reading go on as ever. A ledger that is not open is held once it is. Raises
        LedgerUnavailable where the log could not be emptied first; it is held all the same.
        """
        async with self._changing:
            begun, self._held = self._held, True
            if not begun and self._writer is not None and self._reader is not None:
                async with self._reader.at_rest():
                    await self._writer.between(upkeep.hold)

    async def let_go(self) -> None:
        """Write into the database file again."""
        async with self._changing:
            self._held = False
            if self._writer is not None:
                await self._writer.between(upkeep.let_go)
                if self._log_tells:
                    await self._shorten_log(0)

    async def give_back(self, pages: int) -> int:
        """Give free pages back to the disk, no more than so many; returns how many are left."""
        return await _opened(self._writer).between(partial(upkeep.give_back, pages=pages))

    async def shorten_log(self, longest: int) -> None:
        """Empty the log where it has more bytes than that, as reads without end would let it."""
        async with self._changing:
            await self._shorten_log(longest)

    @override
    async def leave_no_trace(self) -> None:
        # The log has what was erased as it was before, and so has the file until the log is moved.
        async with self._changing:
            self._log_tells = True
            await self._shorten_log(0)

    async def _shorten_log(self, longest: int) -> None:
        writer, reader = _opened(self._writer), _opened(self._reader)
        if self._held or await asyncio.to_thread(log_size, self._path) <= longest:
            return
        # The most of it without holding up anybody.
        await reader.move_log()
        async with reader.at_rest():
            await writer.between(upkeep.shorten_log)
        self._log_tells = False

    async def try_out(self) -> None:
        """Write something that changes nothing, to learn whether it goes. Raises LedgerUnavailable."""
        await self._listened(_opened(self._writer).between(upkeep.try_out))

    @override
    async def write[T](
        self,
        work: Callable[[Book], T],
        *,
        then: Callable[[T], None] | None = None,
        patient: bool = False,
    ) -> T:
        return await self._listened(_opened(self._writer).submit(work, then=then, patient=patient))

    async def _listened[T](self, writing: asyncio.Future[T]) -> T:
        try:
            result = await writing
        except LedgerUnavailable as error:
            await self._note(error.trouble)
            raise
        if self._trouble is not None and self._trouble is not Trouble.DAMAGED:
            await self._note(None)
        return result

    async def _note(self, trouble: Trouble | None) -> None:
        if trouble is self._trouble or self._trouble is Trouble.DAMAGED:
            return
        self._trouble = trouble
        if trouble is Trouble.DAMAGED:
            await asyncio.to_thread(mark_suspect, self._path)
        self._on_trouble(trouble)

    @override
    async def figures(self, line_id: str, today: str) -> Figures:
        return await _opened(self._reader).figures(line_id, today)

    @override
    async def daily(self, line_id: str, since: str, until: str) -> Daily:
        return await _opened(self._reader).daily(line_id, since, until)

    @override
    async def past(self, line_id: str, since: str, until: str) -> Daily:
        return await _opened(self._reader).past(line_id, since, until)

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
    async def owed(self, shop_id: str, line_id: str, most: int) -> list[Summary]:
        return await _opened(self._reader).owed(shop_id, line_id, most)

    @override
    async def missed(self, shop_id: str, line_id: str, since: datetime, most: int) -> MissedCalls:
        return await _opened(self._reader).missed(shop_id, line_id, since, most)

    @override
    async def threads(
        self, shop_id: str, line_ids: Collection[str], wanted: Wanted
    ) -> list[Summary]:
        return await _opened(self._reader).threads(shop_id, line_ids, wanted)

    @override
    async def thread(self, shop_id: str, thread_id: int) -> Summary | None:
        return await _opened(self._reader).thread(shop_id, thread_id)

    @override
    async def conversation(self, shop_id: str, thread_id: int) -> Conversation | None:
        return await _opened(self._reader).conversation(shop_id, thread_id)

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
