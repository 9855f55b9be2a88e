"""The shop's words: its saved templates rendered as the text that a missed caller gets."""

from collections.abc import Callable, Mapping
import logging
import re
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.helpers.template import Template

from .const import (
    CONF_BOOKING_LINK,
    CONF_FOLLOW_UP_TEXT,
    CONF_FOOTER,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
)
from .core.ports import Occasion, Words
from .core.questions import Question, Topic
from .core.shop import Shop
from .core.spoken_time import spoken_time
from .service_texts import FOLLOW_UP_TEXTS, HELP_TEXTS, OPTED_OUT_TEXTS
from .starting_texts import DEFAULT_TEXTS, OPT_OUT_FOOTER, in_language
from .starting_texts.booking import BOOKING_TEXTS
from .starting_texts.questions import QUESTION_TEXTS
from .text_choice import Variant, best_variant, variants_of

_LOGGER = logging.getLogger(__name__)

# The longest text that a carrier takes.
LONGEST_TEXT: Final = 1600
# As Jinja writes it.
_UNDEFINED: Final = re.compile(r"'(\w+)' is undefined$")
# Rendered texts that are kept: the same occasion mostly gets the same words.
_KEPT: Final = 256


class ShopWords(Words):
    """Renders a shop's templates. One that breaks is replaced by default words."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        shop: Shop,
        note_broken: Callable[[str], None] = lambda _name: None,
    ) -> None:
        self._shop = shop
        self._variants = variants_of(entry, shop.languages)
        self._templates = {
            variant: OwnText(hass, variant.name, variant.template, note_broken)
            for variant in self._variants
        }
        self._entry = entry
        own = entry.options.get(CONF_FOLLOW_UP_TEXT)
        self._follow_up = (
            None if own is None else OwnText(hass, CONF_FOLLOW_UP_TEXT, own, note_broken)
        )
        self._footer: bool = entry.options.get(CONF_FOOTER, False)
        # A limited template sees no clock and no state: the same variables always get the same words.
        self._rendered: dict[tuple[Variant, str, bool, tuple[str, ...]], str] = {}

    @override
    def text_back(self, occasion: Occasion) -> str:
        variant = best_variant(self._variants, occasion)
        language = variant.language or self._shop.languages[0]
        variables = self._variables(occasion, language)
        booking = occasion.line.booking
        invites = booking is not None and booking.invites
        key = (variant, language, invites, tuple(variables.values()))
        if (known := self._rendered.get(key)) is not None:
            return known
        if len(self._rendered) >= _KEPT:
            self._rendered.clear()
        text = self._render(variant, variables, is_open=occasion.is_open)
        if invites:
            texts = in_language(BOOKING_TEXTS, language)
            text = _with_end(text, texts.invitation)
        if self._footer:
            text = with_footer(text, language)
        self._rendered[key] = text
        return text

    @override
    def wording(self, occasion: Occasion) -> str | None:
        variant = best_variant(self._variants, occasion)
        # In place of words that break, others are sent.
        return None if self._templates[variant].is_broken else variant.wording

    @override
    def wordings(self) -> Mapping[str, str]:
        return {variant.wording: _called(variant) for variant in self._variants}

    @override
    def follow_up(self, occasion: Occasion) -> str:
        own = self._shop.languages[0]
        language = occasion.language
        if (
            self._follow_up is not None
            and language == own
            and (text := self._follow_up.render(self._variables(occasion, own)))
        ):
            return text
        words = in_language(FOLLOW_UP_TEXTS, language)
        return words.replace("{{ business }}", self._shop.business)[:LONGEST_TEXT]

    @override
    def opted_out(self, occasion: Occasion) -> str:
        return self._service(OPTED_OUT_TEXTS, occasion)

    @override
    def help(self, occasion: Occasion) -> str:
        return self._service(HELP_TEXTS, occasion)

    @override
    def question(self, occasion: Occasion, question: Question) -> str:
        language = occasion.language
        topic = question.topic
        # What an owner words anew is in their own language; what they made up is in no other.
        if question.words and (topic is None or language == self._shop.languages[0]):
            return question.words
        texts = in_language(QUESTION_TEXTS, language)
        services = ", ".join(each.name for each in occasion.line.questions.services)
        match topic:
            case Topic.PLACE:
                return texts.place
            case Topic.TIMELINE:
                return texts.timeline
            case _ if services:
                return texts.services.format(services=services)[:LONGEST_TEXT]
        return texts.service

    def _service(self, texts: Mapping[str, str], occasion: Occasion) -> str:
        words = in_language(texts, occasion.language)
        line = occasion.line
        number = line.dialled or line.number
        return words.format(business=self._shop.business, number=number)[:LONGEST_TEXT]

    def _variables(self, occasion: Occasion, language: str) -> dict[str, str]:
        opens = occasion.opens_at
        return {
            "business": self._shop.business,
            "line": occasion.line.name,
            "caller_name": occasion.caller_name or "",
            "booking_link": link_of(self._entry, occasion.line.id),
            "next_opening": ""
            if opens is None
            else spoken_time(
                opens,
                now=occasion.now,
                zone=self._shop.time_zone,
                language=language,
                country=occasion.country or self._shop.country,
            ),
        }

    def _render(self, variant: Variant, variables: Mapping[str, str], *, is_open: bool) -> str:
        if text := self._templates[variant].render(variables):
            return text
        language = variant.language or self._shop.languages[0]
        default = in_language(DEFAULT_TEXTS, language)
        words = default.text_open if is_open else default.text_closed
        return words.format(business=self._shop.business)[:LONGEST_TEXT]


def with_footer(text: str, language: str) -> str:
    """Return a text that also says how to opt out, cut so that this stays."""
    return _with_end(text, in_language(OPT_OUT_FOOTER, language))


def _with_end(text: str, end: str) -> str:
    if end in text:
        return text
    return f"{text[: LONGEST_TEXT - len(end) - 1].rstrip()} {end}"


def link_of(entry: ConfigEntry[Any], line_id: str) -> str:
    """Return where callers of a line can book by themselves: its own link, or the shop's."""
    line = entry.subentries.get(line_id)
    own: str | None = None if line is None else line.data.get(CONF_BOOKING_LINK)
    shops: str = entry.options.get(CONF_BOOKING_LINK, "")
    return own or shops


