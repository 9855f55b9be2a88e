"""Triggers: what happens on lines, and who has waited for an answer for too long."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.trigger import Trigger

from .happened import (
    Booked,
    CallMissed,
    OptedOut,
    ReplyReceived,
    TextFailed,
    Urgent,
    VoicemailTranscribed,
)
from .waiting import ReplyWaiting

TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "booked": Booked,
    "call_missed": CallMissed,
    "opted_out": OptedOut,
    "reply_received": ReplyReceived,
    "reply_waiting": ReplyWaiting,
    "text_failed": TextFailed,
    "urgent": Urgent,
    "voicemail_transcribed": VoicemailTranscribed,
}


async def async_get_triggers(_hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
