"""What owners call the company that carries a shop's texts, and where its own pages end."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .const import CONF_API_BASE, CONF_CARRIER, CONF_DIALECT
from .providers.twilio.dialect import DIALECTS


def is_like_twilio(data: Mapping[str, Any]) -> bool:
    """Tell whether a shop (by its settings) is at a company that speaks Twilio's language."""
    return CONF_DIALECT in data


def company_name(data: Mapping[str, Any]) -> str:
    """Return the name of a shop's company, by the shop's settings."""
    if not is_like_twilio(data):
        return str(data[CONF_CARRIER]).capitalize()
    return DIALECTS[data[CONF_DIALECT]].company or urlsplit(data[CONF_API_BASE]).hostname or "?"
