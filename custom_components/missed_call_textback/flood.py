"""How much of the machine those who cannot sign may take: a little each, and little all together."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

# An honest sender fails only while a token is being changed. To verify an usual webhook takes a
# quarter of a millisecond on a small machine, so that all strangers together get a hundredth of it.
_EACH_AT_ONCE: Final = 100
_EACH_PER_SECOND: Final = 1.0
_ALL_AT_ONCE: Final = 500
_ALL_PER_SECOND: Final = 50.0
# Whoever shares an address with the telephone company (behind a proxy or a relay) cannot be told
# from it before the signature is computed; but nearly all that it sends is no longer than this.
_USUAL_BYTES: Final = 8 * 1024
# Bodies that began and did not end, 64 KiB each at most. Honest ones come in one piece.
_UNFINISHED_EACH: Final = 64
_UNFINISHED_STRANGERS: Final = 256
_UNFINISHED_KNOWN: Final = 512
_REMEMBERED_ADDRESSES: Final = 4096

SHARED: Final = ""
"""The address of all who come by a relay or a proxy that does not tell from where."""


class TooBusy(Exception):
    """Too many bodies are on their way already."""


class _Bucket:
    """Tokens that come back with time."""

    def __init__(self, size: float, per_second: float, now: float) -> None:
        self._size = size
        self._per_second = per_second
        self._tokens = size
        self._at = now

    def has_one(self, now: float) -> bool:
        """Tell whether a token is left."""
        self._tokens = min(self._size, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        return self._tokens >= 1

    def take(self, now: float) -> None:
        """Take a token if one is left."""
        if self.has_one(now):
            self._tokens -= 1


class FloodGuard:
    """Says whose request is worth a look at its signature.

    Only failures cost anything. An address that is shared, or from which a signed request came, is
    known, and is never turned away for what its neighbours do, but for bodies of unusual length.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        now = clock()
        self._strangers = _Bucket(_ALL_AT_ONCE, _ALL_PER_SECOND, now)
        self._neighbours = _Bucket(_ALL_AT_ONCE, _ALL_PER_SECOND, now)
        self._each: OrderedDict[str, _Bucket] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._unfinished: Counter[str] = Counter()
        self._unfinished_known = 0

    def admits(self, address: str, size: int) -> bool:
        """Tell whether to verify a request of so many bytes from an address."""
        now = self._clock()
        if self._knows(address):
            return size <= _USUAL_BYTES or self._neighbours.has_one(now)
        own = self._each.get(address)
        return (own is None or own.has_one(now)) and self._strangers.has_one(now)

    def note_verified(self, address: str) -> None:
        """Remember an address from which a signed request came."""
        if address == SHARED:
            return
        self._each.pop(address, None)
        _remember(self._known, address, None)

    def note_failed(self, address: str) -> None:
        """Count a request whose signature was computed in vain."""
        now = self._clock()
        if self._knows(address):
            self._neighbours.take(now)
            return
        own = self._each.get(address) or _Bucket(_EACH_AT_ONCE, _EACH_PER_SECOND, now)
        own.take(now)
        _remember(self._each, address, own)
        self._strangers.take(now)

    @contextmanager
    def reading(self, address: str) -> Iterator[None]:
        """Keep the number of unfinished bodies within bounds. Raises TooBusy."""
        known = self._knows(address)
        if known:
            if self._unfinished_known >= _UNFINISHED_KNOWN:
                raise TooBusy
            self._unfinished_known += 1
        else:
            if (
                self._unfinished[address] >= _UNFINISHED_EACH
                or self._unfinished.total() >= _UNFINISHED_STRANGERS
            ):
                raise TooBusy
            self._unfinished[address] += 1
        try:
            yield
        finally:
            if known:
                self._unfinished_known -= 1
            else:
                self._unfinished[address] -= 1
                if not self._unfinished[address]:
                    del self._unfinished[address]

    def _knows(self, address: str) -> bool:
        return address == SHARED or address in self._known


def _remember[T](kept: OrderedDict[str, T], address: str, value: T) -> None:
    kept[address] = value
    kept.move_to_end(address)
    if len(kept) > _REMEMBERED_ADDRESSES:
        kept.popitem(last=False)
