"""A real Home Assistant process to test, show and measure the integration in."""

from .home_assistant import NEWEST, SUPPORTED, HomeAssistantError, HomeAssistantProcess
from .namespace import enter_private_network
from .ports import free_port, is_free
from .rest import FlowError, RestClient, RestError
from .states import State
from .websocket import CommandError, WebSocketClient

__all__ = [
    "NEWEST",
    "SUPPORTED",
    "CommandError",
    "FlowError",
    "HomeAssistantError",
    "HomeAssistantProcess",
    "RestClient",
    "RestError",
    "State",
    "WebSocketClient",
    "enter_private_network",
    "free_port",
    "is_free",
]
