"""Sends what Home Assistant's own Twilio integration sends to the stand-in company.

Twilio's library knows one address, api.twilio.com. Its session is told that this host is reached
another way, as a proxy would have it; everything else is as a user of Home Assistant has it today.
"""

import os
from typing import Any, Final, override

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
import voluptuous as vol

from homeassistant.components.twilio import DATA_TWILIO
from homeassistant.core import HomeAssistant
from homeassistant.helpers.typing import ConfigType

DOMAIN: Final = "bench_today"
_TWILIO: Final = "https://api.twilio.com"

CONFIG_SCHEMA = vol.Schema(
    {DOMAIN: vol.Schema({vol.Required("api_base"): str})}, extra=vol.ALLOW_EXTRA
)


class _ToStandIn(HTTPAdapter):
    """Carries requests for Twilio to another address, over as many connections as Twilio's own."""

    def __init__(self, api_base: str) -> None:
        super().__init__(pool_maxsize=min(32, (os.cpu_count() or 1) + 4))
        self._api_base = api_base

    @override
    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        request.url = (request.url or "").replace(_TWILIO, self._api_base, 1)
        return super().send(request, *args, **kwargs)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Point the client that the `twilio` integration made at the stand-in."""
    session: Session = hass.data[DATA_TWILIO].http_client.session
    session.mount(_TWILIO, _ToStandIn(config[DOMAIN]["api_base"]))
    return True
