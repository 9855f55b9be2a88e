"""Scripted people: who picks up a ringing phone, and what the caller does meanwhile."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Refusal(StrEnum):
    """How a leg ends that nobody picks up and that does not ring out."""

    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whoever is at a dialled number; seconds are of simulated time since it began to ring."""

    picks_up_after: float | None = None
    refuses: Refusal | None = None
    refuses_after: float = 0.0
    presses: str | None = None
    presses_after: float = 2.0
    talks_for: float = 60.0


PRESSES_ONE: Final = Person(picks_up_after=4.0, presses="1")
SAYS_NOTHING: Final = Person(picks_up_after=4.0)
PRESSES_NINE: Final = Person(picks_up_after=4.0, presses="9")
VOICEMAIL: Final = Person(picks_up_after=18.0)
DIVERTED: Final = Person(picks_up_after=0.5)
"""A phone that is off: its voicemail is there at once."""
BUSY: Final = Person(refuses=Refusal.BUSY)
DECLINES: Final = Person(refuses=Refusal.BUSY, refuses_after=5.0)
RINGS_OUT: Final = Person()
UNREACHABLE: Final = Person(refuses=Refusal.FAILED, refuses_after=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What the caller does; by default waits through everything and leaves a message."""

    hangs_up_after: float | None = None
    hangs_up_at_beep: bool = False
    hangs_up_before_dial: bool = False
    message_seconds: float = 12.0
    finishes_with: str | None = None
    digits: str = ""
    speech: str = ""


LEAVES_MESSAGE: Final = Caller()
LEAVES_MESSAGE_WITH_HASH: Final = Caller(finishes_with="#")
SAYS_NOTHING_AT_BEEP: Final = Caller(message_seconds=0.0)
HANGS_UP_AT_BEEP: Final = Caller(hangs_up_at_beep=True)
HANGS_UP_BEFORE_DIAL: Final = Caller(hangs_up_before_dial=True)
