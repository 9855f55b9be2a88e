"""Verbs about who of the team was told of a caller."""

from datetime import datetime
from typing import Protocol

from ..told import Told


class Telling(Protocol):
    """Verbs about who of the team was told of a caller."""

    def add_told(self, told: Told) -> None:
        """Keep that a member was told, in place of what they were told of this caller before."""

    def told_of(self, thread_id: int) -> list[Told]:
        """Return who was told of a caller."""

    def told_to(self, member_id: str, line_id: str, since: datetime) -> list[Told]:
        """Return of whom a member was told since a time, latest first."""

    def told_by(self, token: str) -> Told | None:
        """Return what a notification told."""
