"""Bytes as phone systems send them over a wire: raw, beginning with what was recorded of real ones."""

from collections.abc import Iterable
from typing import Final

from bench.fuzz import ami, fritz, sip
from tests.providers.asterisk.recordings import streams

from .guided_door import GuidedDoor

_AMI: Final = ami.AmiStreams()
_LINES: Final = fritz.MonitorLines()
_LISTS: Final = fritz.CallLists()
# A recorded stream is long: of what it has in common with others, less is tried again and again.
_FRAMES_OF_A_SEED: Final = 12
_CALL: Final = {
    "Id": "8340",
    "Type": "2",
    "Caller": "01713920001",
    "Called": "SIP: 98101",
    "CalledNumber": "98101",
    "Name": "Mario O",
    "Port": "-1",
    "Date": "19.03.22 09:35",
    "Duration": "0:00",
}


def _size(data: bytes) -> int:
    """Return in what pieces bytes come: told by the bytes, so that an input says everything."""
    return 1 + len(data) * 7919 % 700


def _ami(data: bytes) -> None:
    answered = ami.ANSWERED[len(data) % len(ami.ANSWERED)]
    _AMI.check_wire(data, answered, len(data), _size(data))


def _ami_seeds() -> Iterable[bytes]:
    for heard in streams().values():
        frames = [each.wire for each in heard if b"Event: " in each.wire]
        if frames:
            yield b"".join(frames[:_FRAMES_OF_A_SEED])


def _challenge(data: bytes) -> None:
    """Take lines as those headers of an answer that are not copied from the request."""
    lines = data.decode("utf-8", "surrogateescape").split("\r\n")
    pairs = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    sip.check_answers([(401, pairs, ""), (401, pairs, "")])


def _challenge_seeds() -> Iterable[bytes]:
    for algorithm in ("MD5", "SHA-256"):
        for more in ("", ', qop="auth"', ", stale=TRUE"):
            yield (
                f'WWW-Authenticate: Digest realm="pbx.example", nonce="{"7a" * 8}",'
                f" algorithm={algorithm}{more}\r\nContact: <sip:199@192.0.2.20:5062>;expires=60"
            ).encode()


DOORS: Final = {
    "ami_bytes": GuidedDoor(check=_ami, seeds=_ami_seeds),
    "sip_bytes": GuidedDoor(
        check=lambda data: sip.check_wires([data], len(data), _size(data)),
        seeds=lambda: sip.WIRES,
    ),
    "sip_challenges": GuidedDoor(check=_challenge, seeds=_challenge_seeds),
    "fritzbox_bytes": GuidedDoor(
        check=lambda data: _LINES.check_wire(data, len(data), _size(data)),
        seeds=lambda: [
            b"\r\n".join((*fritz.LINES[at : at + 6], b"")) for at in range(len(fritz.LINES))
        ],
    ),
    "call_list_bytes": GuidedDoor(
        check=lambda data: _LISTS.check_xml(data, fritz.ZONES[len(data) % len(fritz.ZONES)]),
        seeds=lambda: [
            fritz.listing([_CALL | {"Type": each}] * 2) for each in ("1", "2", "9", "10")
        ],
    ),
}
