"""A line's questions, as its owner chose and worded them, read as the rules know them."""

from collections.abc import Mapping
from typing import Any

from .const import CONF_ASKED, CONF_MOST_ASKED, CONF_OWN_QUESTIONS, CONF_SERVICES, CONF_WORDING
from .core.heard.services import Service
from .core.questions import MOST_ASKED, Question, Questionnaire, Topic


def questionnaire_of(settings: Mapping[str, Any]) -> Questionnaire:
    """Read what a line asks."""
    wording = settings.get(CONF_WORDING, {})
    asked = settings.get(CONF_ASKED, ())
    own = settings.get(CONF_OWN_QUESTIONS, ())
    return Questionnaire(
        questions=(
            *(Question(topic=each, words=wording.get(each)) for each in Topic if each in asked),
            *(Question(words=words) for words in own),
        ),
        services=tuple(map(read_service, settings.get(CONF_SERVICES, ()))),
        most=int(settings.get(CONF_MOST_ASKED, MOST_ASKED)),
    )


def read_service(written: str) -> Service:
    """Read a service as an owner writes it: its name, and after a colon other words for it."""
    name, _, words = written.partition(":")
    return Service(name.strip(), tuple(filter(None, map(str.strip, words.split(",")))))
