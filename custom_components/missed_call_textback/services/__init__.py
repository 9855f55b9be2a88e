"""Actions: registered once for all shops, by what they are about."""

from homeassistant.core import HomeAssistant, callback

from .conversations import async_setup_conversation_actions
from .people import async_setup_people_actions
from .records import async_setup_record_actions
from .reports import async_setup_report_actions
from .snooze import async_setup_snooze_action
from .texts import async_setup_text_actions


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register all actions."""
    async_setup_text_actions(hass)
    async_setup_snooze_action(hass)
    async_setup_people_actions(hass)
    async_setup_record_actions(hass)
    async_setup_report_actions(hass)
    async_setup_conversation_actions(hass)


__all__ = ["async_setup_services"]
