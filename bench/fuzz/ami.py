"""Asterisk: recorded streams, spoilt, and a call that is answered while another's are."""

from datetime import timedelta
from random import Random
from typing import Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.providers.asterisk.frames import Frame, Framer
from custom_components.missed_call_textback.providers.asterisk.hearing import Hearing
from custom_components.missed_call_textback.providers.asterisk.linked_calls import (
    LinkedCalls,
    Verdict,
)
from custom_components.missed_call_textback.providers.asterisk.outgoing_calls import OutgoingCalls
from tests.providers.asterisk.recordings import BEGUN, apart, expected, streams

from .finding import Finding
from .pure import PureDoor
from .spoil import Change, changes, in_pieces, interleaved, spoilt

PREMIUM: Final = "+19005550199"
PIECES: Final = (
    b":",
    b"Event: Newchannel\r\n",
    b"Event: BridgeEnter\r\n",
    b"Event: Hangup\r\n",
    b"Linkedid: ",
    b"Uniqueid: 1.1\r\n",
    b"ChannelState: 4\r\n",
    b"Context: from-trunk\r\n",
    b"CallerIDName: \r\nCallerIDNum: " + PREMIUM.encode() + b"\r\n",
    b"CallerIDName: x\xe2\x80\xa8CallerIDNum: " + PREMIUM.encode() + b"\r\n",
    b"Timestamp: " + b"9" * 12 + b"." + b"9" * 9 + b"\r\n",
    b"Variable: " + b"y" * 70_000 + b"\r\n",
)
_SCENARIOS: Final = sorted(streams())
ANSWERED: Final = [
    each
    for each in _SCENARIOS
    if (told := expected()[each[0]]) is not None and told.outcome is Outcome.ANSWERED
]
_FEW: Final = 20

type Given = tuple[tuple[str, str], list[Change], tuple[str, str], int, int]


class AmiStreams(PureDoor):
    """No stream of bytes raises, grows, names a caller who did not call, or spoils another's answer."""

    name = "ami"

    @override
    def inputs(self) -> st.SearchStrategy[Given]:
        return st.tuples(
            st.sampled_from(_SCENARIOS),
            changes(PIECES, most=25),
            st.sampled_from(ANSWERED),
            st.integers(0, 2**32),
            st.integers(1, 3000),
        )

    @override
    def check(self, given: Given) -> None:
        which, done, answered, seed, size = given
        wire = spoilt(b"".join(each.wire for each in streams()[which]), done)
        self.check_wire(wire, answered, seed, size)

    def check_wire(self, wire: bytes, answered: tuple[str, str], seed: int, size: int) -> None:
        """Hear bytes as they come in pieces of a size, and beside a call that is answered."""
        frames = _frames(wire, size)
        self._follow(wire, frames)
        _beside_an_answered_call(answered, frames, seed)

    def _follow(self, wire: bytes, frames: list[Frame]) -> None:
        calls, hearing = LinkedCalls(limit=_FEW), Hearing()
        outgoing = OutgoingCalls(calls.is_inbound, limit=_FEW)
        told: list[Verdict] = []
        made: list[CallMade] = []
        for index, frame in enumerate(frames):
            hearing.feed(frame)
            at = BEGUN + timedelta(milliseconds=index)
            told += calls.feed(frame, at)
            made += filter(None, (outgoing.feed(frame, at),))
            if max(len(calls._calls), len(outgoing._calls)) > _FEW:  # noqa: SLF001
                raise Finding("more calls are kept than may be")
        calls.lose_all()
        if calls._call_of:  # noqa: SLF001
            raise Finding("channels are kept of calls that are over")
        if not all(number.encode() in wire for call in made for number in call.numbers):
            raise Finding("a number that nobody called")
        numbers = _numbers_of_new_channels(wire)
        for verdict in told:
            if verdict.caller is not None and verdict.caller not in numbers:
                raise Finding("a caller who did not call")
            if verdict.caller_name is not None and not verdict.caller_name.isprintable():
                raise Finding("a name that cannot be shown")


def _frames(wire: bytes, size: int) -> list[Frame]:
    framer = Framer()
    return [frame for piece in in_pieces(wire, size) for frame in framer.feed(piece)]


def _beside_an_answered_call(which: tuple[str, str], noise: list[Frame], seed: int) -> None:
    """Follow an answered call while others are heard, however strange: it stays answered."""
    framer = Framer()
    answered = [
        frame for each in apart(streams()[which], "its-own") for frame in framer.feed(each.wire)
    ]
    calls = LinkedCalls()
    told = [
        verdict
        for frame in interleaved(answered, noise, Random(seed))  # noqa: S311
        for verdict in calls.feed(frame, BEGUN)
        if verdict.linkedid.endswith("its-own")
    ]
    if any(verdict.outcome is not Outcome.ANSWERED for verdict in told):
        raise Finding("an answered call that is told as missed")
    if not told and not calls.unknown:
        raise Finding("an answered call that is not told")


def _numbers_of_new_channels(wire: bytes) -> set[str]:
    """Return which numbers new channels had, read in another way than the source does."""
    found = set()
    for block in wire.split(b"\r\n\r\n"):
        lines = [line.partition(b":") for line in block.split(b"\r\n")]
        if any(key == b"Event" and b"Newchannel" in value for key, _, value in lines):
            first = next((value for key, _, value in lines if key == b"CallerIDNum"), b"")
            found.add(first.decode(errors="replace").strip(" "))
    return found
