"""Only what can be texted counts as a number, and its plan tells what and where it is."""

import subprocess
import sys
from zoneinfo import ZoneInfo

from hypothesis import example, given, strategies as st
import phonenumbers
from phonenumbers.tzdata import TIMEZONE_DATA
import pytest

from custom_components.missed_call_textback.core import numbers
from custom_components.missed_call_textback.core.numbers import (
    NumberKind,
    country_of,
    is_short_code,
    is_withheld,
    masked,
    number_kind,
    prefix_of,
    spoken,
    to_e164,
    typed_prefixes,
    warm_up,
    with_plus,
    zones_of,
)

HOSTILE = st.text(max_size=60) | st.from_regex(r"\+[0-9]{1,20}", fullmatch=True)
E164 = st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True)


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


@pytest.mark.parametrize("written", ["26666966696687", "+4926666966696687", "+49266669666966"])
def test_more_digits_than_a_number_can_have_are_none(written: str) -> None:
    # Some plans would have them all the same.
    number = to_e164(written, "DE")
    assert number is None or len(number) <= len("+") + 15


@given(st.from_regex(r"[0+]?[0-9]{1,20}", fullmatch=True), st.sampled_from(["US", "DE", "IT"]))
@example("000200", "DE")
@example("00490491713009", "DE")
def test_a_number_that_was_read_is_read_as_the_same_ever_after(written: str, country: str) -> None:
    number = to_e164(written, country)
    assert number is None or to_e164(number, country) == number


def test_every_countrys_numbers_are_read_in_each_way_to_write_them() -> None:
    ways = (
        phonenumbers.PhoneNumberFormat.E164,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        phonenumbers.PhoneNumberFormat.NATIONAL,
    )
    for country in phonenumbers.SUPPORTED_REGIONS:
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
            number = phonenumbers.example_number_for_type(country, kind)
            if number is not None:
                e164, *others = (phonenumbers.format_number(number, way) for way in ways)
                assert {to_e164(written, country) for written in (e164, *others)} == {e164}


@given(E164)
def test_a_masked_number_shows_three_digits_at_most(number: str) -> None:
    assert number[:-3] not in masked(number)
    assert len(masked(number)) <= 4


@pytest.mark.parametrize("address", [None, "", "123"])
def test_nothing_and_short_addresses_are_masked_whole(address: str | None) -> None:
    assert not any(character.isdigit() for character in masked(address))


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        pytest.param("+447400123456", NumberKind.MOBILE, id="a British mobile"),
        pytest.param("+34612345678", NumberKind.MOBILE, id="a Spanish mobile"),
        pytest.param("+442079460123", NumberKind.LANDLINE, id="a landline in London"),
        pytest.param("+390612345678", NumberKind.LANDLINE, id="a landline in Rome"),
        pytest.param("+18005550199", NumberKind.UNTEXTABLE, id="toll-free"),
        pytest.param("+19005550199", NumberKind.UNTEXTABLE, id="premium rate"),
        pytest.param("+448451234567", NumberKind.UNTEXTABLE, id="shared cost"),
        pytest.param("+447600123456", NumberKind.UNTEXTABLE, id="a pager"),
        pytest.param("+12025550143", NumberKind.UNKNOWN, id="landline or mobile in Washington"),
        pytest.param("+19995550143", NumberKind.UNKNOWN, id="an area code of tomorrow"),
        pytest.param("+447700900123", NumberKind.UNKNOWN, id="a range that nobody has yet"),
        pytest.param("", NumberKind.UNKNOWN, id="nothing"),
        pytest.param("+", NumberKind.UNKNOWN, id="a plus"),
        pytest.param("2025550143", NumberKind.UNKNOWN, id="a national number"),
    ],
)
def test_a_plan_tells_mobiles_from_landlines_and_what_it_does_not_know_may_be_texted(
    number: str, kind: NumberKind
) -> None:
    assert number_kind(number) is kind


@pytest.mark.parametrize("address", ["911", "2200", "22000", "320123", " 22000 "])
def test_three_to_six_digits_are_a_short_code(address: str) -> None:
    assert is_short_code(address)


@pytest.mark.parametrize(
    "address", [None, "", "12", "1234567", "+22000", "22 000", "٢٢٠٠٠", "abcd", "22000\n1"]
)
def test_nothing_else_is_a_short_code(address: str | None) -> None:
    assert not is_short_code(address)


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+12025550143", "US"),
        ("+14185550143", "CA"),
        ("+17875550143", "PR"),
        ("+16715550143", "GU"),
        ("+441534123456", "JE"),
        ("+74951234567", "RU"),
        ("+77012345678", "KZ"),
        ("+3906698", "VA"),
        ("+447700900123", "GB"),
        ("+881612345678", None),
        ("+80012345678", None),
        ("+19995550143", None),
        ("+999123456789", None),
        ("anonymous", None),
    ],
)
def test_a_number_names_its_country_and_satellites_none(number: str, country: str | None) -> None:
    assert country_of(number) == country


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+12025550143", {"America/New_York"}),
        ("+14185550143", {"America/Toronto"}),
        ("+18085550143", {"Pacific/Honolulu"}),
        ("+4915112345678", {"Europe/Berlin"}),
        ("+12085550143", {"America/Boise", "America/Los_Angeles"}),
        ("+77012345678", {"Asia/Almaty", "Asia/Aqtobe"}),
        ("+18005550199", set()),
        ("+19995550143", set()),
        ("+881612345678", set()),
        ("", set()),
    ],
)
def test_a_number_lies_in_the_zones_of_its_region(number: str, zones: set[str]) -> None:
    assert {zone.key for zone in zones_of(number)} == zones


