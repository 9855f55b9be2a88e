"""Whether this user of Asterisk is told of calls at all.

Asterisk says nobody what they may read: a user without `read = call` signs in like any other and
hears nothing. The only sign of it is what else is heard of calls: `Newexten` and `Cdr` events of
several calls, and not one event of the class `call`.
"""

from typing import Final

from .frames import Frame

# One that began before the sign-in may be heard of by its last `Cdr` alone.
_ENOUGH: Final = 3


class Hearing:
    """Notices that calls come and go, and this user is not told of them."""

    def __init__(self) -> None:
        self.hears = False
        """Whether it was told of a call."""
        self._others: set[str] = set()

    def feed(self, frame: Frame) -> None:
        """Take one event."""
        if self.hears:
            return
        if "call" in frame.get("Privilege", "").split(","):
            self.hears = True
            self._others.clear()
        elif frame.get("Event") in ("Newexten", "Cdr") and len(self._others) < _ENOUGH:
            self._others.add(frame.get("Uniqueid") or frame.get("UniqueID", ""))

    @property
    def deaf(self) -> bool:
        """Tell whether calls surely passed by unheard."""
        return len(self._others) >= _ENOUGH
