"""The form that we document for whoever can choose what their phone system sends.

    {"id": "a1b2", "event": "missed", "caller": "+12025550123"}

`docs/phones/webhook.md` has every field. What is wrong is said by the field's name, never its value.
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from ...core.calls import Outcome
from ..door import Malformed
from .heard import (
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_RING_SECONDS,
    LONGEST_TIME,
    Heard,
    Meaning,
    moment,
    plain,
    seconds,
)

_LONGEST_URL: Final = 512
# Clocks differ.
_SKEW: Final = timedelta(minutes=5)
# With these the caller heard nothing but ringing from the first second to the last.
_RANG_TO_THE_END: Final = (Meaning.NO_ANSWER, Meaning.ABANDONED)


def read_document(body: object, now: datetime) -> Heard:
    """Read a letter in our own form. Raises Malformed."""
    if not isinstance(body, dict):
        raise Malformed("the body is no object")
    call = _text(body, "id", LONGEST_ID)
    if call is None or not (call.isascii() and call.isprintable()):
        raise Malformed("id is missing, or not printable ASCII")
    meaning, goes_out = _meaning(body), _goes_out(body)
    if "caller" not in body and not goes_out:
        raise Malformed("caller is missing; it is null where the number is withheld")
    if goes_out:
        if not body.get("dialled"):
            raise Malformed("dialled is missing: the number that you called")
        answered = meaning is Meaning.ANSWERED
        meaning = Meaning.CALLED_BACK if answered else Meaning.CALLED_IN_VAIN
    started_at, ended_at = _time(body, "started_at"), _time(body, "ended_at")
    if ended_at is not None and ended_at > now + _SKEW:
        raise Malformed("ended_at is in the future")
    ring_seconds = _seconds(body, "ring_seconds")
    if ring_seconds is None and started_at and ended_at and meaning in _RANG_TO_THE_END:
        rang = (ended_at - started_at).total_seconds()
        ring_seconds = rang if 0 <= rang <= LONGEST_RING_SECONDS else None
    return Heard(
        call=call,
        meaning=meaning,
        caller=plain(_text(body, "caller", LONGEST_NUMBER) or "", LONGEST_NUMBER),
        dialled=plain(_text(body, "dialled", LONGEST_NUMBER) or "", LONGEST_NUMBER),
        caller_name=plain(_text(body, "caller_name", None) or "", LONGEST_NAME),
        ring_seconds=ring_seconds,
        started_at=started_at,
        ended_at=ended_at,
        recording=_address(body, "recording"),
    )


def _goes_out(body: dict[str, object]) -> bool:
    """Tell whether it is a call that the shop made."""
    match _text(body, "direction", LONGEST_NUMBER):
        case None | "inbound":
            return False
        case "outbound":
            return True
        case _:
            raise Malformed("direction is neither inbound nor outbound")


def _meaning(body: dict[str, object]) -> Meaning:
    told = _text(body, "outcome", LONGEST_NUMBER)
    outcome = None
    if told is not None:
        try:
            outcome = Outcome(told)
        except ValueError:
            raise Malformed(f"outcome is none of {', '.join(Outcome)}") from None
    match _text(body, "event", LONGEST_NUMBER):
        case "answered" if outcome in (None, Outcome.ANSWERED):
            return Meaning.ANSWERED
        case "voicemail" if outcome in (None, Outcome.VOICEMAIL):
            return Meaning.VOICEMAIL
        case "missed" if outcome is not Outcome.ANSWERED:
            return Meaning(outcome or Outcome.NO_ANSWER)
        case "ended" if outcome is not None:
            return Meaning(outcome)
        case "ended":
            raise Malformed("outcome is missing: event is ended")
        case "answered" | "voicemail" | "missed":
            raise Malformed("outcome contradicts event")
        case _:
            raise Malformed("event is none of answered, missed, voicemail, ended")


def _text(body: dict[str, object], name: str, longest: int | None) -> str | None:
    value = body.get(name)
    # Ids and numbers may come without quotes.
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    if longest is not None and len(value) > longest:
        raise Malformed(f"{name} is longer than {longest} characters")
    return value


def _time(body: dict[str, object], name: str) -> datetime | None:
    if (text := _text(body, name, LONGEST_TIME)) is None:
        return None
    if (at := moment(text)) is None:
        raise Malformed(f"{name} is no time with an offset, as 2026-03-01T09:30:00+01:00")
    return at


def _seconds(body: dict[str, object], name: str) -> float | None:
    value = body.get(name)
    match value:
        case None | "":
            return None
        case bool():
            found = None
        case int() | float():
            found = float(value) if 0 <= value <= LONGEST_RING_SECONDS else None
        case str():
            found = seconds(value)
        case _:
            found = None
    if found is None:
        raise Malformed(f"{name} is no number from 0 to {LONGEST_RING_SECONDS:.0f}")
    return found


def _address(body: dict[str, object], name: str) -> str | None:
    if (text := _text(body, name, _LONGEST_URL)) is None:
        return None
    try:
        fine = urlsplit(text).scheme == "https" and text.isascii() and text.isprintable()
    except ValueError:
        fine = False
    if not fine:
        raise Malformed(f"{name} is no https address")
    return text
