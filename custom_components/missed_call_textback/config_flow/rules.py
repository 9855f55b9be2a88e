"""The fields of who gets a text, as the shop sets them for all lines and a line for itself."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import (
    CONF_AGAIN_AFTER,
    CONF_BY_DAY_ONLY,
    CONF_HOLD_BACK_SPOOFED,
    CONF_IN_CONVERSATION,
    CONF_OUTCOMES,
    CONF_SHORT_RING,
    CONF_TOO_LATE_AFTER,
    DEFAULT_AGAIN_AFTER,
    DEFAULT_IN_CONVERSATION,
    DEFAULT_SHORT_RING,
    DEFAULT_TOO_LATE_AFTER,
)
from ..core.calls import MISSED_OUTCOMES

SECTION_MORE: Final = "more"
MOST_AGAIN_AFTER: Final = 7 * 24
MOST_SHORT_RING: Final = 30
MOST_IN_CONVERSATION: Final = 24 * 60
MOST_TOO_LATE_AFTER: Final = 24 * 60

_DEFAULTS: Final[Mapping[str, Any]] = {
    CONF_AGAIN_AFTER: DEFAULT_AGAIN_AFTER,
    CONF_OUTCOMES: [outcome.value for outcome in MISSED_OUTCOMES],
    CONF_SHORT_RING: DEFAULT_SHORT_RING,
    CONF_IN_CONVERSATION: DEFAULT_IN_CONVERSATION,
    CONF_TOO_LATE_AFTER: DEFAULT_TOO_LATE_AFTER,
    CONF_HOLD_BACK_SPOOFED: True,
    CONF_BY_DAY_ONLY: False,
}
RULES: Final = frozenset(_DEFAULTS)


def whole_number(
    least: int, most: int, unit: str | None = None, *, slider: bool = False
) -> vol.All[Any]:
    """Return a field of whole numbers."""
    config = NumberSelectorConfig(
        min=least,
        max=most,
        step=1,
        mode=NumberSelectorMode.SLIDER if slider else NumberSelectorMode.BOX,
    )
    if unit is not None:
        config["unit_of_measurement"] = unit
    return vol.All(NumberSelector(config), vol.Coerce(int))


FIRST_FIELDS: Final[dict[vol.Marker, Any]] = {
    vol.Required(CONF_AGAIN_AFTER, default=DEFAULT_AGAIN_AFTER): whole_number(
        1, MOST_AGAIN_AFTER, "h"
    )
}
MORE_FIELDS: Final[dict[vol.Marker, Any]] = {
    vol.Optional(CONF_OUTCOMES, default=list): SelectSelector(
        SelectSelectorConfig(
            options=[outcome.value for outcome in MISSED_OUTCOMES],
            multiple=True,
            mode=SelectSelectorMode.LIST,
            translation_key="outcome",
        )
    ),
    vol.Required(CONF_SHORT_RING, default=DEFAULT_SHORT_RING): whole_number(
        0, MOST_SHORT_RING, "s", slider=True
    ),
    vol.Required(CONF_IN_CONVERSATION, default=DEFAULT_IN_CONVERSATION): whole_number(
        0, MOST_IN_CONVERSATION, "min"
    ),
    vol.Required(CONF_TOO_LATE_AFTER, default=DEFAULT_TOO_LATE_AFTER): whole_number(
        1, MOST_TOO_LATE_AFTER, "min"
    ),
    vol.Optional(CONF_HOLD_BACK_SPOOFED, default=True): BooleanSelector(),
    vol.Optional(CONF_BY_DAY_ONLY, default=False): BooleanSelector(),
}
LINE_RULES: Final = vol.Schema(
    {
        **FIRST_FIELDS,
        vol.Required(SECTION_MORE): section(vol.Schema(MORE_FIELDS), {"collapsed": True}),
    }
)


def rules_shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored rules as the form shows them."""
    known = {key: settings.get(key, default) for key, default in _DEFAULTS.items()}
    return {CONF_AGAIN_AFTER: known.pop(CONF_AGAIN_AFTER), SECTION_MORE: known}


def read_rules(answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the rules as they are stored, and what is wrong with them."""
    flat = {**answers, **answers[SECTION_MORE]}
    rules = {key: flat[key] for key in _DEFAULTS}
    # The frontend shows no error beside a field of a section.
    return rules, {} if rules[CONF_OUTCOMES] else {"base": "outcomes_empty"}
