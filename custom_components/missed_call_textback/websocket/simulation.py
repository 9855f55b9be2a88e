"""The command that tells what a missed call would lead to."""

from typing import Any

from probatio import Secret
import voluptuous as vol

from homeassistant.components.websocket_api.connection import ActiveConnection

from ..call_requests import async_simulate
from ..coordinator import ShopCoordinator
from ..core.calls import MISSED_OUTCOMES, Outcome
from ..services.times import moment
from .command import shop_command
from .fields import LINE_ID, NUMBER


@shop_command(
    "simulate",
    {
        vol.Required(LINE_ID): str,
        vol.Optional(Secret(NUMBER)): vol.Any(str, None),
        vol.Optional("outcome", default=Outcome.NO_ANSWER.value): vol.In(
            [outcome.value for outcome in MISSED_OUTCOMES]
        ),
        vol.Optional("at"): vol.Any(None, moment),
    },
)
async def ws_simulate(
    coordinator: ShopCoordinator, _connection: ActiveConnection, msg: dict[str, Any]
) -> dict[str, Any]:
    """Answer as the action does."""
    return await async_simulate(
        coordinator, msg[LINE_ID], msg.get(NUMBER), Outcome(msg["outcome"]), msg.get("at")
    )
