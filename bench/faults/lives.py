"""Home Assistant's many lives in one configuration folder: born cold or from a nursery, and killed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
import os
from pathlib import Path
import shutil
import signal
from time import perf_counter
from types import TracebackType
from typing import Final, Self

from .inside.__main__ import MUTATE
from .inside.death import Plan

_INSIDE: Final = Path(__file__).parent / "inside"
_PACKAGE: Final = "faults_inside"
# A nursery imports all of Home Assistant first; a cold start does so, too.
_BIRTH_SECONDS: Final = 120


class LifeError(Exception):
    """Home Assistant did not live as it should, or died of itself."""


@dataclass(slots=True, kw_only=True, eq=False)
class Life:
    """One process from its birth to its death. Times are `perf_counter()`."""

    pid: int
    cold: bool
    handle: int | None
    plan: Plan
    born_at: float = field(default_factory=perf_counter)
    opened_at: float | None = None
    died_at: float | None = None
    hit: str | None = None
    killed: bool = False
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    dead: asyncio.Event = field(default_factory=asyncio.Event)

    def kill(self) -> bool:
        """End it without warning; False where it was dead already."""
        return self._send(signal.SIGKILL)

    def stop(self) -> bool:
        """Ask it to shut down."""
        return self._send(signal.SIGTERM)

    def _send(self, sign: signal.Signals) -> bool:
        if self.handle is None or self.dead.is_set():
            return False
        try:
            signal.pidfd_send_signal(self.handle, sign)
        except ProcessLookupError:
            return False
        self.killed = True
        return True

    def over(self) -> None:
        """Note that it is dead."""
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None
        self.died_at = perf_counter()
        self.dead.set()


class Lives:
    """One life at a time. `async with` ends what is left."""

    def __init__(self, python: Path, config: Path, mutate: str | None) -> None:
        self.all: list[Life] = []
        self._python = python
        self._config = config
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self._environment = {
            **inherited,
            "PATH": f"{python.parent}:{os.environ['PATH']}",
            # A thread that NumPy starts as it is imported would bar the nursery from having children.
            "OPENBLAS_NUM_THREADS": "1",
        }
        if mutate is not None:
            self._environment[MUTATE] = mutate
        self._tells = -1
        self._reader: asyncio.Task[None] | None = None
        self._nursery: asyncio.subprocess.Process | None = None
        self._cold: set[asyncio.Task[None]] = set()
        self._expected: tuple[Plan, asyncio.Future[Life]] | None = None

    async def __aenter__(self) -> Self:
        shutil.copytree(
            _INSIDE, self._config / _PACKAGE, ignore=shutil.ignore_patterns("__pycache__")
        )
        reads, self._tells = os.pipe()
        stream = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reads, "rb", buffering=0)
        )
        self._reader = asyncio.create_task(self._listen(stream))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.all:
            self.all[-1].kill()
        if self._nursery is not None and self._nursery.stdin is not None:
            # Where nobody wants children any more, it ends the last one and itself.
            self._nursery.stdin.close()
            await self._nursery.wait()
        await asyncio.gather(*self._cold)
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        os.close(self._tells)

    async def begin(self, plan: Plan, *, cold: bool) -> Life:
        """Begin a life; it is not open yet on return."""
        try:
            async with asyncio.timeout(_BIRTH_SECONDS):
                life = await (self._begin_cold(plan) if cold else self._begin_child(plan))
        except TimeoutError:
            raise LifeError("no Home Assistant was born") from None
        return life

    async def _begin_cold(self, plan: Plan) -> Life:
        process = await self._start("cold", str(self._tells), plan.written())
        life = self._note_birth(process.pid, plan, cold=True)

        async def wait() -> None:
            await process.wait()
            life.over()

        task = asyncio.create_task(wait())
        self._cold.add(task)
        task.add_done_callback(self._cold.discard)
        return life

    async def _begin_child(self, plan: Plan) -> Life:
        if self._nursery is None:
            self._nursery = await self._start("nursery", str(self._tells))
        born: asyncio.Future[Life] = asyncio.get_running_loop().create_future()
        self._expected = (plan, born)
        if self._nursery.stdin is not None:
            self._nursery.stdin.write(plan.written().encode() + b"\n")
        gone = asyncio.ensure_future(self._nursery.wait())
        try:
            await asyncio.wait((born, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
        if not born.done():
            raise LifeError("the nursery has no children")
        return born.result()

    async def _start(self, *arguments: str) -> asyncio.subprocess.Process:
        with (self._config / "hass.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                self._python,
                "-m",
                _PACKAGE,
                *arguments,
                cwd=self._config,
                env=self._environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=(self._tells,),
                start_new_session=True,
            )

    def _note_birth(self, pid: int, plan: Plan, *, cold: bool) -> Life:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            # Dead before anybody looked.
            handle = None
        life = Life(pid=pid, cold=cold, handle=handle, plan=plan)
        self.all.append(life)
        return life

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        tellers: dict[str, Callable[[int, str], None]] = {
            "born": self._on_born,
            "open": self._on_open,
            "hit": self._on_hit,
            "dead": self._on_dead,
        }
        while line := (await stream.readline()).decode().rstrip("\n"):
            what, pid, *more = line.split(" ", 2)
            tellers[what](int(pid), more[0] if more else "")

    def _on_born(self, pid: int, _: str) -> None:
        if self._expected is not None:
            plan, born = self._expected
            born.set_result(self._note_birth(pid, plan, cold=False))

    def _on_open(self, pid: int, _: str) -> None:
        life = self._living(pid)
        life.opened_at = perf_counter()
        life.opened.set()

    def _on_hit(self, pid: int, point: str) -> None:
        self._living(pid).hit = point

    def _on_dead(self, pid: int, _: str) -> None:
        self._living(pid).over()

    def _living(self, pid: int) -> Life:
        return next(life for life in reversed(self.all) if life.pid == pid)
