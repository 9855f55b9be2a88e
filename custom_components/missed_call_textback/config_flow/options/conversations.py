"""The step of what follows a text-back: who waits, who stays silent, and what a job is worth."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)

from ...const import (
    CONF_FOLLOW_UP,
    CONF_FOLLOW_UP_TEXT,
    CONF_JOB_VALUE,
    CONF_PATIENCE,
    CONF_PATIENCE_IN_HOURS,
    CONF_TRANSCRIBE,
    DEFAULT_PATIENCE,
)
from ...conversation_requests import LARGEST_VALUE
from ...profile import spoken_languages
from ...reach import entity_of, stored_entity
from ...service_texts import FOLLOW_UP_TEXTS
from ...vendors import company_of
from .. import forms
from ..rules import whole_number
from ..text_check import (
    BUSINESS_VARIABLE,
    VARIABLES,
    BadText,
    async_check_text,
    sample_of_shop,
)
from .one_step import OneStep

SECTION_SILENT: Final = "silent"
SECTION_VOICEMAIL: Final = "voicemail"

_KEYS: Final = frozenset(
    {
        CONF_PATIENCE,
        CONF_PATIENCE_IN_HOURS,
        CONF_JOB_VALUE,
        CONF_FOLLOW_UP,
        CONF_FOLLOW_UP_TEXT,
        CONF_TRANSCRIBE,
    }
)
_MOST_MINUTES: Final = 240
_FORM: Final = vol.Schema(
    {
        vol.Required(CONF_PATIENCE, default=DEFAULT_PATIENCE): whole_number(
            0, _MOST_MINUTES, "min"
        ),
        vol.Required(CONF_PATIENCE_IN_HOURS, default=True): BooleanSelector(),
        vol.Optional(CONF_JOB_VALUE): NumberSelector(
            NumberSelectorConfig(min=0, max=LARGEST_VALUE, step="any", mode=NumberSelectorMode.BOX)
        ),
        vol.Required(SECTION_SILENT): section(
            vol.Schema(
                {
                    vol.Required(CONF_FOLLOW_UP, default=False): BooleanSelector(),
                    vol.Optional(CONF_FOLLOW_UP_TEXT): forms.LONG_TEXT,
                }
            ),
            {"collapsed": True},
        ),
    }
)


_WITH_VOICEMAIL: Final = _FORM.extend(
    {
        vol.Required(SECTION_VOICEMAIL): section(
            vol.Schema(
                {vol.Optional(CONF_TRANSCRIBE): EntitySelector(EntitySelectorConfig(domain="stt"))}
            ),
            {"collapsed": True},
        )
    }
)


class ConversationsStep(OneStep):
    """Asks when somebody is told again of who waits, and whether the silent are asked once more.

    Where the company keeps what callers say to the answering machine, also who writes it down.
    """

    async def async_step_conversations(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what follows a text-back."""
        options = self.config_entry.options
        default = FOLLOW_UP_TEXTS[spoken_languages(self.hass, options)[0]]
        errors: dict[str, str] = {}
        said = ""
        if user_input is None:
            silent = {
                CONF_FOLLOW_UP: options.get(CONF_FOLLOW_UP, False),
                CONF_FOLLOW_UP_TEXT: options.get(CONF_FOLLOW_UP_TEXT, default),
            }
            engine = entity_of(self.hass, options.get(CONF_TRANSCRIBE))
            voicemail = {} if engine is None else {CONF_TRANSCRIBE: engine}
            shown = {**options, SECTION_SILENT: silent, SECTION_VOICEMAIL: voicemail}
        else:
            shown = user_input
            silent, worth = user_input[SECTION_SILENT], user_input.get(CONF_JOB_VALUE)
            voicemail = user_input.get(SECTION_VOICEMAIL, {})
            engine = stored_entity(self.hass, voicemail.get(CONF_TRANSCRIBE))
            template = (silent.get(CONF_FOLLOW_UP_TEXT) or default).strip()
            sample = sample_of_shop(self.hass, self.config_entry)
            try:
                await async_check_text(self.hass, template, sample, is_open=True)
            except BadText as err:
                # The frontend shows no error beside a field of a section.
                errors["base"], said = err.error, err.said
            else:
                return self.save(
                    {
                        CONF_PATIENCE: user_input[CONF_PATIENCE],
                        CONF_PATIENCE_IN_HOURS: user_input[CONF_PATIENCE_IN_HOURS],
                        **({} if worth is None else {CONF_JOB_VALUE: worth}),
                        CONF_FOLLOW_UP: silent[CONF_FOLLOW_UP],
                        # The default words follow the shop's language, as long as they are kept.
                        **({} if template == default else {CONF_FOLLOW_UP_TEXT: template}),
                        **({} if engine is None else {CONF_TRANSCRIBE: engine}),
                    },
                    _KEYS,
                )
        form = _WITH_VOICEMAIL if company_of(self.config_entry).records else _FORM
        return self.async_show_form(
            step_id="conversations",
            data_schema=self.add_suggested_values_to_schema(form, shown),
            errors=errors,
            description_placeholders={
                "said": said,
                "variable": BUSINESS_VARIABLE,
                "variables": VARIABLES,
            },
        )
