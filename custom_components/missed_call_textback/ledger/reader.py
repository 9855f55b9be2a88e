"""The one thread that reads, on a connection of its own: a long read must not hold up a write."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
import sqlite3
from threading import Event

from ..core.inbox import Conversation, MissedCalls, Summary, Wanted
from ..core.ports import Trouble
from ..core.records import (
    CallRecord,
    Daily,
    Described,
    Figures,
    Person,
    Record,
    Settings,
    Unsure,
    VitalSigns,
)
from ..core.tally import TALLIES, Tally
from .connection import Session
from .inbox import read_conversation, read_missed, read_owed, read_thread, read_threads
from .pseudonyms import Pseudonyms
from .queries import calls, health, numbers, past, people, texts, threads
from .records import read_records
from .rows import call_record_of, person_of
from .schema import TOTAL
from .statement import LARGEST_ID, Statement
from .times import from_micros
from .trouble import unavailable


class Reader:
    """The reader thread. Its methods are called on the event loop."""

    def __init__(
        self,
        session: Session,
        pseudonyms: Pseudonyms,
        in_trouble: Callable[[Trouble | None], Awaitable[None]],
    ) -> None:
        self._session = session
        self._cursor = session.cursor
        self._pseudonyms = pseudonyms
        self._in_trouble = in_trouble
        self._executor = ThreadPoolExecutor(1, "missed_call_textback reader")

    async def figures(self, line_id: str, today: str) -> Figures:
        """Return a line's numbers."""
        return await self._read(lambda: self._figures(line_id, today))

    async def daily(self, line_id: str, since: str, until: str) -> Daily:
        """Return a line's counters, day by day."""
        return await self._read(lambda: self._daily(numbers.DAILY, line_id, since, until))

    async def past(self, line_id: str, since: str, until: str) -> Daily:
        """Return what was imported of a line, day by day."""
        return await self._read(lambda: self._daily(past.PAST, line_id, since, until))

    async def call_by_id(self, call_id: int) -> CallRecord | None:
        """Return one call."""
        return await self._read(lambda: self._call_by_id(call_id))

    async def settings(self, shop_id: str) -> Settings:
        """Return what is set at run time."""
        return await self._read(lambda: self._settings(shop_id))

    async def person(self, shop_id: str, peer: str) -> Person:
        """Return what is known of an address."""
        return await self._read(lambda: self._person(shop_id, peer))

    async def unsure(self, shop_id: str) -> list[Unsure]:
        """Return whom the owner has still to be asked about."""
        return await self._read(lambda: self._unsure(shop_id))

    async def spent(self, shop_id: str, month: str) -> int:
        """Return what a month's texts cost."""
        return await self._read(lambda: self._spent(shop_id, month))

    async def owed(self, shop_id: str, line_id: str, most: int) -> list[Summary]:
        """Return the conversations in which something is owed."""
        return await self._read(lambda: read_owed(self._cursor, shop_id, line_id, most))

    async def missed(self, shop_id: str, line_id: str, since: datetime, most: int) -> MissedCalls:
        """Return who called in vain."""

        def look() -> MissedCalls:
            with self._one_moment():
                return read_missed(self._cursor, shop_id, line_id, since, most)

        return await self._read(look)

    async def threads(
        self, shop_id: str, line_ids: Collection[str], wanted: Wanted
    ) -> list[Summary]:
        """Return a page of conversations."""
        return await self._read(lambda: read_threads(self._cursor, shop_id, line_ids, wanted))

    async def thread(self, shop_id: str, thread_id: int) -> Summary | None:
        """Return one conversation as a list shows it."""
        return await self._read(lambda: read_thread(self._cursor, shop_id, thread_id))

    async def conversation(self, shop_id: str, thread_id: int) -> Conversation | None:
        """Return one conversation with all that happened in it."""

        def look() -> Conversation | None:
            with self._one_moment():
                return read_conversation(self._cursor, self._pseudonyms, shop_id, thread_id)

        return await self._read(look)

    async def vital_signs(self, path: Path) -> VitalSigns:
        """Return how the ledger in a file does."""
        return await self._read(lambda: self._vital_signs(path))

    async def move_log(self) -> None:
        """Move what the log has into the database file, which holds up no writer."""
        await self._read(lambda: self._cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall())

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Read nothing meanwhile: who reads keeps the log from being emptied."""
        resting, go_on = asyncio.Event(), Event()
        loop = asyncio.get_running_loop()

        def rest() -> None:
            loop.call_soon_threadsafe(resting.set)
            go_on.wait()

        reading = asyncio.ensure_future(self._read(rest))
        try:
            await resting.wait()
            yield
        finally:
            go_on.set()
            await reading

    async def records(
        self,
        shop_id: str,
        line_ids: Collection[str],
        *,
        peer: str | None,
        since: datetime | None,
        until: datetime | None,
    ) -> list[Record]:
        """Return what happened, oldest first."""

        def look() -> list[Record]:
            with self._one_moment():
                return read_records(
                    self._cursor,
                    self._pseudonyms,
                    shop_id,
                    line_ids,
                    peer=peer,
                    since=since,
                    until=until,
                )

        return await self._read(look)

    async def close(self) -> None:
        """Finish what is being read, and end the thread."""
        self._executor.submit(self._session.close)
        await asyncio.to_thread(self._executor.shutdown)

    async def _read[T](self, look: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._executor, look)
        except sqlite3.Error as error:
            known = unavailable(error)
            await self._in_trouble(known.trouble)
            raise known from None

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """Make all that is read meanwhile be of one moment."""
        self._cursor.execute("BEGIN")
        try:
            yield
        finally:
            self._cursor.execute("ROLLBACK")

    def _figures(self, line_id: str, today: str) -> Figures:
        with self._one_moment():
            counters = numbers.COUNTERS.run(self._cursor, line_id=line_id, today=today).fetchall()
            waiting = threads.WAITING.run(self._cursor, line_id=line_id).fetchall()
            (to_call_back,) = threads.HOW_MANY_TO_CALL_BACK.run(
                self._cursor, line_id=line_id
            ).fetchone()
            (urgent,) = threads.HOW_MANY_URGENT.run(self._cursor, line_id=line_id).fetchone()
            last = texts.LAST_TEXT_BACK.run(self._cursor, line_id=line_id).fetchone()
        total: dict[str, int] = dict.fromkeys(Tally, 0)
        of_today: dict[str, int] = dict.fromkeys(Tally, 0)
        for day, tally, n in counters:
            if tally in TALLIES:
                (total if day == TOTAL else of_today)[Tally(tally)] = n
        return Figures(
            total=total,
            today=of_today,
            who_waits={thread_id: from_micros(since) for thread_id, since in waiting},
            to_call_back=to_call_back,
            urgent=urgent,
            text_back_seconds=None if last is None else last[0] / 1_000_000,
        )

    def _daily(self, counters: Statement, line_id: str, since: str, until: str) -> Daily:
        days: Daily = {}
        for day, tally, n in counters.run(self._cursor, line_id=line_id, since=since, until=until):
            days.setdefault(day, {})[tally] = n
        return days

    def _call_by_id(self, call_id: int) -> CallRecord | None:
        if call_id > LARGEST_ID:
            return None
        row = calls.CALL_BY_ID.run(self._cursor, id=call_id).fetchone()
        return None if row is None else call_record_of(row)

    def _settings(self, shop_id: str) -> Settings:
        automatic = {line_id: bool(on) for line_id, on in numbers.AUTOMATIC.run(self._cursor)}
        row = numbers.SHOP_SETTING.run(self._cursor, shop_id=shop_id).fetchone()
        snoozed_until, listened_at = row or (None, None)
        rows = people.DESCRIBED.run(self._cursor, shop_id=shop_id)
        described = {
            peer: Described(name=name, language=spoken, heard=heard)
            for peer, name, spoken, heard in rows
        }
        return Settings(
            automatic=automatic,
            snoozed_until=from_micros(snoozed_until),
            listened_at=from_micros(listened_at),
            people=described,
        )

    def _person(self, shop_id: str, peer: str) -> Person:
        return person_of(
            people.PERSON.run(
                self._cursor, shop_id=shop_id, peer=peer, hashed=self._pseudonyms.of(peer)
            ).fetchone()
        )

    def _unsure(self, shop_id: str) -> list[Unsure]:
        rows = people.UNSURE.run(self._cursor, shop_id=shop_id)
        return [Unsure(peer=peer, words=words) for peer, words in rows]

    def _spent(self, shop_id: str, month: str) -> int:
        row = numbers.SPENT.run(self._cursor, shop_id=shop_id, month=month).fetchone()
        return 0 if row is None else int(row[0])

    def _vital_signs(self, path: Path) -> VitalSigns:
        waiting, oldest, in_doubt = health.OPEN_TEXTS.run(self._cursor).fetchone()
        # The log lies beside the file as long as a ledger is open, and this one is.
        files = (path, path.with_name(f"{path.name}-wal"))
        return VitalSigns(
            size=sum(file.stat().st_size for file in files if file.exists()),
            waiting_texts=waiting,
            oldest_waiting_at=from_micros(oldest),
            in_doubt=in_doubt,
        )
