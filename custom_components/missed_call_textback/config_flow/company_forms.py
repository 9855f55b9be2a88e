"""The forms for an account at a company that speaks Twilio's language."""

from typing import Final

import voluptuous as vol

from homeassistant.data_entry_flow import section

from ..const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    CONF_SIGNING_KEY,
)
from .account import SECTION_ADVANCED
from .forms import SECRET, TEXT

_KEYS: Final = section(
    vol.Schema(
        {
            vol.Optional(CONF_SIGNING_KEY): SECRET,
            vol.Optional(CONF_API_KEY): TEXT,
            vol.Optional(CONF_API_SECRET): SECRET,
        }
    ),
    {"collapsed": True},
)
ACCOUNT: Final = vol.Schema(
    {
        # A web address, but owners have the host alone at hand.
        vol.Required(CONF_API_BASE): TEXT,
        vol.Required(CONF_ACCOUNT_SID): TEXT,
        vol.Required(CONF_AUTH_TOKEN): SECRET,
        vol.Required(SECTION_ADVANCED): _KEYS,
    }
)
CREDENTIALS: Final = vol.Schema(
    {
        vol.Required(CONF_AUTH_TOKEN): SECRET,
        vol.Required(SECTION_ADVANCED): _KEYS,
    }
)
