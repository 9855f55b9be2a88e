"""Verbs about people, beside their conversations."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from ..numbers import NumberKind
from ..opt_out import Wish


class People(Protocol):
    """Verbs about people, beside their conversations."""

    def set_wish(self, shop_id: str, peer: str, wish: Wish, *, source: str, at: datetime) -> bool:
        """Note that somebody opted out or in again, as evidence too; False where that was so already.

        UNSURE opts out as STOP does. START never makes a row: who never opted out is in. But for the
        owner's, it takes back nothing that was said after it. HELP is no change.
        """

    def set_person(
        self,
        shop_id: str,
        peer: str,
        *,
        blocked: bool | None = None,
        name: str | None = None,
        language: str | None = None,
        existing: bool | None = None,
        add_tags: Collection[str] = (),
        remove_tags: Collection[str] = (),
        at: datetime,
    ) -> None:
        """Note what the owner says of a person; what is None stays. An empty string clears.

        A block and its end are evidence, too. Raises TooManyTags.
        """

    def set_heard(self, shop_id: str, peer: str, language: str) -> bool:
        """Keep the language that somebody (E.164) wrote in; an empty string clears it.

        False where that was so already. To clear never makes a row.
        """

    def set_line_kind(self, shop_id: str, peer: str, kind: NumberKind, *, at: datetime) -> None:
        """Keep what the carrier said of a number."""

    def erase(self, shop_id: str, peer: str) -> int:
        """Make a person unrecognisable in every row, for good; returns how many rows they had.

        Their opt-out or block stays, under a keyed hash of their number.
        """

    def anonymise(self, shop_id: str, before: datetime, limit: int) -> int:
        """Make at most `limit` rows of each kind from before a time unrecognisable.

        Returns how many; 0 means that none are left. Opt-outs and counters stay.
        """
