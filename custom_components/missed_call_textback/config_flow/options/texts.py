"""The step of a shop's two texts, and of what goes with every text."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import BooleanSelector

from ...const import (
    CONF_BOOKING_LINK,
    CONF_CONFIRM_OPT_OUT,
    CONF_FOOTER,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    DOMAIN,
)
from .. import forms
from ..answers import BadAnswer, read_link
from ..rules import SECTION_MORE
from ..text_check import (
    BUSINESS_VARIABLE,
    CONF_PLAIN,
    VARIABLES,
    async_check_texts,
    sample_of_shop,
    with_plain_characters,
)
from ..verdict import LINK_VARIABLE, as_markdown
from .one_step import OneStep

_KEYS: Final = frozenset(
    {CONF_TEXT_OPEN, CONF_TEXT_CLOSED, CONF_BOOKING_LINK, CONF_FOOTER, CONF_CONFIRM_OPT_OUT}
)
_FORM: Final = forms.TEXTS.extend(
    {
        vol.Required(SECTION_MORE): section(
            vol.Schema(
                {
                    vol.Optional(CONF_PLAIN, default=False): BooleanSelector(),
                    vol.Optional(CONF_BOOKING_LINK): forms.WEB,
                    vol.Optional(CONF_FOOTER, default=False): BooleanSelector(),
                    vol.Optional(CONF_CONFIRM_OPT_OUT, default=True): BooleanSelector(),
                }
            ),
            {"collapsed": True},
        )
    }
)


class TextsStep(OneStep):
    """Asks for the two texts, with a live preview."""

    async def async_step_words(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the two texts."""
        errors: dict[str, str] = {}
        said = ""
        options = self.config_entry.options
        if user_input is not None:
            saved, errors, said = await self._async_read(user_input)
            if not errors:
                return self.save(saved, _KEYS)
        sample = sample_of_shop(self.hass, self.config_entry)
        more = {
            CONF_FOOTER: options.get(CONF_FOOTER, False),
            CONF_CONFIRM_OPT_OUT: options.get(CONF_CONFIRM_OPT_OUT, True),
        }
        if link := options.get(CONF_BOOKING_LINK):
            more[CONF_BOOKING_LINK] = link
        return self.async_show_form(
            step_id="words",
            data_schema=self.add_suggested_values_to_schema(
                _FORM, user_input if user_input is not None else {**options, SECTION_MORE: more}
            ),
            errors=errors,
            description_placeholders={
                "business": as_markdown(sample.business),
                "said": said,
                "variable": BUSINESS_VARIABLE,
                "variables": VARIABLES,
                "link_variable": LINK_VARIABLE,
            },
            preview=DOMAIN,
        )

    async def _async_read(
        self, answers: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str], str]:
        """Read the options as they are stored, what is wrong with which, and the detail."""
        more = answers[SECTION_MORE]
        try:
            link = read_link(more.get(CONF_BOOKING_LINK))
        except BadAnswer as err:
            # The frontend shows no error beside a field of a section.
            return {}, {"base": err.error}, ""
        texts = with_plain_characters(answers, wanted=more[CONF_PLAIN])
        sample = sample_of_shop(self.hass, self.config_entry, booking_link=link)
        _, errors, said = await async_check_texts(self.hass, sample, texts)
        return (
            {
                **texts,
                **({CONF_BOOKING_LINK: link} if link else {}),
                CONF_FOOTER: more[CONF_FOOTER],
                CONF_CONFIRM_OPT_OUT: more[CONF_CONFIRM_OPT_OUT],
            },
            errors,
            said,
        )
