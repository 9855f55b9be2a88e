"""One button that leads a shop's numbers to where this Home Assistant can be reached now."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import issue_registry as ir

from ..address_watch import async_forget_address
from ..config_flow.answers import BadAnswer
from ..config_flow.moving import async_move, best_place
from ..config_flow.trouble import Trouble
from ..const import DOMAIN
from .gone import NOTHING_TO_FILL_IN


class NewAddress(RepairsFlow):
    """Moves the shop, once the owner says so. It need not be open for that."""

    def __init__(self, entry: ConfigEntry[Any]) -> None:
        self._entry = entry

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask once, then move."""
        if self.hass.config_entries.async_get_entry(self._entry.entry_id) is None:
            # Its numbers were given back: they must not be led here again.
            return self.async_abort(reason="gone")
        place = best_place(self.hass, self._entry)
        if place is None:
            return self.async_abort(reason="no_address")
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                data = await async_move(self.hass, self._entry, place)
            except BadAnswer as err:
                errors["base"] = err.error
            except Trouble as err:
                errors, said = {"base": err.errors["base"]}, err.said
            else:
                async_forget_address(self.hass, self._entry)
                # A loaded shop hears of it and opens itself anew; any other is set up again.
                listens = bool(self._entry.update_listeners)
                self.hass.config_entries.async_update_entry(self._entry, data=data)
                if not listens:
                    self.hass.config_entries.async_schedule_reload(self._entry.entry_id)
                return self.async_create_entry(data={})
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        known = {} if issue is None else issue.translation_placeholders or {}
        return self.async_show_form(
            step_id="confirm",
            data_schema=NOTHING_TO_FILL_IN,
            errors=errors,
            description_placeholders={
                **known,
                "new": place.origin or "Home Assistant Cloud",
                "said": said,
            },
        )
