"""The dialogs of a phone system: connects one to a shop, or changes how it is connected."""

from collections.abc import Mapping
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import CONF_KIND, CONF_LINE, CONF_MODE, DOMAIN, NO_LINE, SUBENTRY_TYPE_LINE
from ..core.shop import LineMode
from ..phone_system import address_issue_id
from .phone_system_steps import PhoneSystemSteps
from .subentries import phone_system_id, subentries_of
from .webhook_trial import ChangeTrial, NewTrial, Trial


class PhoneSystemFlow(PhoneSystemSteps[SubentryFlowResult], ConfigSubentryFlow):
    """Adds a phone system to a shop, or changes one."""

    _title: str
    _data: dict[str, Any]

    @property
    @override
    def phone_system_now(self) -> Mapping[str, Any]:
        if self.source != SOURCE_RECONFIGURE:
            return {}
        return self._get_reconfigure_subentry().data

    @property
    @override
    def webhook_has_moved(self) -> bool:
        if self.source != SOURCE_RECONFIGURE:
            return False
        issue_id = address_issue_id(self._get_reconfigure_subentry().subentry_id)
        return ir.async_get(self.hass).async_get_issue(DOMAIN, issue_id) is not None

    @override
    def new_webhook_trial(self, webhook_id: str) -> Trial:
        if self.source != SOURCE_RECONFIGURE:
            return NewTrial(self.hass, webhook_id)
        return ChangeTrial(self.hass, self._get_entry(), self._get_reconfigure_subentry())

    async def async_step_user(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which phone system it is."""
        return await self.async_step_phone_system()

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask where it is now."""
        step = getattr(self, f"async_step_{self.phone_system_now[CONF_KIND]}")
        shown: SubentryFlowResult = await step()
        return shown

    @override
    async def async_phone_system_found(
        self, title: str, data: dict[str, Any]
    ) -> SubentryFlowResult:
        self._title, self._data = title, data
        # A new one of a shop with one such line is that line's; it may be told otherwise later.
        if len(self._own_lines()) > (0 if self.source == SOURCE_RECONFIGURE else 1):
            return await self.async_step_line()
        return self._finish()

    async def async_step_line(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whose the calls are whose dialled number is no line's."""
        if user_input is not None:
            if line := user_input.get(CONF_LINE):
                self._data[CONF_LINE] = line
            return self._finish()
        lines = self._own_lines()
        now = self.phone_system_now.get(CONF_LINE)
        is_there = now in (NO_LINE, *(line.subentry_id for line in lines))
        return self.async_show_form(
            step_id="line",
            data_schema=self.add_suggested_values_to_schema(
                _line_form(lines), {CONF_LINE: now} if is_there else None
            ),
            last_step=True,
        )

    def _own_lines(self) -> list[ConfigSubentry]:
        return [
            line
            for line in subentries_of(self._get_entry(), SUBENTRY_TYPE_LINE)
            if line.data[CONF_MODE] == LineMode.OWN_PHONES
        ]

    def _finish(self) -> SubentryFlowResult:
        data = self._data
        if self.source == SOURCE_RECONFIGURE:
            subentry = self._get_reconfigure_subentry()
            return self.async_update_and_abort(
                self._get_entry(), subentry, data=data, unique_id=phone_system_id(data)
            )
        return self.async_create_entry(
            title=self._title, data=data, unique_id=phone_system_id(data)
        )


def _line_form(lines: list[ConfigSubentry]) -> vol.Schema:
    """Return the form that chooses a line. With one only, nothing needs to be chosen."""
    key = vol.Optional(CONF_LINE) if len(lines) == 1 else vol.Required(CONF_LINE)
    return vol.Schema(
        {
            key: SelectSelector(
                SelectSelectorConfig(
                    options=[
                        *(
                            SelectOptionDict(value=line.subentry_id, label=line.title)
                            for line in lines
                        ),
                        SelectOptionDict(value=NO_LINE, label=NO_LINE),
                    ],
                    translation_key="phone_system_line",
                    mode=SelectSelectorMode.LIST,
                )
            )
        }
    )
