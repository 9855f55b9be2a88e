"""The door of httpSMS: nothing gets in without a token of these minutes, for us."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
import json

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.providers.door import Letter, Unverified
from custom_components.missed_call_textback.providers.httpsms.door import HttpSmsDoor
from tests.exchange_android.shop import JSON, NOW, PUBLIC, SHOP

from .letters import KEY, RECEIVED, bearer, letter_of


@pytest.mark.parametrize("seconds", [-720, -600, 0, 120], ids=str)
def test_a_token_of_these_minutes_opens(seconds: int) -> None:
    signed = letter_of(RECEIVED, NOW + timedelta(seconds=seconds))

    assert HttpSmsDoor(SHOP, KEY, PUBLIC).handle(signed).events


@pytest.mark.parametrize("seconds", [-86_400, -721, 121, 86_400], ids=str)
def test_an_old_token_opens_nothing(seconds: int) -> None:
    with pytest.raises(Unverified):
        HttpSmsDoor(SHOP, KEY, PUBLIC).handle(letter_of(RECEIVED, NOW + timedelta(seconds=seconds)))


TIME = int(NOW.timestamp())


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "somebody.example"},
        {"aud": ["https://home.example/api/webhook/another"]},
        {"aud": []},
        {"aud": None},
        {"aud": {"a": 1}},
        {"iss": None},
        {"sub": None},
        {"sub": 5},
        {"iat": None},
        {"exp": None},
        {"iat": "now"},
        {"exp": [1]},
        {"exp": TIME - 121},
        {"iat": TIME - 721, "exp": TIME + 10**9},
    ],
    ids=str,
)
def test_each_claim_counts(claims: dict[str, object]) -> None:
    with pytest.raises(Unverified):
        HttpSmsDoor(SHOP, KEY, PUBLIC).handle(letter_of(RECEIVED, claims=claims))


@pytest.mark.parametrize(
    "header",
    [{"alg": "none"}, {"alg": "HS512"}, {"alg": "RS256"}, {}, [], {"alg": "HS256", "crit": ["x"]}],
    ids=str,
)
def test_only_the_one_algorithm_opens(header: object) -> None:
    with pytest.raises(Unverified):
        HttpSmsDoor(SHOP, KEY, PUBLIC).handle(letter_of(RECEIVED, header=header or {"typ": "JWT"}))


@pytest.mark.parametrize("key", ["", "another key, long enough to be none of those that are short"])
def test_another_key_opens_nothing(key: str) -> None:
    with pytest.raises(Unverified):
        HttpSmsDoor(SHOP, key, PUBLIC).handle(letter_of(RECEIVED))


def _part(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Basic abc"},
        bearer("a.b"),
        bearer(f"a.b.{'c' * 42}"),
        bearer(f"é.b.{'c' * 43}"),
        bearer(f"a.{'b' * 3000}.{'c' * 43}"),
        bearer(f"a.b.{'c' * 43}\n"),
    ],
    ids=str,
)
def test_what_cannot_be_a_token_is_seen_at_once(headers: dict[str, str]) -> None:
    door = HttpSmsDoor(SHOP, KEY, PUBLIC)

    assert not door.may_be_genuine(headers)
    with pytest.raises(Unverified):
        door.handle(Letter(headers=headers, body=b"{}", now=NOW))


def test_the_token_is_found_in_headers_of_any_case() -> None:
    signed = letter_of(RECEIVED)
    headers = {name.lower(): value for name, value in signed.headers.items()}
    door = HttpSmsDoor(SHOP, KEY, PUBLIC)

    assert door.may_be_genuine(headers)
    assert door.handle(replace(signed, headers=headers)).events


@settings(max_examples=150, deadline=None)
@given(header=JSON | st.binary(max_size=60), claims=JSON | st.binary(max_size=60))
def test_no_forged_token_crashes_the_door_or_opens_it(header: object, claims: object) -> None:
    parts = [
        _part(part if isinstance(part, bytes) else json.dumps(part).encode())
        for part in (header, claims)
    ]
    letter = Letter(headers=bearer(f"{parts[0]}.{parts[1]}.{'c' * 43}"), body=b"{}", now=NOW)

    with pytest.raises(Unverified):
        HttpSmsDoor(SHOP, KEY, PUBLIC).handle(letter)


@settings(max_examples=100, deadline=None)
@given(claims=st.dictionaries(st.sampled_from(["iss", "sub", "aud", "exp", "iat", "nbf"]), JSON))
def test_no_claims_crash_the_door(claims: dict[str, object]) -> None:
    try:
        HttpSmsDoor(SHOP, KEY, PUBLIC).handle(letter_of(RECEIVED, claims=claims))
    except Unverified:
        return
    # Only what is not looked at may be anything.
    assert claims.keys() <= {"nbf", "exp", "iat"}
