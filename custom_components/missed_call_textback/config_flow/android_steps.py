"""The steps that choose an Android phone as the carrier: by SMSGate, or by httpSMS."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any, ClassVar, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_NUMBER,
    CONF_PHONE_ID,
    CONF_SIGNING_KEY,
    CONF_TEXTS_PER_MINUTE,
    DEFAULT_COUNTRY,
    CarrierKind,
)
from ..core.numbers import to_e164
from ..providers.httpsms.client import API_BASE, Phone as HttpSmsPhone
from ..providers.smsgate.client import Phone as SmsGatePhone
from ..vendor_pages import ANDROID
from . import android_forms as forms
from .android_accounts import HttpSmsAccount, SmsGateAccount
from .answers import BadAnswer, read_number
from .draft import Connected, Draft, Reach
from .shop_steps import ShopSteps
from .trouble import Trouble


@dataclass(kw_only=True)
class SmsGateDraft(Draft):
    """A SIM card of a phone with the app."""

    kind: ClassVar = CarrierKind.SMSGATE
    company: ClassVar = "SMSGate"

    account: SmsGateAccount
    phone_id: str
    sim: dict[str, int]

    @property
    @override
    def reach(self) -> Reach:
        return Reach.FROM_OWN_NETWORK if self.account.is_local else Reach.FROM_INTERNET

    @override
    async def async_connect(
        self, hass: HomeAssistant, webhook_id: str, public_url: str
    ) -> Connected:
        await self.account.async_register(hass, webhook_id, public_url, self.phone_id)
        return Connected(
            shop={**self.account.data(), CONF_PHONE_ID: self.phone_id}, line=dict(self.sim)
        )


@dataclass(kw_only=True)
class HttpSmsDraft(Draft):
    """A phone of an account."""

    kind: ClassVar = CarrierKind.HTTPSMS
    company: ClassVar = "httpSMS"

    account: HttpSmsAccount

    @property
    @override
    def hears_calls(self) -> bool:
        return True

    @override
    async def async_connect(
        self, hass: HomeAssistant, webhook_id: str, public_url: str
    ) -> Connected:
        (phone,) = await self.account.async_check(hass, [self.number], public_url)
        signing_key = token_hex()
        await self.account.async_register(hass, public_url, signing_key, [self.number])
        return Connected(
            shop={**self.account.data(), CONF_SIGNING_KEY: signing_key},
            line={CONF_TEXTS_PER_MINUTE: phone.texts_per_minute},
        )


class AndroidSteps(ShopSteps):
    """A menu of the two apps, and for each: the account, then the phone."""

    _smsgate: SmsGateAccount
    _smsgate_phones: list[SmsGatePhone]
    _httpsms: HttpSmsAccount
    _httpsms_phones: list[HttpSmsPhone]

    async def async_step_android(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which app the phone has."""
        return self.async_show_menu(
            step_id="android",
            menu_options=["smsgate", "httpsms"],
            description_placeholders={"android_page": ANDROID},
        )

    async def async_step_smsgate(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for what the app shows, and try it."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                self._smsgate = SmsGateAccount.of_answers(user_input, {})
                self._smsgate_phones = await self._smsgate.async_phones(self.hass)
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                return await self.async_step_smsgate_phone()
        return self.async_show_form(
            step_id="smsgate",
            data_schema=self.add_suggested_values_to_schema(forms.SMSGATE, user_input),
            errors=errors,
            description_placeholders={
                "said": said,
                "android_page": ANDROID,
                "local_example": "192.168.1.20:8080",
            },
            last_step=False,
        )

    async def async_step_smsgate_phone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the phone's number, and which phone it is where there are several."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            phone_id = user_input.get(CONF_PHONE_ID, self._smsgate_phones[0].id)
            # A window that was closed midway leaves its dialog open for nobody.
            await self.async_set_unique_id(f"smsgate:{phone_id}", raise_on_progress=False)
            self._abort_if_unique_id_configured()
            try:
                draft = SmsGateDraft(
                    account=self._smsgate,
                    phone_id=phone_id,
                    number=read_number(user_input[CONF_NUMBER], self.own_country),
                    sim=forms.sim_of(user_input),
                )
                await self._smsgate.async_check(self.hass, phone_id)
            except BadAnswer as err:
                errors[CONF_NUMBER] = err.error
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                if error := draft.trouble(self.hass):
                    errors[CONF_NUMBER] = error
                else:
                    return await self.async_carrier_chosen(draft)
        return self.async_show_form(
            step_id="smsgate_phone",
            data_schema=self.add_suggested_values_to_schema(
                forms.smsgate_phone(self._smsgate_phones), user_input
            ),
            errors=errors,
            description_placeholders={"said": said},
            last_step=False,
        )

    async def async_step_httpsms(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the account's key, and try it."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            try:
                self._httpsms = HttpSmsAccount.of_answers(user_input)
                phones = await self._httpsms.async_phones(self.hass)
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                # Whatever else an account may hold, people dial numbers.
                self._httpsms_phones = [
                    phone
                    for phone in phones
                    if to_e164(phone.number, DEFAULT_COUNTRY) == phone.number
                ]
                if self._httpsms_phones:
                    return await self.async_step_httpsms_phone()
                errors["base"] = "no_phone"
        return self.async_show_form(
            step_id="httpsms",
            data_schema=self.add_suggested_values_to_schema(forms.HTTPSMS, user_input),
            errors=errors,
            description_placeholders={
                "said": said,
                "api_base": API_BASE,
                "android_page": ANDROID,
                "settings_url": "https://httpsms.com/settings",
            },
            last_step=False,
        )

    async def async_step_httpsms_phone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which of the account's phones sends the texts."""
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            number = user_input[CONF_NUMBER]
            # A window that was closed midway leaves its dialog open for nobody.
            await self.async_set_unique_id(f"httpsms:{number}", raise_on_progress=False)
            self._abort_if_unique_id_configured()
            draft = HttpSmsDraft(account=self._httpsms, number=number)
            try:
                await self._httpsms.async_check(self.hass, [number])
            except Trouble as err:
                errors, said = err.errors, err.said
            else:
                if error := draft.trouble(self.hass):
                    errors[CONF_NUMBER] = error
                else:
                    return await self.async_carrier_chosen(draft)
        return self.async_show_form(
            step_id="httpsms_phone",
            data_schema=self.add_suggested_values_to_schema(
                forms.httpsms_phone(self._httpsms_phones), user_input
            ),
            errors=errors,
            description_placeholders={"said": said},
            last_step=False,
        )
