"""What the engine needs of a telephone company: to send texts, and to tell what it knows of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .numbers import NumberKind
from .outbox import OutgoingText, SendResult
from .ports import Entry
from .shop import Line
from .team_talk import CallToTeam


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a carrier can do beside taking a text."""

    receipts: bool = True
    """Tells whether a text was delivered."""
    replies: bool = True
    """Brings what callers write."""
    reconciles: bool = True
    """Can be asked, after an answer was lost, whether it took a text."""
    whatsapp: bool = False
    """Takes texts for WhatsApp beside SMS."""
    texts_per_second: float | None = None
    """How fast one sender's texts may be handed over; None where the carrier queues them itself."""


class Carrier(Protocol):
    """What sends texts."""

    abilities: Abilities = Abilities()

    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        """Hand a text over. Never raises but CancelledError: whatever is unclear is `Unknown`.

        `deadline_seconds` is how long the carrier may go on trying to deliver.
        """

    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        """Look for a text that may have been taken, leaving out carrier ids that are `taken`.

        Returns the carrier's id, or None where the carrier surely does not have it.
        Raises CarrierSilent where the carrier cannot say.
        """

    async def line_kind(self, number: str) -> NumberKind | None:
        """Ask what kind of line a number (E.164) is: UNKNOWN where the carrier cannot tell either.

        None where it could not be asked. Never raises but CancelledError.
        """


class TeamCaller(Protocol):
    """What calls somebody of the team. A company that cannot has none."""

    async def call(self, call: CallToTeam) -> SendResult:
        """Ask for a call. Never raises but CancelledError: whatever is unclear is `Unknown`.

        A refusal of reaction RETRY says that the company did nothing at all.
        """


class CallLog(Protocol):
    """What the telephone company itself keeps of calls and texts, for the time nobody listened."""

    async def since(self, line: Line, since: datetime) -> list[Entry]:
        """Return what happened on a line after a time (aware), in any order.

        A call comes as one CallEvent of step ENDED, with its outcome, under the same `source_id` as
        by the source itself, so that one heard before is known. Of texts out only those that came
        to an end are told. Raises CarrierSilent.
        """


class CarrierSilent(Exception):
    """The carrier could not be asked, or its answer could not be understood."""
