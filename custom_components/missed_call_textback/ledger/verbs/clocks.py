"""Verbs about what is to be done in a conversation at its time."""

from datetime import datetime
from typing import override

from ...core.clocks import ClockKind, ThreadClock
from ..queries import clocks
from ..rows import clock_of
from ..times import to_micros
from .base import Verbs


class ClockVerbs(Verbs):
    """Each is one named statement."""

    @override
    def set_clock(self, clock: ThreadClock) -> None:
        clocks.SET_CLOCK.run(
            self._cursor,
            thread_id=clock.thread_id,
            kind=clock.kind.value,
            due_at=to_micros(clock.due_at),
            since=to_micros(clock.since),
            step=clock.step,
        )

    @override
    def clock(self, thread_id: int, kind: ClockKind) -> ThreadClock | None:
        row = clocks.CLOCK_OF.run(self._cursor, thread_id=thread_id, kind=kind.value).fetchone()
        return None if row is None else clock_of(row)

    @override
    def stop_clock(self, thread_id: int, kind: ClockKind) -> None:
        clocks.STOP_CLOCK.run(self._cursor, thread_id=thread_id, kind=kind.value)

    @override
    def end_clock(self, clock: ThreadClock) -> None:
        clocks.END_CLOCK.run(
            self._cursor,
            thread_id=clock.thread_id,
            kind=clock.kind.value,
            since=to_micros(clock.since),
        )

    @override
    def put_off_clock(self, clock: ThreadClock, due_at: datetime, step: int) -> None:
        clocks.PUT_OFF_CLOCK.run(
            self._cursor,
            thread_id=clock.thread_id,
            kind=clock.kind.value,
            since=to_micros(clock.since),
            due_at=to_micros(due_at),
            step=step,
        )

    @override
    def clocks_due(self, now: datetime, limit: int) -> list[ThreadClock]:
        rows = clocks.CLOCKS_DUE.run(self._cursor, now=to_micros(now), most=limit).fetchall()
        return [clock_of(row) for row in rows]
