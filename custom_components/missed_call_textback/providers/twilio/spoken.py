"""What callers and the team hear, by whose voice, whoever hosts the document that says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ...core.languages import primary
from ...core.numbers import to_e164
from ...core.shop import Shop
from .spoken_words import SPOKEN_WORDS, SpokenWords

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
_FALLBACK: Final = "en"
# Who speaks a language at home, and where it sounds otherwise.
_VOICES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "en": ("en-US", {"AU": "en-AU", "GB": "en-GB", "IE": "en-GB", "IN": "en-IN", "NZ": "en-AU"}),
    "es": ("es-ES", {"MX": "es-MX", "US": "es-MX"}),
    "fr": ("fr-FR", {"CA": "fr-CA"}),
    "de": ("de-DE", {}),
    "it": ("it-IT", {}),
}


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


def spoken_in(shop: Shop) -> str:
    """Return the language (ISO 639-1) that is heard: the shop's first, where there are words in it."""
    language = primary(shop.languages[0])
    return language if language in SPOKEN_WORDS else _FALLBACK


def voice_in(language: str, shop: Shop) -> str:
    """Return whose voice speaks a language (ISO 639-1); one that nobody here speaks sounds English."""
    at_home, abroad = _VOICES.get(language, _VOICES[_FALLBACK])
    return abroad.get(shop.country.upper(), at_home)


def voice_of(shop: Shop) -> str:
    """Return whose voice speaks to the shop's callers."""
    return voice_in(spoken_in(shop), shop)


def words_of(shop: Shop, business: str) -> SpokenWords:
    """Return the words that the shop's callers hear, with a name for the shop in them."""
    words = SPOKEN_WORDS[spoken_in(shop)]
    return replace(
        words,
        thanks=words.thanks.format(business=business),
        whisper=words.whisper.format(business=business),
    )


def business_of(shop: Shop) -> str:
    """Return the shop's name as it can be spoken."""
    # Control characters and halves of surrogate pairs cannot be written in XML at all.
    spoken = "".join(char if char.isprintable() else " " for char in shop.business)
    return spoken[:_SPOKEN_LENGTH].strip()


def ring_time(seconds: int) -> int:
    """Return how long to ring, within what Twilio takes."""
    return max(_SHORTEST_RING, min(seconds, _LONGEST_RING))


def longest_whisper(shop: Shop) -> float:
    """Return the seconds that a leg lasts at most on which nobody presses a key, as on a mailbox's."""
    spoken = len(words_of(shop, business_of(shop)).whisper) / _LETTERS_A_SECOND
    return spoken + WAIT_FOR_KEY + _MARGIN
