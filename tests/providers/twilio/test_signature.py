"""Only Twilio, for this account, at this address, gets through the signature."""

from hypothesis import given, strategies as st
from multidict import MultiDict
import pytest

from custom_components.missed_call_textback.providers.twilio.signature import Signature
from tests.exchange.signing import signature

from .shop import PUBLIC, TOKEN, recorded

QUERY = "step=voice"
FORM = MultiDict(recorded("voice"))
URL = f"{PUBLIC}?{QUERY}"


@pytest.mark.parametrize(
    "signed_url",
    [
        pytest.param(URL, id="without port"),
        pytest.param(URL.replace("home.example", "home.example:443"), id="with port"),
    ],
)
def test_a_signature_with_or_without_the_default_port_fits(signed_url: str) -> None:
    signed = signature(TOKEN, signed_url, FORM.items())

    assert Signature(PUBLIC, (TOKEN,)).matches(signed, QUERY, FORM)


def test_the_stored_address_counts_even_where_it_names_its_port() -> None:
    stored = "https://home.example:8443/api/webhook/5f1c"
    signed = signature(TOKEN, f"{stored}?{QUERY}", FORM.items())

    assert Signature(stored, (TOKEN,)).matches(signed, QUERY, FORM)


def test_what_follows_a_hash_is_not_signed() -> None:
    signed = signature(TOKEN, URL, FORM.items())

    assert Signature(f"{PUBLIC}#rc=2", (TOKEN,)).matches(signed, QUERY, FORM)


def test_twilios_own_example_fits() -> None:
    # From the tests of Twilio's own library.
    form = MultiDict(
        {
            "CallSid": "CA1234567890ABCDE",
            "Caller": "+14158675309",
            "Digits": "1234",
            "From": "+14158675309",
            "To": "+18005551212",
        }
    )
    check = Signature("https://mycompany.com/myapp.php", ("12345",))

    assert check.matches("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "foo=1&bar=2", form)


def test_while_a_token_is_rotated_both_fit() -> None:
    signed = signature("the new one", URL, FORM.items())

    assert Signature(PUBLIC, (TOKEN, "the new one")).matches(signed, QUERY, FORM)
    assert not Signature(PUBLIC, (TOKEN,)).matches(signed, QUERY, FORM)


def test_doubled_fields_are_signed_once_each_in_order() -> None:
    form = MultiDict([("b", "2"), ("a", "9"), ("a", "1"), ("a", "9"), ("ab", "0")])
    signed = signature(TOKEN, URL, form.items())

    assert Signature(PUBLIC, (TOKEN,)).matches(signed, QUERY, form)


def test_words_beyond_ascii_are_signed_as_utf8() -> None:
    form = MultiDict(recorded("text"))
    signed = signature(TOKEN, f"{PUBLIC}?step=text", form.items())

    assert Signature(PUBLIC, (TOKEN,)).matches(signed, "step=text", form)


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(None, id="absent"),
        pytest.param("", id="empty"),
        pytest.param("x", id="garbage"),
        pytest.param("ünsigned", id="beyond ASCII"),
        pytest.param("\udcff\udcfe", id="half surrogates"),
        pytest.param(signature("another token", URL, FORM.items()), id="another token"),
        pytest.param(signature("", URL, FORM.items()), id="empty token"),
        pytest.param(
            signature(TOKEN, "https://home.example/x", FORM.items()), id="another address"
        ),
        pytest.param(signature(TOKEN, f"{PUBLIC}?step=text", FORM.items()), id="another step"),
        pytest.param(signature(TOKEN, URL, list(FORM.items())[:-1]), id="a field less"),
        pytest.param(signature(TOKEN, URL, FORM.items())[:-1], id="cut"),
    ],
)
def test_any_other_signature_does_not_fit(forged: str | None) -> None:
    assert not Signature(PUBLIC, (TOKEN, "")).matches(forged, QUERY, FORM)


def test_without_a_token_nothing_fits() -> None:
    signed = signature("", URL, FORM.items())

    assert not Signature(PUBLIC, ("",)).matches(signed, QUERY, FORM)


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(MultiDict({"Body": "\ud800"}), id="half a surrogate pair"),
        pytest.param(MultiDict({"Body": b"bytes"}), id="not text"),
    ],
)
def test_a_form_that_cannot_be_signed_does_not_fit(form: MultiDict[str]) -> None:
    assert not Signature(PUBLIC, (TOKEN,)).matches("x", QUERY, form)


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text(), max_size=4))
def test_no_request_breaks_the_check(given_one: str, query: str, form: dict[str, str]) -> None:
    assert not Signature(PUBLIC, (TOKEN,)).matches(given_one, query, MultiDict(form))
