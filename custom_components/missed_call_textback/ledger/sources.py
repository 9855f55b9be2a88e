"""Which sources a ledger's calls came from, kept in mind: mostly one, and its calls have no twins."""

from collections.abc import Iterator
import sqlite3
from typing import Final

from ..core.twins import source_of
from .pseudonyms import is_pseudonym
from .queries import calls

# What comes after all ids of a source, and before those of any other: ids go on with a colon.
_BEYOND: Final = ";"


class Sources:
    """All sources that the one writer has ever heard, read from the ledger at the first question."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self._known: set[str] | None = None

    def note(self, source_id: str) -> None:
        """Note that a call came by this id. One that is rolled back does no harm."""
        if self._known is not None:
            self._known.add(source_of(source_id))

    def are_others_than(self, source_id: str) -> bool:
        """Tell whether any call came from another source than the one with this id."""
        if self._known is None:
            self._known = set(self._read())
        return not self._known <= {source_of(source_id)}

    def _read(self) -> Iterator[str]:
        beyond = ""
        while True:
            (source_id,) = calls.NEXT_SOURCE_ID.run(self._cursor, beyond=beyond).fetchone()
            if source_id is None:
                return
            source = source_of(source_id)
            # Whose caller was erased is nobody's twin any more.
            if not is_pseudonym(source_id):
                yield source
            beyond = source + _BEYOND
