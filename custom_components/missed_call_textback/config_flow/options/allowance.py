"""The step of what a shop allows itself: money, and how many texts."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult
from homeassistant.data_entry_flow import section
from homeassistant.generated.currencies import ACTIVE_CURRENCIES
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ...const import (
    CONF_BUDGET,
    CONF_BURST,
    CONF_CURRENCY,
    CONF_PER_CALLER,
    CONF_PER_DAY,
    CONF_PER_HOUR,
    CONF_PRICE,
    CONF_RESENDS_IN_DOUBT,
    DEFAULT_BURST,
    DEFAULT_CURRENCY,
    DEFAULT_PER_CALLER,
    DEFAULT_PER_DAY,
    DEFAULT_PER_HOUR,
)
from ...vendors import company_of
from ..rules import SECTION_MORE, whole_number
from .one_step import OneStep

_CAPS: Final = {
    CONF_PER_CALLER: DEFAULT_PER_CALLER,
    CONF_PER_HOUR: DEFAULT_PER_HOUR,
    CONF_PER_DAY: DEFAULT_PER_DAY,
    CONF_BURST: DEFAULT_BURST,
}
_KEYS: Final = frozenset({CONF_BUDGET, CONF_PRICE, CONF_CURRENCY, CONF_RESENDS_IN_DOUBT, *_CAPS})
_MONEY: Final = (CONF_BUDGET, CONF_PRICE, CONF_CURRENCY)
_MOST_TEXTS: Final = 100_000
# The ledger counts no further.
_MOST_IN_A_ROW: Final = 1_000


def _amount(least: float, most: float) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(min=least, max=most, step="any", mode=NumberSelectorMode.BOX)
    )


_FORM: Final = vol.Schema(
    {
        vol.Optional(CONF_BUDGET): _amount(0.01, 1_000_000),
        vol.Optional(CONF_PRICE): _amount(0, 100),
        vol.Required(CONF_CURRENCY): SelectSelector(
            SelectSelectorConfig(
                options=sorted(ACTIVE_CURRENCIES), mode=SelectSelectorMode.DROPDOWN
            )
        ),
        vol.Required(SECTION_MORE): section(
            vol.Schema(
                {
                    vol.Required(cap, default=default): whole_number(
                        0, _MOST_IN_A_ROW if cap == CONF_BURST else _MOST_TEXTS
                    )
                    for cap, default in _CAPS.items()
                }
            ),
            {"collapsed": True},
        ),
    }
)


def _form_of(entry: ConfigEntry[Any]) -> vol.Schema:
    """Return the form; what to do in doubt is asked only where a carrier leaves any."""
    if company_of(entry).reconciles:
        return _FORM
    more: section = _FORM.schema[SECTION_MORE]
    doubt = {vol.Optional(CONF_RESENDS_IN_DOUBT, default=False): BooleanSelector()}
    return _FORM.extend(
        {vol.Required(SECTION_MORE): section(more.schema.extend(doubt), more.options)}
    )


class AllowanceStep(OneStep):
    """Asks what may be spent, and how many texts may go out."""

    async def async_step_limits(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what may be spent, and how many texts may go out."""
        errors: dict[str, str] = {}
        options = self.config_entry.options
        if user_input is not None:
            # Without a price every text would be free, and the budget would never be spent.
            if CONF_BUDGET in user_input and not user_input.get(CONF_PRICE):
                errors[CONF_PRICE] = "price_needed"
            else:
                money: dict[str, Any] = {
                    key: user_input[key] for key in _MONEY if key in user_input
                }
                return self.save({**money, **user_input[SECTION_MORE]}, _KEYS)
        now = {key: options[key] for key in _MONEY if key in options}
        own = self.hass.config.currency
        now.setdefault(CONF_CURRENCY, own if own in ACTIVE_CURRENCIES else DEFAULT_CURRENCY)
        now[SECTION_MORE] = {
            **{cap: options.get(cap, default) for cap, default in _CAPS.items()},
            CONF_RESENDS_IN_DOUBT: options.get(CONF_RESENDS_IN_DOUBT, False),
        }
        return self.async_show_form(
            step_id="limits",
            data_schema=self.add_suggested_values_to_schema(
                _form_of(self.config_entry), user_input if user_input is not None else now
            ),
            errors=errors,
        )
