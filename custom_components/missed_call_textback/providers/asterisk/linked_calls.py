"""What became of each call from outside, told by the events of all its channels together.

A call is one inbound channel (its leg) and whatever Asterisk joins to it. One machine per call:

    Newchannel, its own Linkedid, an inbound context
        │
        ├─ state Down ─▶ announced ──── its leg hung up ─────────▶ (no call: an outgoing leg)
        │                   │ state Ring
        └─ state Ring ──────┴─▶ open ── a person in a bridge ────▶ answered      told at once
                                 │
                                 └───── its leg hung up ─────────▶ missed(outcome)
        announced, open ── too many, too old, too large ─────────▶ unknown       never told

1. A person is in a bridge: a real channel that is not the leg, in one bridge with a channel of the
   call. "Up" proves nothing: a queue, an announcement, a voicemail behind a `Local/` channel and a
   phone that was asked "press 1 to accept" are all Up.
2. A channel is of the call by its Linkedid, or because a channel of the call dialled it. Somebody
   who picks a call up from another phone has a Linkedid of their own until they are in the bridge.
3. Outcome of a missed call, the first that holds:
   voicemail    Asterisk ran VoiceMail, or a message was left
   closed       no phone rang, and something answered: an announcement, the end of a menu
   failed       no phone rang, and nothing answered
   abandoned    the far end hung up while a phone rang. Later it hangs up on a tone: `Busy()` and
                the end of a dialplan leave that to the caller
   busy         every phone was busy
   failed       no phone could be reached
   no_answer    otherwise. Hang-up causes are no help: a declined call looks like an unanswered one.
4. Caller and dialled number are those of the leg's first event: later ones carry `s`, `h`, an
   extension, or what the dialplan made of them.
5. Once told, a call is forgotten. Whose first event was not heard is never told.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
import re
from typing import Final

from ...core.calls import Outcome
from .bridges import Bridges, is_real
from .frames import Frame, number_of, shown_name

DEFAULT_CONTEXTS: Final = ("from-trunk*", "from-pstn*", "from-did*", "from-external")
# The shop's own phones, whatever is chosen.
_FROM_INSIDE: Final = "from-internal*"
# An open call takes one to three kilobytes, by how many phones ring for it.
OPEN_LIMIT: Final = 2000
AGE_LIMIT: Final = timedelta(hours=4)
# A queue rings many phones at once; nobody rings this many.
CHANNEL_LIMIT: Final = 500
# All open calls together: some ten megabytes, however many phones each has.
CHANNELS_IN_ALL: Final = 32_000

_DOWN: Final = "0"
_RING: Final = "4"
_UP: Final = "6"
# What Asterisk writes where the dialplan was entered without a number.
_NO_EXTENSION: Final = frozenset({"s", "i", "t", "h"})
_TIMESTAMP: Final = re.compile(r"\d{1,12}(\.\d{1,9})?")
_ID: Final = re.compile(r"[\x21-\x7e]{1,150}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one call. `at` is when it was certain, by our clock."""

    linkedid: str
    caller: str | None
    caller_name: str | None
    dialled: str | None
    outcome: Outcome
    ring_seconds: float | None
    at: datetime


@dataclass(slots=True, kw_only=True)
class _Call:
    id: str
    caller: str | None
    caller_name: str | None
    dialled: str | None
    begun_at: datetime
    announced_only: bool
    up: bool = False
    voicemail: bool = False
    gave_up: bool = False
    rang_from: float | None = None
    rang_until: float | None = None
    ringing: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)

    def missed_outcome(self) -> Outcome:
        """Return why nobody took it."""
        if self.voicemail:
            return Outcome.VOICEMAIL
        if self.rang_from is None:
            return Outcome.CLOSED if self.up else Outcome.FAILED
        if self.gave_up:
            return Outcome.ABANDONED
        if self.statuses == {"BUSY"}:
            return Outcome.BUSY
        if self.statuses and self.statuses <= {"CHANUNAVAIL", "CONGESTION"}:
            return Outcome.FAILED
        return Outcome.NO_ANSWER

    def ring_seconds(self, until: float) -> float | None:
        """Return how long phones rang, at most until a moment; None where none did.

        None as well where the clock was set back meanwhile: no time at all would be a slip's.
        """
        if self.rang_from is None:
            return None
        end = until if self.ringing or self.rang_until is None else self.rang_until
        rang = end - self.rang_from
        return round(min(rang, AGE_LIMIT.total_seconds()), 3) if rang >= 0 else None


