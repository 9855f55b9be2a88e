"""What every source of calls is that keeps a connection of its own: one port for all phone systems."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..core.ports import Entry

type Hear = Callable[[Entry], Awaitable[None]]
"""Takes what happened; it is on disk on return. Raises LedgerUnavailable, UnknownLine."""

type CatchUp = Callable[[Collection[Entry]], Awaitable[None]]
"""Takes all that a log tells, much of which is known, and weighs one call against another.

It is on disk on return. Raises LedgerUnavailable, UnknownLine.
"""

type Known = Callable[[Collection[str]], Awaitable[Collection[str]]]
"""Returns those of some source ids that the ledger has a call of. Raises LedgerUnavailable."""

type LineOf = Callable[[str | None], str | None]
"""Returns the id of the line that was dialled, by its number as the phone system writes it.

None where the shop has no such line: the call is none of its business.
"""

type Tell = Callable[[Connection], None]
"""Is told at each change of the connection or of its trouble, on the event loop."""

type Sleep = Callable[[float], Awaitable[object]]
"""Waits for so many seconds."""

type Monotonic = Callable[[], float]
"""Returns seconds that only ever grow."""


class LineOfAny(Protocol):
    """A LineOf that is told all that may have been dialled, the likeliest first.

    Asked for one by one, the first would be taken for a number of no line, though the second is one's.
    """

    def __call__(self, *dialled: str | None) -> str | None:
        """Return the id of the line, or None."""


class Connection(StrEnum):
    """How a source stands with its phone system."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    """Calls are heard: signed in, subscribed, or registered."""
    LOST = "lost"
    """It cannot be reached, and is tried again and again."""
    REFUSED = "refused"
    """It does not take the name or the password: nothing is tried again until they are changed.

    Of one that calls here, what it sends does not prove that it is that one."""
    WAITING = "waiting"
    """It has to call here, and has not done so yet."""


class Refused(Exception):
    """The phone system does not take the name or the password. Names no secret."""


class Unreachable(Exception):
    """No connection came about, or it broke. The text says in few words why, and no secret."""


class Unsuitable(Exception):
    """It was reached, and cannot serve: `key` says why, for the words shown to the owner."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(slots=True, kw_only=True)
class Figures:
    """What a source did since it was made; a vendor's own add what only that one can tell."""

    answered: int = 0
    missed: int = 0
    """Calls of the shop's lines that the shop has taken in."""
    made: int = 0
    """Calls from the shop's own phones that the shop has taken in, whomever they went to."""
    waiting: int = 0
    """Calls that are over, and wait for the ledger."""
    lost: int = 0
    """Calls whose end is known and that nobody could take in."""
    unknown: int = 0
    """Calls whose end nobody heard, as when the connection broke: never told."""
    connections: int = 0
    faults: int = 0
    """Faults of ours, none of which ended the hearing."""


class Source(Protocol):
    """One connection to a phone system, for one shop."""

    @property
    def trouble(self) -> str | None:
        """Why the phone system cannot serve, or serve well, though it was reached.

        It is the key of Unsuitable, and None where nothing is wrong or nobody is reached.
        """

    @property
    def figures(self) -> Figures:
        """What it did so far. Numbers and words of our own, never a caller's."""

    async def check(self) -> None:
        """Try the connection once, as the set-up does. Raises Refused, Unreachable, Unsuitable."""

    async def run(self) -> None:
        """Hear calls until cancelled, and connect anew whenever the connection is lost.

        Waits longer after each failure, with some jitter; after Refused it waits to be cancelled.
        """
