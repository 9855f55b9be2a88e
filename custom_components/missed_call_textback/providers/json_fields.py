"""Reading JSON with care: nothing in it is sure to be there, or to be what its name says."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Final

from ..core.printable import keepable
from .door import Malformed

type Json = Mapping[str, Any]

_ADDRESS_LENGTH: Final = 64
# What a phone without a connection kept for longer is too old for anything. Whether it was days or
# years, or its clock is wrong, makes no difference.
_OLDEST: Final = timedelta(days=3)


def read_object(body: bytes) -> dict[str, Any]:
    """Read a body that is one JSON object. Raises Malformed."""
    try:
        read = json.loads(body)
    except ValueError, RecursionError:
        raise Malformed("no JSON") from None
    if not isinstance(read, dict):
        raise Malformed("no JSON object")
    return read


def object_in(fields: Json, name: str) -> dict[str, Any]:
    """Return a field that is an object; an empty one where it is missing or something else."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def text_in(fields: Json, name: str, length: int = _ADDRESS_LENGTH) -> str:
    """Return a field, cut to a length; empty where it is missing or no text.

    What a database cannot keep is left out.
    """
    value = fields.get(name)
    if not isinstance(value, str):
        return ""
    return keepable(value[:length]).strip()


def moment_in(fields: Json, name: str) -> datetime | None:
    """Return a field that is a time with its zone (ISO 8601); None where it is none."""
    try:
        moment = datetime.fromisoformat(text_in(fields, name))
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except ValueError, OverflowError:
        return None


def told_at(fields: Json, name: str, now: datetime) -> datetime:
    """Return when something happened, as far as a phone's clock can be believed, else `now`.

    What is older than some days is never told as of now: nobody is texted back for it any more.
    """
    moment = moment_in(fields, name)
    return now if moment is None or moment > now else max(moment, now - _OLDEST)
