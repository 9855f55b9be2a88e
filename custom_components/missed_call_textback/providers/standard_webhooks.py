"""Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), symmetric: its secrets and signatures.

HMAC-SHA256 over `id.timestamp.body`, in the headers `webhook-id`, `webhook-timestamp` and
`webhook-signature`.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import string
from typing import Final

HEADER_ID: Final = "webhook-id"
HEADER_TIMESTAMP: Final = "webhook-timestamp"
HEADER_SIGNATURE: Final = "webhook-signature"
SHORTEST_SECRET: Final = 16
_PREFIX: Final = "whsec_"
# Base64 without the signs that mean something in an address: 40 of them are 30 bytes.
_UNRESERVED: Final = string.ascii_letters + string.digits
_SECRET_LENGTH: Final = 40


def new_secret() -> str:
    """Return a secret to sign with, that also fits into a header and into an address as it is."""
    return _PREFIX + "".join(secrets.choice(_UNRESERVED) for _ in range(_SECRET_LENGTH))


def key_of(secret: str) -> bytes:
    """Return the key of a secret as it is written, `whsec_…`. Raises ValueError for others."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error, ValueError:
        key = b""
    if len(key) < SHORTEST_SECRET:
        raise ValueError(f"a secret to sign with is {_PREFIX} and 24 to 64 bytes in base64")
    return key


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a message, as it is sent."""
    signed = f"{message_id}.{timestamp}.".encode(errors="replace") + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
