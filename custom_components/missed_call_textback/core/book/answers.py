"""Verbs about what callers answered, and what they said."""

from datetime import datetime
from typing import Protocol

from ..questions import Answer, Said


class Answers(Protocol):
    """Verbs about what callers answered, and what they said."""

    def save_answer(self, thread_id: int, lead_at: datetime, answer: Answer) -> None:
        """Keep what is known of a question in a matter, in place of what was known."""

    def answers_of(self, thread_id: int, lead_at: datetime) -> list[Answer]:
        """Return what is known of the questions of a matter, by when it began."""

    def said_since(self, line_id: str, peer: str, since: datetime) -> list[Said]:
        """Return what somebody wrote since a time, and since the machine last wrote to them."""
