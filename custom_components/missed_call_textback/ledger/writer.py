"""The one thread that writes: units of work that wait together are committed together.

An fsync takes 10-30 ms on an SD card, so a burst of events must share it. One unit that fails takes
back its own rows and nothing of its neighbours': then the group is rolled back and run once more, each
unit within a savepoint of its own. Units seldom fail, and a savepoint has SQLite copy each page that
the unit changes.

In a burst of calls, callers wait for their texts, but nobody waits for what the carrier said of those
that went out already. Such a unit is patient: it is done when no other waits, or after a moment.
"""

import asyncio
from collections import deque
from collections.abc import Callable
import contextlib
from dataclasses import dataclass
from datetime import UTC, tzinfo
import logging
from queue import Empty, SimpleQueue
import sqlite3
from threading import Thread
from time import monotonic
from typing import Any, Final

from ..core.book import Book
from .book import SqlBook
from .connection import Session
from .pseudonyms import Pseudonyms
from .trouble import unavailable
from .upkeep import shorten_log

_LOGGER = logging.getLogger(__name__)

# A bound, so that the first of a great many waits for a part of them only.
GROUP: Final = 256
# Longer than a burst of a thousand calls lasts, on a small machine too.
_PATIENCE_SECONDS: Final = 5.0
# Longer than a turn of the event loop in a burst, during which no unit comes, and next to nothing to a
# person.
_LULL_SECONDS: Final = 0.25

# What is the unit's fault, not the database's: constraints, values and parameters.
_UNIT_ERRORS: Final = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.NotSupportedError,
    sqlite3.InterfaceError,
)


@dataclass(frozen=True, slots=True)
class _Unit:
    work: Callable[[Book], Any]
    future: asyncio.Future[Any]
    then: Callable[[Any], None] | None = None
    patient: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    work: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]
    then: None = None


@dataclass(frozen=True, slots=True)
class _Done:
    unit: _Unit | _Step
    result: Any = None
    error: BaseException | None = None

    def resolve(self) -> None:
        """Do what follows, and tell the awaiter. It may have been cancelled: what is done is done."""
        error, then, future = self.error, self.unit.then, self.unit.future
        if error is None and then is not None:
            try:
                then(self.result)
            except Exception as raised:
                error = raised
                if future.done():
                    _LOGGER.exception("What follows from something stored could not be done")
        if future.done():
            return
        if error is None:
            future.set_result(self.result)
        else:
            future.set_exception(error)


