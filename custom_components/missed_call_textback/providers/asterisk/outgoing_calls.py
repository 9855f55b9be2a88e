"""Which calls the shop's own phones make, told by the events of all their channels together.

A call is one channel of a phone (its leg) and whatever Asterisk dials for it. One machine per call:

    Newchannel, its own Linkedid, not an inbound context ──▶ open
    open ──DialEnd of a phone or trunk that it dialled: ANSWER──▶ answered    told at once
      └────its leg hung up, after it dialled──▶ a try                         told
      └────too many, too old──▶ never told

1. Whether a call leaves the house is not told by its channels: whoever takes this in knows by the
   number whether it is a caller's.
2. What was called is what the phone dialled, and what was dialled for it: dialplans take off a prefix
   to get out, and add a country. One of both is a number that a caller is known by.
3. Where Asterisk rings the phone first, and then dials, the leg is itself dialled before: that says
   nothing. Of a dial by several ways the first that answers counts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
import re
from typing import Final

from ...core.calls_made import CallMade
from .bridges import is_real
from .frames import Frame, number_of
from .linked_calls import AGE_LIMIT, CHANNEL_LIMIT, OPEN_LIMIT

# Of `15155550123@trunk`, `trunk/15155550123`, `trunk/sip:+15155550123@host` and the like.
_DIALLED: Final = re.compile(r"\+?[0-9]{5,32}")
_MOST_NUMBERS: Final = 4


@dataclass(slots=True, kw_only=True)
class _Call:
    begun_at: datetime
    numbers: list[str] = field(default_factory=list)
    dialled: set[str] = field(default_factory=set)

    def note_numbers(self, written: str | None) -> None:
        """Note what may have been called: every number in what was dialled."""
        for number in _DIALLED.findall(number_of(written) or ""):
            if number not in self.numbers and len(self.numbers) < _MOST_NUMBERS:
                self.numbers.append(number)


class OutgoingCalls:
    """Follows every call from inside on one phone system, and tells each one once."""

    def __init__(self, is_inbound: Callable[[str], bool], *, limit: int = OPEN_LIMIT) -> None:
        self._is_inbound = is_inbound
        self._limit = limit
        self._calls: dict[str, _Call] = {}

    def lose_all(self) -> None:
        """Forget everything, since events were missed."""
        self._calls.clear()

    def feed(self, frame: Frame, at: datetime) -> CallMade | None:
        """Take one event, heard at a time (aware), and return the call that it makes certain."""
        event = frame.get("Event")
        if event == "Newchannel":
            self._begin(frame, at)
            return None
        call = self._calls.get(frame.get("Linkedid", ""))
        if call is None:
            return None
        match event:
            case "DialBegin":
                _dial_begins(call, frame)
            case "DialEnd" if _is_answered(call, frame):
                del self._calls[frame["Linkedid"]]
                return _told(call, at)
            case "Hangup" if frame.get("Uniqueid") == frame["Linkedid"]:
                del self._calls[frame["Linkedid"]]
                return _told(call, None) if call.dialled else None
        return None

    def _begin(self, frame: Frame, at: datetime) -> None:
        channel = frame.get("Uniqueid", "")
        if (
            not channel
            or channel != frame.get("Linkedid")
            or not is_real(frame.get("Channel", ""))
            or self._is_inbound(frame.get("Context", ""))
        ):
            return
        self._forget_the_old(at)
        self._calls[channel] = call = _Call(begun_at=at)
        call.note_numbers(frame.get("Exten"))

    def _forget_the_old(self, at: datetime) -> None:
        while self._calls:
            oldest = next(iter(self._calls))
            if len(self._calls) < self._limit and at - self._calls[oldest].begun_at <= AGE_LIMIT:
                return
            del self._calls[oldest]


def _dial_begins(call: _Call, frame: Frame) -> None:
    phone = frame.get("DestUniqueid", "")
    if not phone or phone == frame.get("Linkedid"):
        return
    call.note_numbers(frame.get("Exten"))
    call.note_numbers(frame.get("DialString"))
    if is_real(frame.get("DestChannel", "")) and len(call.dialled) < CHANNEL_LIMIT:
        call.dialled.add(phone)


def _is_answered(call: _Call, frame: Frame) -> bool:
    return frame.get("DialStatus") == "ANSWER" and frame.get("DestUniqueid") in call.dialled


def _told(call: _Call, answered_at: datetime | None) -> CallMade | None:
    if not call.numbers:
        return None
    return CallMade(numbers=tuple(call.numbers), began_at=call.begun_at, answered_at=answered_at)
