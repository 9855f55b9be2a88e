"""What goes over the wire of the Asterisk Manager Interface: bytes in, frames out, and back.

A frame is lines of `Key: value`, each ended by CRLF, and an empty line at its end. A caller chooses
their own name, and Asterisk hands on whatever Unicode calls a line's end besides CR and LF. So lines
are cut at the bytes CRLF alone and decoded afterwards, and the first of a doubled key stands: the
caller's number comes before their name.
"""

from collections.abc import Mapping
import re
from typing import Final

from ...core.printable import printable

type Frame = Mapping[str, str]

FRAME_LIMIT: Final = 64 * 1024
_NAME_LENGTH: Final = 80
_CALLER_LENGTH: Final = 64
# How Asterisk writes that it does not know.
_NOT_KNOWN: Final = "<unknown>"
_KEY: Final = re.compile(rb"[A-Za-z][A-Za-z0-9_()-]{0,63}")
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f]")


class Framer:
    """Cuts a stream of bytes into frames, however the bytes come.

    Of a frame longer than the limit the first lines count, and the rest is skipped: what tells of a
    call comes first in every event, and one huge variable must not cost a connection.
    """

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._scanned = 0
        self._line_is_cut = False
        self._lines: dict[str, str] = {}
        self._size = 0

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes, and return the frames that they complete."""
        frames: list[Frame] = []
        self._rest += data
        start = 0
        while (end := self._rest.find(b"\r\n", max(start, self._scanned))) >= 0:
            self._take(bytes(self._rest[start:end]), frames)
            start = end + 2
        del self._rest[:start]
        if len(self._rest) > self._limit:
            # The line goes on; its last byte may be the first half of its end.
            self._line_is_cut = True
            self._size = self._limit
            del self._rest[:-1]
        self._scanned = max(0, len(self._rest) - 1)
        return frames

    def _take(self, line: bytes, frames: list[Frame]) -> None:
        cut, self._line_is_cut = self._line_is_cut, False
        if not line and not cut:
            if self._lines:
                frames.append(self._lines)
            self._lines, self._size = {}, 0
            return
        self._size += len(line)
        key, colon, value = line.partition(b":")
        if cut or self._size > self._limit or not colon or not _KEY.fullmatch(key):
            return
        self._lines.setdefault(key.decode("ascii"), value.decode(errors="replace").strip(" "))


def action(name: str, **fields: str) -> bytes:
    """Return the bytes of an action. Raises ValueError where a field would break out of its line."""
    lines = {"Action": name, **fields}
    for key, value in lines.items():
        if _UNFIT.search(value):
            raise ValueError(f"{key} holds a control character")
    return "".join([*(f"{key}: {value}\r\n" for key, value in lines.items()), "\r\n"]).encode()


def shown_name(given: str | None) -> str | None:
    """Return a caller's name fit for showing: one line, nothing invisible, not long."""
    if given is None or given == _NOT_KNOWN:
        return None
    return printable(given, _NAME_LENGTH)


def number_of(given: str | None) -> str | None:
    """Return a number or extension as Asterisk wrote it, or None where it wrote none.

    Never a piece of what was written: a number cut short is somebody else's.
    """
    if not given or given == _NOT_KNOWN or len(given) > _CALLER_LENGTH or not given.isprintable():
        return None
    return given
