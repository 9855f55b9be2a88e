"""What each door is to guided fuzzing: the inputs it begins with, and a try with any bytes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedDoor:
    """One way in. `check` raises whatever must never come out; the rest it keeps to itself."""

    check: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]] = tuple
    """Recorded payloads, as `check` takes them."""
