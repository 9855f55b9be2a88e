"""What every verb has: the writer's one cursor, the ledger's pseudonyms, and where its days begin."""

from datetime import UTC, tzinfo
import sqlite3
from typing import Final

from ...core.book import Book
from ..pseudonyms import Pseudonyms


class Verbs(Book):
    """Some of a book's verbs. They never begin, commit or roll back."""

    def __init__(self, cursor: sqlite3.Cursor, pseudonyms: Pseudonyms, zone: tzinfo = UTC) -> None:
        self._cursor: Final = cursor
        self._pseudonyms: Final = pseudonyms
        self._zone: Final = zone


def id_of(returned: sqlite3.Cursor) -> int:
    """Return the id that a statement returned."""
    (row_id,) = returned.fetchone()
    return int(row_id)
