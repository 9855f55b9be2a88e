"""The forms of phone systems that report calls by webhook."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..const import CONF_PUBLIC_URL, CONF_SECRET, CONF_SYSTEM
from ..providers.webhook.heard import Meaning
from ..providers.webhook.presets import PRESETS
from ..webhook_doors import OTHER_FORM, OWN_FORM
from . import forms

CONF_NEW_SECRET: Final = "new_secret"  # noqa: S105
CONF_CALL_ID: Final = "call_id"
CONF_CALLER: Final = "caller"
CONF_DIALLED_FIELD: Final = "dialled_field"
CONF_STATUS: Final = "status"
CONF_CALLER_NAME: Final = "caller_name"
CONF_RING_FIELD: Final = "ring_field"
CONF_WITHOUT_PLUS: Final = "without_plus"
SECTION_MORE: Final = "more"

# What most systems say; the rest is in the section.
MAIN_MEANINGS: Final = (Meaning.NO_ANSWER, Meaning.ANSWERED, Meaning.RINGING, Meaning.OVER)
_NO_WORD: Final = (*MAIN_MEANINGS, Meaning.CALLING)
MORE_MEANINGS: Final = tuple(each for each in Meaning if each not in _NO_WORD)

_SYSTEM: Final = SelectSelector(
    SelectSelectorConfig(
        options=[*PRESETS, OWN_FORM, OTHER_FORM],
        translation_key="reporting_system",
        mode=SelectSelectorMode.LIST,
    )
)
NEW: Final = vol.Schema({vol.Required(CONF_SYSTEM): _SYSTEM})
CHANGE: Final = vol.Schema(
    {
        vol.Required(CONF_SYSTEM): _SYSTEM,
        vol.Optional(CONF_NEW_SECRET, default=False): BooleanSelector(),
    }
)
SECRET: Final = vol.Schema({vol.Optional(CONF_SECRET): forms.SECRET})
PLACE: Final = vol.Schema({vol.Optional(CONF_PUBLIC_URL): TextSelector()})


def fields_form(shown: Mapping[str, str]) -> vol.Schema:
    """Return the form that asks which field says what; `shown` are their values, fit to show."""
    options = [
        SelectOptionDict(value=path, label=f"{path}: {value}") for path, value in shown.items()
    ]
    one = SelectSelector(SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN))
    several = SelectSelector(
        SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN, multiple=True)
    )
    more = vol.Schema(
        {
            vol.Optional(CONF_CALLER_NAME): one,
            vol.Optional(CONF_RING_FIELD): one,
            vol.Optional(CONF_WITHOUT_PLUS, default=False): BooleanSelector(),
        }
    )
    return vol.Schema(
        {
            vol.Optional(CONF_STATUS): several,
            vol.Optional(CONF_CALL_ID): several,
            vol.Optional(CONF_CALLER): one,
            vol.Optional(CONF_DIALLED_FIELD): one,
            vol.Required(SECTION_MORE): section(more, {"collapsed": True}),
        }
    )


def words_form(seen: Mapping[str, str]) -> vol.Schema:
    """Return the form that asks what each word means; `seen` are those that came, as written."""
    words = SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=key, label=label) for key, label in seen.items()],
            mode=SelectSelectorMode.DROPDOWN,
            multiple=True,
            custom_value=True,
        )
    )

    def fields(meanings: tuple[Meaning, ...]) -> dict[Any, Any]:
        return {vol.Optional(meaning.value): words for meaning in meanings}

    more = section(vol.Schema(fields(MORE_MEANINGS)), {"collapsed": True})
    return vol.Schema({**fields(MAIN_MEANINGS), vol.Required(SECTION_MORE): more})
