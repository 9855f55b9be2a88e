"""The step of the languages that a shop texts in, and of how long it keeps what happened."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ...const import CONF_LANGUAGES, CONF_RETENTION, DEFAULT_RETENTION
from ...profile import spoken_languages
from ...starting_texts import LANGUAGES
from ..rules import whole_number
from .one_step import OneStep

CONF_OWN_LANGUAGE: Final = "own_language"

_MOST_MONTHS: Final = 120
_FORM: Final = vol.Schema(
    {
        vol.Required(CONF_OWN_LANGUAGE): SelectSelector(
            SelectSelectorConfig(
                options=list(LANGUAGES),
                translation_key="language",
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Optional(CONF_LANGUAGES, default=list): SelectSelector(
            SelectSelectorConfig(
                options=list(LANGUAGES),
                translation_key="language",
                multiple=True,
                mode=SelectSelectorMode.LIST,
            )
        ),
        vol.Required(CONF_RETENTION, default=DEFAULT_RETENTION): whole_number(
            0, _MOST_MONTHS, "months"
        ),
    }
)


class RecordsStep(OneStep):
    """Asks for languages and for how long records are kept."""

    async def async_step_languages(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for languages and for how long records are kept."""
        options = self.config_entry.options
        if user_input is not None:
            # The shop's own comes first: its two texts are in it.
            spoken = dict.fromkeys((user_input[CONF_OWN_LANGUAGE], *user_input[CONF_LANGUAGES]))
            return self.save(
                {CONF_LANGUAGES: list(spoken), CONF_RETENTION: user_input[CONF_RETENTION]},
                {CONF_LANGUAGES, CONF_RETENTION},
            )
        own, *others = spoken_languages(self.hass, options)
        return self.async_show_form(
            step_id="languages",
            data_schema=self.add_suggested_values_to_schema(
                _FORM,
                {
                    CONF_OWN_LANGUAGE: own,
                    CONF_LANGUAGES: others,
                    CONF_RETENTION: options.get(CONF_RETENTION, DEFAULT_RETENTION),
                },
            ),
        )
