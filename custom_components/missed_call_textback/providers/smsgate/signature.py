"""SMSGate's signature: proves that the phone sent a request, and that it did so just now."""

from collections.abc import Mapping
from datetime import datetime
import hashlib
import hmac
import re
from typing import Final

from ..door import Unverified

_SIGNATURE: Final = "x-signature"
_TIMESTAMP: Final = "x-timestamp"
_SHAPES: Final = {
    _SIGNATURE: re.compile(r"[0-9a-fA-F]{64}", re.ASCII),
    _TIMESTAMP: re.compile(r"[0-9]{1,12}", re.ASCII),
}
# As its documents advise. What is tried again is signed anew.
_WINDOW_SECONDS: Final = 300


class Signature:
    """Checks a request's HMAC-SHA256 over its raw body, followed by its timestamp.

    Source: https://docs.sms-gate.app/features/webhooks/ ("Payload Signing").
    """

    def __init__(self, signing_key: str) -> None:
        self._key = signing_key.encode()

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Raise Unverified for what this phone did not sign within the last minutes."""
        if not may_be_signed(headers) or not self._key:
            raise Unverified("no signature")
        timestamp = _header(headers, _TIMESTAMP)
        expected = hmac.new(self._key, body + timestamp.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, _header(headers, _SIGNATURE).lower()):
            raise Unverified("bad signature")
        if abs(now.timestamp() - int(timestamp)) > _WINDOW_SECONDS:
            raise Unverified("an old request, or one of a phone whose clock is wrong")


def may_be_signed(headers: Mapping[str, str]) -> bool:
    """Tell whether a request has a signature at all."""
    return all(shape.fullmatch(_header(headers, name)) for name, shape in _SHAPES.items())


def _header(headers: Mapping[str, str], name: str) -> str:
    # Not every relay keeps a mapping that ignores case.
    return next((value for key, value in headers.items() if key.lower() == name), "")
