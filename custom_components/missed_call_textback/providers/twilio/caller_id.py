"""What Twilio says of a caller: whether the network vouches for the number, and whose name it shows."""

from typing import Final

from ...core.calls import Attestation
from ...core.printable import printable
from .webhook_request import WebhookRequest

# What the network shows where it has no name.
_NOBODY: Final = frozenset(
    {
        "anonymous",
        "blocked",
        "caller unknown",
        "cell phone",
        "cellular call",
        "cellular caller",
        "mobile caller",
        "mobile number",
        "name unavailable",
        "no name",
        "not available",
        "not provided",
        "out of area",
        "out-of-area",
        "pay phone",
        "payphone",
        "private",
        "private caller",
        "private name",
        "restricted",
        "toll free call",
        "toll free caller",
        "toll free number",
        "unavailable",
        "unknown",
        "unknown caller",
        "unknown name",
        "wireless call",
        "wireless caller",
        "withheld",
    }
)
_FIELD_LENGTH: Final = 256
_NAME_LENGTH: Final = 60
# "V4151234567890" and the like are no names.
_FEWEST_LETTERS: Final = 2


def attestation(request: WebhookRequest) -> Attestation | None:
    """Return what `StirVerstat` says; None where it says nothing, as it often does.

    Values: https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir. `No-TN-Validation` is
    no failure: it also comes of a signature a minute late.
    """
    return attested(request.field("StirVerstat"))


def attested(verstat: str) -> Attestation | None:
    """Return what a verdict says, where it says anything."""
    verdict = verstat.lower()
    if verdict.startswith("tn-validation-passed"):
        return Attestation.PASSED
    # Diverted: the signature that failed is of whoever forwarded the call, which says nothing of the
    # caller, and would keep back each customer of a shop whose own company signs badly.
    if verdict.startswith("tn-validation-failed") and not verdict.endswith("-diverted"):
        return Attestation.FAILED
    return None


def caller_name(request: WebhookRequest) -> str | None:
    """Return the caller's name, where the owner pays Twilio to look it up and it is one."""
    name = shown_name(request.field("CallerName", _FIELD_LENGTH))
    return None if name is None or _is_place(name, request) else name


def shown_name(given: str) -> str | None:
    """Return the name that the network shows, where it is one."""
    name = printable(given, _NAME_LENGTH)
    if name is None or sum(map(str.isalpha, name)) < _FEWEST_LETTERS or name.lower() in _NOBODY:
        return None
    return name


def _is_place(name: str, request: WebhookRequest) -> bool:
    """Tell whether a name is only where the number is from: `PORTLAND, OR`."""
    words = name.replace(",", " ").lower().split()
    for side in ("From", "Caller"):
        city = request.field(f"{side}City").lower().split()
        state = request.field(f"{side}State").lower()
        if (city and words in (city, [*city, state])) or (state and words[-1] == state):
            return True
    return False
