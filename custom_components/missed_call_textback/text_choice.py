"""Which of a shop's templates a caller gets: the one made most exactly for the occasion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from homeassistant.config_entries import ConfigEntry

from .const import (
    ANY,
    CONF_LANGUAGE,
    CONF_LINE,
    CONF_OUTCOME,
    CONF_TEXT,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    CONF_TRADE,
    CONF_WHEN,
    SUBENTRY_TYPE_TEXT,
    WHEN_CLOSED,
    WHEN_OPEN,
)
from .core.calls import Outcome
from .core.ports import Occasion
from .starting_texts import GENERIC_TRADE, starting_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A template, and what it is for; None leaves a thing open.

    `name` is for the owner, `key` tells it from all others of the shop.
    """

    key: str
    name: str
    template: str
    line_id: str | None = None
    is_open: bool | None = None
    language: str | None = None
    outcome: Outcome | None = None
    serves_all: bool = False
    """One of a pair for every call, open or closed: anything made for a case goes before it."""

    @property
    def wording(self) -> str:
        """What tells these words from those that the same text has had, or will have."""
        return f"{self.key}~{crc32(self.template.encode()):08x}"

    def fits(self, occasion: Occasion) -> bool:
        """Tell whether it may be sent on an occasion."""
        return (
            self.line_id in (None, occasion.line.id)
            and self.is_open in (None, occasion.is_open)
            and self.language in (None, occasion.language)
            and self.outcome in (None, occasion.outcome)
        )

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        """How exactly it is made: what a caller understands counts most, then who was called."""
        return (
            self.language is not None,
            self.line_id is not None,
            self.outcome is not None,
            self.is_open is not None and not self.serves_all,
        )


def variants_of(entry: ConfigEntry[Any], languages: Sequence[str]) -> tuple[Variant, ...]:
    """Return a shop's templates: its two texts, those for special cases, and the library's.

    In a language that the shop speaks but has no words for, the starting texts of its trade serve.
    """
    options = entry.options
    variants = [_of_subentry(sub.subentry_id, sub.title, sub.data) for sub in _texts(entry)]
    variants += [
        Variant(
            key=key, name=key, template=options[key], is_open=key == CONF_TEXT_OPEN, serves_all=True
        )
        for key in (CONF_TEXT_OPEN, CONF_TEXT_CLOSED)
    ]
    for language in languages[1:]:
        library = starting_texts(entry.data.get(CONF_TRADE, GENERIC_TRADE), language)
        for is_open, template in ((True, library.text_open), (False, library.text_closed)):
            variants.append(
                Variant(
                    key=f"{language}_{'open' if is_open else 'closed'}",
                    name=language,
                    template=template,
                    is_open=is_open,
                    language=language,
                    serves_all=True,
                )
            )
    return tuple(variants)


def best_variant(variants: Sequence[Variant], occasion: Occasion) -> Variant:
    """Return the template made most exactly for an occasion; of equals, the first.

    The shop's own two texts fit everybody.
    """
    fitting = (each for each in variants if each.fits(occasion))
    return max(fitting, key=lambda variant: variant.rank)


def _texts(entry: ConfigEntry[Any]) -> Iterable[Any]:
    return (sub for sub in entry.subentries.values() if sub.subentry_type == SUBENTRY_TYPE_TEXT)


def _of_subentry(key: str, title: str, data: Mapping[str, Any]) -> Variant:
    def given(key: str) -> str | None:
        value: str = data.get(key, ANY)
        return None if value == ANY else value

    outcome = given(CONF_OUTCOME)
    when = given(CONF_WHEN)
    return Variant(
        key=key,
        name=title,
        template=data[CONF_TEXT],
        line_id=given(CONF_LINE),
        is_open={None: None, WHEN_OPEN: True, WHEN_CLOSED: False}[when],
        language=given(CONF_LANGUAGE),
        outcome=None if outcome is None else Outcome(outcome),
    )
