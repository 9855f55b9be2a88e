"""Twilio's addresses: a bare number for calls and SMS, `whatsapp:` and a number for WhatsApp.

Others begin with the name of their channel too (`messenger:`, `rcs:`, `client:`, `sip:`), and what
follows is nobody's number: not even where it looks like one is it to be called or texted.
"""

import re
from typing import Final

from ...core.channels import Channel, read_address

_OTHER: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def known_address(written: str) -> tuple[Channel, str] | None:
    """Return an address's channel and what it is there; None for a channel that is not known."""
    channel, rest = read_address(written)
    return None if channel is Channel.SMS and _OTHER.match(rest) else (channel, rest)
