"""One button for what an examination found and can put right itself."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..providers.health import Trouble, Unexamined
from .gone import NOTHING_TO_FILL_IN, open_shop


class Mend(RepairsFlow):
    """Leads a number here again, once the owner says so."""

    def __init__(self, entry: ConfigEntry[Any], trouble: str, line_id: str) -> None:
        self._entry = entry
        self._trouble = trouble
        self._line_id = line_id

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask once, mend, and look whether that helped."""
        coordinator = open_shop(self._entry)
        health = None if coordinator is None else coordinator.health
        if health is None or self._trouble not in Trouble:
            return self.async_abort(reason="gone")
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                mended = await health.async_mend(Trouble(self._trouble), self._line_id)
            except Unexamined:
                errors["base"] = "not_mended"
            else:
                if mended:
                    return self.async_create_entry(data={})
                errors["base"] = "wrong_still"
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return self.async_show_form(
            step_id="confirm",
            data_schema=NOTHING_TO_FILL_IN,
            errors=errors,
            description_placeholders=None if issue is None else issue.translation_placeholders,
        )
