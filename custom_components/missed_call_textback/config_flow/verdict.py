"""What is said of a text in plain words: how it is sent, what it costs, what it could do better."""

from collections.abc import Mapping
import re
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..core.limits import Limits
from ..core.money import in_units
from ..core.segments import Encoding, plainer, segments
from ..core.text_lint import flaws

# How the booking link is written in a text.
LINK_VARIABLE: Final = "{{ booking_link }}"
_MARKS: Final = re.compile(r"([!-/:-@\[-`{-~])")

type Phrases = Mapping[str, str]


async def async_phrases(hass: HomeAssistant, category: str = "selector") -> Phrases:
    """Return the strings of a category in the language of the house, by what follows its name."""
    words = await async_get_translations(hass, hass.config.language, category, [DOMAIN])
    prefix = f"component.{DOMAIN}.{category}."
    return {key.removeprefix(prefix): text for key, text in words.items()}


def option_label(phrases: Phrases, selector: str, option: str) -> str:
    """Return how one option of a selector is called."""
    return phrases.get(f"{selector}.options.{option}", option)


def sent_as(text: str, limits: Limits | None, phrases: Phrases) -> str:
    """Say how long a text is, as how many it is sent, and what it costs where a price is known."""
    taken = segments(text)
    parts = [
        _said(phrases, "characters", count=len(text)),
        _said(phrases, "one_text" if taken.segments == 1 else "many_texts", count=taken.segments),
        taken.encoding.value,
    ]
    if taken.encoding is Encoding.UCS_2:
        parts.append(_said(phrases, "special_signs"))
    if limits is not None and limits.price:
        parts.append(_said(phrases, "costs", cost=money(limits.cost(text), limits.currency)))
    return ", ".join(parts)


def advice(
    text: str,
    business: str,
    phrases: Phrases,
    *,
    lacks_link: bool = False,
    hears_replies: bool = True,
) -> list[str]:
    """Say what a text could do better. It warns, and never blocks.

    `lacks_link` tells that it has a gap where the booking link would be; `hears_replies`, whether
    an answer to it gets here.
    """
    said = [_said(phrases, "no_link", variable=LINK_VARIABLE)] if lacks_link else []
    if not hears_replies:
        said.append(_said(phrases, "no_replies"))
    said += [option_label(phrases, "flaw", flaw.value) for flaw in flaws(text, business)]
    if (better := plainer(text)) is not None:
        now, then = segments(text).segments, segments(better).segments
        key = "fewer_texts" if then < now else "plain_signs"
        said.append(_said(phrases, key, now=now, then=then))
    return said


def money(micros: int, currency: str) -> str:
    """Write millionths of a unit of money with as many digits as they need, at least two."""
    whole, _, fraction = f"{in_units(micros):.6f}".partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(2, '0')} {currency}"


def as_markdown(text: str) -> str:
    """Write a text so that a form shows its every character, and keeps its lines."""
    return _MARKS.sub(r"\\\1", text).replace("\n", "  \n> ")


def _said(phrases: Phrases, key: str, **filled: object) -> str:
    return option_label(phrases, "preview", key).format(**filled)
