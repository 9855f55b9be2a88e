"""A command about one shop: whose right it takes, and how its answer is sent."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import (
    ERR_SERVICE_VALIDATION_ERROR,
    WebSocketCommandHandler,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import service
from homeassistant.helpers.typing import VolDictType

from ..const import DOMAIN
from ..coordinator import MissedCallConfigEntry, ShopCoordinator
from ..rights import may_control

ENTRY_ID = "entry_id"

type ShopHandler = Callable[[ShopCoordinator, ActiveConnection, dict[str, Any]], Awaitable[Any]]


def shop_command(
    name: str, fields: VolDictType
) -> Callable[[ShopHandler], WebSocketCommandHandler]:
    """Make a command of what answers it: what that returns is sent."""

    def decorate(handler: ShopHandler) -> WebSocketCommandHandler:
        @wraps(handler)
        async def answer(
            hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
        ) -> None:
            try:
                coordinator = _async_find_shop(hass, connection, msg[ENTRY_ID])
                result = await handler(coordinator, connection, msg)
            except ServiceValidationError as err:
                # What its user can put right is no error of Home Assistant's, which would be logged.
                connection.send_error(
                    msg["id"],
                    ERR_SERVICE_VALIDATION_ERROR,
                    str(err),
                    translation_domain=err.translation_domain,
                    translation_key=err.translation_key,
                    translation_placeholders=err.translation_placeholders,
                )
            else:
                connection.send_result(msg["id"], result)

        schema: VolDictType = {
            vol.Required("type"): f"{DOMAIN}/{name}",
            vol.Required(ENTRY_ID): str,
            **fields,
        }
        return websocket_api.websocket_command(schema)(websocket_api.async_response(answer))

    return decorate


@callback
def _async_find_shop(
    hass: HomeAssistant, connection: ActiveConnection, entry_id: str
) -> ShopCoordinator:
    """Return a shop that is open, for whoever may control it.

    Raises Unauthorized, ServiceValidationError.
    """
    if not may_control(hass, connection.user, entry_id):
        raise Unauthorized
    entry: MissedCallConfigEntry = service.async_get_config_entry(hass, DOMAIN, entry_id)
    return entry.runtime_data
