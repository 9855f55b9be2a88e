"""The channels of texts: where somebody last wrote they are answered, for as long as that may be.

A person is one person on all channels, by their number: one conversation, one wish, one set of
guards. Only SMS may begin a conversation.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    """What a text travels by."""

    SMS = "sms"
    WHATSAPP = "whatsapp"


# WhatsApp takes free words only so long after the person's own last ones.
WINDOW: Final = timedelta(hours=24)
# A text is handed over a little later than it is written, and the clocks differ.
_MARGIN: Final = timedelta(minutes=5)


# What an address of a channel begins with, where a number alone would be SMS.
_WHATSAPP: Final = "whatsapp:"


def read_address(written: str) -> tuple[Channel, str]:
    """Return the channel that an address names, and the rest of it; without one it is SMS."""
    if written[: len(_WHATSAPP)].lower() == _WHATSAPP:
        return Channel.WHATSAPP, written[len(_WHATSAPP) :].strip()
    return Channel.SMS, written


def address_on(channel: Channel, number: str) -> str:
    """Return a number (E.164) as an address of a channel."""
    return _WHATSAPP + number if channel is Channel.WHATSAPP else number


def whatsapp_is_open(written_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody who last wrote by WhatsApp at a time may be answered there.

    None: they last wrote by SMS, or never.
    """
    return written_at is not None and now < written_at + WINDOW - _MARGIN
