"""SIP messages (RFC 3261 section 7): read strictly within bounds, written as they must be.

Text is decoded with `surrogateescape`, so that a name in whatever encoding neither loses a call nor
changes when it is sent back. Lines end with CRLF and with nothing else: no other character that
some library takes for a line's end can make a header out of somebody's name.
"""

from dataclasses import dataclass
import re
from typing import Final

LONGEST_MESSAGE: Final = 65_535
_LONGEST_LINE: Final = 8_192
_MOST_HEADERS: Final = 200
_LARGEST_CSEQ: Final = 2**31
MAGIC_COOKIE: Final = "z9hG4bK"

# RFC 3261 section 20, and those of later RFCs that a call brings.
_COMPACT: Final = {
    "a": "accept-contact",
    "b": "referred-by",
    "c": "content-type",
    "d": "request-disposition",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "j": "reject-contact",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "u": "allow-events",
    "v": "via",
    "x": "session-expires",
    "y": "identity",
}
# More than one of these would leave open which counts (section 7.3.1).
_SINGLE: Final = ("from", "to", "call-id", "cseq", "content-length")
_TOKEN: Final = r"[A-Za-z0-9\-.!%*_+`'~]+"  # noqa: S105 - RFC 3261 section 25.1
# One space each (section 7.1); a second one makes the line ambiguous, and is refused.
_REQUEST_LINE = re.compile(rf"({_TOKEN}) ([^\s<>]+) SIP/2\.0", re.IGNORECASE)
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6][0-9]{2})(?: (.*))?", re.IGNORECASE | re.DOTALL)
_HEADER = re.compile(rf"({_TOKEN})[ \t]*:(.*)", re.DOTALL)
_CSEQ = re.compile(rf"([0-9]{{1,10}})\s+({_TOKEN})")
_LENGTH = re.compile(r"[0-9]{1,6}")
_VIA = re.compile(
    rf"SIP\s*/\s*2\.0\s*/\s*(?P<transport>{_TOKEN})\s+"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s;:,\[\]]+)(?:\s*:\s*(?P<port>[0-9]{1,5}))?\s*(?P<params>;.*)?",
    re.IGNORECASE | re.DOTALL,
)


class Malformed(Exception):
    """These bytes are no SIP message. The text says why, and repeats nothing of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request. Header names are in lower case and long."""

    method: str
    uri: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response. Header names are in lower case and long."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


type Message = Request | Response


@dataclass(frozen=True, slots=True)
class Via:
    """The topmost Via: who sent a message, and by which branch answers find back."""

    sent_by: str
    port: int | None
    parameters: dict[str, str]

    @property
    def branch(self) -> str:
        """The branch, or nothing where an old peer (RFC 2543) gives none that is unique."""
        branch = self.parameters.get("branch", "")
        return branch if len(branch) > len(MAGIC_COOKIE) and branch.startswith(MAGIC_COOKIE) else ""


def parse(data: bytes) -> Message:
    """Read a whole message, as one datagram or one frame of a stream brings it. Raises Malformed."""
    if len(data) > LONGEST_MESSAGE:
        raise Malformed("too long")
    head, separator, body = data.partition(b"\r\n\r\n")
    if not separator:
        raise Malformed("no end of the headers")
    start, *lines = _unfolded(head.decode("utf-8", "surrogateescape"))
    headers = tuple(_header(line) for line in lines)
    body = body[: _body_length(headers, len(body))]
    message = _started(start, headers, body)
    _check(message)
    return message


def serialise(message: Message) -> bytes:
    """Write a message; its Content-Length is counted here. Raises Malformed for a line in a value."""
    if isinstance(message, Request):
        lines = [f"{message.method} {message.uri} SIP/2.0"]
    else:
        lines = [f"SIP/2.0 {message.status} {message.reason}"]
    lines += [f"{written(name)}: {value}" for name, value in message.headers]
    lines.append(f"Content-Length: {len(message.body)}")
    if any("\r" in line or "\n" in line for line in lines):
        raise Malformed("a line within a line")
    return "\r\n".join((*lines, "", "")).encode("utf-8", "surrogateescape") + message.body


def header(message: Message, name: str) -> str | None:
    """Return a header's first value."""
    return next((value for known, value in message.headers if known == name), None)


def header_lines(message: Message, name: str) -> list[str]:
    """Return all lines of a header, in their order."""
    return [value for known, value in message.headers if known == name]


