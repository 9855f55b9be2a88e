"""What only the owner knows of callers: whether a burst of them is real, and what one meant."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..core.opt_out import Wish
from ..owner_requests import async_set_wish, async_text_kept_back
from .gone import NOTHING_TO_FILL_IN, open_shop


class RealCallers(RepairsFlow):
    """Texts the callers whom the breaker kept back, once the owner says that they are real."""

    def __init__(self, entry: ConfigEntry[Any]) -> None:
        self._entry = entry

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask once, then text them."""
        if (coordinator := open_shop(self._entry)) is None:
            return self.async_abort(reason="gone")
        if user_input is not None:
            await async_text_kept_back(coordinator)
            return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="confirm",
            data_schema=NOTHING_TO_FILL_IN,
            description_placeholders={
                "shop": coordinator.shop.business,
                "callers": str(len(coordinator.notices.kept_back)),
            },
        )


class WhatWasMeant(RepairsFlow):
    """Lets the owner say whether somebody wants no more texts."""

    def __init__(self, entry: ConfigEntry[Any], peer: str | None) -> None:
        self._entry = entry
        self._peer = peer

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Ask."""
        if self._peer is None:
            return self.async_abort(reason="gone")
        return self.async_show_menu(
            menu_options=["stop", "conversation"],
            description_placeholders=self._placeholders(),
        )

    async def async_step_stop(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Text them no more."""
        return await self._async_settle(Wish.STOP)

    async def async_step_conversation(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Text them as before."""
        return await self._async_settle(Wish.START)

    async def _async_settle(self, wish: Wish) -> RepairsFlowResult:
        coordinator = open_shop(self._entry)
        if self._peer is None or coordinator is None:
            return self.async_abort(reason="gone")
        await async_set_wish(coordinator, self._peer, wish)
        return self.async_create_entry(data={})

    def _placeholders(self) -> dict[str, str] | None:
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return None if issue is None else issue.translation_placeholders
