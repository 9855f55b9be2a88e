"""The steps that connect a phone system: each tries the connection, and names what is wrong."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME
from homeassistant.data_entry_flow import FlowHandler, FlowResult
from homeassistant.util import dt as dt_util

from ..const import CONF_CONTEXTS, CONF_KIND, CONF_SINCE, CONF_TLS, PhoneSystemKind
from ..providers.source import Refused, Unreachable, Unsuitable
from ..sources import check_source
from . import phone_system_forms as forms

_TITLES: Final = {
    PhoneSystemKind.ASTERISK: "Asterisk",
    PhoneSystemKind.FRITZBOX: "FRITZ!Box",
}

_UNSUITABLE: Final = {
    "application_access_off": "phone_system_application_access_off",
    "call_list_forbidden": "phone_system_call_list_forbidden",
    "call_monitor_off": "phone_system_call_monitor_off",
    "certificate": "phone_system_certificate",
    "no_call_events": "phone_system_no_call_events",
    "no_challenge": "phone_system_no_challenge",
    "no_tls": "phone_system_no_tls",
    "not_asterisk": "phone_system_not_asterisk",
}
_ASTERISK_PAGE: Final = (
    "https://github.com/missed-call-textback/missed-call-textback/blob/main/docs/phones/asterisk.md"
)


class PhoneSystemSteps[ResultT: FlowResult[Any, Any]](FlowHandler[Any, ResultT, Any]):
    """A menu of phone systems, and a form for each."""

    @property
    def phone_system_now(self) -> Mapping[str, Any]:
        """What the phone system is set to now, where it is not a new one."""
        return {}

    @abstractmethod
    async def async_phone_system_found(self, title: str, data: dict[str, Any]) -> ResultT:
        """Go on: the phone system was reached."""

    async def async_step_phone_system(self, _input: dict[str, Any] | None = None) -> ResultT:
        """Ask which phone system it is."""
        return self.async_show_menu(
            step_id="phone_system", menu_options=[kind.value for kind in _TITLES]
        )

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
                CONF_PASSWORD: self._password(user_input),
                CONF_PORT: advanced[CONF_PORT],
                CONF_TLS: advanced[CONF_TLS],
                CONF_CONTEXTS: advanced.get(CONF_CONTEXTS) or list(forms.USUAL_CONTEXTS),
            }
            errors, why = await self._async_try(data)
            if not errors:
                return await self._async_found(PhoneSystemKind.ASTERISK, data)
        return self._show("asterisk", forms.ASTERISK, user_input, errors, why)

    async def async_step_fritzbox(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask where a FRITZ!Box is."""
        errors: dict[str, str] = {}
        why = ""
        if user_input is not None:
            data = {
                CONF_KIND: PhoneSystemKind.FRITZBOX.value,
                CONF_HOST: user_input[CONF_HOST].strip(),
                CONF_USERNAME: user_input.get(CONF_USERNAME, "").strip(),
                CONF_PASSWORD: self._password(user_input),
                # What the box remembers of before is none of the shop's business.
                CONF_SINCE: self.phone_system_now.get(CONF_SINCE, dt_util.utcnow().isoformat()),
            }
            if bool(data[CONF_USERNAME]) != bool(data[CONF_PASSWORD]):
                errors["base"] = "phone_system_account_incomplete"
            else:
                errors, why = await self._async_try(data)
            if not errors:
                return await self._async_found(PhoneSystemKind.FRITZBOX, data)
        return self._show("fritzbox", forms.FRITZBOX, user_input, errors, why)

    def _password(self, answers: Mapping[str, Any]) -> str:
        """Return the password; it is not shown again, so that left empty it stays as it was."""
        typed: str = answers.get(CONF_PASSWORD, "")
        now: str = self.phone_system_now.get(CONF_PASSWORD, "")
        return typed or (now if answers.get(CONF_USERNAME, "").strip() else "")

    async def _async_try(self, data: Mapping[str, Any]) -> tuple[dict[str, str], str]:
        """Return what is wrong with a connection, and the other side's word for it."""
        try:
            await check_source(self.hass, data)
        except Refused:
            return {"base": "phone_system_refused"}, ""
        except Unreachable as error:
            return {"base": "phone_system_unreachable"}, str(error)
        except Unsuitable as error:
            return {"base": _UNSUITABLE[error.key]}, ""
        return {}, ""

    async def _async_found(self, kind: PhoneSystemKind, data: dict[str, Any]) -> ResultT:
        return await self.async_phone_system_found(f"{_TITLES[kind]} {data[CONF_HOST]}", data)

    def _show(
        self,
        step_id: str,
        schema: vol.Schema,
        user_input: dict[str, Any] | None,
        errors: dict[str, str],
        why: str,
    ) -> ResultT:
        shown = user_input
        if shown is None and (now := self.phone_system_now):
            shown = {**now, forms.SECTION_ADVANCED: dict(now)}
            shown.pop(CONF_PASSWORD, None)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
            description_placeholders={"why": why, "asterisk_page": _ASTERISK_PAGE},
        )
