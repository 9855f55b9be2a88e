"""The dialog of what an owner changes now and then: hours, words, how often a caller is texted."""

from typing import Any, override

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_AGAIN_AFTER,
    CONF_BUSINESS,
    CONF_HOURS,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    DEFAULT_AGAIN_AFTER,
    DOMAIN,
)
from . import forms
from .answers import BUSINESS_VARIABLE, read_texts, read_week
from .preview import async_register_preview


class ShopOptionsFlow(OptionsFlow):
    """Changes one thing at a time; the rest stays. The loaded shop reloads itself."""

    @staticmethod
    @override
    async def async_setup_preview(hass: HomeAssistant) -> None:
        async_register_preview(hass)

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what to change."""
        return self.async_show_menu(step_id="init", menu_options=["hours", "words", "again"])

    async def async_step_hours(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask when the shop is open."""
        errors: dict[str, str] = {}
        options = dict(self.config_entry.options)
        if user_input is not None:
            week, errors = read_week(user_input)
            if not errors:
                options.pop(CONF_HOURS, None)
                if week is not None:
                    options[CONF_HOURS] = week
                return self.async_create_entry(data=options)
        return self.async_show_form(
            step_id="hours",
            data_schema=self.add_suggested_values_to_schema(
                forms.HOURS,
                user_input if user_input is not None else forms.week_shown(options.get(CONF_HOURS)),
            ),
            errors=errors,
        )

    async def async_step_words(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the two texts."""
        errors: dict[str, str] = {}
        problem = ""
        business = self.config_entry.data[CONF_BUSINESS]
        options = self.config_entry.options
        variables = {"business": business, "line": business}
        if user_input is not None:
            _, errors, problem = read_texts(self.hass, variables, user_input)
            if not errors:
                return self.async_create_entry(data={**options, **user_input})
        shown, _, _ = read_texts(self.hass, variables, options)
        return self.async_show_form(
            step_id="words",
            data_schema=self.add_suggested_values_to_schema(
                forms.TEXTS, user_input if user_input is not None else options
            ),
            errors=errors,
            description_placeholders={
                "business": business,
                "sample_open": shown.get(CONF_TEXT_OPEN, ""),
                "sample_closed": shown.get(CONF_TEXT_CLOSED, ""),
                "said": problem,
                "variable": BUSINESS_VARIABLE,
            },
            preview=DOMAIN,
        )

    async def async_step_again(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how long a caller who got a text is left alone."""
        options = self.config_entry.options
        if user_input is not None:
            return self.async_create_entry(data={**options, **user_input})
        return self.async_show_form(
            step_id="again",
            data_schema=self.add_suggested_values_to_schema(
                forms.AGAIN,
                {CONF_AGAIN_AFTER: options.get(CONF_AGAIN_AFTER, DEFAULT_AGAIN_AFTER)},
            ),
        )
