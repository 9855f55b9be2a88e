"""The forms for an account at a company that speaks Twilio's language."""

from typing import Final

import voluptuous as vol

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType

from ..const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    CONF_SIGNING_KEY,
)
from .account import SECTION_ADVANCED

_TEXT: Final = TextSelector()
_SECRET: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
_KEYS: Final = section(
    vol.Schema(
        {
            vol.Optional(CONF_SIGNING_KEY): _SECRET,
            vol.Optional(CONF_API_KEY): _TEXT,
            vol.Optional(CONF_API_SECRET): _SECRET,
        }
    ),
    {"collapsed": True},
)
ACCOUNT: Final = vol.Schema(
    {
        # A web address, but owners have the host alone at hand.
        vol.Required(CONF_API_BASE): _TEXT,
        vol.Required(CONF_ACCOUNT_SID): _TEXT,
        vol.Required(CONF_AUTH_TOKEN): _SECRET,
        vol.Required(SECTION_ADVANCED): _KEYS,
    }
)
CREDENTIALS: Final = vol.Schema(
    {
        vol.Required(CONF_AUTH_TOKEN): _SECRET,
        vol.Required(SECTION_ADVANCED): _KEYS,
    }
)
