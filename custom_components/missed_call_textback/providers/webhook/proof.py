"""How a letter proves that the shop's own phone system sent it.

Best is a signature as Standard Webhooks has it (https://www.standardwebhooks.com): HMAC-SHA256 over
`id.timestamp.body`, in the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. What
cannot sign sends a secret, as a bearer token or as the password of its address. The vendors who sign
in a way of their own are in `vendor_proofs.py`.

A letter that is sent again within the time allowed proves itself again: its call has the same id, so
that nothing happens twice.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
import hmac
import re
from typing import Final, Protocol, override

from ..door import Letter, Unverified
from ..standard_webhooks import (
    HEADER_ID,
    HEADER_SIGNATURE,
    HEADER_TIMESTAMP,
    SHORTEST_SECRET,
    key_of,
    signature,
)

REPLAY_WINDOW_SECONDS: Final = 300
_SIGNATURE: Final = re.compile(r"v1,[A-Za-z0-9+/]{43}=")
_TIMESTAMP: Final = re.compile(r"[0-9]{1,12}")
_LONGEST_HEADER: Final = 1024
_MOST_SIGNATURES: Final = 8


class Proof(Protocol):
    """One way to prove it."""

    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        """Tell, at next to no cost, whether a letter brings a proof of this kind at all."""

    def verify(self, letter: Letter) -> None:
        """Raise Unverified where the letter does not prove itself."""


class StandardSignature(Proof):
    """Standard Webhooks 1.0.0, symmetric. While a secret is being changed both may sign."""

    def __init__(self, *secrets: str) -> None:
        """Take secrets as they are written, `whsec_…`. Raises ValueError for others."""
        self._keys = [key_of(secret) for secret in secrets]

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return _SIGNATURE.search(header(headers, HEADER_SIGNATURE)) is not None

    @override
    def verify(self, letter: Letter) -> None:
        sent_id = header(letter.headers, HEADER_ID)
        sent_at = header(letter.headers, HEADER_TIMESTAMP)
        given = header(letter.headers, HEADER_SIGNATURE).split(" ")[:_MOST_SIGNATURES]
        if not sent_id:
            raise Unverified("no webhook-id")
        check_time(sent_at, letter.now)
        for key in self._keys:
            expected = signature(key, sent_id, sent_at, letter.body).encode()
            if any(hmac.compare_digest(expected, one.encode(errors="replace")) for one in given):
                return
        raise Unverified("bad or missing signature")


class SharedSecret(Proof):
    """The secret itself: `Authorization: Bearer …`, or the password of `https://any:…@address`."""

    def __init__(self, *secrets: str) -> None:
        """Take secrets. Raises ValueError for one that could be guessed."""
        if any(len(secret) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"a secret has at least {SHORTEST_SECRET} characters")
        self._secrets = [secret.encode() for secret in secrets]

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return header(headers, "authorization").lower().startswith(("bearer ", "basic "))

    @override
    def verify(self, letter: Letter) -> None:
        given = _secret_in(header(letter.headers, "authorization"))
        if not any(hmac.compare_digest(secret, given) for secret in self._secrets):
            raise Unverified("another secret")


class SignatureOrSecret(Proof):
    """Whichever the phone system can do, with one secret for both.

    It is no weaker than either: only who knows the secret can sign with it, and a letter that brings
    a signature is held to it.
    """

    def __init__(self, *secrets: str) -> None:
        """Take secrets as they are written, `whsec_…`. Raises ValueError for others."""
        self._signature = StandardSignature(*secrets)
        self._secret = SharedSecret(*secrets)

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return self._signature.may_be_genuine(headers) or self._secret.may_be_genuine(headers)

    @override
    def verify(self, letter: Letter) -> None:
        signed = header(letter.headers, HEADER_SIGNATURE)
        (self._signature if signed else self._secret).verify(letter)


def header(headers: Mapping[str, str], wanted: str) -> str:
    """Return a header, empty where it is missing or longer than any proof."""
    # Not every relay keeps a mapping that ignores case.
    value = next((value for name, value in headers.items() if name.lower() == wanted), "")
    return value if len(value) <= _LONGEST_HEADER else ""


def check_time(sent_at: str, now: datetime) -> None:
    """Raise Unverified where a letter was not sent just now, by the time that its sender signed."""
    if not _TIMESTAMP.fullmatch(sent_at):
        raise Unverified("no time of sending")
    if abs(now.timestamp() - int(sent_at)) > REPLAY_WINDOW_SECONDS:
        raise Unverified("sent too long ago, or a clock is wrong")


def _secret_in(authorization: str) -> bytes:
    kind, _, value = authorization.partition(" ")
    value = value.strip()
    if kind.lower() == "bearer":
        return value.encode(errors="replace")
    if kind.lower() != "basic":
        return b""
    try:
        pair = base64.b64decode(value, validate=True)
    except binascii.Error, ValueError:
        return b""
    return pair.partition(b":")[2]
