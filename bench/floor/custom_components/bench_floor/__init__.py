"""The least that a durable text-back can be: one row on disk, the answer, and one request to send.

It runs inside the Home Assistant that is measured, so that machine, web server and event loop are the
same. It checks no signature, knows no rules, and sends again whatever comes twice.
"""

from http import HTTPStatus
import logging
from typing import Any, Final

import aiohttp
from aiohttp import hdrs
from aiohttp.web import Request, Response
import voluptuous as vol

from homeassistant.components import webhook
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.typing import ConfigType

from .rows import Rows

DOMAIN: Final = "bench_floor"
CALL_WEBHOOK: Final = "bench_floor_call"

CONFIG_SCHEMA = vol.Schema(
    {
        DOMAIN: vol.Schema(
            {
                vol.Required("api_base"): str,
                vol.Required("account_sid"): str,
                vol.Required("auth_token"): str,
                vol.Required("sender"): str,
            }
        )
    },
    extra=vol.ALLOW_EXTRA,
)

_LOGGER = logging.getLogger(__name__)
_DOCUMENT: Final = '<?xml version="1.0" encoding="UTF-8"?><Response />'
_BODY: Final = "Sorry we missed your call. How can we help?"


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Open the file and the webhook."""
    settings: dict[str, Any] = config[DOMAIN]
    rows = await hass.async_add_executor_job(Rows, hass.config.path(f"{DOMAIN}.db"), hass.loop)
    session = async_get_clientsession(hass)
    account_sid = settings["account_sid"]
    url = f"{settings['api_base']}/2010-04-01/Accounts/{account_sid}/Messages.json"
    headers = {hdrs.AUTHORIZATION: aiohttp.encode_basic_auth(account_sid, settings["auth_token"])}

    async def send(caller: str) -> None:
        fields = {"To": caller, "From": settings["sender"], "Body": _BODY}
        async with session.post(url, data=fields, headers=headers) as response:
            await response.read()
            if response.status != HTTPStatus.CREATED:
                _LOGGER.error("A text was refused: %s", response.status)

    async def missed_call(hass: HomeAssistant, _webhook_id: str, request: Request) -> Response:
        form = await request.post()
        caller = str(form["From"])
        await rows.add(caller)
        hass.async_create_background_task(send(caller), "bench_floor send")
        return Response(text=_DOCUMENT, content_type="text/xml")

    async def close(_event: Event) -> None:
        await hass.async_add_executor_job(rows.close)

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, close)
    webhook.async_register(hass, DOMAIN, "Missed call", CALL_WEBHOOK, missed_call)
    return True
