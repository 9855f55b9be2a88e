"""Digest authentication as SIP has it (RFC 2617, RFC 7616, RFC 8760)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
import hashlib
import re
from typing import Final

from .messages import split, unquoted


def _md5(text: str) -> str:
    # Not ours to choose: most telephone companies know nothing else (RFC 3261 section 22.4).
    return hashlib.md5(_as_it_came(text), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(_as_it_came(text)).hexdigest()


def _as_it_came(text: str) -> bytes:
    # A realm may be in any encoding, as messages are read: its bytes are what is hashed.
    return text.encode("utf-8", "surrogateescape")


_HASHES: Final[dict[str, Callable[[str], str]]] = {"MD5": _md5, "SHA-256": _sha256}
_LONGEST: Final = 2_048


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What a registrar wants proven, and how."""

    realm: str
    nonce: str
    algorithm: str
    opaque: str | None
    qop: bool
    stale: bool
    names_algorithm: bool


def chosen(lines: Iterable[str]) -> Challenge | None:
    """Return the first challenge that can be met: the registrar's order counts (RFC 8760 2.4)."""
    for line in lines:
        if (challenge := _challenge(line)) is not None:
            return challenge
    return None


def _challenge(line: str) -> Challenge | None:
    scheme, _, rest = line.strip().partition(" ")
    if scheme.lower() != "digest" or len(rest) > _LONGEST:
        return None
    found: dict[str, str] = {}
    for pair in split(rest, ","):
        name, _, value = pair.partition("=")
        found.setdefault(name.strip().lower(), unquoted(value.strip()))
    algorithm = found.get("algorithm", "MD5").upper()
    qops = [word.strip().lower() for word in found["qop"].split(",")] if "qop" in found else []
    # `auth-int` alone, a hash that is not known, or nothing to hash: it cannot be met.
    if algorithm not in _HASHES or (qops and "auth" not in qops) or not found.get("nonce"):
        return None
    return Challenge(
        realm=found.get("realm", ""),
        nonce=found["nonce"],
        algorithm=algorithm,
        opaque=found.get("opaque"),
        qop=bool(qops),
        stale=found.get("stale", "").lower() == "true",
        names_algorithm="algorithm" in found,
    )


@dataclass(slots=True)
class Answers:
    """Answers to one challenge; each counts up, since none may be used twice (RFC 7616 3.4)."""

    challenge: Challenge
    username: str
    password: str = field(repr=False)
    cnonce: str
    used: int = 0

    def answer(self, method: str, uri: str) -> str:
        """Return the value of Authorization or Proxy-Authorization for one more request."""
        self.used += 1
        asked = self.challenge
        hashed = _HASHES[asked.algorithm]
        secret = hashed(f"{self.username}:{asked.realm}:{self.password}")
        what = hashed(f"{method}:{uri}")
        told = {
            "username": _quoted(self.username),
            "realm": _quoted(asked.realm),
            "nonce": _quoted(asked.nonce),
            "uri": _quoted(uri),
        }
        if asked.qop:
            count = f"{self.used:08x}"
            proof = hashed(f"{secret}:{asked.nonce}:{count}:{self.cnonce}:auth:{what}")
            told |= {"qop": "auth", "nc": count, "cnonce": _quoted(self.cnonce)}
        else:
            proof = hashed(f"{secret}:{asked.nonce}:{what}")
        told["response"] = _quoted(proof)
        if asked.names_algorithm:
            told["algorithm"] = asked.algorithm
        if asked.opaque is not None:
            told["opaque"] = _quoted(asked.opaque)
        return "Digest " + ", ".join(f"{name}={value}" for name, value in told.items())


def _quoted(value: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