class Writer:
    """The writer thread and its queue. Its methods are called on the event loop."""

    def __init__(
        self,
        session: Session,
        pseudonyms: Pseudonyms,
        loop: asyncio.AbstractEventLoop,
        zone: tzinfo = UTC,
    ) -> None:
        self._session = session
        self._loop = loop
        self._book = SqlBook(session.cursor, pseudonyms, zone)
        self._queue: SimpleQueue[_Unit | None] = SimpleQueue()
        self._between: SimpleQueue[_Step] = SimpleQueue()
        # The thread's own.
        self._patient: deque[_Unit] = deque()
        self._patience_ends = 0.0
        # A daemon: a ledger that nobody closed must not keep the process from ending. What was
        # acknowledged is on disk.
        self._thread = Thread(target=self._run, name="missed_call_textback ledger", daemon=True)
        self._thread.start()

    def submit[T](
        self,
        work: Callable[[Book], T],
        *,
        then: Callable[[T], None] | None = None,
        patient: bool = False,
    ) -> asyncio.Future[T]:
        """Queue a unit of work. It is done, and `then` after it, even if nobody waits any more."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(_Unit(work, future, then, patient))
        return future

    def between[T](self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Do something between two transactions that cannot be done within one."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._between.put(_Step(work, future))
        # So that a writer with nothing to do comes by.
        self.submit(lambda _: None).cancel()
        return future

    async def close(self) -> None:
        """Do what is queued, move the log into the database file, and end the thread."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while (group := self._next_group()) is not None:
            self._commit(group)
            self._take_steps()
        with contextlib.suppress(sqlite3.Error):
            shorten_log(self._session.connection)
        self._session.close()

    def _take_steps(self) -> None:
        while not self._between.empty():
            step = self._between.get()
            try:
                done = _Done(step, step.work(self._session.connection))
            except sqlite3.Error as error:
                done = _Done(step, error=unavailable(error))
            self._tell([done])

    def _next_group(self) -> list[_Unit] | None:
        """Wait for a unit and return it with those that wait as well, or None at the end."""
        group: list[_Unit] = []
        while len(group) < GROUP:
            try:
                unit = self._queue.get(block=not group, timeout=self._patience_left())
            except Empty:
                break
            if unit is None:
                if not group and not self._patient:
                    return None
                self._queue.put(None)
                break
            if unit.patient:
                self._have_wait(unit)
            else:
                group.append(unit)
        if not group or (self._patient and monotonic() >= self._patience_ends):
            while self._patient and len(group) < GROUP:
                group.append(self._patient.popleft())
        return group

    def _patience_left(self) -> float | None:
        """Return how long those who are patient let others go first; None where nobody is."""
        if not self._patient:
            return None
        return min(_LULL_SECONDS, max(0.0, self._patience_ends - monotonic()))

    def _have_wait(self, unit: _Unit) -> None:
        if not self._patient:
            self._patience_ends = monotonic() + _PATIENCE_SECONDS
        self._patient.append(unit)

    def _commit(self, group: list[_Unit]) -> None:
        """Run a group in one transaction, and tell all its awaiters at once."""
        try:
            done = self._commit_together(group) or self._commit_apart(group)
        except sqlite3.Error as error:
            self._roll_back()
            # An exception keeps its own traceback, so each awaiter gets one of its own.
            done = [_Done(unit, error=unavailable(error)) for unit in group]
        self._tell(done)

    def _tell(self, done: list[_Done]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(_resolve, done)

    def _commit_together(self, group: list[_Unit]) -> list[_Done]:
        """Run units as if they were one. Returns nothing where one failed among others."""
        execute = self._session.cursor.execute
        execute("BEGIN IMMEDIATE")
        try:
            done = [self._run_beside(unit) for unit in group]
            self._book.write_counts()
        except BaseException as error:
            if not _is_of_unit(error):
                raise
            self._roll_back()
            return [_Done(group[0], error=error)] if len(group) == 1 else []
        execute("COMMIT")
        return done

    def _run_beside(self, unit: _Unit) -> _Done:
        result = unit.work(self._book)
        # SQLite ends the whole transaction by itself when the disk is full, and the unit may
        # have swallowed that error: what follows would be no longer in one.
        if not self._session.connection.in_transaction:
            raise sqlite3.OperationalError("the transaction is over")
        return _Done(unit, result)

    def _commit_apart(self, group: list[_Unit]) -> list[_Done]:
        """Run units so that each which fails is rolled back alone."""
        execute = self._session.cursor.execute
        execute("BEGIN IMMEDIATE")
        done = [self._run_apart(unit) for unit in group]
        execute("COMMIT")
        return done

    def _run_apart(self, unit: _Unit) -> _Done:
        execute = self._session.cursor.execute
        execute("SAVEPOINT unit")
        try:
            done = _Done(unit, unit.work(self._book))
            self._book.write_counts()
        except BaseException as error:
            if not _is_of_unit(error):
                raise
            done = _Done(unit, error=error)
            execute("ROLLBACK TO unit")
            self._book.forget_counts()
        # As above: this raises where SQLite has ended the transaction, for there is no savepoint.
        execute("RELEASE unit")
        return done

    def _roll_back(self) -> None:
        self._book.forget_counts()
        if self._session.connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._session.cursor.execute("ROLLBACK")


def _is_of_unit(error: BaseException) -> bool:
    return not isinstance(error, sqlite3.Error) or isinstance(error, _UNIT_ERRORS)


def _resolve(done: list[_Done]) -> None:
    for each in done:
        each.resolve()
