"""What may be wrong at a vendor though nobody called yet, and the one port that finds and mends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ..core.shop import Line


class Trouble(StrEnum):
    """What is wrong. Each is an issue of its own, with its words in the strings."""

    ACCOUNT_SUSPENDED = "account_suspended"
    """The vendor has closed or suspended the account: nothing rings and nothing is sent."""
    ACCOUNT_TRIAL = "account_trial"
    """A trial account texts verified numbers only."""
    LOW_BALANCE = "low_balance"
    """`details`: balance, currency."""
    NUMBER_GONE = "number_gone"
    """The number is no longer the account's."""
    NUMBER_LED_ELSEWHERE = "number_led_elsewhere"
    """Calls or texts of the number go to another address. Mendable. `details`: host."""
    NUMBER_TAKEN = "number_taken"
    """An application or a trunk takes the number; its addresses are ignored. `details`: by."""
    SERVICE_TAKES_TEXTS = "service_takes_texts"
    """A messaging service answers the number's texts. `details`: service."""
    SENDER_UNREGISTERED = "sender_unregistered"
    """Carriers filter what this number sends, until it is registered. `details`: code."""
    PHONE_AWAY = "phone_away"
    """The phone that sends has not been heard of for a day."""
    PHONE_GONE = "phone_gone"
    """The phone that sends is no longer there."""
    PHONE_ANSWERS_ITSELF = "phone_answers_itself"
    """The vendor texts missed callers too: each would get two texts."""
    COUNTRY_FORBIDDEN = "country_forbidden"
    """The account may not text the shop's country. `details`: country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong with the shop or with one line. No detail is a secret or a caller's number."""

    trouble: Trouble
    line_id: str | None = None
    mendable: bool = False
    details: Mapping[str, str] = field(default_factory=dict)


class Unexamined(Exception):
    """The vendor could not be asked; nothing is known to be wrong or right. Names no secret."""


class Examiner(Protocol):
    """Looks at a vendor's settings for a shop."""

    async def examine(self) -> list[Finding]:
        """Return all that is wrong now. Raises Unexamined."""

    async def mend(self, line: Line) -> None:
        """Lead a line's number here again. Raises Unexamined."""
