"""The step of where a carrier reaches this house, asked only where nothing says it."""

from abc import abstractmethod
from typing import Any

from homeassistant.components.webhook import async_generate_id
from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_WEBHOOK_ID

from ..const import CONF_CLOUDHOOK, CONF_PUBLIC_URL
from . import forms
from .address import async_cloud_url, has_cloud, own_address, webhook_url
from .answers import BadAnswer, read_address
from .draft import Draft, Reach
from .trouble import Trouble


class AddressSteps(ConfigFlow):
    """Knows the carrier that was chosen, and the address of the shop that is set up."""

    draft: Draft

    def __init__(self) -> None:
        self.webhook_id = async_generate_id()
        self._origin: str | None = None

    @abstractmethod
    async def async_step_words(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Go on: it is known where the carrier reaches this house."""

    async def async_step_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Find out where the carrier reaches this house; ask only where nothing says it."""
        return await self._async_ask_address("address", user_input)

    async def async_step_near_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Find out where a phone of the shop's own network reaches this house."""
        return await self._async_ask_address("near_address", user_input)

    async def _async_ask_address(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        if self.draft.reach is Reach.NOT_NEEDED:
            return await self.async_step_words()
        errors: dict[str, str] = {}
        typed = (user_input or {}).get(CONF_PUBLIC_URL, "").strip()
        if typed:
            try:
                self._origin = read_address(
                    typed, from_internet=self.draft.reach is Reach.FROM_INTERNET
                )
            except BadAnswer as err:
                errors[CONF_PUBLIC_URL] = err.error
            else:
                return await self.async_step_words()
        elif has_cloud(self.hass):
            self._origin = None
            return await self.async_step_words()
        elif origin := own_address(self.hass):
            self._origin = origin
            return await self.async_step_words()
        elif user_input is not None:
            errors[CONF_PUBLIC_URL] = "address_needed"
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(forms.ADDRESS, user_input),
            errors=errors,
            description_placeholders={
                "company": self.draft.company,
                "cloud_url": "https://www.nabucasa.com/config/",
                "example": "https://home.example.com",
            },
            last_step=False,
        )

    async def async_address(self) -> dict[str, Any]:
        """Return where the carrier reaches the shop, as it is stored. Raises Trouble."""
        if self.draft.reach is Reach.NOT_NEEDED:
            return {}
        if self._origin is None:
            try:
                public_url = await async_cloud_url(self.hass, self.webhook_id)
            except BadAnswer as err:
                raise Trouble(err.error) from None
        else:
            public_url = webhook_url(self._origin, self.webhook_id)
        return {
            CONF_WEBHOOK_ID: self.webhook_id,
            CONF_PUBLIC_URL: public_url,
            CONF_CLOUDHOOK: self._origin is None,
        }
