"""Verbs about what was imported of the time before."""

from collections.abc import Collection, Mapping
from typing import Protocol

from ..past.days import PastDay


class Past(Protocol):
    """Verbs about what was imported of the time before."""

    def own_since(self, line_id: str) -> str | None:
        """Return the first day (ISO 8601) that is counted of a line's own calls."""

    def past_days(self, line_id: str) -> dict[str, PastDay]:
        """Return the days of a line that were imported."""

    def replace_past(
        self, line_id: str, new: Mapping[str, PastDay], dropped: Collection[str]
    ) -> None:
        """Keep days in place of what was imported of them, and forget others."""

    def forget_past(self, line_id: str) -> None:
        """Forget all that was imported of a line."""
