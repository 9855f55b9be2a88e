"""The step of what is urgent when a caller writes."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector

from ...cleaning import one_line
from ...const import CONF_TRADE, CONF_URGENT_BUILT_IN, CONF_URGENT_WORDS
from ...core.urgency import can_be_found
from ...starting_texts import GENERIC_TRADE
from ...what_is_urgent import topics_of
from .. import forms
from ..answers import read_list
from ..verdict import Phrases, as_markdown, async_phrases, option_label
from .one_step import OneStep

_KEYS: Final = frozenset({CONF_URGENT_WORDS, CONF_URGENT_BUILT_IN})
_MOST_WORDS: Final = 100
_LONGEST: Final = 60
_FORM: Final = vol.Schema(
    {
        vol.Optional(CONF_URGENT_WORDS, default=list): forms.SEVERAL,
        vol.Required(CONF_URGENT_BUILT_IN, default=True): BooleanSelector(),
    }
)


class UrgencyStep(OneStep):
    """Asks what is urgent beside what is so for everybody."""

    async def async_step_urgent(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what is urgent."""
        options = self.config_entry.options
        errors: dict[str, str] = {}
        bad = ""
        if user_input is not None:
            words = read_list(user_input[CONF_URGENT_WORDS])
            error, bad = _fault(words)
            if error is None:
                return self.save({**user_input, CONF_URGENT_WORDS: words}, _KEYS)
            errors[CONF_URGENT_WORDS] = error
        phrases = await async_phrases(self.hass)
        trade = self.config_entry.data.get(CONF_TRADE, GENERIC_TRADE)
        return self.async_show_form(
            step_id="urgent",
            data_schema=self.add_suggested_values_to_schema(
                _FORM, options if user_input is None else user_input
            ),
            errors=errors,
            description_placeholders={
                "trade": option_label(phrases, "trade", trade),
                "matters": _matters(trade, phrases),
                "word": as_markdown(bad),
                "most": str(_MOST_WORDS),
                "longest": str(_LONGEST),
            },
        )


def _fault(words: list[str]) -> tuple[str | None, str]:
    """Return the error that an owner's words have, if any, and the word that has it."""
    if len(words) > _MOST_WORDS:
        return "urgent_words_many", ""
    for word in words:
        if len(word) > _LONGEST:
            return "urgent_word_long", f"{word[:_LONGEST]}…"
        if one_line(word, _LONGEST) != word or not can_be_found(word):
            return "urgent_word_unheard", word
    return None, ""


def _matters(trade: str, phrases: Phrases) -> str:
    """Say what is urgent to a trade, whatever the callers call it."""
    matters: list[str] = sorted(topics_of(trade))
    return ", ".join(
        option_label(phrases, "urgent_matter", matter) for matter in matters or ["none"]
    )
