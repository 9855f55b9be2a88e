"""The step of who gets a text."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ...const import CONF_COUNTRIES, CONF_LOOK_BACK, CONF_LOOK_UP, DEFAULT_LOOK_BACK
from ...vendors import Company, company_of
from ..holiday_places import async_country_names
from ..rules import (
    FIRST_FIELDS,
    MORE_FIELDS,
    RULES,
    SECTION_MORE,
    read_rules,
    rules_shown,
    whole_number,
)
from .one_step import OneStep

_KEYS: Final = RULES | {CONF_LOOK_UP, CONF_COUNTRIES, CONF_LOOK_BACK}
_MOST_LOOK_BACK: Final = 72


class CallersStep(OneStep):
    """Asks who gets a text, and who is left alone."""

    async def async_step_who(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask who gets a text."""
        errors: dict[str, str] = {}
        if user_input is not None:
            rules, errors = read_rules(user_input)
            more = user_input[SECTION_MORE]
            if not errors:
                countries = more[CONF_COUNTRIES]
                return self.save(
                    {
                        **rules,
                        **{key: more[key] for key in (CONF_LOOK_UP, CONF_LOOK_BACK) if key in more},
                        **({CONF_COUNTRIES: countries} if countries else {}),
                    },
                    _KEYS,
                )
        options = self.config_entry.options
        now = rules_shown(options)
        now[SECTION_MORE] |= {
            CONF_LOOK_UP: options.get(CONF_LOOK_UP, False),
            CONF_LOOK_BACK: options.get(CONF_LOOK_BACK, DEFAULT_LOOK_BACK),
            CONF_COUNTRIES: options.get(CONF_COUNTRIES, []),
        }
        return self.async_show_form(
            step_id="who",
            data_schema=self.add_suggested_values_to_schema(
                _form(await async_country_names(self.hass), company_of(self.config_entry)),
                user_input if user_input is not None else now,
            ),
            errors=errors,
        )


def _form(countries: list[SelectOptionDict], company: Company) -> vol.Schema:
    """Return the form; what the shop's company cannot do is not asked."""
    can: dict[vol.Marker, Any] = {}
    if company.looks_up:
        can[vol.Optional(CONF_LOOK_UP, default=False)] = BooleanSelector()
    if company.has_log:
        can[vol.Required(CONF_LOOK_BACK, default=DEFAULT_LOOK_BACK)] = whole_number(
            0, _MOST_LOOK_BACK, "h"
        )
    return vol.Schema(
        {
            **FIRST_FIELDS,
            vol.Required(SECTION_MORE): section(
                vol.Schema(
                    {
                        **MORE_FIELDS,
                        **can,
                        vol.Optional(CONF_COUNTRIES, default=list): SelectSelector(
                            SelectSelectorConfig(
                                options=countries,
                                multiple=True,
                                mode=SelectSelectorMode.DROPDOWN,
                            )
                        ),
                    }
                ),
                {"collapsed": True},
            ),
        }
    )
