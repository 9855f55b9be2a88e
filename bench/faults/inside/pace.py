"""A quicker life: the integration's long waits shortened alike, so that a short life sees their end."""

from datetime import timedelta
import sys
from typing import Final

from .points import INTEGRATION

# The telephone company of the run is quicker in the same measure: see `trouble`.
PACE: Final = 10
WAITS: Final = (
    "DOUBT_GRACE",
    "LOOK_AGAIN",
    "HANG_UP_GRACE",
    "UNHEARD_GRACE",
    "LOST_END_GRACE",
    "LONGEST_RING",
    "LOG_AGAIN",
    "LOG_PATIENCE",
    # In seconds.
    "_SOON_SECONDS",
    "_AGAIN_SECONDS",
)


def quicken() -> dict[str, timedelta | float]:
    """Shorten the waits wherever they are known by name; return what they were.

    Raises LookupError where one is gone.
    """
    modules = [
        module
        for name, module in sys.modules.items()
        if name == INTEGRATION or name.startswith(f"{INTEGRATION}.")
    ]
    were: dict[str, timedelta | float] = {}
    for wait in WAITS:
        holders = [module for module in modules if wait in vars(module)]
        if not holders:
            raise LookupError(wait)
        for holder in holders:
            long: timedelta | float = vars(holder)[wait]
            setattr(holder, wait, long / PACE)
            were[wait] = long
    return were
