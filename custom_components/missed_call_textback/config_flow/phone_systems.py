"""The dialogs of a phone system: connects one to a shop, or changes how it is connected."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentryFlow,
    SubentryFlowResult,
)

from ..const import CONF_KIND
from .phone_system_steps import PhoneSystemSteps
from .subentries import phone_system_id


class PhoneSystemFlow(PhoneSystemSteps[SubentryFlowResult], ConfigSubentryFlow):
    """Adds a phone system to a shop, or changes one."""

    @property
    @override
    def phone_system_now(self) -> Mapping[str, Any]:
        if self.source != SOURCE_RECONFIGURE:
            return {}
        return self._get_reconfigure_subentry().data

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
        if self.source == SOURCE_RECONFIGURE:
            subentry = self._get_reconfigure_subentry()
            return self.async_update_and_abort(
                self._get_entry(), subentry, data=data, unique_id=phone_system_id(data)
            )
        return self.async_create_entry(title=title, data=data, unique_id=phone_system_id(data))
