"""What an owner dials so that the phone forwards the calls that it misses: asked for, and said."""

from typing import Final

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import SelectSelector, SelectSelectorConfig, SelectSelectorMode

from ..core.forwarding import Network, codes, networks_of
from ..core.numbers import spoken
from .verdict import async_phrases, option_label

CONF_NETWORK: Final = "network"
FORWARDING_PAGE: Final = "https://github.com/missed-call-textback/missed-call-textback/blob/main/docs/phones/forwarding.md"


def is_asked(country: str) -> bool:
    """Tell whether it matters in a country who carries a phone."""
    return len(networks_of(country)) > 1


def network_form(country: str) -> vol.Schema:
    """Return the form that asks who carries the phone that customers call."""
    networks = [network.value for network in networks_of(country)]
    return vol.Schema(
        {
            vol.Required(CONF_NETWORK, default=networks[0]): SelectSelector(
                SelectSelectorConfig(
                    options=networks, translation_key="network", mode=SelectSelectorMode.LIST
                )
            )
        }
    )


async def async_forwarding_words(
    hass: HomeAssistant, number: str, network: str | None, country: str
) -> dict[str, str]:
    """Return what the description of a line that calls are forwarded to needs to be filled in."""
    dialled = codes(Network(network or Network.MOBILE), number, country)
    phrase = option_label(await async_phrases(hass), "forwarding", network or Network.MOBILE.value)
    how = phrase.format(
        on=_code(*dialled.on),
        check=_code(dialled.check),
        off=_code(*dialled.off),
        number=spoken(number),
        page=FORWARDING_PAGE,
    )
    return {"number": spoken(number), "how": how}


def _code(*dialled: str) -> str:
    return ", ".join(f"`{code}`" for code in dialled)
