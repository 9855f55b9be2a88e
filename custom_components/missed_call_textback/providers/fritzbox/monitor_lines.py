"""What a FRITZ!Box's call monitor writes, line by line.

| line | says |
|---|---|
| `date;RING;id;caller;called;trunk;` | somebody calls in; no caller where the number is withheld |
| `date;CALL;id;extension;own number;called;trunk;` | somebody of the house calls out |
| `date;CONNECT;id;extension;number;` | the extension picked up, or the far end did |
| `date;DISCONNECT;id;seconds;` | it is over, after so many seconds of talk |

`date` is the box's own time, `dd.mm.yy HH:MM:SS`. Old boxes leave the trunk out. The number of
fields must be right: a caller id with a semicolon in it would put one field in another's place.
"""

from dataclasses import dataclass
from datetime import datetime
import re
from typing import Final

# The longest real line has some seventy bytes.
LONGEST_LINE: Final = 512
_LONGEST_NUMBER: Final = 80
_DATE: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d\d) (\d\d):(\d\d):(\d\d)", re.ASCII)
_CODES: Final = re.compile(r"^(\*[0-9]{1,4}#)+")
_SMALL: Final = re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Somebody calls in. `at` is naive: the box's own time."""

    at: datetime
    connection: int
    caller: str | None
    called: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """Somebody of the house calls out."""

    at: datetime
    connection: int
    called: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connect:
    """Somebody, or a machine, picked up. `extension` is None where the box does not say which."""

    at: datetime
    connection: int
    extension: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """It is over."""

    at: datetime
    connection: int


type MonitorLine = Ring | Dial | Connect | Disconnect


class LineCutter:
    """Cuts a stream of bytes into lines. What is longer than any line can be is thrown away."""

    def __init__(self) -> None:
        self._rest = b""
        self._overlong = False

    def feed(self, data: bytes) -> list[bytes]:
        """Return the lines that are whole now, without their ends."""
        *whole, rest = (self._rest + data).split(b"\n")
        lines = [line.removesuffix(b"\r") for line in whole]
        if lines and self._overlong:
            del lines[0]
            self._overlong = False
        # One byte more, for a "\r" that belongs to the line's end.
        if len(rest) > LONGEST_LINE + 1:
            self._overlong = True
            rest = b""
        self._rest = b"" if self._overlong else rest
        return [line for line in lines if 0 < len(line) <= LONGEST_LINE]


def read_line(line: bytes) -> MonitorLine | None:
    """Return what a line says, None where it is none of the monitor's. Total."""
    text = line.decode("ascii", errors="replace")
    if not text.isascii() or not text.isprintable():
        return None
    match text.removesuffix(";").split(";"):
        case [date, kind, connection, *fields]:
            at, number = _date(date), _small(connection)
            return None if at is None or number is None else _said(kind, at, number, fields)
        case _:
            return None


def _said(kind: str, at: datetime, connection: int, fields: list[str]) -> MonitorLine | None:
    match kind, fields:
        case "RING", [caller, called] | [caller, called, _]:
            return Ring(
                at=at, connection=connection, caller=_number(caller), called=_number(called)
            )
        case "CALL", [_, _, called] | [_, _, called, _]:
            return Dial(at=at, connection=connection, called=dialled_number(called))
        case "CONNECT", [extension, _]:
            return Connect(at=at, connection=connection, extension=_small(extension))
        case "DISCONNECT", [_]:
            return Disconnect(at=at, connection=connection)
        case _:
            return None


def dialled_number(text: str) -> str | None:
    """Return what was called by what was dialled, as the call list has it, too.

    Codes for the box come before it (`*31#` withholds the own number), and `#` dials at once.
    """
    return _number(_CODES.sub("", text.strip()).removesuffix("#"))


def _date(text: str) -> datetime | None:
    if not (parts := _DATE.fullmatch(text)):
        return None
    day, month, year, hour, minute, second = map(int, parts.groups())
    try:
        # Naive on purpose: what zone the box keeps is not its monitor's to say.
        return datetime(2000 + year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None


def _small(text: str) -> int | None:
    return int(text) if _SMALL.fullmatch(text) else None


def _number(text: str) -> str | None:
    return text.strip()[:_LONGEST_NUMBER] or None
