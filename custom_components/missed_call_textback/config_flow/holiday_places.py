"""Countries and their regions, as the library of public holidays knows them.

The library is imported only here, off the event loop: it takes half a second.
"""

import re
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.generated.countries import COUNTRIES
from homeassistant.helpers.selector import SelectOptionDict

_WORD: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


async def async_holiday_countries(hass: HomeAssistant) -> list[str]:
    """Return the countries (ISO 3166) whose public holidays are known."""
    return await hass.async_add_executor_job(_countries)


async def async_holiday_regions(hass: HomeAssistant, country: str) -> list[SelectOptionDict]:
    """Return a country's regions with public holidays of their own; none where it has none."""
    return await hass.async_add_executor_job(_regions, country)


async def async_country_names(hass: HomeAssistant) -> list[SelectOptionDict]:
    """Return every country with its name in English: no selector of several countries exists."""
    return await hass.async_add_executor_job(_names)


def _countries() -> list[str]:
    from holidays import list_supported_countries  # noqa: PLC0415

    # A form refuses a country that Home Assistant does not know.
    return [code for code in list_supported_countries(include_aliases=False) if code in COUNTRIES]


def _regions(country: str) -> list[SelectOptionDict]:
    from holidays import country_holidays, list_supported_countries  # noqa: PLC0415

    regions = list_supported_countries(include_aliases=False).get(country, [])
    if not regions:
        return []
    aliases = country_holidays(country).get_subdivision_aliases()
    return [
        SelectOptionDict(value=region, label=", ".join(aliases.get(region, ())) or region)
        for region in regions
    ]


def _names() -> list[SelectOptionDict]:
    from holidays import registry  # noqa: PLC0415

    named = {codes[1]: _WORD.sub(" ", codes[0]) for codes in registry.COUNTRIES.values()}
    return [
        SelectOptionDict(value=code, label=f"{name} ({code})")
        for code, name in sorted(named.items(), key=lambda known: known[1])
    ]
