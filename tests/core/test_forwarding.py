"""What is dialled to forward missed calls: for each phone company what is documented, else nothing."""

import re

from hypothesis import given, strategies as st
import phonenumbers
import pytest

from custom_components.missed_call_textback.core.forwarding import (
    Codes,
    Network,
    codes,
    networks_of,
)

AMERICAN = "+12025550143"
BRITISH = "+442079460000"
GERMAN = "+4930901820"


@pytest.mark.parametrize(
    ("country", "networks"),
    [
        ("US", "mobile verizon landline_of_america other"),
        ("CA", "mobile landline_of_america other"),
        ("GB", "mobile landline_of_europe other"),
        ("DE", "mobile landline_of_europe other"),
        ("FR", "mobile"),
        ("ZZ", "mobile"),
    ],
)
def test_a_country_has_the_networks_whose_codes_are_documented(country: str, networks: str) -> None:
    assert list(networks_of(country)) == networks.split()


@pytest.mark.parametrize(
    ("network", "number", "country", "on"),
    [
        (
            Network.MOBILE,
            AMERICAN,
            "US",
            "**61*+12025550143#|**67*+12025550143#|**62*+12025550143#",
        ),
        (Network.VERIZON, AMERICAN, "US", "*712025550143"),
        (Network.LANDLINE_OF_AMERICA, AMERICAN, "CA", "*92 2025550143|*90 2025550143"),
        (Network.LANDLINE_OF_AMERICA, BRITISH, "US", "*92 011442079460000|*90 011442079460000"),
        (Network.LANDLINE_OF_EUROPE, BRITISH, "GB", "*61*02079460000#|*67*02079460000#"),
        (Network.LANDLINE_OF_EUROPE, GERMAN, "DE", "*61*030901820#|*67*030901820#"),
        (Network.LANDLINE_OF_EUROPE, BRITISH, "DE", "*61*00442079460000#|*67*00442079460000#"),
        (Network.OTHER, AMERICAN, "US", ""),
    ],
)
def test_a_number_is_forwarded_to_as_it_is_dialled_there(
    network: Network, number: str, country: str, on: str
) -> None:
    assert "|".join(codes(network, number, country).on) == on


def test_what_is_switched_on_can_be_asked_and_stopped_where_that_is_documented() -> None:
    told = {network: codes(network, AMERICAN, "US") for network in Network}
    assert {network: (each.check, *each.off) for network, each in told.items()} == {
        Network.MOBILE: ("*#61#", "##004#"),
        Network.VERIZON: ("", "*73"),
        Network.LANDLINE_OF_AMERICA: ("", "*93", "*91"),
        Network.LANDLINE_OF_EUROPE: ("*#61#", "#61#", "#67#"),
        Network.OTHER: ("",),
    }
    assert told[Network.OTHER] == Codes()


@given(
    country=st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)),
    home=st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)),
    network=st.sampled_from(Network),
)
def test_every_code_can_be_typed_on_a_phone(country: str, home: str, network: Network) -> None:
    example = phonenumbers.example_number(home)
    assert example is not None
    number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    told = codes(network, number, country)
    for code in (*told.on, *told.off):
        assert re.fullmatch(r"[*#][0-9*#+ ]+", code)
    assert len(told.on) != 1 or told.off
