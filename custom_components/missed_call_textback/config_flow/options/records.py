"""The step of the languages that a shop texts in, and of how long it keeps what happened."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ...const import (
    CONF_COUNTRY,
    CONF_LANGUAGES,
    CONF_NUMBER_LANGUAGES,
    CONF_RETENTION,
    DEFAULT_RETENTION,
)
from ...profile import spoken_languages
from ...starting_texts import LANGUAGES
from ..number_languages import BadRow, read_rows, rows_selector, rows_shown
from ..rules import whole_number
from ..verdict import Phrases, async_phrases
from .one_step import OneStep

CONF_OWN_LANGUAGE: Final = "own_language"
SECTION_BY_NUMBER: Final = "by_number"

_KEYS: Final = frozenset({CONF_LANGUAGES, CONF_NUMBER_LANGUAGES, CONF_RETENTION})
_MOST_MONTHS: Final = 120


class RecordsStep(OneStep):
    """Asks for languages and for how long records are kept."""

    # The shop's own language when the form was last shown: it is not offered a second time.
    _own: str

    async def async_step_languages(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for languages and for how long records are kept."""
        options = self.config_entry.options
        phrases = await async_phrases(self.hass)
        errors: dict[str, str] = {}
        row = ""
        if user_input is None:
            self._own, *others = spoken_languages(self.hass, options)
            rows = rows_shown(options.get(CONF_NUMBER_LANGUAGES, ()), phrases)
            shown = {
                CONF_OWN_LANGUAGE: self._own,
                CONF_LANGUAGES: others,
                CONF_RETENTION: options.get(CONF_RETENTION, DEFAULT_RETENTION),
                SECTION_BY_NUMBER: {CONF_NUMBER_LANGUAGES: rows},
            }
        else:
            own = user_input[CONF_OWN_LANGUAGE]
            others = [each for each in user_input[CONF_LANGUAGES] if each != own]
            shown = {**user_input, CONF_LANGUAGES: others}
            if own != self._own:
                # What was the shop's own may be one of the others now, and was not offered as such.
                self._own = own
                errors[CONF_LANGUAGES] = "own_language_changed"
            else:
                spoken = [own, *others]
                try:
                    rows = read_rows(
                        user_input[SECTION_BY_NUMBER].get(CONF_NUMBER_LANGUAGES),
                        phrases,
                        country=self.config_entry.data[CONF_COUNTRY],
                        spoken=spoken,
                    )
                except BadRow as err:
                    # The frontend shows no error beside a field of a section.
                    errors["base"] = err.error
                    row = err.row
                else:
                    return self.save(
                        {
                            CONF_LANGUAGES: spoken,
                            **({CONF_NUMBER_LANGUAGES: rows} if rows else {}),
                            CONF_RETENTION: user_input[CONF_RETENTION],
                        },
                        _KEYS,
                    )
        return self.async_show_form(
            step_id="languages",
            data_schema=self.add_suggested_values_to_schema(_form(self._own, phrases), shown),
            errors=errors,
            description_placeholders={"row": row},
        )


def _form(own: str, phrases: Phrases) -> vol.Schema:
    return vol.Schema(
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
                    options=[language for language in LANGUAGES if language != own],
                    translation_key="language",
                    multiple=True,
                    mode=SelectSelectorMode.LIST,
                )
            ),
            vol.Required(CONF_RETENTION, default=DEFAULT_RETENTION): whole_number(
                0, _MOST_MONTHS, "months"
            ),
            vol.Required(SECTION_BY_NUMBER): section(
                vol.Schema({vol.Optional(CONF_NUMBER_LANGUAGES): rows_selector(phrases)}),
                {"collapsed": True},
            ),
        }
    )
