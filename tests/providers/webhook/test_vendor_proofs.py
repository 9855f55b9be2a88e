"""Vendors who sign in their own way are known by it."""

import base64
from datetime import timedelta
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, strategies as st
import jwt
import pytest

from custom_components.missed_call_textback.providers.webhook.presets import ProofKind, proof_of
from custom_components.missed_call_textback.providers.webhook.proof import Proof, SignatureOrSecret
from custom_components.missed_call_textback.providers.webhook.vendor_proofs import (
    PlacetelSignature,
    TelnyxSignature,
    VonageToken,
)

from .letters import HOSTILE, NOW, SIGNING, letter
from .test_proof import proves

BODY = b'{"status": "completed"}'
STAMP = int(NOW.timestamp())
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC_KEY = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
OTHER_KEY = base64.b64encode(
    Ed25519PrivateKey.from_private_bytes(b"\x08" * 32).public_key().public_bytes_raw()
).decode()
VONAGE_SECRET = "a signature secret of Vonage, long enough"


def test_placetels_own_example_fits() -> None:
    # https://github.com/Placetel/call-control-notify-api#our-post-request
    body = (
        b"call_id=4a4cbb39578170aed9a2761a7bec8c7e704a541f52291ef603d6f5f152980c3c"
        b"&event=CallAccepted&from=0123456789&to=0987654321"
    )
    headers = {
        "X-PLACETEL-SIGNATURE": "c4f823c5b8806432fe2b83b1fc2ee714422e0cdfb4b5129152a7d0bbcd7792d0"
    }
    proof = PlacetelSignature("an older one", "12345")
    assert proof.may_be_genuine(headers)
    assert proves(proof, letter(body, headers=headers))
    assert not proves(proof, letter(body + b"1", headers=headers))
    assert not proves(PlacetelSignature("1234"), letter(body, headers=headers))
    assert not proof.may_be_genuine({})


def telnyx(body: bytes = BODY, stamp: int = STAMP) -> dict[str, str]:
    signature = base64.b64encode(KEY.sign(f"{stamp}|".encode() + body)).decode()
    return {"Telnyx-Signature-Ed25519": signature, "Telnyx-Timestamp": str(stamp)}


def test_what_telnyx_signed_just_now_fits() -> None:
    proof = TelnyxSignature(OTHER_KEY, PUBLIC_KEY)
    assert proof.may_be_genuine(telnyx())
    assert proves(proof, letter(BODY, headers=telnyx()))
    assert not proves(proof, letter(BODY + b" ", headers=telnyx()))
    assert not proves(TelnyxSignature(OTHER_KEY), letter(BODY, headers=telnyx()))
    assert not proves(proof, letter(BODY, headers=telnyx(stamp=STAMP - 301)))
    assert not proves(proof, letter(BODY, headers=telnyx() | {"Telnyx-Signature-Ed25519": "é"}))


@pytest.mark.parametrize("key", ["no base64", "c2hvcnQ="])
def test_what_is_no_key_of_telnyx_is_refused_at_once(key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        TelnyxSignature(key)


def vonage(secret: str = VONAGE_SECRET, **claims: object) -> dict[str, str]:
    told = {
        "iat": STAMP,
        "jti": "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
        "iss": "Vonage",
        "payload_hash": hashlib.sha256(BODY).hexdigest(),
        "api_key": "a1b2c3d",
        "application_id": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
    }
    return {"Authorization": f"Bearer {jwt.encode(told | claims, secret, 'HS256')}"}


def test_what_vonage_signed_just_now_fits() -> None:
    proof = VonageToken("an older secret, as long as the other one", VONAGE_SECRET)
    assert proof.may_be_genuine(vonage())
    assert proves(proof, letter(BODY, headers=vonage()))
    assert proves(proof, letter(BODY, headers=vonage(iat=STAMP + 0.7)))
    assert not proves(proof, letter(BODY + b" ", headers=vonage()))
    assert not proves(proof, letter(BODY, headers=vonage("another secret that nobody was given")))
    assert not proves(proof, letter(BODY, headers=vonage(iat=STAMP - 301)))
    assert not proves(proof, letter(BODY, headers=vonage(payload_hash=None)))


def test_a_token_without_a_signature_is_refused() -> None:
    unsigned = jwt.encode({"iat": STAMP}, "", "none")
    assert not proves(
        VonageToken(VONAGE_SECRET), letter(BODY, headers={"Authorization": f"Bearer {unsigned}"})
    )


@pytest.mark.parametrize(
    "proof",
    [PlacetelSignature("12345"), TelnyxSignature(PUBLIC_KEY), VonageToken(VONAGE_SECRET)],
    ids=["placetel", "telnyx", "vonage"],
)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "authorization",
                "telnyx-timestamp",
                "telnyx-signature-ed25519",
                "x-placetel-signature",
            ]
        ),
        st.text(HOSTILE, max_size=64)
        | st.just(str(STAMP))
        | st.just("Bearer e30.e30.e30")
        | st.binary(max_size=64).map(lambda raw: base64.b64encode(raw).decode()),
    )
)
def test_no_headers_crash_a_vendors_proof_or_get_in(proof: Proof, headers: dict[str, str]) -> None:
    proof.may_be_genuine(headers)
    assert not proves(proof, letter(BODY, headers=headers))


def test_each_kind_is_built_of_its_secrets_and_none_of_nothing() -> None:
    assert isinstance(proof_of(ProofKind.EITHER, (SIGNING,)), SignatureOrSecret)
    assert isinstance(proof_of(ProofKind.VONAGE, (VONAGE_SECRET,)), VonageToken)
    for kind in ProofKind:
        with pytest.raises(ValueError, match="no secret"):
            proof_of(kind, ("",))


def test_a_clock_an_hour_off_is_told_as_such() -> None:
    late = letter(BODY, headers=telnyx(), now=NOW + timedelta(hours=1))
    with pytest.raises(Exception, match="a clock is wrong"):
        TelnyxSignature(PUBLIC_KEY).verify(late)
