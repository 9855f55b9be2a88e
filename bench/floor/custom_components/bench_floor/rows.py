"""One row per call, on disk when `add` returns; calls that wait together share one fsync."""

import asyncio
import contextlib
from queue import Empty, SimpleQueue
import sqlite3
from threading import Thread
import time

type _Waiting = tuple[str, asyncio.Future[None]]


class Rows:
    """A table and the thread that writes it."""

    def __init__(self, path: str, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE call (id INTEGER PRIMARY KEY, caller TEXT, at REAL)")
        self._thread = Thread(target=self._run, name="bench_floor rows", daemon=True)
        self._thread.start()

    def add(self, caller: str) -> asyncio.Future[None]:
        """Queue a row; the future is done once it is on disk."""
        future: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((caller, future))
        return future

    def close(self) -> None:
        """Write what is queued and close the file."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_for_more = True
        while open_for_more:
            group: list[_Waiting] = []
            waiting = self._queue.get()
            with contextlib.suppress(Empty):
                while waiting is not None:
                    group.append(waiting)
                    waiting = self._queue.get_nowait()
                open_for_more = False
            self._commit(group)
        self._connection.close()

    def _commit(self, group: list[_Waiting]) -> None:
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        for caller, _ in group:
            execute("INSERT INTO call (caller, at) VALUES (?, ?)", (caller, time.time()))
        execute("COMMIT")
        self._loop.call_soon_threadsafe(_resolve, group)


def _resolve(group: list[_Waiting]) -> None:
    for _, future in group:
        if not future.done():
            future.set_result(None)
