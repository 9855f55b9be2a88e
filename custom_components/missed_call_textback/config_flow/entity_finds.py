"""What of a house could tell of calls: the entities that are likely to, by preset."""

from collections.abc import Iterable
import re
from typing import Final

from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er

from ..entity_rules import Preset, preset
from ..ring_states import Word

MOBILE_APP: Final = "mobile_app"
FRITZBOX: Final = "fritzbox_callmonitor"
MODEM: Final = "modem_callerid"
_OF_THEIR_OWN: Final = frozenset({MOBILE_APP, FRITZBOX, MODEM})
# The companion app's own names for its sensors end the ids that Home Assistant gives them.
_PHONE_STATE: Final = "_phone_state"
_LAST_NOTIFICATION: Final = "_last_notification"
_CALLER: Final = "number"
_NUMBER: Final = re.compile(r"\+\d{7,15}", re.ASCII)


@callback
def async_found(hass: HomeAssistant) -> dict[Preset, list[str]]:
    """Return the ids of entities that are likely to tell of calls, by preset, without empty ones."""
    enabled = [each for each in er.async_get(hass).entities.values() if each.disabled_by is None]
    platforms = {each.entity_id: each.platform for each in enabled}
    others = [
        state
        for state in hass.states.async_all("sensor")
        if platforms.get(state.entity_id) not in _OF_THEIR_OWN
    ]
    found = {
        Preset.ANDROID_PHONE: [
            each.entity_id
            for each in enabled
            if each.platform == MOBILE_APP and each.unique_id.endswith(_PHONE_STATE)
        ],
        Preset.FRITZBOX_CALL_MONITOR: [
            each.entity_id for each in enabled if each.platform == FRITZBOX
        ],
        Preset.STATES: _ids(state for state in others if _tells_of_calls(state)),
        Preset.LAST_MISSED: _ids(state for state in others if _NUMBER.fullmatch(state.state)),
    }
    return {kind: ids for kind, ids in found.items() if ids}


@callback
def async_notification_beside(hass: HomeAssistant, phone_state: str) -> str | None:
    """Return the entity that has the last notification of the phone whose state this is."""
    registry = er.async_get(hass)
    if (phone := registry.async_get(phone_state)) is None or phone.config_entry_id is None:
        return None
    beside = er.async_entries_for_config_entry(registry, phone.config_entry_id)
    return next(
        (each.entity_id for each in beside if each.unique_id.endswith(_LAST_NOTIFICATION)), None
    )


@callback
def async_platform(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return the integration that an entity comes from."""
    known = er.async_get(hass).async_get(entity_id)
    return None if known is None else known.platform


def _tells_of_calls(state: State) -> bool:
    word = preset(Preset.STATES, state.entity_id).word_of(state.state)
    return _CALLER in state.attributes and word is not Word.OTHER


def _ids(states: Iterable[State]) -> list[str]:
    return [state.entity_id for state in states]
