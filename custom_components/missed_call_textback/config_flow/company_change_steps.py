"""The step that changes how a shop signs in at a company that speaks Twilio's language."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult

from ..const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_SIGNING_KEY,
)
from . import company_forms
from .account import SECTION_ADVANCED, Account, there
from .finishing import Finishing
from .trouble import Trouble

_KEYS = (CONF_SIGNING_KEY, CONF_API_KEY, CONF_API_SECRET)


class CompanyChangeSteps(Finishing):
    """One form, whether the owner wants it or the company refuses the token."""

    async def async_step_company_credentials(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token again, and for the keys; one that is left blank stays."""
        entry = self.entry_to_change
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            given = user_input[SECTION_ADVANCED]
            keys = {key: given.get(key, "").strip() or entry.data.get(key, "") for key in _KEYS}
            try:
                account = Account.of_company({**entry.data, **user_input, SECTION_ADVANCED: keys})
                await account.async_check(self.hass)
            except Trouble as err:
                errors, said = there(err.errors), err.said
            else:
                return self.finish_change(entry, data={**entry.data, **account.data()})
        return self.async_show_form(
            step_id="company_credentials",
            data_schema=self.add_suggested_values_to_schema(company_forms.CREDENTIALS, user_input),
            errors=errors,
            description_placeholders={
                "account_sid": entry.data[CONF_ACCOUNT_SID],
                "api_base": entry.data[CONF_API_BASE],
                "example": entry.data[CONF_API_BASE],
                "said": said,
            },
        )
