"""What all steps that connect a phone system do: try the connection, and name what is wrong."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.data_entry_flow import FlowHandler, FlowResult

from ..providers.source import Refused, Unreachable, Unsuitable
from ..sources import check_source
from . import phone_system_forms as forms

_UNSUITABLE: Final = {
    "account": "phone_system_account",
    "application_access_off": "phone_system_application_access_off",
    "call_list_forbidden": "phone_system_call_list_forbidden",
    "call_monitor_off": "phone_system_call_monitor_off",
    "certificate": "phone_system_certificate",
    "entity_not_found": "entity_not_found",
    "no_call_events": "phone_system_no_call_events",
    "no_challenge": "phone_system_no_challenge",
    "no_tls": "phone_system_no_tls",
    "number_entity_not_found": "number_entity_not_found",
    "no_registrar": "phone_system_no_registrar",
    "not_asterisk": "phone_system_not_asterisk",
    "unknown_challenge": "phone_system_unknown_challenge",
}
_ASTERISK_PAGE: Final = (
    "https://github.com/missed-call-textback/missed-call-textback/blob/main/docs/phones/asterisk.md"
)
_SIP_PAGE: Final = (
    "https://github.com/missed-call-textback/missed-call-textback/blob/main/docs/phones/sip.md"
)


class ConnectionSteps[ResultT: FlowResult[Any, Any]](FlowHandler[Any, ResultT, Any]):
    """Tries a connection."""

    @property
    def phone_system_now(self) -> Mapping[str, Any]:
        """What the phone system is set to now, where it is not a new one."""
        return {}

    @abstractmethod
    async def async_phone_system_found(self, title: str, data: dict[str, Any]) -> ResultT:
        """Go on: the phone system was reached."""

    def typed_password(self, answers: Mapping[str, Any]) -> str:
        """Return the password; it is not shown again, so that left empty it stays as it was."""
        typed: str = answers.get(CONF_PASSWORD, "")
        now: str = self.phone_system_now.get(CONF_PASSWORD, "")
        return typed or (now if answers.get(CONF_USERNAME, "").strip() else "")

    async def async_try_phone_system(self, data: Mapping[str, Any]) -> tuple[dict[str, str], str]:
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

    def show_phone_system(
        self,
        step_id: str,
        schema: vol.Schema,
        user_input: dict[str, Any] | None,
        errors: dict[str, str],
        why: str,
    ) -> ResultT:
        """Show the form of a phone system, as it was typed or as it is set to now."""
        shown = user_input
        if shown is None and (now := self.phone_system_now):
            shown = {**now, forms.SECTION_ADVANCED: dict(now)}
            shown.pop(CONF_PASSWORD, None)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
            description_placeholders={
                "why": why,
                "asterisk_page": _ASTERISK_PAGE,
                "sip_page": _SIP_PAGE,
            },
        )
