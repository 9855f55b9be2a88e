"""Messages out of a stream (RFC 3261 section 18.3), and the pings in between (RFC 5626 3.5.1)."""

from collections.abc import Iterator
import re
from typing import Final

from .messages import LONGEST_MESSAGE, Malformed

PING: Final = b"\r\n\r\n"
PONG: Final = b"\r\n"
_LENGTH = re.compile(
    rb"(?:^|\r\n)(?:content-length|l)[ \t]*:[ \t]*([0-9]{1,6})[ \t]*(?=\r\n|$)", re.IGNORECASE
)


class Framer:
    """Cuts a stream into messages. A ping comes out as PING, everything else whole."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what is complete. Raises Malformed where the stream can be followed no further."""
        self._held += data
        while True:
            if self._held.startswith(PING):
                del self._held[: len(PING)]
                yield PING
            elif self._held.startswith(PONG):
                # A pong, or what may precede a message (section 7.5); a second half may follow.
                if len(self._held) < len(PING) and PING.startswith(self._held):
                    return
                del self._held[: len(PONG)]
            elif (frame := self._frame()) is None:
                return
            else:
                yield frame

    def _frame(self) -> bytes | None:
        end = self._held.find(b"\r\n\r\n")
        if end < 0:
            if len(self._held) > LONGEST_MESSAGE:
                raise Malformed("too long")
            return None
        lengths = _LENGTH.findall(bytes(self._held[:end]))
        # Without it nobody knows where the next message begins (section 18.3).
        if len(lengths) != 1:
            raise Malformed("no length")
        whole = end + 4 + int(lengths[0])
        if whole > LONGEST_MESSAGE:
            raise Malformed("too long")
        if len(self._held) < whole:
            return None
        frame = bytes(self._held[:whole])
        del self._held[:whole]
        return frame
