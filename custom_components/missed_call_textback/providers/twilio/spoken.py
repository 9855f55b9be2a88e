"""What callers and the team hear, whoever hosts the document that says so."""

from typing import Final

from ...core.numbers import to_e164
from ...core.shop import Shop

# Twilio rings at most ten numbers together.
_MOST_RUNG: Final = 10
_SHORTEST_RING: Final = 5
_LONGEST_RING: Final = 600
# How long whoever picked up has for the key, in seconds.
WAIT_FOR_KEY: Final = 6
_SPOKEN_LENGTH: Final = 100
# The slowest of Twilio's voices says some ten letters a second; fetching the documents, and hanging
# up, take about as long as this in all.
_LETTERS_A_SECOND: Final = 10
_MARGIN: Final = 3.0
# The words are English; the country chooses who speaks them.
_ENGLISH: Final = {"AU": "en-AU", "GB": "en-GB", "IE": "en-GB", "IN": "en-IN", "NZ": "en-AU"}


def team_to_ring(shop: Shop, caller: str | None) -> tuple[str, ...]:
    """Return whom to ring for a caller: never the caller, never a line of the shop's own."""
    # Either would ring in a circle.
    left_out = {to_e164(caller, shop.country), *shop.own_numbers}
    mobiles = dict.fromkeys(
        member.mobile
        for member in shop.team
        if member.rings and member.mobile and member.mobile not in left_out
    )
    return tuple(mobiles)[:_MOST_RUNG]


def voice_of(shop: Shop) -> str:
    """Return the language whose voice speaks."""
    return _ENGLISH.get(shop.country.upper(), "en-US")


def business_of(shop: Shop) -> str:
    """Return the shop's name as it can be spoken."""
    # Control characters and halves of surrogate pairs cannot be written in XML at all.
    spoken = "".join(char if char.isprintable() else " " for char in shop.business)
    return spoken[:_SPOKEN_LENGTH].strip()


def ring_time(seconds: int) -> int:
    """Return how long to ring, within what Twilio takes."""
    return max(_SHORTEST_RING, min(seconds, _LONGEST_RING))


def whisper_to(business: str) -> str:
    """Return what whoever picks up is told before a caller is put through."""
    return f"Call for {business}. Press 1 to take it."


def longest_whisper(shop: Shop) -> float:
    """Return the seconds that a leg lasts at most on which nobody presses a key, as on a mailbox's."""
    spoken = len(whisper_to(business_of(shop))) / _LETTERS_A_SECOND
    return spoken + WAIT_FOR_KEY + _MARGIN
