"""The steps of what closes a shop beside its hours: calendars and the like, and public holidays."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    CountrySelector,
    CountrySelectorConfig,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ...const import CONF_CLOSED_ON, CONF_COUNTRY, CONF_HOLIDAY_REGION, CONF_HOLIDAYS
from ..holiday_places import async_holiday_countries, async_holiday_regions
from .one_step import OneStep

CONF_ON_HOLIDAYS: Final = "on_holidays"

_KEYS: Final = frozenset({CONF_CLOSED_ON, CONF_HOLIDAYS, CONF_HOLIDAY_REGION})
_CLOSING: Final = EntitySelector(
    EntitySelectorConfig(
        multiple=True,
        filter=EntityWithDeviceFilterSelectorConfig(
            domain=["calendar", "schedule", "input_boolean", "binary_sensor"]
        ),
    )
)


class ClosedDaysSteps(OneStep):
    """Asks what closes the shop; for the region only where its country has any."""

    _closing: dict[str, Any]

    async def async_step_closed(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what closes the shop."""
        options = self.config_entry.options
        errors: dict[str, str] = {}
        if user_input is not None:
            entities = user_input[CONF_CLOSED_ON]
            self._closing = {CONF_CLOSED_ON: entities} if entities else {}
            country = user_input.get(CONF_HOLIDAYS)
            if not user_input[CONF_ON_HOLIDAYS]:
                return self.save(self._closing, _KEYS)
            if country:
                self._closing[CONF_HOLIDAYS] = country
                return await self.async_step_region()
            errors[CONF_HOLIDAYS] = "holidays_where"
        countries = await async_holiday_countries(self.hass)
        own = self.config_entry.data[CONF_COUNTRY]
        chosen = options.get(CONF_HOLIDAYS)
        now = {CONF_CLOSED_ON: options.get(CONF_CLOSED_ON, []), CONF_ON_HOLIDAYS: bool(chosen)}
        if suggested := chosen or (own if own in countries else None):
            now[CONF_HOLIDAYS] = suggested
        return self.async_show_form(
            step_id="closed",
            data_schema=self.add_suggested_values_to_schema(
                _form(countries), user_input if user_input is not None else now
            ),
            errors=errors,
            last_step=False,
        )

    async def async_step_region(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the region, where the country has any."""
        country = self._closing[CONF_HOLIDAYS]
        if user_input is not None:
            region = user_input.get(CONF_HOLIDAY_REGION)
            chosen = {CONF_HOLIDAY_REGION: region} if region else {}
            return self.save(self._closing | chosen, _KEYS)
        regions = await async_holiday_regions(self.hass, country)
        if not regions:
            return self.save(self._closing, _KEYS)
        options = self.config_entry.options
        known = options.get(CONF_HOLIDAY_REGION)
        same = options.get(CONF_HOLIDAYS) == country and known is not None
        return self.async_show_form(
            step_id="region",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(
                    {
                        vol.Optional(CONF_HOLIDAY_REGION): SelectSelector(
                            SelectSelectorConfig(
                                options=regions, mode=SelectSelectorMode.DROPDOWN, sort=True
                            )
                        )
                    }
                ),
                {CONF_HOLIDAY_REGION: known} if same else {},
            ),
            last_step=True,
        )


def _form(countries: list[str]) -> vol.Schema:
    return vol.Schema(
        {
            vol.Optional(CONF_CLOSED_ON, default=list): _CLOSING,
            vol.Optional(CONF_ON_HOLIDAYS, default=False): BooleanSelector(),
            vol.Optional(CONF_HOLIDAYS): CountrySelector(
                CountrySelectorConfig(countries=countries)
            ),
        }
    )
