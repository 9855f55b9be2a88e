"""The steps of a CRM that is told of leads: where it is, what it is told, and whether that arrives."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_URL
from homeassistant.data_entry_flow import section
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ...const import CONF_BUSINESS, CONF_CRM, CONF_EVENTS, CONF_SECRET
from ...core.lead_events import LeadEventKind
from ...providers.crm.client import CrmClient, NotTaken
from ...providers.crm.documents import trial_document
from ...providers.standard_webhooks import new_secret
from .. import forms
from ..answers import BadAnswer, read_receiver
from ..rules import SECTION_MORE
from .one_step import OneStep

CONF_NEW_SECRET: Final = "new_secret"  # noqa: S105 - the name of a field
CONF_SEND_TEST: Final = "send_test"
_PAGE: Final = "https://github.com/missed-call-textback/missed-call-textback/blob/main/docs/crm.md"
_KINDS: Final = [kind.value for kind in LeadEventKind]
_WHERE: Final = vol.Schema(
    {
        vol.Optional(CONF_URL): forms.WEB,
        vol.Required(CONF_EVENTS, default=_KINDS): SelectSelector(
            SelectSelectorConfig(
                options=_KINDS,
                translation_key="lead_event",
                multiple=True,
                mode=SelectSelectorMode.LIST,
            )
        ),
        vol.Required(SECTION_MORE): section(
            vol.Schema({vol.Optional(CONF_NEW_SECRET, default=False): BooleanSelector()}),
            {"collapsed": True},
        ),
    }
)
_TEST: Final = vol.Schema({vol.Required(CONF_SEND_TEST, default=True): BooleanSelector()})


class CrmSteps(OneStep):
    """Asks for a receiver, shows the secret that was made for it, and sends a test."""

    _crm: dict[str, Any]

    async def async_step_crm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask where it is, and what it is told."""
        now = self.config_entry.options.get(CONF_CRM, {})
        errors: dict[str, str] = {}
        if user_input is not None:
            typed = user_input.get(CONF_URL, "").strip()
            if not typed or not user_input[CONF_EVENTS]:
                return self.save({}, {CONF_CRM})
            try:
                url = read_receiver(typed)
            except BadAnswer as err:
                errors[CONF_URL] = err.error
            else:
                fresh = user_input[SECTION_MORE][CONF_NEW_SECRET]
                self._crm = {
                    CONF_URL: url,
                    CONF_EVENTS: user_input[CONF_EVENTS],
                    CONF_SECRET: new_secret() if fresh or not now else now[CONF_SECRET],
                }
                return await self.async_step_crm_secret()
        return self.async_show_form(
            step_id="crm",
            data_schema=self.add_suggested_values_to_schema(
                _WHERE, user_input if user_input is not None else now
            ),
            errors=errors,
            description_placeholders={"page": _PAGE},
            last_step=False,
        )

    async def async_step_crm_secret(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the secret, and send a test."""
        errors: dict[str, str] = {}
        why = ""
        if user_input is not None:
            try:
                if user_input[CONF_SEND_TEST]:
                    await self._async_send_test()
            except NotTaken as err:
                errors["base"] = "crm_not_taken"
                why = str(err)
            else:
                return self.save({CONF_CRM: self._crm}, {CONF_CRM})
        return self.async_show_form(
            step_id="crm_secret",
            data_schema=self.add_suggested_values_to_schema(_TEST, user_input),
            errors=errors,
            description_placeholders={
                "page": _PAGE,
                "secret": self._crm[CONF_SECRET],
                "why": why,
            },
        )

    async def _async_send_test(self) -> None:
        """Send a test with what was typed. Raises NotTaken."""
        session = async_get_clientsession(self.hass)
        client = CrmClient(session, self._crm[CONF_URL], self._crm[CONF_SECRET])
        now = dt_util.utcnow()
        await client.post(
            ulid_now(), trial_document(self.config_entry.data[CONF_BUSINESS], now), now
        )
