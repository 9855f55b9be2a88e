"""The test calls of the set-up: what rings, how it ends, and what that says of the company."""

from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from enum import StrEnum

from .phone import Phone
from .ringing import End
from .verdicts import Ring, Verdicts


class Marking(StrEnum):
    """What a company says of calls that another phone answered."""

    MARKS = "marks"
    """Answered ones are marked, missed ones are not: each call's outcome is sure."""
    NEVER = "never"
    """No call is marked: missed and answered ones look alike."""
    ALWAYS = "always"
    """Missed calls are marked as well, as Asterisk does with the option `c` of Dial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """A call that rings (`end` is None), or that is over."""

    ring: Ring
    end: End | None = None


class TrialCalls:
    """Listens while somebody places test calls. Nothing of them is reported."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    async def listen(self) -> AsyncGenerator[Rang]:
        """Yield each call when it begins to ring, and again when it is over.

        An answered one is over at once, any other when it was silent for as long as calls are held.
        Close it when done (`contextlib.aclosing`). Raises Refused, Unreachable, Unsuitable.
        """
        verdicts = Verdicts(hold=self._phone.timers.hold)
        arrived: deque[Ring] = deque(maxlen=100)
        async with self._phone.registered(verdicts, arrived.append) as session:
            while True:
                await session.turn()
                while arrived:
                    yield Rang(ring=arrived.popleft())
                for verdict in verdicts.over(self._phone.monotonic()):
                    yield Rang(ring=verdict.ring, end=verdict.end)


def learnt(*, missed: End, answered: End) -> Marking | None:
    """Return what two test calls show; None where the end of one was not heard: try again."""
    if End.UNKNOWN in {missed, answered}:
        return None
    if missed is End.ELSEWHERE:
        return Marking.ALWAYS
    return Marking.MARKS if answered is End.ELSEWHERE else Marking.NEVER
