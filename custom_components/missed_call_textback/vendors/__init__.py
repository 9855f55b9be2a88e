"""Builds what a shop's settings name: the company that its calls and texts go through."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

from ..const import CONF_CARRIER, CONF_DIALECT, CarrierKind
from .action import ACTION
from .company import Company, Vendor
from .demo import DEMO
from .httpsms import HTTPSMS
from .smsgate import SMSGATE
from .twilio import LIKE_TWILIO, TWILIO

_COMPANIES: Final[Mapping[CarrierKind, Company]] = {
    CarrierKind.TWILIO: TWILIO,
    CarrierKind.SMSGATE: SMSGATE,
    CarrierKind.HTTPSMS: HTTPSMS,
    CarrierKind.ACTION: ACTION,
    CarrierKind.DEMO: DEMO,
}


def company_of(entry: ConfigEntry[Any]) -> Company:
    """Return the company that a shop's calls and texts go through."""
    if (dialect := entry.data.get(CONF_DIALECT)) is not None:
        return LIKE_TWILIO[dialect]
    return _COMPANIES[CarrierKind(entry.data[CONF_CARRIER])]


__all__ = ["Company", "Vendor", "company_of"]
