"""The steps that change a shop which is set up: its account, its address, its name."""

from collections.abc import Mapping
from typing import Any, Final

from yarl import URL

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult

from ..company_names import is_like_twilio
from ..const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    CONF_BUSINESS,
    CONF_CARRIER,
    CONF_CLOUDHOOK,
    CONF_PUBLIC_URL,
    CONF_TRADE,
    DEFAULT_API_BASE,
    CarrierKind,
)
from . import forms
from .account import SECTION_ADVANCED, Account
from .address import has_cloud
from .android_accounts import SmsGateAccount
from .answers import BadAnswer, read_address, read_name
from .carrier_change_steps import CarrierChangeSteps
from .company_change_steps import CompanyChangeSteps
from .moving import Place, async_move
from .trouble import Trouble

_AGAIN: Final = {
    CarrierKind.TWILIO: "credentials",
    CarrierKind.SMSGATE: "smsgate_again",
    CarrierKind.HTTPSMS: "httpsms_again",
    CarrierKind.ACTION: "action_again",
}


class ChangeSteps(CarrierChangeSteps, CompanyChangeSteps):
    """Reauthentication, and the menu of what can be reconfigured."""

    async def async_step_reauth(self, _entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Ask anew for what the carrier no longer takes: the token, the password or the key."""
        match self._get_reauth_entry().data[CONF_CARRIER]:
            case CarrierKind.SMSGATE:
                return await self.async_step_smsgate_again()
            case CarrierKind.HTTPSMS:
                return await self.async_step_httpsms_again()
        if is_like_twilio(self._get_reauth_entry().data):
            return await self.async_step_company_credentials()
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token; for the API key too, where the shop uses one."""
        entry = self._get_reauth_entry()
        schema = forms.CREDENTIALS if CONF_API_KEY in entry.data else forms.TOKEN
        return await self._async_credentials("reauth_confirm", schema, entry, user_input)

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to change. A demo has nothing but its profile."""
        data = self._get_reconfigure_entry().data
        kind = CarrierKind(data[CONF_CARRIER])
        if kind is CarrierKind.DEMO:
            return await self.async_step_profile()
        address = ["new_address"] if CONF_PUBLIC_URL in data else []
        again = "company_credentials" if is_like_twilio(data) else _AGAIN[kind]
        return self.async_show_menu(
            step_id="reconfigure", menu_options=[again, *address, "profile"]
        )

    async def async_step_credentials(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token and the API key again."""
        entry = self._get_reconfigure_entry()
        return await self._async_credentials("credentials", forms.CREDENTIALS, entry, user_input)

    async def _async_credentials(
        self,
        step_id: str,
        schema: forms.Schema,
        entry: ConfigEntry,
        user_input: dict[str, Any] | None,
    ) -> ConfigFlowResult:
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                account = Account.of_answers(
                    entry.data[CONF_ACCOUNT_SID], _with_stored(user_input, entry.data)
                )
                await account.async_check(self.hass)
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                kept = {
                    key: value
                    for key, value in entry.data.items()
                    if key not in {CONF_API_KEY, CONF_API_SECRET}
                }
                return self.finish_change(entry, data=kept | account.data())
        suggested = {
            SECTION_ADVANCED: {
                CONF_API_KEY: entry.data.get(CONF_API_KEY, ""),
                CONF_API_BASE: entry.data.get(CONF_API_BASE, DEFAULT_API_BASE),
            }
        }
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                schema, user_input if user_input is not None else suggested
            ),
            errors=errors,
            description_placeholders={
                "api_base": DEFAULT_API_BASE,
                "account_sid": entry.data[CONF_ACCOUNT_SID],
                "console_url": "https://console.twilio.com",
                "said": said,
            },
        )

    async def async_step_new_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where the carrier reaches this house from now on, and have it bring all there."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                return await self._async_move(entry, user_input)
            except BadAnswer as err:
                errors["base" if user_input.get(forms.CONF_USE_CLOUD) else CONF_PUBLIC_URL] = (
                    err.error
                )
            except Trouble as err:
                errors, said = err.errors, err.said
        by_cloud = entry.data[CONF_CLOUDHOOK]
        now: dict[str, Any] = {forms.CONF_USE_CLOUD: by_cloud}
        if not by_cloud:
            now[CONF_PUBLIC_URL] = str(URL(entry.data[CONF_PUBLIC_URL]).origin())
        return self.async_show_form(
            step_id="new_address",
            data_schema=self.add_suggested_values_to_schema(
                forms.NEW_ADDRESS_OR_CLOUD if has_cloud(self.hass) else forms.ADDRESS,
                user_input if user_input is not None else now,
            ),
            errors=errors,
            description_placeholders={"example": "https://home.example.com", "said": said},
        )

    async def _async_move(self, entry: ConfigEntry, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Lead every line to another address. Raises BadAnswer and Trouble."""
        if user_input.get(forms.CONF_USE_CLOUD):
            place = Place()
        elif typed := user_input.get(CONF_PUBLIC_URL, "").strip():
            local = (
                entry.data[CONF_CARRIER] == CarrierKind.SMSGATE
                and SmsGateAccount.of_entry(entry.data).is_local
            )
            place = Place(origin=read_address(typed, from_internet=not local))
        else:
            raise BadAnswer("address_needed")
        return self.finish_change(entry, data=await async_move(self.hass, entry, place))

    async def async_step_profile(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who the shop is now."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                business = read_name(user_input[CONF_BUSINESS], "business_empty")
            except BadAnswer as err:
                errors[CONF_BUSINESS] = err.error
            else:
                named = entry.title != entry.data[CONF_BUSINESS]
                return self.finish_change(
                    entry,
                    title=entry.title if named else business,
                    data={
                        **entry.data,
                        CONF_BUSINESS: business,
                        CONF_TRADE: user_input[CONF_TRADE],
                    },
                )
        return self.async_show_form(
            step_id="profile",
            data_schema=self.add_suggested_values_to_schema(
                forms.SHOP, user_input if user_input is not None else entry.data
            ),
            errors=errors,
        )


def _with_stored(user_input: dict[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Add what the form did not ask, or what was left blank because it is a secret already known."""
    if SECTION_ADVANCED not in user_input:
        keys = (CONF_API_KEY, CONF_API_SECRET, CONF_API_BASE)
        return {**user_input, SECTION_ADVANCED: {key: stored[key] for key in keys if key in stored}}
    advanced = dict(user_input[SECTION_ADVANCED])
    same_key = advanced.get(CONF_API_KEY) and advanced[CONF_API_KEY] == stored.get(CONF_API_KEY)
    if same_key and not advanced.get(CONF_API_SECRET):
        advanced[CONF_API_SECRET] = stored[CONF_API_SECRET]
    return {CONF_AUTH_TOKEN: user_input[CONF_AUTH_TOKEN], SECTION_ADVANCED: advanced}
