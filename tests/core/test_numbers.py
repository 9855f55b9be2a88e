"""Only what can be texted counts as a number."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.numbers import is_withheld, masked, to_e164


@pytest.mark.parametrize(
    "address",
    [
        None, "", " ", "anonymous", "Anonymous", "UNKNOWN", "restricted", "unavailable", "private",
        "blocked", "+266696687", "266696687", "+86282452253", "+8656696", "+2562533", "+7378742833",
    ],
)  # fmt: skip
def test_withheld_caller_ids_are_nobody(address: str | None) -> None:
    assert is_withheld(address)
    assert to_e164(address, "US") is None


@pytest.mark.parametrize(
    "address",
    ["12345", "22000", "sip:sam@example.com", "client:sam", "+1", "+12345678901234567890", "CALLME",
     "٠١٢٣٤٥", "+1202555\n0143; rm", "' OR 1=1 --", "+" * 50],
)  # fmt: skip
def test_short_codes_addresses_and_garbage_are_no_numbers(address: str) -> None:
    assert not is_withheld(address)
    assert to_e164(address, "US") is None


@pytest.mark.parametrize(
    ("address", "country", "e164"),
    [
        ("+12025550143", "US", "+12025550143"),
        ("(202) 555-0143", "US", "+12025550143"),
        ("020 7946 0123", "GB", "+442079460123"),
        ("+44 20 7946 0123", "US", "+442079460123"),
        ("0170 1234567", "DE", "+491701234567"),
    ],
)
def test_numbers_are_read_as_their_country_writes_them(
    address: str, country: str, e164: str
) -> None:
    assert to_e164(address, country) == e164


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(address: str) -> None:
    number = to_e164(address, "US")
    assert number is None or (number.startswith("+") and number[1:].isascii())
    assert number is None or to_e164(number, "US") == number


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_a_masked_number_shows_three_digits_at_most(number: str) -> None:
    assert number[:-3] not in masked(number)
    assert len(masked(number)) <= 4


@pytest.mark.parametrize("address", [None, "", "123"])
def test_nothing_and_short_addresses_are_masked_whole(address: str | None) -> None:
    assert not any(character.isdigit() for character in masked(address))
