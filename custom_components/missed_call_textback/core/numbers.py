"""Phone numbers: what can be texted, what only looks like a number, and how one is shown in a log."""

from functools import lru_cache
import re

import phonenumbers

# Caller ids that mean "withheld", as carriers spell them, and the same words typed on a keypad,
# which arrive looking like numbers: ANONYMOUS, UNAVAILABLE, UNKNOWN, BLOCKED, RESTRICTED.
# Source: Twilio, "Why am I getting calls from +266696687?".
_WITHHELD_WORDS = frozenset(
    {"anonymous", "unknown", "restricted", "unavailable", "private", "blocked", "withheld"}
)
_KEYPAD_WORDS = frozenset({"266696687", "86282452253", "8656696", "2562533", "7378742833"})
_LOOKS_DIALLABLE = re.compile(r"^\+?[\d\s().\-/]{1,40}$")


def is_withheld(address: str | None) -> bool:
    """Tell whether a caller id (as the source gave it) names nobody."""
    if address is None:
        return True
    word = address.strip().lower()
    return not word or word in _WITHHELD_WORDS or word.removeprefix("+") in _KEYPAD_WORDS


@lru_cache(maxsize=4096)
def to_e164(address: str | None, country: str) -> str | None:
    """Return an address as E.164, or None where it is no subscriber's number.

    `country` is the ISO 3166 code that national forms are read in. Short codes, `sip:` and
    `client:` addresses, withheld ids and garbage give None. Only the numbering plan's lengths are
    checked, not its ranges: a range handed out after this library was made must still be texted.
    """
    if is_withheld(address) or address is None or not _LOOKS_DIALLABLE.match(address):
        return None
    try:
        number = phonenumbers.parse(address, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked(address: str | None) -> str:
    """Return an address fit for a log: the last three digits of a number, nothing of the rest."""
    if not address:
        return "(none)"
    return f"…{address[-3:]}" if len(address) > 6 else "…"
