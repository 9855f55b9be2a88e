"""What is needed of a telephone company that keeps a log of its own: to read it page by page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .calls import PastCall


@dataclass(frozen=True, slots=True)
class PastPage:
    """Some calls of a log, and how much of it is read by now (0 to 1)."""

    calls: list[PastCall]
    progress: float


class PastUnavailable(Exception):
    """A log cannot be read now: `key` is the translated error that says what to do."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class PastLog(Protocol):
    """A telephone company's own log of the last twelve months, as far as it keeps one."""

    def pages(self, now: datetime) -> AsyncIterator[PastPage]:
        """Yield the calls of all lines, the newest first. Raises PastUnavailable."""
