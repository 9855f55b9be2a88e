"""What everybody who works for a shop has at hand, so that each of them names only what is its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .happenings import Happening
from .outbox import OutgoingText
from .ports import Clock, Ledger
from .reception import Reception
from .shop import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where one shop's calls and texts are worked on.

    `tell` takes what happened, once it is on disk; `send` a text that is claimed for sending;
    `wake_by` when (aware) something is due. None tells nothing, and wakes nobody.
    """

    shop: Shop
    ledger: Ledger
    reception: Reception
    clock: Clock
    tell: Callable[[Happening | None], None]
    send: Callable[[OutgoingText], None]
    wake_by: Callable[[datetime | None], None]
