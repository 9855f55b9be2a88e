"""The steps that change what a shop texts by, where that is an Android phone or an action."""

from contextlib import suppress
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_PASSWORD, CONF_WEBHOOK_ID

from ..const import (
    CONF_ACTION_SETTINGS,
    CONF_API_BASE,
    CONF_NUMBER,
    CONF_PHONE_ID,
    CONF_PUBLIC_URL,
    CONF_SIGNING_KEY,
    SUBENTRY_TYPE_LINE,
)
from ..providers.httpsms.client import API_BASE
from ..providers.smsgate.client import CLOUD, Phone
from ..vendor_pages import ACTION, ANDROID
from . import android_forms as forms
from .action_steps import VARIABLES, async_settings
from .android_accounts import (
    CONF_ADDRESS,
    SECTION_ADVANCED,
    HttpSmsAccount,
    SmsGateAccount,
)
from .finishing import Finishing
from .subentries import subentries_of
from .trouble import Trouble

# Not shown again.
_SECRETS: Final = frozenset({CONF_PASSWORD, CONF_SIGNING_KEY})


class CarrierChangeSteps(Finishing):
    """One form for each carrier; of several phones one is chosen anew where the old one is gone."""

    _again: SmsGateAccount
    _phones_again: list[Phone]

    async def async_step_smsgate_again(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for what the app shows now."""
        data = self.entry_to_change.data
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                self._again = SmsGateAccount.of_answers(user_input, data)
                self._phones_again = await self._again.async_phones(self.hass)
                known = [phone.id for phone in self._phones_again]
                if data[CONF_PHONE_ID] in known:
                    return await self._async_change_phone(data[CONF_PHONE_ID])
                if len(known) == 1:
                    return await self._async_change_phone(known[0])
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                return await self.async_step_smsgate_other_phone()
        local = data[CONF_API_BASE] != CLOUD
        now = {**data, **({CONF_ADDRESS: data[CONF_API_BASE]} if local else {})}
        now = {key: value for key, value in now.items() if key not in _SECRETS}
        return self.async_show_form(
            step_id="smsgate_again",
            data_schema=self.add_suggested_values_to_schema(
                forms.SMSGATE_AGAIN, user_input if user_input is not None else now
            ),
            errors=errors,
            description_placeholders={
                "said": said,
                "android_page": ANDROID,
                "local_example": "192.168.1.20:8080",
            },
        )

    async def async_step_smsgate_other_phone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which phone sends from now on: the one of before is gone."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                return await self._async_change_phone(user_input[CONF_PHONE_ID])
            except Trouble as err:
                errors, said = err.errors, err.said
        return self.async_show_form(
            step_id="smsgate_other_phone",
            data_schema=forms.other_phone(self._phones_again),
            errors=errors,
            description_placeholders={"said": said},
        )

    async def _async_change_phone(self, phone_id: str) -> ConfigFlowResult:
        """Have a phone bring its letters here, and the one of before no more. Raises Trouble."""
        entry = self.entry_to_change
        data, account = entry.data, self._again
        unique_id = f"smsgate:{phone_id}"
        taken = self.hass.config_entries.async_entry_for_domain_unique_id(self.handler, unique_id)
        if taken is not None and taken.entry_id != entry.entry_id:
            raise Trouble("phone_is_of_other_shop")
        await account.async_check(self.hass, phone_id)
        webhook_id = data[CONF_WEBHOOK_ID]
        await account.async_register(self.hass, webhook_id, data[CONF_PUBLIC_URL], phone_id)
        before = SmsGateAccount.of_entry(data)
        if (before.base_url, before.username) != (account.base_url, account.username):
            with suppress(Trouble):
                await before.async_unregister(self.hass, webhook_id)
        return self.finish_change(
            entry,
            data={**entry.data, **account.data(), CONF_PHONE_ID: phone_id},
            unique_id=unique_id,
        )

    async def async_step_httpsms_again(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the account's key of now."""
        entry = self.entry_to_change
        data = entry.data
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            numbers = [line.data[CONF_NUMBER] for line in subentries_of(entry, SUBENTRY_TYPE_LINE)]
            public_url = data[CONF_PUBLIC_URL]
            try:
                account = HttpSmsAccount.of_answers(user_input)
                await account.async_check(self.hass, numbers, public_url)
                await account.async_register(self.hass, public_url, data[CONF_SIGNING_KEY], numbers)
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                return self.finish_change(entry, data={**entry.data, **account.data()})
        now = {SECTION_ADVANCED: {CONF_API_BASE: data[CONF_API_BASE]}}
        return self.async_show_form(
            step_id="httpsms_again",
            data_schema=self.add_suggested_values_to_schema(
                forms.HTTPSMS, user_input if user_input is not None else now
            ),
            errors=errors,
            description_placeholders={
                "said": said,
                "api_base": API_BASE,
                "settings_url": "https://httpsms.com/settings",
            },
        )

    async def async_step_action_again(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which action sends a text from now on."""
        entry = self.entry_to_change
        stored = entry.data[CONF_ACTION_SETTINGS]
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                settings = await async_settings(self.hass, user_input)
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                return self.finish_change(
                    entry, data={**entry.data, CONF_ACTION_SETTINGS: settings.as_data()}
                )
        now = {forms.CONF_SEQUENCE: stored[forms.CONF_SEQUENCE], forms.SECTION_BACK: dict(stored)}
        return self.async_show_form(
            step_id="action_again",
            data_schema=self.add_suggested_values_to_schema(
                forms.ACTION_AGAIN, user_input if user_input is not None else now
            ),
            errors=errors,
            description_placeholders={"said": said, "action_page": ACTION, **VARIABLES},
        )