class LinkedCalls:
    """Follows every call from outside on one phone system, and tells each one's end once."""

    def __init__(
        self, contexts: Collection[str] = DEFAULT_CONTEXTS, *, limit: int = OPEN_LIMIT
    ) -> None:
        self._contexts = tuple(contexts)
        self._limit = limit
        self._calls: dict[str, _Call] = {}
        self._call_of: dict[str, _Call] = {}
        self._bridges = Bridges()
        self.unknown = 0
        """How many calls' ends nobody knows: events were missed, or they were too many or too old."""
        self.untold_voicemail = 0
        """How many messages were left without the dialplan's word: the user may not read it."""

    def lose_all(self) -> list[str | None]:
        """Forget everything, since events were missed; return the callers whose call is unknown."""
        lost = [call for call in self._calls.values() if not call.announced_only]
        self._calls, self._call_of, self._bridges = {}, {}, Bridges()
        self.unknown += len(lost)
        return [call.caller for call in lost]

    def feed(self, frame: Frame, at: datetime) -> list[Verdict]:
        """Take one event, heard at a time (aware), and return what it makes certain."""
        channel = frame.get("Uniqueid", "")
        moment = _moment(frame, at)
        self._forget_the_old(at)
        event = frame.get("Event")
        if event == "Newchannel":
            self._begin(frame, at)
        call = self._joined(channel, frame.get("Linkedid", ""))
        if call is not None and channel == call.id:
            self._note_leg(call, frame)
        match event:
            case "DialBegin" if call is not None:
                self._dial_begins(call, frame, moment)
            case "DialEnd" if call is not None:
                self._dial_ends(call, frame, moment)
            case "Newexten" if call is not None:
                call.voicemail |= frame.get("Application", "").casefold() == "voicemail"
            case "MessageWaiting" if call is not None:
                self.untold_voicemail += not call.voicemail
                call.voicemail = True
            case "HangupRequest" if call is not None:
                call.gave_up |= channel == call.id and bool(call.ringing)
            case "BridgeEnter":
                self._bridges.enter(frame)
            case "BridgeLeave":
                self._bridges.leave(channel)
            case "Hangup":
                self._bridges.leave(channel)
                return list(self._hung_up(channel, moment, at))
        return list(self._answered(channel, frame.get("DestUniqueid", ""), moment, at))

    def _begin(self, frame: Frame, at: datetime) -> None:
        channel, context = frame.get("Uniqueid", ""), frame.get("Context", "")
        state = frame.get("ChannelState")
        if (
            channel != frame.get("Linkedid")
            or channel in self._call_of
            or not _ID.fullmatch(channel)
            or state not in (_DOWN, _RING)
            or not is_real(frame.get("Channel", ""))
            or not self.is_inbound(context)
        ):
            return
        dialled = number_of(frame.get("Exten"))
        call = _Call(
            id=channel,
            caller=number_of(frame.get("CallerIDNum")),
            caller_name=shown_name(frame.get("CallerIDName")),
            dialled=None if dialled in _NO_EXTENSION else dialled,
            begun_at=at,
            announced_only=state == _DOWN,
        )
        if len(self._calls) >= self._limit:
            self._give_up(next(iter(self._calls.values())))
        self._calls[channel] = call

    def is_inbound(self, context: str) -> bool:
        """Tell whether calls come in by a dialplan context."""
        return not fnmatchcase(context, _FROM_INSIDE) and any(
            fnmatchcase(context, pattern) for pattern in self._contexts
        )

    def _joined(self, channel: str, linkedid: str) -> _Call | None:
        """Return the call that a channel is of, and note that it is."""
        call = self._call_of.get(channel) or self._calls.get(linkedid)
        if call is not None and channel:
            self._join(call, channel)
        return call

    def _join(self, call: _Call, channel: str) -> None:
        if channel in self._call_of or self._calls.get(call.id) is not call:
            return
        if len(call.channels) >= CHANNEL_LIMIT or len(self._call_of) >= CHANNELS_IN_ALL:
            self._give_up(call)
            return
        call.channels.add(channel)
        self._call_of[channel] = call

    def _note_leg(self, call: _Call, frame: Frame) -> None:
        state = frame.get("ChannelState")
        call.up |= state == _UP
        if state == _RING:
            call.announced_only = False

    def _dial_begins(self, call: _Call, frame: Frame, moment: float) -> None:
        phone = frame.get("DestUniqueid", "")
        if not phone:
            return
        self._join(call, phone)
        if is_real(frame.get("DestChannel", "")):
            call.ringing.add(phone)
            if call.rang_from is None:
                call.rang_from = moment

    def _dial_ends(self, call: _Call, frame: Frame, moment: float) -> None:
        phone, status = frame.get("DestUniqueid", ""), frame.get("DialStatus", "")
        if status == "ANSWER" and phone:
            # Whoever picks the call up was never dialled for it. Nobody else is joined here: the
            # end of a dial may come after the phone's own hang-up.
            self._join(call, phone)
        if phone in call.ringing:
            # A queue says CANCEL after it said what happened; the first word is the true one.
            call.ringing.discard(phone)
            call.statuses.add(status)
            call.rang_until = moment

    def _hung_up(self, channel: str, moment: float, at: datetime) -> Iterator[Verdict]:
        call = self._call_of.pop(channel, None)
        if call is None:
            return
        call.channels.discard(channel)
        if channel != call.id:
            return
        self._forget(call)
        if not call.announced_only:
            yield _verdict(call, call.missed_outcome(), call.ring_seconds(moment), at)

    def _answered(self, channel: str, other: str, moment: float, at: datetime) -> Iterator[Verdict]:
        """Tell the calls that have a person now, after an event about two channels."""
        for bridge in {self._bridges.of(channel), self._bridges.of(other)} - {None}:
            inside = self._bridges.inside(bridge)
            people = [each for each, real in inside.items() if real]
            concerned = {id(call): call for each in inside if (call := self._call_of.get(each))}
            for call in concerned.values():
                if call.announced_only or not any(
                    person != call.id and call.channels & (inside.keys() - {person})
                    for person in people
                ):
                    continue
                self._forget(call)
                yield _verdict(call, Outcome.ANSWERED, call.ring_seconds(moment), at)

    def _forget_the_old(self, at: datetime) -> None:
        while self._calls:
            oldest = next(iter(self._calls.values()))
            if at - oldest.begun_at <= AGE_LIMIT:
                return
            self._give_up(oldest)

    def _give_up(self, call: _Call) -> None:
        self.unknown += not call.announced_only
        self._forget(call)

    def _forget(self, call: _Call) -> None:
        del self._calls[call.id]
        for channel in call.channels:
            del self._call_of[channel]
        call.channels.clear()


def _verdict(call: _Call, outcome: Outcome, ring_seconds: float | None, at: datetime) -> Verdict:
    return Verdict(
        linkedid=call.id,
        caller=call.caller,
        caller_name=call.caller_name,
        dialled=call.dialled,
        outcome=outcome,
        ring_seconds=ring_seconds,
        at=at,
    )


def _moment(frame: Frame, at: datetime) -> float:
    """Return when an event happened, in seconds: by Asterisk's clock where it tells it."""
    told = frame.get("Timestamp", "")
    return float(told) if _TIMESTAMP.fullmatch(told) else at.timestamp()
