"""Issues whose shop is closed: when a dialogue is opened, or while it is."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry, ConfigEntryState

from ..coordinator import ShopCoordinator

NOTHING_TO_FILL_IN: Final = vol.Schema({})


def open_shop(entry: ConfigEntry[Any]) -> ShopCoordinator | None:
    """Return a shop as it is now, None while it is closed.

    A dialogue asks at each answer: the shop may have been opened anew since it was shown.
    """
    if entry.state is not ConfigEntryState.LOADED:
        return None
    coordinator: ShopCoordinator = entry.runtime_data
    return coordinator


class Gone(RepairsFlow):
    """There is nothing to decide any more."""

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Say so."""
        return self.async_abort(reason="gone")
