"""Quick answers: short texts that somebody at the inbox begins from, as the owner keeps them."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant

from .const import CONF_QUICK_ANSWERS
from .profile import spoken_languages
from .starting_texts.quick_answers import STARTING_ANSWERS

_LONGEST_NAME: Final = 40


def quick_answers_of(hass: HomeAssistant, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a shop's answers: the owner's own, else those of its language."""
    if (own := options.get(CONF_QUICK_ANSWERS)) is not None:
        return tuple(own)
    return STARTING_ANSWERS[spoken_languages(hass, options)[0]]


def name_of(answer: str) -> str:
    """Return how a list shows an answer: its beginning."""
    short = answer[:_LONGEST_NAME].rstrip()
    return answer if len(answer) <= _LONGEST_NAME else f"{short}…"
