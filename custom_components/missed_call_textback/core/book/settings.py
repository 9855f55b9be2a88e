"""Verbs about counters, due times, and what is set at run time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Settings(Protocol):
    """Verbs about counters, due times, and what is set at run time."""

    def count(self, line_id: str, day: str, tallies: Mapping[str, int]) -> None:
        """Add to a day's counters, and to the totals of those that have one."""

    def next_due(self) -> datetime | None:
        """Return the earliest due time of any row."""

    def set_automatic(self, line_id: str, *, on: bool) -> None:
        """Keep the state of a line's switch."""

    def set_snooze(self, shop_id: str, until: datetime | None) -> None:
        """Keep until when a shop is closed whatever its hours say."""

    def set_listened(self, shop_id: str, at: datetime) -> None:
        """Keep until when all that happened at the telephone company is known."""
