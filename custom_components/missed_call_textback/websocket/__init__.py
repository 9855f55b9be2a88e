"""Websocket commands: what cards and the panel ask for. Registered once for all shops."""

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback

from . import conversations, live, numbers, shops, simulation


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register all commands."""
    for command in (
        shops.ws_shops,
        conversations.ws_list,
        conversations.ws_get,
        conversations.ws_reply,
        conversations.ws_resolve,
        conversations.ws_assign,
        conversations.ws_note,
        conversations.ws_read,
        conversations.ws_done,
        live.ws_subscribe,
        numbers.ws_numbers,
        simulation.ws_simulate,
    ):
        websocket_api.async_register_command(hass, command)


__all__ = ["async_setup_websocket"]
