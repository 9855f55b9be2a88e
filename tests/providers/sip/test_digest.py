"""Digest authentication: the RFCs' own examples, and an independent implementation."""

import hashlib

from aiosipua.auth import SipDigestAuth, build_credentials
from aiosipua.headers import parse_auth
from hypothesis import given, settings, strategies as st
import pytest

from custom_components.missed_call_textback.providers.sip.digest import Answers, Challenge, chosen

RFC_7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


def answers(line: str, password: str = "Circle of Life", cnonce: str = "c") -> Answers:
    challenge = chosen([line])
    assert challenge is not None
    return Answers(challenge, "Mufasa", password, cnonce)


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_rfc_7616_come_out(algorithm: str, response: str) -> None:
    mufasa = answers(
        RFC_7616.format(algorithm), cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    )
    answer = parse_auth(mufasa.answer("GET", "/dir/index.html"))
    assert answer.params["response"] == response
    assert answer.params["nc"] == "00000001"


def test_a_challenge_without_qop_is_met_as_of_old() -> None:
    # RFC 2617 section 3.5's words, without the quality of protection that RFC 2069 did not have.
    told = answers('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"')
    told.password = "Circle Of Life"
    answer = told.answer("GET", "/dir/index.html")
    assert 'response="670fd8c2df070c60b045671b8b24ff02"' in answer
    assert "nc=" not in answer
    assert "algorithm" not in answer


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_realm_in_an_old_encoding_is_met_byte_for_byte(algorithm: str) -> None:
    # An exchange of old whose realm is "Büro" in Latin-1, as a message is read.
    raw = f'Digest realm="B\xfcro", nonce="n\xe9", algorithm={algorithm}'.encode("latin-1")
    hashed = hashlib.md5 if algorithm == "MD5" else hashlib.sha256
    secret = hashed(b"Mufasa:B\xfcro:Circle of Life").hexdigest()
    asked = hashed(b"REGISTER:sip:x").hexdigest()
    proof = hashed(secret.encode() + b":n\xe9:" + asked.encode()).hexdigest()

    answer = answers(raw.decode("utf-8", "surrogateescape")).answer("REGISTER", "sip:x")

    assert f'response="{proof}"' in answer
    assert b'realm="B\xfcro"' in answer.encode("utf-8", "surrogateescape")


def test_each_answer_counts_up() -> None:
    told = answers('Digest realm="r", nonce="n", qop="auth"')
    assert [parse_auth(told.answer("REGISTER", "sip:x")).params["nc"] for _ in range(3)] == [
        "00000001",
        "00000002",
        "00000003",
    ]


@settings(max_examples=60)
@given(
    algorithm=st.sampled_from(["MD5", "SHA-256", "md5", "sha-256"]),
    qop=st.sampled_from(["", ', qop="auth"', ", qop=auth", ', qop="auth-int,auth"']),
    password=st.text(st.characters(codec="utf-8"), max_size=20),
)
def test_an_independent_implementation_comes_to_the_same(
    algorithm: str, qop: str, password: str
) -> None:
    line = f'Digest realm="pbx", nonce="abc", algorithm={algorithm}{qop}'
    ours = parse_auth(answers(line, password).answer("REGISTER", "sip:pbx")).params
    theirs = build_credentials(
        SipDigestAuth("Mufasa", password), parse_auth(line), "REGISTER", "sip:pbx", cnonce="c"
    )
    assert theirs is not None
    assert ours["response"] == theirs.params["response"]


def test_the_first_challenge_that_can_be_met_is_taken() -> None:
    assert chosen(
        [
            'Basic realm="r"',
            'Digest realm="r", nonce="1", algorithm=SHA-512-256',
            'Digest realm="r", nonce="2", qop="auth-int"',
            'Digest realm="r"',
            'Digest realm="r", nonce="3", algorithm=SHA-256, qop="auth", stale=TRUE, opaque="o"',
            'Digest realm="r", nonce="4", algorithm=MD5',
        ]
    ) == Challenge(
        realm="r",
        nonce="3",
        algorithm="SHA-256",
        opaque="o",
        qop=True,
        stale=True,
        names_algorithm=True,
    )


@settings(max_examples=100)
@given(line=st.text(max_size=200))
def test_no_challenge_does_harm(line: str) -> None:
    challenge = chosen([line, f"Digest {line}", f'Digest nonce="1", realm={line}'])
    if challenge is not None:
        Answers(challenge, "u", "p", "c").answer("REGISTER", "sip:x")


def test_a_quote_in_a_name_stays_in_its_quotes() -> None:
    challenge = chosen(['Digest realm="a\\"b", nonce="n"'])
    assert challenge is not None
    assert challenge.realm == 'a"b'
    assert 'username="x\\"y"' in Answers(challenge, 'x"y', "p", "c").answer("REGISTER", "sip:x")


def test_the_password_is_in_no_repr() -> None:
    assert "Circle" not in repr(answers('Digest realm="r", nonce="n"'))
