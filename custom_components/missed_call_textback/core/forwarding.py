"""What to dial on a phone so that its network forwards the calls that it misses.

A code belongs to the company that carries the phone, not to the phone. Only codes that are documented
are here; whoever has another company is told to ask it.

- Mobile networks: 3GPP TS 22.030, 6.5.2 and annex B: `**61*` no reply, `**67*` busy, `**62*` not
  reachable; `*#61#` asks; `##004#` erases all three. The number may begin with a plus.
- Verizon in the US does not take these: its "No Answer/Busy Transfer" is `*71` with ten digits, and
  `*73` to stop it.
- Landlines of North America: the plan's vertical service codes, customer-programmable forwarding:
  `*92` don't answer, `*90` busy line; `*93` and `*91` switch it off. A company may not offer them.
- Landlines of BT and of Deutsche Telekom: `*61*` no reply, `*67*` busy; `*#61#` asks; `#61#` and `#67#`
  switch it off. Both describe them for their customers. The number is as one dials it from there.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import phonenumbers


class Network(StrEnum):
    """Who carries a phone, as far as it matters for what is dialled."""

    MOBILE = "mobile"
    VERIZON = "verizon"
    LANDLINE_OF_AMERICA = "landline_of_america"
    LANDLINE_OF_EUROPE = "landline_of_europe"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What is dialled to have missed calls forwarded, to see whether they are, and to stop it.

    A blank is where one waits for a tone. Empty ones are not documented.
    """

    on: tuple[str, ...] = ()
    check: str = ""
    off: tuple[str, ...] = ()


_AMERICA: Final = (Network.MOBILE, Network.LANDLINE_OF_AMERICA, Network.OTHER)
_EUROPE: Final = (Network.MOBILE, Network.LANDLINE_OF_EUROPE, Network.OTHER)
_KNOWN: Final = {
    "US": (Network.MOBILE, Network.VERIZON, Network.LANDLINE_OF_AMERICA, Network.OTHER),
    "CA": _AMERICA,
    "GB": _EUROPE,
    "DE": _EUROPE,
}


def networks_of(country: str) -> tuple[Network, ...]:
    """Return what a phone of a country may be carried by, the likeliest first.

    One only is where nothing else is documented: mobile networks are the same everywhere.
    """
    return _KNOWN.get(country, (Network.MOBILE,))


def codes(network: Network, number: str, country: str) -> Codes:
    """Return what is dialled on a phone of a country to forward to a number (E.164)."""
    dialled = _dialled(number, country)
    match network:
        case Network.MOBILE:
            on = tuple(f"**{service}*{number}#" for service in (61, 67, 62))
            return Codes(on=on, check="*#61#", off=("##004#",))
        case Network.VERIZON:
            return Codes(on=(f"*71{dialled}",), off=("*73",))
        case Network.LANDLINE_OF_AMERICA:
            return Codes(on=(f"*92 {dialled}", f"*90 {dialled}"), off=("*93", "*91"))
        case Network.LANDLINE_OF_EUROPE:
            on = (f"*61*{dialled}#", f"*67*{dialled}#")
            return Codes(on=on, check="*#61#", off=("#61#", "#67#"))
    return Codes()


def _dialled(number: str, country: str) -> str:
    """Return a number as it is dialled from a country, in digits only."""
    parsed = phonenumbers.parse(number)
    code = phonenumbers.country_code_for_region(country)
    if parsed.country_code == code == 1:
        return phonenumbers.national_significant_number(parsed)
    written = phonenumbers.format_out_of_country_calling_number(parsed, country)
    return phonenumbers.normalize_digits_only(written)
