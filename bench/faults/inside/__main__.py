"""Runs Home Assistant with its points watched, once from cold, or as one child after another.

    python -m faults_inside cold FD PLAN        one life in a fresh interpreter
    python -m faults_inside nursery FD          a life for each plan that comes on standard input

Both run `hass` itself, from its `main()` on. The nursery has imported beforehand what a life imports,
and nothing else: it has one thread, no event loop, no open database and no socket, so that a child is
as good as a fresh process. Line by line it tells FD who was born and who died.
"""

import asyncio
from collections.abc import Awaitable, Callable
import contextlib
import gc
from importlib import import_module
import json
import os
from pathlib import Path
import select
import signal
import sys
from typing import Final

from .death import Death, Plan
from .mutations import MUTATIONS
from .pace import quicken
from .points import INTEGRATION, Point, find, watch

MUTATE: Final = "MISSED_CALL_TEXTBACK_MUTATE"
IMPORTED: Final = Path("faults_imported.json")
# By then all that a start imports is there.
_SETTLED_SECONDS: Final = 3.0


class _Life:
    """The life that is lived in here, where it is one that ends."""

    death: Death | None = None

    def reach(self, point: Point) -> None:
        if self.death is not None:
            self.death.reach(point)


def _prepare(tells: int) -> _Life:
    """Import the integration and wrap its points."""
    import_module("homeassistant")
    import_module(INTEGRATION)
    quicken()
    if name := os.environ.get(MUTATE):
        MUTATIONS[name][1]()
    life = _Life()
    watch(life.reach)
    _tell_when_open(tells)
    return life


def _tell_when_open(tells: int) -> None:
    holder, name = find(INTEGRATION, "async_setup_entry")
    set_up: Callable[..., Awaitable[bool]] = vars(holder)[name]

    async def opened(*args: object) -> bool:
        is_open = await set_up(*args)
        os.write(tells, f"open {os.getpid()}\n".encode())
        if not IMPORTED.exists():
            asyncio.get_running_loop().call_later(_SETTLED_SECONDS, _note_imported)
        return is_open

    setattr(holder, name, opened)


def _note_imported() -> None:
    beside = IMPORTED.with_suffix(".new")
    beside.write_text(json.dumps([name for name in sys.modules if name != "__main__"]))
    beside.rename(IMPORTED)


def _live() -> int:
    sys.argv = ["hass", "--config", str(Path.cwd()), "--skip-pip", "--log-no-color"]
    main: Callable[[], int] = import_module("homeassistant.__main__").main
    return main()


def _cold(tells: int, plan: Plan) -> int:
    _prepare(tells).death = Death(plan, tells)
    return _live()


def _nursery(tells: int) -> int:
    # First, as in `hass`: it puts libraries of its own in the place of others.
    import_module("homeassistant")
    for name in json.loads(IMPORTED.read_text()):
        # Some modules are there for other systems only.
        with contextlib.suppress(Exception):
            import_module(name)
    life = _prepare(tells)
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        # A lock that another thread holds at a fork is never released in the child.
        sys.stderr.write("An import started a thread: no child can be had.\n")
        return 1
    gc.freeze()
    while plan := os.read(0, 4096):
        go, went = os.pipe()
        child = os.fork()
        if child == 0:
            # Its birth is told before anything else of it.
            os.read(go, 1)
            nowhere = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nowhere, 0)
            for each in (go, went, nowhere):
                os.close(each)
            life.death = Death(Plan.read(plan.decode()), tells)
            return _live()
        os.write(tells, f"born {child}\n".encode())
        os.write(went, b".")
        os.close(go)
        os.close(went)
        status = _wait_for(child)
        os.write(tells, f"dead {child} {status}\n".encode())
    return 0


def _wait_for(child: int) -> int:
    """Wait until a child is dead; see to that where whoever wants it is gone."""
    handle = os.pidfd_open(child)
    try:
        readable, _, _ = select.select([handle, 0], [], [])
        if handle not in readable:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    finally:
        os.close(handle)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cold", tells_to, plan_line]:
            sys.exit(_cold(int(tells_to), Plan.read(plan_line)))
        case ["nursery", tells_to]:
            sys.exit(_nursery(int(tells_to)))
        case _:
            sys.exit(__doc__)
