"""STOP and START: what a text of one word says about being texted."""

from enum import StrEnum
from typing import Final

# Twilio's default words; each counts only as the whole text, in any case, with or without a full stop.
_STOP_WORDS: Final = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt-out"}
)
# YES is left out: it is an answer, and must not sign up somebody who never opted out.
_START_WORDS: Final = frozenset({"start", "unstop"})


class Wish(StrEnum):
    """What a person asks about being texted."""

    STOP = "stop"
    START = "start"


def wish_of(body: str) -> Wish | None:
    """Return what a text asks about being texted, or None where it is conversation."""
    word = body.strip().strip(".!\"'").strip().lower()
    if word in _STOP_WORDS or word in ("stop all", "opt out"):
        return Wish.STOP
    if word in _START_WORDS:
        return Wish.START
    return None
