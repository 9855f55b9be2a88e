"""Verbs about texts in and out, and what they cost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..channels import Channel
from ..limits import Limits, Traffic, TrafficSince
from ..outbox import OutgoingText, TextKind, TextState


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A text about to become a row: see `OutgoingText` for its fields."""

    shop_id: str
    ref: str
    line_id: str
    kind: TextKind
    sender: str
    to: str
    body: str
    created_at: datetime
    deadline: datetime
    state: TextState
    due_at: datetime | None
    cost: int = 0
    thread_id: int | None = None
    call_id: int | None = None
    retry_of: int | None = None
    channel: Channel = Channel.SMS
    called_at: datetime | None = None
    wording: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredText:
    """A text-back after which its caller wrote: its wording, if it has one, and when it was written."""

    wording: str | None
    created_at: datetime


class DuplicateTextBack(Exception):
    """A text-back to this person on this line is open already: the ledger's uniqueness said so."""


class Texts(Protocol):
    """Verbs about texts in and out, and what they cost."""

    def add_text(self, text: NewText) -> OutgoingText:
        """Add an outgoing text, and its cost to the month's spending.

        Raises DuplicateTextBack where a text-back to the same person on this line is still open.
        """

    def waiting_text_back(self, line_id: str, peer: str) -> OutgoingText | None:
        """Return the text-back to this person on this line that is still open, if it waits."""

    def retry_of(self, text_id: int) -> OutgoingText | None:
        """Return the open text that tries once more what was not delivered."""

    def refund(self, text: OutgoingText) -> None:
        """Take a text's cost off the spending of its month: it surely was not sent."""

    def charge(self, text: OutgoingText) -> None:
        """Put a text's cost back on the spending of its month: it was sent after all."""

    def traffic(self, shop_id: str, peer: str, since: TrafficSince, limits: Limits) -> Traffic:
        """Count what went out lately, each number no further than its limit."""

    def add_reply(
        self,
        *,
        line_id: str,
        thread_id: int,
        carrier_id: str,
        peer: str,
        body: str,
        at: datetime,
        channel: Channel = Channel.SMS,
    ) -> bool:
        """Add an inbound text; False where its carrier id is known already."""

    def note_answered(self, line_id: str, peer: str, since: datetime) -> AnsweredText | None:
        """Note that the caller wrote after their latest text-back since a time; None: no news."""

    def find_text(self, *, ref: str | None, carrier_id: str | None) -> OutgoingText | None:
        """Return an outgoing text by our reference, else by the carrier's id."""

    def last_words_to(self, line_id: str, peer: str) -> str | None:
        """Return the latest text to a person that may have reached them."""

    def owner_of(self, carrier_id: str) -> int | None:
        """Return the id of the text, in or out, that has a carrier's id."""

    def texts_due(self, now: datetime, limit: int) -> list[OutgoingText]:
        """Return `queued` and `unknown` texts whose `due_at` has come, oldest first."""

    def save_text(
        self,
        text_id: int,
        *,
        state: TextState,
        due_at: datetime | None,
        attempts: int,
        carrier_id: str | None,
        error: str | None,
        accepted_at: datetime | None = None,
    ) -> None:
        """Save where a text stands; `accepted_at`, where given, is kept from then on."""

    def make_sms(self, text_id: int) -> None:
        """Have a text go out as an SMS, by whatever it was to travel."""

    def strand_sending(self, due_at: datetime) -> int:
        """Make every `sending` text `unknown`, due at `due_at`: a crash left it. Returns how many."""

    def taken_carrier_ids(self, line_id: str, peer: str) -> frozenset[str]:
        """Return the carrier ids that texts to this person on this line already have."""
