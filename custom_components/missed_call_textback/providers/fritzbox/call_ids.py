"""Which call it was: ids that the call monitor and the call list come to by themselves, and alike.

The monitor knows a call by its connection id, which the list does not have; the list by a number of
its own, which the monitor does not have. Both know who called, and in which minute it began: so the
id is `fritzbox:<name>:<minute>:<caller>:<nth>`, where `nth` counts the same caller's calls within
that minute. It is the same after a restart, and never again on another day.

1. The minute is the box's own time, as both write it: neither a zone nor the hour that comes twice
   in autumn can part them.
2. The caller is the end of the number, hashed: the list may write it with a country, or with a second
   number in brackets. Hashed, since ids are logged.
3. The list has minutes only, and may have looked at the clock a moment later than the monitor. So a
   listed call that nobody heard is looked for in the minute before and after as well, among calls
   that were heard and that the list has not told under their own minute.
4. The monitor counts calls as they begin, and the list has those that are over: of one caller's calls
   within a minute it is their number that tells how many were not heard. Which of them it was may be
   mistaken; the caller is the same.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib
import re
from typing import Final, Protocol

from ..source import Known

# As often as somebody who redials at once can call within a minute.
_MOST_IN_A_MINUTE: Final = 4
_MINUTE: Final = timedelta(minutes=1)
_DISTINCT: Final = 8
_NOT_A_DIGIT: Final = re.compile(r"[^0-9]+")


class Began(Protocol):
    """A call with what its id is made of."""

    @property
    def began(self) -> datetime:
        """When it began, in the box's own time (naive)."""

    @property
    def caller(self) -> str | None:
        """The caller's number, in any spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallIds:
    """The ids of one box's calls. `name` tells it from other boxes."""

    name: str

    def of(self, began: datetime, caller: str | None, nth: int) -> str:
        """Return the id of a caller's nth call within the minute that it began in."""
        return f"fritzbox:{self.name}:{began:%Y-%m-%dT%H:%M}:{_hashed(caller)}:{nth}"

    def of_all[C: Began](self, calls: Iterable[C]) -> dict[str, C]:
        """Return calls by their ids, given oldest first."""
        by_id: dict[str, C] = {}
        told: Counter[str] = Counter()
        for call in calls:
            first = self.of(call.began, call.caller, 1)
            told[first] += 1
            by_id[self.of(call.began, call.caller, told[first])] = call
        return by_id

    def same_minute(self, call: Began) -> list[str]:
        """Return the ids of the caller's calls within the minute."""
        return self._turns(call.began, call.caller)

    def around(self, call: Began) -> list[str]:
        """Return those of the minutes before and after, the likelier ones first."""
        before, after = call.began - _MINUTE, call.began + _MINUTE
        return self._turns(before, call.caller) + self._turns(after, call.caller)

    def _turns(self, began: datetime, caller: str | None) -> list[str]:
        return [self.of(began, caller, nth) for nth in range(1, _MOST_IN_A_MINUTE + 1)]


async def never_heard[C: Began](calls: Iterable[C], ids: CallIds, known: Known) -> dict[str, C]:
    """Return the listed calls, given oldest first, that were never heard, by their ids."""
    listed = ids.of_all(calls)
    taken = set(await known(list(listed)))
    left = {call_id: call for call_id, call in listed.items() if call_id not in taken}
    may_be = [*map(ids.same_minute, left.values()), *map(ids.around, left.values())]
    # Those that the list tells itself are calls of their own.
    asked = {other for others in may_be for other in others} - listed.keys()
    heard = set(await known(list(asked))) if asked else set()
    for others_of in (ids.same_minute, ids.around):
        for call_id, call in tuple(left.items()):
            same = next((other for other in others_of(call) if other in heard), None)
            if same is not None:
                # It stands for one listed call only.
                heard.discard(same)
                del left[call_id]
    return left


def _hashed(number: str | None) -> str:
    digits = _NOT_A_DIGIT.sub("", (number or "").partition("(")[0])[-_DISTINCT:]
    return hashlib.blake2s(digits.encode(), digest_size=5).hexdigest() if digits else "-"
