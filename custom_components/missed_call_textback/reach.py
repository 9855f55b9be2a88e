"""How a member of the team is reached in Home Assistant: their phone's app, or any notify entity."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.notify import (
    ATTR_DATA,
    ATTR_MESSAGE,
    ATTR_TARGET,
    ATTR_TITLE,
    DOMAIN as NOTIFY,
    SERVICE_SEND_MESSAGE,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_ENTITY_ID,
    STATE_HOME,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from .const import CONF_APP, CONF_DUTY, CONF_NOTIFY

_MOBILE_APP: Final = "mobile_app"
# Somebody whose phone tells nothing of where it is may be anywhere.
_PRESENT: Final = (STATE_ON, STATE_HOME, STATE_UNKNOWN, STATE_UNAVAILABLE)
_ABSENT: Final = (STATE_OFF, "not_home")


@callback
def is_on_duty(hass: HomeAssistant, entry: ConfigEntry[Any], member_id: str) -> bool:
    """Tell whether a member is on duty now. Where nobody can tell they are: rather told than not."""
    member = entry.subentries.get(member_id)
    entity_id = None if member is None else entity_of(hass, member.data.get(CONF_DUTY))
    state = None if entity_id is None else hass.states.get(entity_id)
    if state is None:
        return True
    if state.state in _PRESENT:
        return True
    # A person may be in a zone of their own: away from home is off duty.
    return state.domain != "person" and state.state not in _ABSENT


@callback
def entity_of(hass: HomeAssistant, stored: str | None) -> str | None:
    """Return the entity id that is stored by its registry id, or by itself where it has none."""
    if stored is None:
        return None
    return er.async_resolve_entity_id(er.async_get(hass), stored)


@callback
def stored_entity(hass: HomeAssistant, entity_id: str | None) -> str | None:
    """Return what an entity is stored as, so that it is found again under another name."""
    if entity_id is None:
        return None
    known = er.async_get(hass).async_get(entity_id)
    return entity_id if known is None else known.id


async def async_notify(
    hass: HomeAssistant,
    settings: Mapping[str, Any],
    *,
    title: str | None,
    message: str,
    data: Mapping[str, Any],
) -> None:
    """Tell a member; `settings` are theirs, `data` is for the app. Raises HomeAssistantError.

    Without a title it is no news, but changes a notification that is there: only the app can do that.
    """
    failed: HomeAssistantError | None = None
    if (device_id := settings.get(CONF_APP)) is not None:
        try:
            await _async_notify_app(hass, device_id, title, message, data)
        except HomeAssistantError as err:
            # A phone that is gone is no reason to be told by nothing at all.
            failed = err
    entity_id = entity_of(hass, settings.get(CONF_NOTIFY))
    if entity_id is not None and title is not None:
        await hass.services.async_call(
            NOTIFY,
            SERVICE_SEND_MESSAGE,
            {ATTR_ENTITY_ID: entity_id, ATTR_TITLE: title, ATTR_MESSAGE: message},
            blocking=True,
        )
    if failed is not None:
        raise failed


async def _async_notify_app(
    hass: HomeAssistant,
    device_id: str,
    title: str | None,
    message: str,
    data: Mapping[str, Any],
) -> None:
    found = _app_service(hass, device_id)
    if found is None:
        raise HomeAssistantError("their phone is not known to Home Assistant any more")
    service, webhook_id = found
    call = {ATTR_MESSAGE: message, ATTR_TARGET: [webhook_id], ATTR_DATA: dict(data)}
    if title is not None:
        call[ATTR_TITLE] = title
    await hass.services.async_call(NOTIFY, service, call, blocking=True)


@callback
def _app_service(hass: HomeAssistant, device_id: str) -> tuple[str, str] | None:
    """Return the action that tells a phone's app, and what it knows the phone by."""
    if _MOBILE_APP not in hass.config.components:
        return None
    # What it requires is installed only where the integration is set up.
    from homeassistant.components.mobile_app.util import (  # noqa: PLC0415
        get_notify_service,
        webhook_id_from_device_id,
    )

    webhook_id = webhook_id_from_device_id(hass, device_id)
    try:
        service = None if webhook_id is None else get_notify_service(hass, webhook_id)
    except KeyError:
        # At a start it knows its phones before it can notify them.
        service = None
    return None if webhook_id is None or service is None else (service, webhook_id)
