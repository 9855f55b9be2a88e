"""What one letter of a phone system says of one call, whatever form it came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
import re
from typing import Final
import unicodedata

type Fields = Mapping[str, str]
"""A letter's values by their dotted paths, all as text."""

LONGEST_RING_SECONDS: Final = 3600.0
LONGEST_NUMBER: Final = 64
LONGEST_NAME: Final = 80
LONGEST_ID: Final = 128
LONGEST_TIME: Final = 40
_NUMBER: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,20})?")


class Meaning(StrEnum):
    """What a letter can say. Between the first three and the last, they are outcomes by the same words.

    The last three are about the shop's own calls, of which the letter alone tells all.
    """

    RINGING = "ringing"
    """A call came in; what becomes of it is told later."""
    OVER = "over"
    """It has ended, and only earlier letters tell whether anybody took it: else nobody did."""
    OVER_AFTER_TALK = "over_after_talk"
    """It has ended after something took it: a person, but where an earlier letter says voicemail."""
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    ABANDONED = "abandoned"
    VOICEMAIL = "voicemail"
    CLOSED = "closed"
    FAILED = "failed"
    CALLING = "calling"
    """Somebody of the shop is calling; what becomes of it is told later."""
    CALLED_BACK = "called_back"
    """They were answered."""
    CALLED_IN_VAIN = "called_in_vain"
    """They were not."""


OUTGOING: Final = (Meaning.CALLING, Meaning.CALLED_BACK, Meaning.CALLED_IN_VAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One letter, understood. `call` is the phone system's id of the call.

    `dialled` is what was called, `caller` who called: of the shop's own calls, too.

    `leg` tells apart the callers' legs from those to the shop's phones, where a system reports both
    under one id. `started_at` and `ended_at` are aware; without the latter it is over just now.
    """

    call: str
    meaning: Meaning
    caller: str | None = None
    dialled: str | None = None
    leg: str | None = None
    caller_name: str | None = None
    ring_seconds: float | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    recording: str | None = None


def plain(text: str, length: int) -> str | None:
    """Return a text without control and formatting characters, cut; None where nothing is left."""
    # What is cut may begin with what is left out, so twice as much is looked at; not all, of 64 KiB.
    kept = (char for char in text[: 2 * length] if not unicodedata.category(char).startswith("C"))
    return "".join(kept).strip()[:length].strip() or None


def seconds(text: str) -> float | None:
    """Read how long something took, None where that is no sensible number of seconds."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if value <= LONGEST_RING_SECONDS else None


def moment(text: str) -> datetime | None:
    """Read when something was, None where that is no time with an offset."""
    if len(text) > LONGEST_TIME:
        return None
    try:
        at = datetime.fromisoformat(text)
        # What lies at either end of all time has no offset to compare by.
        return at if at.utcoffset() is not None and at.timestamp() > 0 else None
    except ValueError, OverflowError:
        return None
