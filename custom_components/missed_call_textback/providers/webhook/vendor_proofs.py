"""The signatures of vendors who sign in a way of their own.

Cryptography and PyJWT are Home Assistant's own requirements, and loaded by it before any integration.
"""

import base64
import binascii
from collections.abc import Mapping
import hashlib
import hmac
from typing import Final, override

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
import jwt

from ..door import Letter, Unverified
from .proof import Proof, check_time, header

_PLACETEL_HEADER: Final = "x-placetel-signature"
_TELNYX_HEADER: Final = "telnyx-signature-ed25519"
_BEARER: Final = "bearer "


class PlacetelSignature(Proof):
    """HMAC-SHA256 of the body, in hexadecimal. It does not say when it was sent.

    https://github.com/Placetel/call-control-notify-api#our-post-request
    """

    def __init__(self, *secrets: str) -> None:
        self._keys = [secret.encode() for secret in secrets if secret]

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return len(header(headers, _PLACETEL_HEADER)) == 2 * hashlib.sha256().digest_size

    @override
    def verify(self, letter: Letter) -> None:
        given = header(letter.headers, _PLACETEL_HEADER).lower().encode(errors="replace")
        for key in self._keys:
            expected = hmac.new(key, letter.body, hashlib.sha256).hexdigest()
            if hmac.compare_digest(expected.encode(), given):
                return
        raise Unverified("bad or missing signature")


class TelnyxSignature(Proof):
    """Ed25519 over `timestamp|body`, by the public key that Telnyx shows in its portal.

    https://developers.telnyx.com/api-reference/callbacks/call-hangup
    """

    def __init__(self, *public_keys: str) -> None:
        """Take keys in base64. Raises ValueError for what is none."""
        self._keys = [
            Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
            for key in public_keys
        ]

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return bool(header(headers, _TELNYX_HEADER))

    @override
    def verify(self, letter: Letter) -> None:
        sent_at = header(letter.headers, "telnyx-timestamp")
        check_time(sent_at, letter.now)
        try:
            given = base64.b64decode(header(letter.headers, _TELNYX_HEADER), validate=True)
        except binascii.Error, ValueError:
            raise Unverified("a signature that is no base64") from None
        for key in self._keys:
            try:
                key.verify(given, f"{sent_at}|".encode() + letter.body)
            except InvalidSignature:
                continue
            return
        raise Unverified("bad or missing signature")


class VonageToken(Proof):
    """A JSON Web Token, signed with the account's signature secret, that names the body's hash.

    https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
    """

    def __init__(self, *secrets: str) -> None:
        self._secrets = [secret for secret in secrets if secret]

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        token = header(headers, "authorization")
        return token.lower().startswith(_BEARER) and token.count(".") == 2

    @override
    def verify(self, letter: Letter) -> None:
        token = header(letter.headers, "authorization")[len(_BEARER) :].strip()
        claims = next(filter(None, (_claims(token, secret) for secret in self._secrets)), None)
        if claims is None:
            raise Unverified("bad or missing signature")
        check_time(str(claims.get("iat", "")).partition(".")[0], letter.now)
        told = claims.get("payload_hash")
        found = hashlib.sha256(letter.body).hexdigest()
        # Of a letter without a body there is none.
        if not isinstance(told, str) or not hmac.compare_digest(
            found.encode(), told.lower().encode(errors="replace")
        ):
            raise Unverified("another body was signed")


def _claims(token: str, secret: str) -> dict[str, object] | None:
    # The time is compared by the letter's own.
    options: jwt.types.Options = {
        "verify_exp": False,
        "verify_iat": False,
        "verify_nbf": False,
        "verify_aud": False,
        "verify_sub": False,
        "verify_jti": False,
    }
    try:
        claims: dict[str, object] = jwt.decode(token, secret, ["HS256"], options=options)
    except jwt.PyJWTError, ValueError:
        return None
    return claims
