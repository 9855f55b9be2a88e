"""Signs letters as each phone and phone system does, written by their documents."""

import base64
from collections.abc import Callable
from datetime import datetime
import hashlib
import hmac
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
import jwt

from custom_components.missed_call_textback.providers.webhook.presets import ProofKind

type Sign = Callable[[bytes, datetime], dict[str, str]]

SECRET: Final = "a secret that nobody guesses"
_SIGNING: Final = "whsec_" + base64.b64encode(b"\x05" * 32).decode()
_KEY: Final = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
_PUBLIC_KEY: Final = base64.b64encode(_KEY.public_key().public_bytes_raw()).decode()


def standard(body: bytes, now: datetime) -> dict[str, str]:
    """Sign as Standard Webhooks has it."""
    stamp = str(int(now.timestamp()))
    digest = hmac.digest(b"\x05" * 32, b"id." + stamp.encode() + b"." + body, "sha256")
    return {
        "webhook-id": "id",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def bearer(_body: bytes, _now: datetime) -> dict[str, str]:
    """Bring the secret itself."""
    return {"Authorization": f"Bearer {SECRET}"}


def placetel(body: bytes, _now: datetime) -> dict[str, str]:
    """Sign as Placetel does."""
    return {"X-PLACETEL-SIGNATURE": hmac.new(SECRET.encode(), body, "sha256").hexdigest()}


def telnyx(body: bytes, now: datetime) -> dict[str, str]:
    """Sign as Telnyx does."""
    stamp = str(int(now.timestamp()))
    signed = _KEY.sign(f"{stamp}|".encode() + body)
    return {
        "telnyx-signature-ed25519": base64.b64encode(signed).decode(),
        "telnyx-timestamp": stamp,
    }


def vonage(body: bytes, now: datetime) -> dict[str, str]:
    """Sign as Vonage does."""
    claims = {"iat": int(now.timestamp()), "payload_hash": hashlib.sha256(body).hexdigest()}
    return {"Authorization": f"Bearer {jwt.encode(claims, SECRET * 2, 'HS256')}"}


def smsgate(body: bytes, now: datetime) -> dict[str, str]:
    """Sign as the app SMSGate does."""
    stamp = str(int(now.timestamp()))
    signed = hmac.new(SECRET.encode(), body + stamp.encode(), "sha256").hexdigest()
    return {"X-Signature": signed, "X-Timestamp": stamp}


PROOFS: Final[dict[ProofKind, tuple[str, Sign]]] = {
    ProofKind.EITHER: (_SIGNING, standard),
    ProofKind.SECRET: (SECRET, bearer),
    ProofKind.PLACETEL: (SECRET, placetel),
    ProofKind.TELNYX: (_PUBLIC_KEY, telnyx),
    ProofKind.VONAGE: (SECRET * 2, vonage),
}
