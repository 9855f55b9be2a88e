"""The keyed hash that stands in place of a number which must be recognised, but no longer read."""

import hashlib
import hmac
import sqlite3
from typing import Final

_MARK: Final = "h:"
_DIGITS: Final = 32


class Pseudonyms:
    """Makes pseudonyms with one ledger's key. Who has that key can try out all numbers."""

    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    def of(self, value: str) -> str:
        """Return the pseudonym of a number or an id; a pseudonym is its own."""
        if is_pseudonym(value):
            return value
        return _MARK + hmac.digest(self._key, value.encode(), hashlib.sha256).hex()[:_DIGITS]

    def teach(self, connection: sqlite3.Connection) -> None:
        """Have statements on a connection make pseudonyms, by `pseudonym(value)`."""
        connection.create_function("pseudonym", 1, self.of, deterministic=True)


def is_pseudonym(value: str) -> bool:
    """Tell whether a value stands for another."""
    return value.startswith(_MARK)
