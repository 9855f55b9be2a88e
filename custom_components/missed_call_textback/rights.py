"""Who may read and steer a shop: whoever may control an entity of it, as with its actions."""

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN


@callback
def may_control(hass: HomeAssistant, user: User, entry_id: str) -> bool:
    """Tell whether a user may do the daily work of a shop.

    Whoever asks for one that is not there may know so, if they may do that of another: no secret.
    """
    if user.is_admin:
        # Of a shop that was never open there is no entity yet.
        return True
    registry = er.async_get(hass)
    entry = hass.config_entries.async_get_entry(entry_id)
    shops = (
        (entry,)
        if entry is not None and entry.domain == DOMAIN
        else hass.config_entries.async_entries(DOMAIN)
    )
    return any(
        user.permissions.check_entity(entity.entity_id, POLICY_CONTROL)
        for shop in shops
        for entity in er.async_entries_for_config_entry(registry, shop.entry_id)
    )


async def async_ask_right(call: ServiceCall, entry_id: str) -> None:
    """Raise Unauthorized where whoever calls an action may not do the daily work of a shop.

    Home Assistant's own check for actions asks for a right in any of the shops.
    """
    # An automation has no user.
    if (user_id := call.context.user_id) is None:
        return
    user = await call.hass.auth.async_get_user(user_id)
    if user is None or not may_control(call.hass, user, entry_id):
        raise Unauthorized(context=call.context, permission=POLICY_CONTROL)
