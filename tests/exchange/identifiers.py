"""SIDs, dates and addresses, as the company writes and checks them."""

from datetime import UTC, datetime
from email.utils import format_datetime
import re
from secrets import token_hex
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

API_VERSION: Final = "2010-04-01"

_E164: Final = re.compile(r"\+[1-9]\d{6,14}")
_HOST_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_COUNTRIES: Final = (
    ("+1", "US", "SAN FRANCISCO", "CA", "94105"),
    ("+44", "GB", "", "", ""),
    ("+49", "DE", "", "", ""),
    ("+61", "AU", "", "", ""),
)
_NOWHERE: Final = ("", "", "", "", "")


def new_sid(prefix: str) -> str:
    """Make a SID: two letters and 32 hexadecimal digits."""
    return prefix + token_hex(16)


def sid_like(account_sid: str, prefix: str) -> str:
    """Make a SID of the form that an account's own has."""
    return str(uuid4()) if "-" in account_sid else new_sid(prefix)


def now() -> datetime:
    """Return the time of day in UTC."""
    return datetime.now(UTC)


def rfc2822(moment: datetime | None) -> str | None:
    """Write a date as the REST API does."""
    return None if moment is None else format_datetime(moment)


def is_e164(text: str) -> bool:
    """Tell whether this is a phone number in E.164."""
    return _E164.fullmatch(text) is not None


def is_web_address(text: str, *, underscores: bool = True) -> bool:
    """Tell whether this is an absolute http(s) URL with a plausible host name."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not host or len(text) > 4000:
        return False
    if any(character.isspace() or not character.isascii() for character in text):
        return False
    labels = host.replace("_", "u" if underscores else "_").split(".")
    return all(_HOST_LABEL.fullmatch(label) for label in labels)


def geography(side: str, address: str) -> dict[str, str]:
    """Return the City, State, Zip and Country of one side, which are often blank.

    Twilio: inbound POST, From/To/Caller/Called + City/State/Zip/Country.
    """
    _, country, city, state, postcode = next(
        (row for row in _COUNTRIES if address.startswith(row[0])), _NOWHERE
    )
    return {
        f"{side}Country": country,
        f"{side}City": city,
        f"{side}State": state,
        f"{side}Zip": postcode,
    }