class UnknownName(TemplateError):
    """A template uses a name that is not among its variables."""

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' is undefined")
        self.name = name


class ShopText:
    """One template in limited mode: it sees its variables, and nothing of Home Assistant."""

    def __init__(self, hass: HomeAssistant, template: str) -> None:
        self._template = Template(template, hass)
        self._unknown: str | None = None

    def render(self, variables: Mapping[str, str]) -> str:
        """Render, trimmed and cut to what a carrier takes. Raises TemplateError."""
        return self.render_whole(variables)[:LONGEST_TEXT].rstrip()

    def render_whole(self, variables: Mapping[str, str]) -> str:
        """Render, trimmed, however long it is. Raises TemplateError."""
        self._unknown = None
        # Limited templates cannot be strict, so a misspelt name is heard of through the log
        # function. It also keeps the owner's text out of the log.
        try:
            rendered: str = self._template.async_render(
                variables, parse_result=False, limited=True, log_fn=self._note_unknown
            )
        except TemplateError:
            self._refuse_unknown()
            raise
        self._refuse_unknown()
        return rendered.strip()

    def _refuse_unknown(self) -> None:
        if self._unknown is None:
            return
        if (match := _UNDEFINED.match(self._unknown)) is not None:
            raise UnknownName(match[1])
        raise TemplateError(self._unknown)

    def _note_unknown(self, _level: int, message: str) -> None:
        self._unknown = message


def _called(variant: Variant) -> str:
    """Return what a text is called: the pair for every call by its keys, with a language of its own."""
    if not variant.serves_all:
        return variant.name
    key = CONF_TEXT_OPEN if variant.is_open else CONF_TEXT_CLOSED
    return key if variant.language is None else f"{key} ({variant.language})"


class OwnText:
    """A text of the shop's own. That it breaks is told once, under its name."""

    def __init__(
        self, hass: HomeAssistant, name: str, template: str, note_broken: Callable[[str], None]
    ) -> None:
        self._name = name
        self._text = ShopText(hass, template)
        self._note_broken = note_broken
        self._is_told = False

    @property
    def is_broken(self) -> bool:
        """Whether default words were sent in its place."""
        return self._is_told

    def render(self, variables: Mapping[str, str]) -> str:
        """Render; empty where default words are to be sent instead. Never raises."""
        try:
            text = self._text.render(variables)
        except Exception:  # noqa: BLE001 - whatever saved words do, the caller gets a text
            text = ""
        if not text and not self._is_told:
            self._is_told = True
            _LOGGER.warning(
                "The text %s cannot be used, so default words are sent instead", self._name
            )
            self._note_broken(self._name)
        return text
