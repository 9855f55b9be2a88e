"""Where the telephone company reaches this Home Assistant."""

from contextlib import suppress
import logging
from typing import Final

from hass_nabucasa import CloudError
from yarl import URL

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError, get_url

from .answers import BadAnswer, is_public

_LOGGER = logging.getLogger(__name__)

# Home Assistant Cloud brings cameras, voice and numpy with it: four fifths of what this integration
# would take to import. So it is imported only in a house that has set it up, where it costs nothing.
_CLOUD: Final = "cloud"
_CLOUD_TROUBLE: Final = (HomeAssistantError, CloudError, TimeoutError, ValueError)


def has_cloud(hass: HomeAssistant) -> bool:
    """Tell whether Home Assistant Cloud can bring webhooks here now."""
    if _CLOUD not in hass.config.components:
        return False
    from homeassistant.components import cloud  # noqa: PLC0415

    return cloud.async_active_subscription(hass) and cloud.async_is_connected(hass)


def own_address(hass: HomeAssistant) -> str | None:
    """Return the public https address that Home Assistant knows of itself, if any."""
    try:
        url = get_url(
            hass, allow_internal=False, allow_cloud=False, allow_ip=True, require_ssl=True
        )
    except NoURLAvailableError:
        return None
    return url if is_public(URL(url)) else None


def local_address(hass: HomeAssistant) -> str | None:
    """Return the address of this Home Assistant in its own network, if it knows one."""
    try:
        return get_url(hass, allow_external=False, allow_cloud=False, allow_ip=True)
    except NoURLAvailableError:
        return None


def webhook_url(origin: str, webhook_id: str) -> str:
    """Return the address of a webhook below an origin."""
    return f"{origin}{webhook.async_generate_path(webhook_id)}"


async def async_cloud_url(hass: HomeAssistant, webhook_id: str) -> str:
    """Return the address of a webhook through Home Assistant Cloud. Raises BadAnswer."""
    if _CLOUD not in hass.config.components:
        raise BadAnswer("cloud_failed")
    from homeassistant.components import cloud  # noqa: PLC0415

    try:
        return await cloud.async_get_or_create_cloudhook(hass, webhook_id)
    except _CLOUD_TROUBLE as err:
        _LOGGER.warning("Home Assistant Cloud gave no webhook address: %s", type(err).__name__)
        raise BadAnswer("cloud_failed") from None


async def async_close_cloud_url(hass: HomeAssistant, webhook_id: str) -> None:
    """Give a webhook's address at Home Assistant Cloud back, where it has one."""
    if _CLOUD not in hass.config.components:
        return
    from homeassistant.components import cloud  # noqa: PLC0415

    with suppress(*_CLOUD_TROUBLE):
        await cloud.async_delete_cloudhook(hass, webhook_id)
