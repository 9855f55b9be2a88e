"""What every verb has: the writer's one cursor, the ledger's pseudonyms, and where its days begin."""

from datetime import UTC, tzinfo
import sqlite3
from typing import Final, cast

from ...core.book import Book
from ..pseudonyms import Pseudonyms
from ..sources import Sources


class Verbs(Book):
    """Some of a book's verbs. They never begin, commit or roll back."""

    def __init__(self, cursor: sqlite3.Cursor, pseudonyms: Pseudonyms, zone: tzinfo = UTC) -> None:
        self._cursor: Final = cursor
        self._pseudonyms: Final = pseudonyms
        self._zone: Final = zone
        self._sources: Final = Sources(cursor)


def id_of(adding: sqlite3.Cursor) -> int:
    """Return the id of the row that was added just now."""
    # Where a statement returns it, the driver goes to the database once more.
    return cast("int", adding.lastrowid)
