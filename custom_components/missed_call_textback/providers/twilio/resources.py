"""Reading a resource of Twilio's REST API with care: nothing in it is sure to be there, or a text."""

from collections.abc import Mapping
import re
from typing import Any, Final

_SID: Final = re.compile(r"[A-Za-z0-9-]{1,64}")
_ADDRESS_LENGTH: Final = 64


def text_in(resource: Mapping[str, Any], name: str, length: int = _ADDRESS_LENGTH) -> str:
    """Return a field, cut to a length; empty where it is missing or no text."""
    value = resource.get(name)
    return value[:length].strip() if isinstance(value, str) else ""


def number_in(resource: Mapping[str, Any], name: str) -> int:
    """Return a field that is a whole number, written as one or as a text; 0 where it is none."""
    value = resource.get(name)
    written = str(value) if type(value) in (int, str) else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else 0


def sid_of(resource: Mapping[str, Any]) -> str | None:
    """Return a resource's SID, None where it has none."""
    value = resource.get("sid")
    return value if isinstance(value, str) and _SID.fullmatch(value) else None
