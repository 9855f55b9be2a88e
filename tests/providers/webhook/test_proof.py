"""Only who knows the secret gets in, and only with what was sent just now."""

import base64
from datetime import timedelta
from urllib.parse import quote

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.providers.door import Letter, Unverified
from custom_components.missed_call_textback.providers.standard_webhooks import new_secret
from custom_components.missed_call_textback.providers.webhook.proof import (
    REPLAY_WINDOW_SECONDS,
    Proof,
    SharedSecret,
    SignatureOrSecret,
    StandardSignature,
)

from .letters import HOSTILE, NOW, SECRET, SIGNING, letter, signed

BODY = b'{"id": "4711", "event": "missed", "caller": null}'
OTHER = "whsec_" + base64.b64encode(b"another key of thirty-two bytes.").decode()


def proves(proof: Proof, sent: Letter) -> bool:
    try:
        proof.verify(sent)
    except Unverified:
        return False
    return True


def test_the_example_of_standard_webhooks_itself_fits() -> None:
    # From the tests of its reference library, libraries/python/tests/test_webhooks.py.
    sent = letter(
        b'{"test": 2432232314}',
        headers={
            "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "Webhook-Timestamp": "1614265330",
            "Webhook-Signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        now=NOW.fromtimestamp(1614265330, NOW.tzinfo),
    )
    proof = StandardSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert proof.may_be_genuine(sent.headers)
    assert proves(proof, sent)


def test_a_changed_body_another_key_or_another_time_does_not_fit() -> None:
    proof = StandardSignature(SIGNING)
    headers = signed(BODY)
    assert proves(proof, letter(BODY, headers=headers))
    assert not proves(proof, letter(BODY + b" ", headers=headers))
    assert not proves(StandardSignature(OTHER), letter(BODY, headers=headers))
    for name, value in (
        ("webhook-timestamp", str(int(NOW.timestamp()) + 1)),
        ("webhook-id", "msg_2"),
        ("webhook-signature", ""),
        ("webhook-id", ""),
        ("webhook-timestamp", ""),
    ):
        assert not proves(proof, letter(BODY, headers=headers | {name: value}))


@pytest.mark.parametrize("seconds", [-REPLAY_WINDOW_SECONDS, 0, REPLAY_WINDOW_SECONDS])
def test_within_the_window_it_fits(seconds: int) -> None:
    sent = letter(BODY, headers=signed(BODY), now=NOW + timedelta(seconds=seconds))
    assert proves(StandardSignature(SIGNING), sent)


@pytest.mark.parametrize("seconds", [-REPLAY_WINDOW_SECONDS - 1, REPLAY_WINDOW_SECONDS + 1])
def test_a_letter_replayed_outside_the_window_is_refused(seconds: int) -> None:
    sent = letter(BODY, headers=signed(BODY), now=NOW + timedelta(seconds=seconds))
    assert not proves(StandardSignature(SIGNING), sent)


def test_while_a_secret_is_changed_both_fit_on_either_side() -> None:
    old, new = signed(BODY, secret=OTHER), signed(BODY)
    assert proves(StandardSignature(SIGNING, OTHER), letter(BODY, headers=old))
    assert proves(StandardSignature(SIGNING, OTHER), letter(BODY, headers=new))
    both = old | {"webhook-signature": f"{old['webhook-signature']} {new['webhook-signature']}"}
    assert proves(StandardSignature(SIGNING), letter(BODY, headers=both))


@pytest.mark.parametrize("secret", ["", "whsec_", "short", "whsec_c2hvcnQ=", "whsec_nicht ganz!"])
def test_what_is_no_signing_secret_is_refused_at_once(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        StandardSignature(secret)


def basic(password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"calls:{password}".encode()).decode()}


@pytest.mark.parametrize(
    "headers",
    [{"AUTHORIZATION": f"bearer {SECRET}"}, {"Authorization": f"Bearer  {SECRET} "}, basic(SECRET)],
)
def test_a_secret_is_taken_as_a_token_or_as_a_password(headers: dict[str, str]) -> None:
    assert SharedSecret(SECRET).may_be_genuine(headers)
    assert proves(SharedSecret("another secret of old", SECRET), letter(BODY, headers=headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": SECRET},
        {"Authorization": "Bearer "},
        {"Authorization": f"Digest {SECRET}"},
        {"Authorization": f"Bearer {SECRET}x"},
        {"Authorization": "Bearer \ud800"},
        {"Authorization": "Basic no base64"},
        {"Authorization": "Bearer " + "x" * 5_000},
        basic("wrong"),
        basic(""),
    ],
)
def test_anything_else_is_refused(headers: dict[str, str]) -> None:
    assert not proves(SharedSecret(SECRET), letter(BODY, headers=headers))


def test_a_secret_in_the_address_is_not_taken() -> None:
    sent = Letter(headers={}, body=BODY, now=NOW, query_string=f"secret={SECRET}")
    assert not proves(SharedSecret(SECRET), sent)


def test_a_secret_that_could_be_guessed_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="16 characters"):
        SharedSecret("barber")


def test_a_new_secret_differs_from_all_others_and_goes_into_an_address_as_it_is() -> None:
    secret = new_secret()
    assert secret != new_secret()
    assert quote(secret, safe="") == secret
    assert proves(SharedSecret(secret), letter(BODY, headers=basic(secret)))
    headers = signed(BODY, secret=secret)
    assert proves(StandardSignature(secret), letter(BODY, headers=headers))


def test_one_secret_signs_or_is_sent() -> None:
    proof = SignatureOrSecret(SIGNING)
    for headers in (signed(BODY), basic(SIGNING), {"Authorization": f"Bearer {SIGNING}"}):
        assert proof.may_be_genuine(headers)
        assert proves(proof, letter(BODY, headers=headers))
    assert not proof.may_be_genuine({})


def test_a_letter_with_a_signature_is_held_to_it_whatever_else_it_brings() -> None:
    proof = SignatureOrSecret(SIGNING)
    wrong = signed(BODY, secret=OTHER)
    assert not proves(proof, letter(BODY, headers=wrong))
    assert not proves(proof, letter(BODY, headers=wrong | basic(SIGNING)))
    assert not proves(proof, letter(BODY, headers=signed(BODY + b"!") | basic("wrong")))


@pytest.mark.parametrize(
    "proof", [StandardSignature(SIGNING), SharedSecret(SECRET), SignatureOrSecret(SIGNING)]
)
@given(
    st.dictionaries(
        st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "authorization"]),
        st.text(HOSTILE, max_size=40) | st.just("v1," + "A" * 43 + "=") | st.just("1772357400"),
    )
)
def test_no_headers_crash_a_proof_or_get_in(proof: Proof, headers: dict[str, str]) -> None:
    proof.may_be_genuine(headers)
    assert not proves(proof, letter(BODY, headers=headers))
