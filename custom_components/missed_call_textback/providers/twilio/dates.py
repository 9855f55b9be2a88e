"""Dates as Twilio's REST API writes them (RFC 2822, in GMT)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def moment(written: object) -> datetime | None:
    """Return a date as an aware time, None for what is none. Total."""
    if not isinstance(written, str):
        return None
    try:
        read = parsedate_to_datetime(written)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except ValueError, OverflowError, TypeError, IndexError:
        return None
