"""The step of what a line asks callers who write."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import (
    CONF_ASKED,
    CONF_MOST_ASKED,
    CONF_OWN_QUESTIONS,
    CONF_QUESTIONS,
    CONF_SERVICES,
    CONF_WORDING,
)
from ..core.questions import MOST_ASKED, Topic
from ..profile import spoken_languages
from ..questionnaire import read_service
from ..starting_texts import in_language
from ..starting_texts.questions import QUESTION_TEXTS
from . import forms
from .answers import BadAnswer, read_list
from .rules import SECTION_MORE, whole_number

_MOST_OWN: Final = 3
_MOST_SERVICES: Final = 8
_LONGEST_QUESTION: Final = 300
_LONGEST_SERVICE: Final = 40
_MOST_QUESTIONS: Final = len(Topic) + _MOST_OWN
_WORDING: Final = {f"{CONF_WORDING}_{topic}": topic for topic in Topic}
_FORM: Final = vol.Schema(
    {
        vol.Optional(CONF_ASKED, default=list): SelectSelector(
            SelectSelectorConfig(
                options=[topic.value for topic in Topic],
                translation_key="question",
                mode=SelectSelectorMode.LIST,
                multiple=True,
            )
        ),
        vol.Optional(CONF_OWN_QUESTIONS, default=list): forms.SEVERAL,
        vol.Required(SECTION_MORE): section(
            vol.Schema(
                {
                    vol.Optional(CONF_SERVICES, default=list): forms.SEVERAL,
                    vol.Required(CONF_MOST_ASKED, default=MOST_ASKED): whole_number(
                        1, _MOST_QUESTIONS
                    ),
                    **{vol.Optional(field): forms.TEXT for field in _WORDING},
                }
            ),
            {"collapsed": True},
        ),
    }
)


class QuestionsStep(ConfigSubentryFlow):
    """Asks what callers are asked, and in which words."""

    async def async_step_questions(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the questions of the line."""
        line, shop = self._get_reconfigure_subentry(), self._get_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                own = _read_own(user_input[CONF_OWN_QUESTIONS])
            except BadAnswer as err:
                errors[CONF_OWN_QUESTIONS] = err.error
            try:
                more = _read_more(user_input[SECTION_MORE], _at_first(self.hass, shop))
            except BadAnswer as err:
                # The frontend shows no error beside a field of a section.
                errors["base"] = err.error
            if not errors:
                questions = {CONF_ASKED: user_input[CONF_ASKED], CONF_OWN_QUESTIONS: own, **more}
                return self.async_update_and_abort(
                    shop, line, data={**line.data, CONF_QUESTIONS: questions}
                )
        now = _shown(line.data.get(CONF_QUESTIONS, {}), _at_first(self.hass, shop))
        return self.async_show_form(
            step_id="questions",
            data_schema=self.add_suggested_values_to_schema(_FORM, user_input or now),
            errors=errors,
            description_placeholders={
                "name": line.title,
                "most": str(_MOST_OWN),
                "example": "Boiler repair: boiler, heating, no hot water",
            },
        )


def _at_first(hass: HomeAssistant, shop: ConfigEntry[Any]) -> dict[str, str]:
    """Return the questions as they are worded at first, by their fields."""
    own = spoken_languages(hass, shop.options)[0]
    texts = in_language(QUESTION_TEXTS, own)
    return {field: str(getattr(texts, topic)) for field, topic in _WORDING.items()}


def _shown(stored: Mapping[str, Any], at_first: Mapping[str, str]) -> dict[str, Any]:
    wording = stored.get(CONF_WORDING, {})
    return {
        CONF_ASKED: stored.get(CONF_ASKED, []),
        CONF_OWN_QUESTIONS: stored.get(CONF_OWN_QUESTIONS, []),
        SECTION_MORE: {
            CONF_SERVICES: stored.get(CONF_SERVICES, []),
            CONF_MOST_ASKED: stored.get(CONF_MOST_ASKED, MOST_ASKED),
            **{field: wording.get(topic, at_first[field]) for field, topic in _WORDING.items()},
        },
    }


def _read_own(written: list[str]) -> list[str]:
    """Read the questions that an owner made up. Raises BadAnswer."""
    own = read_list(written)
    if len(own) > _MOST_OWN:
        raise BadAnswer("questions_too_many")
    if any(len(each) > _LONGEST_QUESTION for each in own):
        raise BadAnswer("question_too_long")
    return own


def _read_more(answers: Mapping[str, Any], at_first: Mapping[str, str]) -> dict[str, Any]:
    """Read the services and the wording as they are stored. Raises BadAnswer."""
    services = read_list(answers[CONF_SERVICES])
    names = [read_service(each).name for each in services]
    if len(services) > _MOST_SERVICES:
        raise BadAnswer("services_too_many")
    if not all(0 < len(name) <= _LONGEST_SERVICE for name in names):
        raise BadAnswer("service_not_understood")
    wording = {topic.value: answers.get(field, "").strip() for field, topic in _WORDING.items()}
    if any(len(words) > _LONGEST_QUESTION for words in wording.values()):
        raise BadAnswer("question_too_long")
    return {
        CONF_SERVICES: services,
        CONF_MOST_ASKED: answers[CONF_MOST_ASKED],
        # What is as it was at first follows the shop's language.
        CONF_WORDING: {
            topic.value: wording[topic]
            for field, topic in _WORDING.items()
            if wording[topic] not in ("", at_first[field])
        },
    }
