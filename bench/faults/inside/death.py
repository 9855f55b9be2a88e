"""The death that waits at a point: it comes at a certain pass, by the process's own hand."""

import asyncio
from dataclasses import dataclass
import json
import os
import signal
from threading import Lock
from typing import Self

from .points import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where a life ends: at the `nth` pass of a named point, or at none of its own accord."""

    point: str | None = None
    nth: int = 1

    def written(self) -> str:
        """Return it as one line."""
        return json.dumps({"point": self.point, "nth": self.nth})

    @classmethod
    def read(cls, line: str) -> Self:
        """Read what `written` wrote."""
        return cls(**json.loads(line))


class Death:
    """Waits for this life; tells the outside before it strikes."""

    def __init__(self, plan: Plan, tells: int) -> None:
        self._plan = plan
        self._tells = tells
        self._passes = 0
        # Points are passed on the event loop and on the ledger's thread.
        self._lock = Lock()

    def reach(self, point: Point) -> None:
        """Note that a point is passed; where its time has come, do not return."""
        if point.name != self._plan.point:
            return
        with self._lock:
            self._passes += 1
            if self._passes != self._plan.nth:
                return
        if point.later:
            asyncio.get_running_loop().call_later(point.later, self._strike)
        else:
            self._strike()

    def _strike(self) -> None:
        os.write(self._tells, f"hit {os.getpid()} {self._plan.point}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)
