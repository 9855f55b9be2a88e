"""The dialogue of an issue whose shop was closed meanwhile."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult

NOTHING_TO_FILL_IN: Final = vol.Schema({})


class Gone(RepairsFlow):
    """There is nothing to decide any more."""

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Say so."""
        return self.async_abort(reason="gone")
