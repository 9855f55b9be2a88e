"""Bytes that were right once: flipped, cut, doubled, moved, and with strange pieces put in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

_KINDS: Final = ("flip", "cut", "insert", "double", "move")
_LINE_ENDS: Final = (
    b"\r\n",
    b"\r\n\r\n",
    b"\r",
    b"\n",
    b"\x00",
    b"\x85",
    b"\xff",
    "\u2028".encode(),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing done to bytes. `where` is a part of their whole length."""

    kind: str
    where: float
    size: int
    new: bytes


def changes(pieces: Sequence[bytes], most: int = 12) -> st.SearchStrategy[list[Change]]:
    """Return changes that put in bytes, ends of lines, and pieces that mean something there."""
    new = st.sampled_from((*_LINE_ENDS, *pieces)) | st.binary(min_size=1, max_size=12)
    return st.lists(
        st.builds(
            Change,
            kind=st.sampled_from(_KINDS),
            where=st.floats(0, 1),
            size=st.integers(1, 200),
            new=new,
        ),
        max_size=most,
    )


def spoilt(wire: bytes, done: Sequence[Change]) -> bytes:
    """Return bytes after some changes."""
    for change in done:
        at = int(change.where * len(wire))
        piece = wire[at : at + change.size]
        match change.kind:
            case "flip":
                wire = wire[:at] + change.new + wire[at + len(change.new) :]
            case "cut":
                wire = wire[:at] + wire[at + change.size :]
            case "insert":
                wire = wire[:at] + change.new + wire[at:]
            case "double":
                wire = wire[:at] + piece + wire[at:]
            case _:
                rest = wire[:at] + wire[at + change.size :]
                to = (at * 7919) % (len(rest) + 1)
                wire = rest[:to] + piece + rest[to:]
    return wire


def in_pieces(wire: bytes, size: int) -> list[bytes]:
    """Return bytes as a socket may hand them over."""
    return [wire[start : start + size] for start in range(0, len(wire), size)]


def interleaved[T](first: Sequence[T], second: Sequence[T], turns: Any) -> list[T]:  # noqa: ANN401 - a Random
    """Return two sequences as one, each in its own order."""
    left, right = list(reversed(first)), list(reversed(second))
    mixed = []
    while left or right:
        take_left = left and (not right or turns.random() < len(left) / (len(left) + len(right)))
        mixed.append((left if take_left else right).pop())
    return mixed
