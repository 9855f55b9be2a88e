"""The step of the inbox: the answers that are at hand there, and whether the house shows it."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector, TextSelector, TextSelectorConfig

from ...const import CONF_CARDS, CONF_QUICK_ANSWERS
from ...core.printable import keepable
from ...profile import spoken_languages
from ...quick_answers import quick_answers_of
from ...starting_texts.quick_answers import STARTING_ANSWERS
from ...words import LONGEST_TEXT
from ..verdict import as_markdown
from .one_step import OneStep

_KEYS: Final = frozenset({CONF_QUICK_ANSWERS, CONF_CARDS})
# As many as one looks through faster than one types.
_MOST_ANSWERS: Final = 20
_SHOWN: Final = 40
_FORM: Final = vol.Schema(
    {
        vol.Optional(CONF_QUICK_ANSWERS, default=list): TextSelector(
            TextSelectorConfig(multiple=True)
        ),
        vol.Required(CONF_CARDS, default=True): BooleanSelector(),
    }
)


class InboxStep(OneStep):
    """Asks what a quick answer says, and whether there are cards and a panel."""

    async def async_step_inbox(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the answers."""
        options = self.config_entry.options
        errors: dict[str, str] = {}
        bad = ""
        if user_input is None:
            shown = {
                CONF_QUICK_ANSWERS: list(quick_answers_of(self.hass, options)),
                CONF_CARDS: options.get(CONF_CARDS, True),
            }
        else:
            shown = user_input
            written = [keepable(answer).strip() for answer in user_input[CONF_QUICK_ANSWERS]]
            answers = tuple(dict.fromkeys(answer for answer in written if answer))
            bad = next((answer for answer in answers if len(answer) > LONGEST_TEXT), "")
            if bad:
                errors[CONF_QUICK_ANSWERS] = "quick_answer_long"
            elif len(answers) > _MOST_ANSWERS:
                errors[CONF_QUICK_ANSWERS] = "quick_answers_many"
            else:
                default = STARTING_ANSWERS[spoken_languages(self.hass, options)[0]]
                # The default ones follow the shop's language, as long as they are kept.
                own = {} if answers == default else {CONF_QUICK_ANSWERS: list(answers)}
                return self.save({CONF_CARDS: user_input[CONF_CARDS], **own}, _KEYS)
        return self.async_show_form(
            step_id="inbox",
            data_schema=self.add_suggested_values_to_schema(_FORM, shown),
            errors=errors,
            description_placeholders={
                "answer": as_markdown(f"{bad[:_SHOWN]}…"),
                "most": str(_MOST_ANSWERS),
                "longest": str(LONGEST_TEXT),
            },
        )
