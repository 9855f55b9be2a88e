"""Verbs about threads, and what is known of an address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from ..caller import STRANGER, Caller
from ..leads import Lead
from ..threads import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that the ledger knows of one address on one line, in one look."""

    caller: Caller
    thread_id: int | None = None
    thread: Thread | None = None


NOBODY: Final = History(caller=STRANGER)
"""What is known of an address that nothing is known of, or of none."""


class Threads(Protocol):
    """Verbs about threads, and what is known of an address."""

    def history(self, shop_id: str, line_id: str, peer: str) -> History:
        """Return what is known of an address (E.164) on a line, and of its person in the shop."""

    def save_thread(
        self, thread_id: int | None, thread: Thread, *, text_back_at: datetime | None = None
    ) -> int:
        """Add or save a thread; `text_back_at`, where given, starts the cooldown. Returns its id."""

    def thread_by_id(self, thread_id: int) -> Thread | None:
        """Return a thread; None where there is none, or its person was erased."""

    def add_past_lead(self, thread_id: int, line_id: str, lead: Lead) -> None:
        """Keep a matter after which another one has begun."""

    def add_note(self, thread_id: int, author: str, body: str, at: datetime) -> int:
        """Add a note to a thread; `author` is who wrote it. Returns its id."""

    def move_cooldown(
        self, line_id: str, peer: str, *, was: datetime | None, to: datetime | None
    ) -> None:
        """Move the start of a cooldown, or lift it with None, where it is still what it `was`."""
