"""The link to a file of records, for the administrator who opened the dialogue."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult

from ..coordinator import ShopCoordinator
from .gone import NOTHING_TO_FILL_IN


class Records(RepairsFlow):
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
            data_schema=NOTHING_TO_FILL_IN,
            description_placeholders={
                "shop": self._coordinator.shop.business,
                "link": exports.link(self._token),
            },
        )
