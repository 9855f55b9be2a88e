"""What owners call the company that carries a shop's texts, and where its own pages end."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from .const import CONF_API_BASE, CONF_CARRIER, CONF_DIALECT, CarrierKind

_NAMES: Final[Mapping[CarrierKind, str]] = {
    CarrierKind.TWILIO: "Twilio",
    CarrierKind.SMSGATE: "SMSGate",
    CarrierKind.HTTPSMS: "httpSMS",
    CarrierKind.ACTION: "Home Assistant",
    CarrierKind.DEMO: "Demo",
}
# By dialect; of others nothing but the address is known.
_LIKE_TWILIO: Final[Mapping[str, str]] = {"signalwire": "SignalWire"}


def is_like_twilio(data: Mapping[str, Any]) -> bool:
    """Tell whether a shop (by its settings) is at a company that speaks Twilio's language."""
    return CONF_DIALECT in data


def company_name(data: Mapping[str, Any]) -> str:
    """Return the name of a shop's company, by the shop's settings."""
    if not is_like_twilio(data):
        return _NAMES[CarrierKind(data[CONF_CARRIER])]
    known = _LIKE_TWILIO.get(data[CONF_DIALECT])
    return known or urlsplit(data[CONF_API_BASE]).hostname or "?"
