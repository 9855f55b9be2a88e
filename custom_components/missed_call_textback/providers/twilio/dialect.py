"""How a company speaks Twilio's language: what it lacks, and where it means something else.

What Twilio has beside its first API (Lookup, messaging services, the document that it hosts) is of
Twilio alone. Whatever an owner can only do at a company is left out where the company has no such
thing, rather than tried and refused.

SignalWire: https://signalwire.com/docs/compatibility-api. It numbers things by UUID, signs with a
key of its own, never says whether a call was bridged (whoever took it pressed 1, and that is proof
enough), and gives some of Twilio's error codes another meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ...core.outbox import Reaction
from .reactions import REACTIONS, reaction_in

_TWILIO_HEADER: Final = "x-twilio-signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one company has of what Twilio has. `key` is how settings name it."""

    key: str
    reactions: Mapping[int, Reaction]
    signature_headers: tuple[str, ...] = ("x-signalwire-signature", _TWILIO_HEADER)
    """In lower case; the first that a request has counts."""
    obeys_words: bool = False
    """Obeys STOP, START and HELP and answers them itself, where they are all of a text."""
    whatsapp: bool = False
    lookup: bool = False
    """Knows what kind of line a number is."""
    hosts_fallback: bool = False
    """Answers callers by itself, with a document of ours, while we do not."""
    services: bool = False
    """Has messaging services, which may take a number's texts."""
    permissions: bool = False
    """Says which countries may be texted."""
    balance: bool = False
    signs_with_token: bool = True
    """Signs with the token that it also takes, unless it was given another key."""

    def reaction_to(self, status: int, code: int | None) -> Reaction:
        """Return what a refusal (HTTP status and error code) asks of us."""
        return reaction_in(self.reactions, status, code)


TWILIO: Final = Dialect(
    key="twilio",
    reactions=REACTIONS,
    signature_headers=(_TWILIO_HEADER,),
    obeys_words=True,
    whatsapp=True,
    lookup=True,
    hosts_fallback=True,
    services=True,
    permissions=True,
    balance=True,
)
# Codes: https://signalwire.com/docs/compatibility-api/rest/error-codes
SIGNALWIRE: Final = Dialect(
    key="signalwire",
    reactions={
        **REACTIONS,
        # No money is left: nothing goes out, and nothing is lost by waiting for it.
        4001: Reaction.HOLD,
        30002: Reaction.HOLD,
        # The account may not do this.
        20010: Reaction.SUSPEND,
        # Not a number of this account.
        21210: Reaction.HOLD,
        # On trial, and this number is not verified.
        21219: Reaction.OWNER,
        # At Twilio a country that is not allowed, here an address for reports that is missing.
        21408: Reaction.OWNER,
        # At Twilio the sender is wrong, here the recipient is no mobile.
        21606: Reaction.CALL_BACK,
        # The sender is in no registered campaign.
        21717: Reaction.SUSPEND,
        # At Twilio a full queue, here a text that came too late to be sent at all.
        30001: Reaction.OWNER,
        # The day's allowance.
        35125: Reaction.OWNER,
    },
    signs_with_token=False,
)
# Nothing is known of it but the language.
ANY: Final = Dialect(key="any", reactions=REACTIONS)

DIALECTS: Final[Mapping[str, Dialect]] = {each.key: each for each in (TWILIO, SIGNALWIRE, ANY)}


def dialect_at(api_base: str) -> Dialect:
    """Return what the company at an address of an API speaks."""
    parts = urlsplit(api_base)
    if f".{parts.hostname or ''}".endswith(".twilio.com"):
        return TWILIO
    # Spaces may have a domain of their own, but all have this path.
    return SIGNALWIRE if parts.path.rstrip("/").endswith("/api/laml") else ANY