def test_a_zone_that_this_machine_does_not_have_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(TIMEZONE_DATA, "1479", ("Mars/Olympus", "America/Chicago"))
    assert zones_of("+14795550143") == (ZoneInfo("America/Chicago"),)


def test_once_warmed_up_no_number_makes_a_zone_read_its_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    warm_up("US", "DE", "nowhere")
    zones_of.cache_clear()

    def read(name: str) -> ZoneInfo:
        raise AssertionError(name)

    monkeypatch.setattr(numbers, "ZoneInfo", read)
    assert zones_of("+12025550143")
    assert zones_of("+4915112345678")
    assert len(zones_of("+61551234567")) > 1


def test_the_zones_of_numbers_cost_nothing_before_they_are_asked_for() -> None:
    # By its path: importing the package imports Home Assistant, which is not what is asked here.
    script = (
        "import importlib.util as u, sys; spec = u.spec_from_file_location('ours', sys.argv[1]);"
        "ours = u.module_from_spec(spec); spec.loader.exec_module(ours);"
        "asked = lambda: 'phonenumbers.tzdata' in sys.modules;"
        "before = asked(); ours.warm_up(); print(before, asked())"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", script, numbers.__file__],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "True"]


@given(E164)
def test_numbers_that_differ_in_their_last_four_digits_share_a_prefix(number: str) -> None:
    assert prefix_of(number) == prefix_of(number[:-4] + "0000") == number[:-4]


@given(HOSTILE)
def test_every_address_has_a_kind_perhaps_a_country_and_zones_only_with_a_country(
    address: str,
) -> None:
    assert number_kind(address) in NumberKind
    country = country_of(address)
    assert country is None or country in phonenumbers.SUPPORTED_REGIONS
    assert not zones_of(address) or country is not None
    assert len(prefix_of(address)) == max(0, len(address) - 4)
    assert not (is_short_code(address) and to_e164(address, "US"))


@pytest.mark.parametrize(
    ("digits", "country", "number"),
    [
        pytest.param("4915112345678", "DE", "+4915112345678", id="own-country"),
        pytest.param("447700900123", "DE", "+447700900123", id="abroad"),
        pytest.param("447700900123", "US", "+447700900123", id="abroad-without-a-zero"),
        pytest.param("12025550123", "US", "+12025550123", id="with-country-code"),
        pytest.param("2025550123", "US", "+12025550123", id="national"),
        pytest.param("612345678", "ES", "+34612345678", id="national-without-a-zero"),
        pytest.param("34612345678", "ES", "+34612345678", id="own-country-without-a-zero"),
        pytest.param("4155552671", "US", "+14155552671", id="national-like-swiss"),
        pytest.param("99", "US", None, id="no-number"),
    ],
)
def test_a_plus_sign_that_a_template_dropped_is_put_back(
    digits: str, country: str, number: str | None
) -> None:
    assert to_e164(with_plus(digits, country), country) == number


@pytest.mark.parametrize(
    ("peer", "written"),
    [
        ("+12025550123", "(202) 555-0123"),
        ("+447911123456", "+44 7911 123456"),
        ("+881612345678", "+881 6 123 45678"),
        ("PARCELS", "PARCELS"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_at_home_and_a_name_as_it_is(peer: str, written: str) -> None:
    assert spoken(peer, "US") == written


@pytest.mark.parametrize(
    ("peer", "written"),
    [
        ("+12025550123", "+1 202-555-0123"),
        ("+881612345678", "+881 6 123 45678"),
        ("PARCELS", "PARCELS"),
    ],
)
def test_a_number_without_a_country_to_read_it_in_is_written_for_all_of_them(
    peer: str, written: str
) -> None:
    assert spoken(peer) == written


@pytest.mark.parametrize(
    ("typed", "country", "prefixes"),
    [
        ("202 555", "US", ("+1202555", "+202555")),
        ("(202) 555-01", "US", ("+120255501", "+20255501")),
        ("1 202 555", "US", ("+1202555",)),
        ("+1 202", "US", ("+1202",)),
        ("0151 23", "DE", ("+4915123", "+015123")),
        ("00 49 151", "US", ("+49151",)),
        ("49151", "DE", ("+4949151", "+49151")),
        ("06 1234", "IT", ("+39061234", "+061234")),
        ("+49/151.2\u00a03", "DE", ("+4915123",)),
        ("20", "US", ()),
        ("+", "US", ()),
        ("Ada 202 555", "US", ()),
        ("202" * 40, "US", ()),
        ("٢٠٢٥٥٥", "US", ()),
        ("", "US", ()),
    ],
)
def test_a_number_that_somebody_begins_to_type_is_understood(
    typed: str, country: str, prefixes: tuple[str, ...]
) -> None:
    assert typed_prefixes(typed, country) == prefixes
