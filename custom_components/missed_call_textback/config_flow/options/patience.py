"""The step of how long a caller waits before somebody is told again."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector

from ...const import CONF_PATIENCE, CONF_PATIENCE_IN_HOURS, DEFAULT_PATIENCE
from ..rules import whole_number
from .one_step import OneStep

_KEYS: Final = frozenset({CONF_PATIENCE, CONF_PATIENCE_IN_HOURS})
_MOST_MINUTES: Final = 240
_FORM: Final = vol.Schema(
    {
        vol.Required(CONF_PATIENCE, default=DEFAULT_PATIENCE): whole_number(
            0, _MOST_MINUTES, "min"
        ),
        vol.Required(CONF_PATIENCE_IN_HOURS, default=True): BooleanSelector(),
    }
)


class PatienceStep(OneStep):
    """Asks when somebody is told again of a caller who waits."""

    async def async_step_patience(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask when somebody is told again."""
        if user_input is not None:
            return self.save(user_input, _KEYS)
        return self.async_show_form(
            step_id="patience",
            data_schema=self.add_suggested_values_to_schema(_FORM, self.config_entry.options),
        )
