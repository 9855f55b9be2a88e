"""What the owner decides in a repair: about a burst of callers, an unclear wish, a file of records."""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .coordinator import ShopCoordinator
from .core.opt_out import Wish
from .owner_requests import async_set_wish, async_text_kept_back

_NOTHING_TO_FILL_IN = vol.Schema({})


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the dialogue of an issue."""
    data = data or {}
    entry = hass.config_entries.async_get_entry(str(data.get("entry_id")))
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return _Gone()
    coordinator: ShopCoordinator = entry.runtime_data
    if issue_id.startswith("burst_"):
        return _RealCallers(coordinator)
    if issue_id.startswith("opt_out_unsure_"):
        return _WhatWasMeant(coordinator, issue_id)
    return _Records(coordinator, str(data.get("token")))


class _Gone(RepairsFlow):
    """The shop was closed meanwhile: there is nothing to decide any more."""

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Say so."""
        return self.async_abort(reason="gone")


class _RealCallers(RepairsFlow):
    """Texts the callers whom the breaker kept back, once the owner says that they are real."""

    def __init__(self, coordinator: ShopCoordinator) -> None:
        self._coordinator = coordinator

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask once, then text them."""
        if user_input is not None:
            await async_text_kept_back(self._coordinator)
            return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="confirm",
            data_schema=_NOTHING_TO_FILL_IN,
            description_placeholders={
                "shop": self._coordinator.shop.business,
                "callers": str(len(self._coordinator.notices.kept_back)),
            },
        )


class _WhatWasMeant(RepairsFlow):
    """Lets the owner say whether somebody wants no more texts."""

    def __init__(self, coordinator: ShopCoordinator, issue_id: str) -> None:
        self._coordinator = coordinator
        self._peer = coordinator.notices.asked_about(issue_id)

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
        if self._peer is None:
            return self.async_abort(reason="gone")
        await async_set_wish(self._coordinator, self._peer, wish)
        return self.async_create_entry(data={})

    def _placeholders(self) -> dict[str, str] | None:
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return None if issue is None else issue.translation_placeholders


class _Records(RepairsFlow):
    """Hands the link to a file to the administrator who opened the dialogue."""

    def __init__(self, coordinator: ShopCoordinator, token: str) -> None:
        self._coordinator = coordinator
        self._token = token

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_download()

    async def async_step_download(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Show the link, and keep the file no longer once it was taken."""
        exports = self._coordinator.exports
        if user_input is not None:
            # Nothing was broken, so nothing is repaired: an abort ends with words of its own.
            exports.drop(self._token)
            return self.async_abort(reason="handed_over")
        if exports.find(self._token) is None:
            return self.async_abort(reason="gone")
        return self.async_show_form(
            step_id="download",
            data_schema=_NOTHING_TO_FILL_IN,
            description_placeholders={
                "shop": self._coordinator.shop.business,
                "link": exports.link(self._token),
            },
        )
