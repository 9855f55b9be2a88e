"""The forms of phone systems."""

from typing import Final

import voluptuous as vol

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import CONF_AUTH_NAME, CONF_CONTEXTS, CONF_PROXY, CONF_TLS, CONF_TRANSPORT
from ..providers.asterisk.client import DEFAULT_PORT
from ..providers.asterisk.linked_calls import DEFAULT_CONTEXTS
from ..providers.sip.settings import Transport
from ..sources import TLS_OFF, TLS_ON, TLS_UNVERIFIED
from .forms import SECRET, SEVERAL, TEXT

CONF_SKIP: Final = "skip"
SECTION_ADVANCED: Final = "advanced"
USUAL_CONTEXTS: Final = DEFAULT_CONTEXTS
_PORT: Final = vol.All(
    NumberSelector(NumberSelectorConfig(min=1, max=65535, mode=NumberSelectorMode.BOX)),
    vol.Coerce(int),
)

ASTERISK: Final = vol.Schema(
    {
        vol.Required(CONF_HOST): TEXT,
        vol.Required(CONF_USERNAME): TEXT,
        vol.Optional(CONF_PASSWORD): SECRET,
        vol.Required(SECTION_ADVANCED): section(
            vol.Schema(
                {
                    vol.Required(CONF_PORT, default=DEFAULT_PORT): _PORT,
                    vol.Required(CONF_TLS, default=TLS_OFF): SelectSelector(
                        SelectSelectorConfig(
                            options=[TLS_OFF, TLS_ON, TLS_UNVERIFIED],
                            translation_key="tls",
                            mode=SelectSelectorMode.DROPDOWN,
                        )
                    ),
                    vol.Optional(CONF_CONTEXTS, default=list(DEFAULT_CONTEXTS)): SEVERAL,
                }
            ),
            {"collapsed": True},
        ),
    }
)
SIP: Final = vol.Schema(
    {
        vol.Required(CONF_HOST): TEXT,
        vol.Required(CONF_USERNAME): TEXT,
        vol.Optional(CONF_PASSWORD): SECRET,
        vol.Required(SECTION_ADVANCED): section(
            vol.Schema(
                {
                    vol.Required(CONF_TRANSPORT, default=Transport.UDP.value): SelectSelector(
                        SelectSelectorConfig(
                            options=[transport.value for transport in Transport],
                            translation_key="transport",
                            mode=SelectSelectorMode.DROPDOWN,
                        )
                    ),
                    vol.Optional(CONF_AUTH_NAME): TEXT,
                    vol.Optional(CONF_PROXY): TEXT,
                    vol.Optional(CONF_PORT): _PORT,
                }
            ),
            {"collapsed": True},
        ),
    }
)
TEST_CALL: Final = vol.Schema({vol.Optional(CONF_SKIP, default=False): BooleanSelector()})
FRITZBOX: Final = vol.Schema(
    {
        vol.Required(CONF_HOST, default="fritz.box"): TEXT,
        vol.Optional(CONF_USERNAME): TEXT,
        vol.Optional(CONF_PASSWORD): SECRET,
    }
)
