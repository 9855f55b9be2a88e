"""Calls as an Asterisk tells of them: one that was recorded, told of many callers at once."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
import re
from typing import Final

from tests.providers.asterisk.recordings import apart, streams

_SCENARIO: Final = "no_answer_pbx_timeout"
# What the user of docs/phones/asterisk.md hears.
_RIGHTS: Final = "least"
_RECORDED_CALLER: Final = b"+13195550123"
_RECORDED_NUMBER: Final = b"15155550100"
DIALLED: Final = "+12025550199"
"""What is dialled: a number that no caller has."""
# What was recorded happens now.
_TIME: Final = re.compile(rb"Timestamp: [^\r]+\r\n")
_BEGUN: Final = re.compile(rb"Event: Newchannel\r\n.*?\nUniqueid: ([^\r\n]+)", re.DOTALL)
_HANGUP: Final = b"Event: Hangup\r\n"


@cache
def events_before_the_end() -> int:
    """Return how many events come before the one that says that the caller is gone."""
    wires = [heard.wire for heard in streams()[_SCENARIO, _RIGHTS]]
    # The caller's own channel is the first that there is.
    [own] = [found[1] for wire in wires if (found := _BEGUN.search(wire))][:1]
    (end,) = (
        place
        for place, wire in enumerate(wires)
        if wire.startswith(_HANGUP) and b"\r\nUniqueid: " + own + b"\r\n" in wire
    )
    return end


def events_of(caller: str) -> Sequence[bytes]:
    """Return the events of one missed call, with ids of its own."""
    return [
        _TIME.sub(b"", heard.wire)
        .replace(_RECORDED_NUMBER, DIALLED[1:].encode())
        .replace(_RECORDED_CALLER, caller.encode())
        for heard in apart(streams()[_SCENARIO, _RIGHTS], f"x{caller[1:]}")
    ]


def ringing(callers: Iterable[str]) -> Iterator[bytes]:
    """Yield what comes before the ends: the first event of every call, then the second, and so on."""
    calls = [events_of(caller)[: events_before_the_end()] for caller in callers]
    for of_all in zip(*calls, strict=True):
        yield from of_all


def ending(caller: str) -> Sequence[bytes]:
    """Return what is told from the moment on at which a caller is gone."""
    return events_of(caller)[events_before_the_end() :]