def header_values(message: Message, name: str) -> list[str]:
    """Return all values of a header that may be listed: several lines, or commas, or both."""
    return [item for line in header_lines(message, name) for item in split(line, ",")]


def call_id(message: Message) -> str:
    """Return the Call-ID, which every message that was read has."""
    return header(message, "call-id") or ""


def cseq(message: Message) -> tuple[int, str]:
    """Return number and method of the CSeq, which every message that was read has."""
    found = _CSEQ.fullmatch(header(message, "cseq") or "")
    if found is None:
        raise Malformed("no number of the request")
    return int(found[1]), found[2]


def top_via(message: Message) -> Via:
    """Return the first Via. Raises Malformed."""
    # Of the first line: an answer goes back by it, so that none after an empty one counts.
    values = split(header(message, "via") or "", ",")
    found = _VIA.fullmatch(values[0]) if values else None
    if found is None:
        raise Malformed("no Via")
    port = int(found["port"]) if found["port"] else None
    if port is not None and port > 65_535:
        raise Malformed("no port")
    return Via(found["host"].lower(), port, parameters(found["params"] or ""))


def parameters(text: str) -> dict[str, str]:
    """Return `;name=value` pairs, names in lower case; the first of a doubled name counts."""
    found: dict[str, str] = {}
    for pair in split(text, ";"):
        name, _, value = pair.partition("=")
        found.setdefault(name.strip().lower(), unquoted(value.strip()))
    return found


def unquoted(value: str) -> str:
    """Return what a quoted string says, or the value as it is."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL)
    return value


def split(text: str, separator: str) -> list[str]:
    """Split at a separator outside of quotes and angle brackets; what is empty is left out."""
    parts: list[str] = []
    start, quoted, bracketed, escaped = 0, False, False, False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            escaped = character == "\\"
            quoted = character != '"'
        elif character == '"':
            quoted = True
        elif character in "<>":
            bracketed = character == "<"
        elif character == separator and not bracketed:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def written(name: str) -> str:
    """Return a header's name as people are used to see it, which some peers insist on."""
    special = {"call-id": "Call-ID", "cseq": "CSeq", "www-authenticate": "WWW-Authenticate"}
    return special.get(name) or "-".join(part.capitalize() for part in name.split("-"))


def _unfolded(head: str) -> list[str]:
    """Return the lines, with those put together that were folded (section 7.3.1)."""
    lines: list[str] = []
    for line in head.split("\r\n"):
        # A lone CR or LF ends no line, and must not end one where this is sent on.
        text = re.sub(r"[\r\n\0]", " ", line)
        if line.startswith((" ", "\t")) and lines:
            lines[-1] = f"{lines[-1].rstrip()} {text.strip()}"
        else:
            lines.append(text)
        if len(lines[-1]) > _LONGEST_LINE or len(lines) > _MOST_HEADERS:
            raise Malformed("too long")
    return lines


def _header(line: str) -> tuple[str, str]:
    found = _HEADER.fullmatch(line)
    if found is None:
        raise Malformed("a line is no header")
    name = found[1].lower()
    return _COMPACT.get(name, name), found[2].strip()


def _body_length(headers: tuple[tuple[str, str], ...], there: int) -> int:
    """Return how much of what follows belongs to the message (section 18.3)."""
    told = next((value for name, value in headers if name == "content-length"), None)
    if told is None:
        return there
    if not _LENGTH.fullmatch(told) or int(told) > there:
        raise Malformed("the body is not as long as told")
    return int(told)


def _started(start: str, headers: tuple[tuple[str, str], ...], body: bytes) -> Message:
    if found := _STATUS_LINE.fullmatch(start):
        return Response(status=int(found[1]), reason=found[2] or "", headers=headers, body=body)
    if found := _REQUEST_LINE.fullmatch(start):
        return Request(method=found[1], uri=found[2], headers=headers, body=body)
    raise Malformed("no start line")


def _check(message: Message) -> None:
    """Refuse what lacks a header that nothing works without (section 8.1.1), or has it twice."""
    names = [name for name, _ in message.headers]
    if any(names.count(name) > 1 for name in _SINGLE):
        raise Malformed("a header is doubled")
    if not all(header(message, name) for name in ("from", "to", "call-id")):
        raise Malformed("a header is missing")
    number, method = cseq(message)
    if number >= _LARGEST_CSEQ:
        raise Malformed("the number of the request is too large")
    if isinstance(message, Request) and method != message.method:
        raise Malformed("two methods")
    top_via(message)
