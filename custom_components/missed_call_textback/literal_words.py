"""Templates that leave the words of a text as they are.

Home Assistant reads what a template renders as a literal of Python: `{{ number }}` would become a
number without its plus sign, and a text such as "10,50" a list. Where a template renders one of the
text's own variables and nothing else, the result is that variable.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.script_variables import ScriptVariables
from homeassistant.helpers.template import Template, TemplateVarsType

VARIABLES: Final = ("number", "message", "ref", "sender")


class LiteralTemplate(Template):
    """A template of an action that sends texts."""

    @override
    def async_render(
        self,
        variables: TemplateVarsType = None,
        parse_result: bool = True,
        limited: bool = False,
        strict: bool = False,
        log_fn: Callable[[int, str], None] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Render the template; see the module."""
        given = {**(variables or {}), **kwargs}
        if parse_result and not self.is_static:
            rendered = super().async_render(
                given, parse_result=False, limited=limited, strict=strict, log_fn=log_fn
            )
            for name in VARIABLES:
                words = given.get(name)
                # Home Assistant strips what it renders.
                if isinstance(words, str) and words.strip() == rendered:
                    return words
        return super().async_render(given, parse_result, limited, strict, log_fn)


def with_literal_words(hass: HomeAssistant, config: object) -> object:
    """Return a validated action with all its templates made literal ones."""
    match config:
        case Template():
            return LiteralTemplate(config.template, hass)
        case ScriptVariables():
            literal = {
                name: with_literal_words(hass, value) for name, value in config.variables.items()
            }
            return ScriptVariables(literal)
        case Mapping():
            return {key: with_literal_words(hass, value) for key, value in config.items()}
        case list():
            return [with_literal_words(hass, value) for value in config]
    return config
