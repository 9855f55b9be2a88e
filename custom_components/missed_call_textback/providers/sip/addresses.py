"""Who calls, and what was dialled, as an INVITE's headers have it.

A name never becomes a number: what stands in quotes is passed over before an address is looked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
import re
from typing import Final
from urllib.parse import unquote

from ...core.printable import printable
from .messages import Request, header, header_values, parameters, unquoted

_LONGEST_NAME: Final = 80
_LONGEST_USER: Final = 64
_MOST_DIVERSIONS: Final = 5
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SIP = re.compile(r"sips?:(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_TEL = re.compile(r"tel:(?P<number>[^;?]*)", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[\d().\-*# ]{3,}")
_FULL_NUMBER: Final = 7
_HIDES: Final = frozenset({"id", "user", "header"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A name, an address and what belongs to the header (RFC 3261 section 20.10)."""

    name: str
    uri: str
    parameters: dict[str, str]

    @property
    def user(self) -> str | None:
        """Whose address it is: a number, as it is written there, or a name."""
        return user_of(self.uri)

    @property
    def host(self) -> str:
        """The host of a SIP address, without port."""
        found = _SIP.fullmatch(self.uri)
        rest = found["rest"] if found else ""
        return re.split(r"[;?:]", rest.rpartition("@")[2], maxsplit=1)[0].lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls. No number: somebody who does not want to be known, or whom nobody knows."""

    number: str | None = None
    name: str | None = None


def address(text: str) -> Address | None:
    """Read a header such as From; None where it makes no sense."""
    text = text.strip()
    name, rest = "", text
    if text.startswith('"'):
        quoted = _QUOTED.match(text)
        if quoted is None:
            return None
        name, rest = unquoted(quoted[0]), text[quoted.end() :].lstrip()
        if not rest.startswith("<"):
            return None
    before, opened, after = rest.partition("<")
    if opened:
        uri, closed, tail = after.partition(">")
        if not closed:
            return None
        return Address(name=name or before.strip(), uri=uri.strip(), parameters=parameters(tail))
    uri, _, tail = rest.partition(";")
    return Address(name="", uri=uri.strip(), parameters=parameters(tail))


def user_of(uri: str) -> str | None:
    """Return the user of a `sip:`, `sips:` or `tel:` address; None where there is none."""
    if found := _TEL.match(uri):
        user = found["number"]
    elif (found := _SIP.fullmatch(uri)) and found["rest"].count("@") == 1:
        # A password, and what follows a semicolon, is no part of the name (section 19.1.1).
        user = re.split("[:;]", found["rest"].partition("@")[0], maxsplit=1)[0]
    else:
        return None
    user = unquote(user, errors="replace").strip()
    if not user or not user.isprintable() or len(user) > _LONGEST_USER:
        return None
    return user


def cleaned(name: str) -> str | None:
    """Return a name fit to be shown: no control characters, no lines, not too long."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        # RFC 3261 wants UTF-8; old exchanges write as they always did.
        text = raw.decode("latin-1")
    return printable(text, _LONGEST_NAME)


def caller(invite: Request) -> Caller:
    """Tell who calls: the company's word (RFC 3325) before the caller's own.

    Where the caller asks for privacy (RFC 3323) or calls as nobody, the number is not taken from
    elsewhere, even if the company tells it.
    """
    told = _known(header(invite, "from") or "")
    asked = {
        word.strip().lower()
        for value in header_values(invite, "privacy")
        for word in value.split(";")
    }
    party = _first(header_values(invite, "remote-party-id"))
    hidden = party is not None and party.parameters.get("privacy", "off").lower() != "off"
    if asked & _HIDES or hidden or _is_nobody(told):
        return Caller()
    identities = [
        found
        for found in (
            *(_known(value) for value in header_values(invite, "p-asserted-identity")[:2]),
            party,
            told,
        )
        if found is not None and found.user is not None
    ]
    if not identities:
        return Caller()
    best = next(
        (found for found in identities if _NUMBER.fullmatch(found.user or "")), identities[0]
    )
    names = (best.name, told.name if told else "")
    return Caller(number=best.user, name=next((name for name in map(cleaned, names) if name), None))


def dialled(invite: Request, own: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Return what may have been dialled, likeliest first, and whether a strange number is among it.

    `own` are the account's own names: its extension says nothing of the number that was dialled.
    """
    diversions = header_values(invite, "diversion")[:_MOST_DIVERSIONS]
    told = [
        *(_known(value) for value in header_values(invite, "p-called-party-id")[:1]),
        # The last one was dialled, those before it are where the call went from there (RFC 5806).
        *(_known(value) for value in reversed(diversions)),
        *(_known(value) for value in header_values(invite, "history-info")[:1]),
        _known(header(invite, "to") or ""),
    ]
    users = [found.user for found in told if found is not None]
    found = tuple(dict.fromkeys(user for user in (*users, user_of(invite.uri)) if user))
    known = {_digits(name) or name for name in own}
    strange = any(
        _NUMBER.fullmatch(user)
        and len(_digits(user)) >= _FULL_NUMBER
        and _digits(user) not in known
        for user in found
    )
    return found, strange


def _known(value: str) -> Address | None:
    return address(value) if value else None


def _first(values: list[str]) -> Address | None:
    return _known(values[0]) if values else None


def _is_nobody(told: Address | None) -> bool:
    return told is not None and (
        told.host == "anonymous.invalid" or (told.user or "").lower() == "anonymous"
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
