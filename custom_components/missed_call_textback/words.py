"""The shop's words: its saved templates rendered as the text that a missed caller gets."""

from collections.abc import Mapping
import logging
from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from homeassistant.helpers.template import Template

from .core.ports import Words
from .core.shop import Line

_LOGGER = logging.getLogger(__name__)

# The longest text that a carrier takes.
LONGEST_TEXT: Final = 1600

_DEFAULT_OPEN: Final = "{business} here. Sorry we missed your call. How can we help?"
_DEFAULT_CLOSED: Final = (
    "{business} here. Sorry we missed your call, we are closed now. How can we help?"
)


class ShopWords(Words):
    """Renders a shop's two templates. One that breaks is replaced by default words, and told once."""

    def __init__(
        self, hass: HomeAssistant, business: str, text_open: str, text_closed: str
    ) -> None:
        self._business = business
        self._templates = {True: _ShopText(hass, text_open), False: _ShopText(hass, text_closed)}
        self._told: set[bool] = set()
        # A limited template sees no clock and no state: the same line always gets the same words.
        self._rendered: dict[tuple[str, bool], str] = {}

    @override
    def text_back(self, line: Line, *, is_open: bool) -> str:
        known = (line.name, is_open)
        if known not in self._rendered:
            self._rendered[known] = self._render(line, is_open=is_open)
        return self._rendered[known]

    def _render(self, line: Line, *, is_open: bool) -> str:
        try:
            text = self._templates[is_open].render({"business": self._business, "line": line.name})
        except TemplateError:
            text = ""
        if text:
            return text
        if is_open not in self._told:
            self._told.add(is_open)
            _LOGGER.warning(
                "The text for callers %s cannot be used, so default words are sent instead."
                " Correct it in the options of the shop",
                "during opening hours" if is_open else "outside opening hours",
            )
        default = _DEFAULT_OPEN if is_open else _DEFAULT_CLOSED
        return default.format(business=self._business)[:LONGEST_TEXT]


def render_preview(hass: HomeAssistant, template: str, variables: Mapping[str, str]) -> str:
    """Return the text as a caller would get it; empty where the template says nothing.

    Raises TemplateError, also for a name that is not among the variables.
    """
    return _ShopText(hass, template).render(variables)


class _ShopText:
    """One template in limited mode: it sees its variables, and nothing of Home Assistant."""

    def __init__(self, hass: HomeAssistant, template: str) -> None:
        self._template = Template(template, hass)
        self._unknown: str | None = None

    def render(self, variables: Mapping[str, str]) -> str:
        """Render, trimmed and cut to what a carrier takes. Raises TemplateError."""
        self._unknown = None
        # Limited templates cannot be strict, so a misspelt name is heard of through the log
        # function. It also keeps the owner's text out of the log.
        rendered: str = self._template.async_render(
            variables, parse_result=False, limited=True, log_fn=self._note_unknown
        )
        if self._unknown is not None:
            raise TemplateError(self._unknown)
        return rendered.strip()[:LONGEST_TEXT].rstrip()

    def _note_unknown(self, _level: int, message: str) -> None:
        self._unknown = message
