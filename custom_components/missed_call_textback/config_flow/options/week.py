"""The step of a shop's opening hours."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult

from ...const import CONF_HOURS
from .. import forms
from ..answers import read_week
from .one_step import OneStep


class WeekStep(OneStep):
    """Asks when the shop is open."""

    async def async_step_hours(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask when the shop is open."""
        errors: dict[str, str] = {}
        if user_input is not None:
            week, errors = read_week(user_input)
            if not errors:
                return self.save({} if week is None else {CONF_HOURS: week}, {CONF_HOURS})
        now = forms.week_shown(self.config_entry.options.get(CONF_HOURS))
        return self.async_show_form(
            step_id="hours",
            data_schema=self.add_suggested_values_to_schema(
                forms.HOURS, user_input if user_input is not None else now
            ),
            errors=errors,
        )
