"""A call from one of the shop's own phones to somebody outside.

It matters for one thing: whoever was called back, and answered, is waited for no longer. So it is
told by the numbers alone that may have been called, and is kept only in a conversation that is there.
Nobody is ever texted because of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .numbers import to_e164

# Two phone systems may hear one call, and a list of calls knows its minute only. So calls to one
# person that began so close together are one.
SAME_CALL: Final = timedelta(seconds=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMade:
    """One call that the shop made, told when somebody answered it, or when it is over.

    `numbers` are what may have been called, as the source writes it: a phone system may have one
    number before and one after a prefix to get out. `answered_at` is None for a try. Times are aware.
    """

    numbers: tuple[str, ...]
    began_at: datetime
    answered_at: datetime | None = None

    @property
    def at(self) -> datetime:
        """When it got as far as it did."""
        return self.answered_at or self.began_at

    def peers(self, country: str) -> tuple[str, ...]:
        """Return the numbers as E.164; `country` (ISO 3166) is where national ones are read."""
        read = (to_e164(number, country) for number in self.numbers)
        return tuple(dict.fromkeys(number for number in read if number is not None))
