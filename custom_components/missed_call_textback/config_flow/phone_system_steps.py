"""The menu of phone systems, and the forms of those that lie in the shop's own network."""

from typing import Any, Final

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME
from homeassistant.data_entry_flow import FlowResult
from homeassistant.util import dt as dt_util

from ..const import CONF_CONTEXTS, CONF_KIND, CONF_SINCE, CONF_TLS, PhoneSystemKind
from . import phone_system_forms as forms
from .entity_steps import EntitySteps
from .sip_steps import SipSteps
from .webhook_steps import WebhookSteps

_TITLES: Final = {PhoneSystemKind.ASTERISK: "Asterisk", PhoneSystemKind.FRITZBOX: "FRITZ!Box"}


class PhoneSystemSteps[ResultT: FlowResult[Any, Any]](
    SipSteps[ResultT], EntitySteps[ResultT], WebhookSteps[ResultT]
):
    """A menu of phone systems, and a form for each."""

    @property
    def phone_systems(self) -> list[str]:
        """The steps to choose from."""
        return [kind.value for kind in PhoneSystemKind]

    async def async_step_phone_system(self, _input: dict[str, Any] | None = None) -> ResultT:
        """Ask which phone system it is."""
        return self.async_show_menu(step_id="phone_system", menu_options=self.phone_systems)

    async def async_step_asterisk(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask where an Asterisk or a FreePBX is."""
        errors: dict[str, str] = {}
        why = ""
        if user_input is not None:
            advanced = user_input[forms.SECTION_ADVANCED]
            data = {
                CONF_KIND: PhoneSystemKind.ASTERISK.value,
                CONF_HOST: user_input[CONF_HOST].strip(),
                CONF_USERNAME: user_input[CONF_USERNAME].strip(),
                CONF_PASSWORD: self.typed_password(user_input),
                CONF_PORT: advanced[CONF_PORT],
                CONF_TLS: advanced[CONF_TLS],
                CONF_CONTEXTS: advanced.get(CONF_CONTEXTS) or list(forms.USUAL_CONTEXTS),
            }
            errors, why = await self.async_try_phone_system(data)
            if not errors:
                return await self._async_found(PhoneSystemKind.ASTERISK, data)
        return self.show_phone_system("asterisk", forms.ASTERISK, user_input, errors, why)

    async def async_step_fritzbox(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask where a FRITZ!Box is."""
        errors: dict[str, str] = {}
        why = ""
        if user_input is not None:
            data = {
                CONF_KIND: PhoneSystemKind.FRITZBOX.value,
                CONF_HOST: user_input[CONF_HOST].strip(),
                CONF_USERNAME: user_input.get(CONF_USERNAME, "").strip(),
                CONF_PASSWORD: self.typed_password(user_input),
                # What the box remembers of before is none of the shop's business.
                CONF_SINCE: self.phone_system_now.get(CONF_SINCE, dt_util.utcnow().isoformat()),
            }
            if bool(data[CONF_USERNAME]) != bool(data[CONF_PASSWORD]):
                errors["base"] = "phone_system_account_incomplete"
            else:
                errors, why = await self.async_try_phone_system(data)
            if not errors:
                return await self._async_found(PhoneSystemKind.FRITZBOX, data)
        return self.show_phone_system("fritzbox", forms.FRITZBOX, user_input, errors, why)

    async def _async_found(self, kind: PhoneSystemKind, data: dict[str, Any]) -> ResultT:
        return await self.async_phone_system_found(f"{_TITLES[kind]} {data[CONF_HOST]}", data)
