"""The dialogs of a text for a special case: its words, what it is for, and a look before it is saved.

Home Assistant's frontend shows no live preview in the dialogs of a subentry, so a step shows the text.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import (
    ANY,
    CONF_COUNTRY,
    CONF_FOOTER,
    CONF_LANGUAGE,
    CONF_LINE,
    CONF_OUTCOME,
    CONF_TEXT,
    CONF_WHEN,
    SUBENTRY_TYPE_LINE,
    SUBENTRY_TYPE_TEXT,
    WHEN_CLOSED,
    WHEN_OPEN,
)
from ..core.calls import MISSED_OUTCOMES
from ..core.segments import plain
from ..profile import limits_of, spoken_languages
from ..words import with_footer
from . import forms
from .answers import BadAnswer
from .subentries import subentries_of
from .text_check import (
    BUSINESS_VARIABLE,
    CONF_PLAIN,
    VARIABLES,
    BadText,
    async_check_text,
    lacks_link,
    sample_of_shop,
)
from .verdict import Phrases, advice, as_markdown, async_phrases, option_label, sent_as

# What a text is for, in the order in which its title says it.
_CASE: Final = (CONF_OUTCOME, CONF_WHEN, CONF_LANGUAGE, CONF_LINE)


class SpecialTextFlow(ConfigSubentryFlow):
    """Adds a text for a special case to a shop, or changes one."""

    _typed: dict[str, Any] | None = None
    _saved: dict[str, Any]
    _title: str
    _shown: dict[str, str]

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the words, and what they are for."""
        return await self._async_ask("user", user_input, {})

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what changed."""
        return await self._async_ask(
            "reconfigure", user_input, self._get_reconfigure_subentry().data
        )

    async def _async_ask(
        self, step_id: str, user_input: dict[str, Any] | None, stored: Mapping[str, Any]
    ) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        said = ""
        if user_input is not None:
            self._typed = user_input
            try:
                await self._async_read(user_input)
            except BadText as err:
                errors[CONF_TEXT] = err.error
                said = err.said
            except BadAnswer as err:
                errors["base"] = err.error
            else:
                return await self.async_step_sample()
        lines = subentries_of(self._get_entry(), SUBENTRY_TYPE_LINE)
        now = dict(self._typed if self._typed is not None else stored)
        gone = now.get(CONF_LINE, ANY) not in {ANY, *(line.subentry_id for line in lines)}
        if gone:
            # It must not become a text for every line unasked.
            del now[CONF_LINE]
        languages = spoken_languages(self.hass, self._get_entry().options)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                _form(lines, languages, line_known=not gone), now
            ),
            errors=errors,
            description_placeholders={
                "said": said,
                "variable": BUSINESS_VARIABLE,
                "variables": VARIABLES,
            },
            last_step=False,
        )

    async def _async_read(self, answers: dict[str, Any]) -> None:
        """Read what is to be saved, and how it would look. Raises BadAnswer and BadText."""
        entry = self._get_entry()
        case = {key: answers[key] for key in _CASE}
        if all(value == ANY for value in case.values()):
            raise BadAnswer("case_needed")
        if any(
            all(other.data.get(key, ANY) == value for key, value in case.items())
            for other in self._other_texts()
        ):
            raise BadAnswer("text_known")
        template = plain(answers[CONF_TEXT]) if answers[CONF_PLAIN] else answers[CONF_TEXT]
        language = case[CONF_LANGUAGE]
        if language == ANY:
            language = spoken_languages(self.hass, entry.options)[0]
        sample = sample_of_shop(self.hass, entry, language=language)
        text = await async_check_text(
            self.hass, template, sample, is_open=case[CONF_WHEN] != WHEN_CLOSED
        )
        if entry.options.get(CONF_FOOTER, False):
            text = with_footer(text, language)
        phrases = await async_phrases(self.hass)
        self._saved = {CONF_TEXT: template, **case}
        self._title = self._title_of(case, phrases)
        limits = limits_of(entry.options, entry.data[CONF_COUNTRY])
        advised = advice(text, sample.business, phrases, lacks_link=lacks_link(template, sample))
        self._shown = {
            "title": self._title,
            "text": as_markdown(text),
            "sent_as": sent_as(text, limits, phrases),
            "advice": "".join(f"\n- {each}" for each in advised),
        }

    async def async_step_sample(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the text as a caller would get it."""
        again = "reconfigure" if self.source == SOURCE_RECONFIGURE else "user"
        return self.async_show_menu(
            step_id="sample",
            menu_options=["save", again],
            description_placeholders=self._shown,
        )

    async def async_step_save(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save the text that was shown."""
        if self.source == SOURCE_RECONFIGURE:
            return self.async_update_and_abort(
                self._get_entry(),
                self._get_reconfigure_subentry(),
                title=self._title,
                data=self._saved,
            )
        return self.async_create_entry(title=self._title, data=self._saved)

    def _other_texts(self) -> list[ConfigSubentry]:
        changed = self._reconfigure_subentry_id if self.source == SOURCE_RECONFIGURE else None
        texts = subentries_of(self._get_entry(), SUBENTRY_TYPE_TEXT)
        return [text for text in texts if text.subentry_id != changed]

    def _title_of(self, case: Mapping[str, str], phrases: Phrases) -> str:
        entry = self._get_entry()
        return " · ".join(
            entry.subentries[value].title if key == CONF_LINE else option_label(phrases, key, value)
            for key, value in case.items()
            if value != ANY
        )


def _form(
    lines: Sequence[ConfigSubentry], languages: Sequence[str], *, line_known: bool
) -> vol.Schema:
    return vol.Schema(
        {
            vol.Required(CONF_TEXT): forms.LONG_TEXT,
            vol.Required(CONF_OUTCOME, default=ANY): _choice(
                CONF_OUTCOME, [ANY, *(outcome.value for outcome in MISSED_OUTCOMES)]
            ),
            vol.Required(CONF_WHEN, default=ANY): _choice(CONF_WHEN, [ANY, WHEN_OPEN, WHEN_CLOSED]),
            vol.Required(CONF_LANGUAGE, default=ANY): _choice(CONF_LANGUAGE, [ANY, *languages]),
            vol.Required(CONF_LINE, default=ANY if line_known else vol.UNDEFINED): _choice(
                CONF_LINE,
                [
                    SelectOptionDict(value=ANY, label="—"),
                    *(SelectOptionDict(value=line.subentry_id, label=line.title) for line in lines),
                ],
            ),
            vol.Optional(CONF_PLAIN, default=False): BooleanSelector(),
        }
    )


def _choice(key: str, options: Sequence[str] | Sequence[SelectOptionDict]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(options=options, translation_key=key, mode=SelectSelectorMode.DROPDOWN)
    )
