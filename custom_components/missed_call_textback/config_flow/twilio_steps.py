"""The steps that choose a Twilio account and one of its numbers."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_ACCOUNT_SID,
    CONF_MODE,
    CONF_NUMBER,
    CONF_NUMBER_SID,
    CONF_PREVIOUS,
    DEFAULT_API_BASE,
    CarrierKind,
)
from ..core.shop import LineMode
from ..providers.twilio.numbers import NumberInfo
from ..vendor_pages import COMPATIBLE
from . import company_forms, forms
from .account import Account, there
from .draft import Connected, Draft
from .shop_steps import ShopSteps
from .subentries import number_trouble
from .trouble import Trouble


@dataclass(kw_only=True)
class TwilioDraft(Draft):
    """A number of a Twilio account: its calls and its texts come here."""

    kind: ClassVar = CarrierKind.TWILIO
    company: ClassVar = "Twilio"

    account: Account
    info: NumberInfo

    @override
    def trouble(self, hass: HomeAssistant) -> str | None:
        return number_trouble(hass, self.info)

    @override
    async def async_connect(
        self, hass: HomeAssistant, webhook_id: str, public_url: str
    ) -> Connected:
        previous = await self.account.async_point(hass, self.info.sid, public_url)
        return Connected(
            shop=self.account.data(),
            line={CONF_NUMBER_SID: self.info.sid, CONF_PREVIOUS: previous},
        )


@dataclass(kw_only=True)
class CompatibleDraft(TwilioDraft):
    """The same at a company that speaks Twilio's language."""

    company: ClassVar = "your telephone company"


class TwilioSteps(ShopSteps):
    """Asks for the account, then for the number."""

    _account: Account
    _numbers: list[NumberInfo]

    async def async_step_twilio(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the account, and try it."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                await self._async_try(Account.of_answers(user_input[CONF_ACCOUNT_SID], user_input))
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                if self._numbers:
                    return await self.async_step_number()
                errors["base"] = "no_numbers"
        return self.async_show_form(
            step_id="twilio",
            data_schema=self.add_suggested_values_to_schema(forms.ACCOUNT, user_input),
            errors=errors,
            description_placeholders={
                "api_base": DEFAULT_API_BASE,
                "console_url": "https://console.twilio.com",
                "numbers_url": "https://console.twilio.com/us1/develop/phone-numbers/manage/search",
                "said": said,
            },
            last_step=False,
        )

    async def async_step_compatible(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for an account at a company that speaks Twilio's language, and try it."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                await self._async_try(Account.of_company(user_input))
            except Trouble as err:
                errors, said = there(err.errors), err.said
            else:
                if self._numbers:
                    return await self.async_step_number()
                errors["base"] = "no_numbers_there"
        return self.async_show_form(
            step_id="compatible",
            data_schema=self.add_suggested_values_to_schema(company_forms.ACCOUNT, user_input),
            errors=errors,
            description_placeholders={
                "example": "https://example.signalwire.com/api/laml",
                "help_url": COMPATIBLE,
                "said": said,
            },
            last_step=False,
        )

    async def _async_try(self, account: Account) -> None:
        """Try an account, and keep it with its numbers. Raises Trouble."""
        self._account = account
        # A window that was closed midway leaves its dialog open for nobody.
        await self.async_set_unique_id(account.account_sid, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        self._numbers = await account.async_check(self.hass)

    async def async_step_number(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which number customers reach, and how."""
        errors: dict[str, str] = {}
        if user_input is not None:
            info = await self._async_picked(user_input[CONF_NUMBER])
            kind = TwilioDraft if self._account.is_twilios else CompatibleDraft
            draft = kind(
                account=self._account,
                info=info,
                number=info.number,
                mode=LineMode(user_input[CONF_MODE]),
            )
            if error := draft.trouble(self.hass):
                errors[CONF_NUMBER] = error
            else:
                return await self.async_carrier_chosen(draft)
        return self.async_show_form(
            step_id="number",
            data_schema=self.add_suggested_values_to_schema(
                forms.number_and_mode(self._numbers), user_input
            ),
            errors=errors,
            last_step=False,
        )

    async def _async_picked(self, number_sid: str) -> NumberInfo:
        """Pick a number; what stands against it may have been put right at Twilio meanwhile."""
        info = forms.picked(self._numbers, number_sid)
        if number_trouble(self.hass, info):
            with suppress(Trouble, StopIteration):
                fresh = await self._account.async_numbers(self.hass)
                info = forms.picked(fresh, number_sid)
                self._numbers = fresh
        return info
