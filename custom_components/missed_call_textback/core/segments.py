"""What a text costs to send: its alphabet, its segments, and the plain characters that save some."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
import re
from typing import Final
import unicodedata

# 3GPP TS 23.038, 6.2.1: the default alphabet, and its extension table behind an escape.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")

# What phones, word processors and contact cards put in place of characters that GSM-7 has. A letter
# is never here for lacking its accent: "año" is no "ano".
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−•", "-"),
        # Written out by number, for nobody can tell one space from another.
        **dict.fromkeys((0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x09), " "),
        **dict.fromkeys((0x2028, 0x2029), "\n"),
        "…": "...",
        "×": "x",
        "⁄": "/",
        "‹": "'",
        "›": "'",
        "œ": "oe",
        "Œ": "Oe",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
    }
)
# Zero-width space, word joiner, byte order mark, soft hyphen. The zero-width joiners stay: emoji
# and several scripts need them.
_UNSEEN: Final = str.maketrans("", "", "\u200b\u2060\ufeff\u00ad")
# Contact cards wrap a phone number in these. They matter only beside a script written from the right.
_DIRECTION: Final = str.maketrans(
    "", "", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_FROM_THE_RIGHT: Final = frozenset({"R", "AL"})
_GUILLEMETS: Final = re.compile(r"«[^\S\n]?|[^\S\n]?»")
# A dash between two words parts them; a hyphen would join them.
_CLOSE_DASH: Final = re.compile(r"(?<=\w)—(?=\w)")


class Encoding(StrEnum):
    """The alphabet that a text is sent in."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


# Units that fit into a text sent alone, and into each segment of a longer one.
_ROOM: Final = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """A text as it is sent: `units` are septets (GSM-7) or 16-bit units (UCS-2)."""

    encoding: Encoding
    units: int
    segments: int


# Most texts of a shop say the same.
@lru_cache(maxsize=256)
def segments(body: str) -> Segments:
    """Tell how a text is sent. Nothing at all takes no segment."""
    if all(character in _BASIC or character in _EXTENSION for character in body):
        encoding = Encoding.GSM_7
        widths = [2 if character in _EXTENSION else 1 for character in body]
    else:
        encoding = Encoding.UCS_2
        widths = [2 if ord(character) > 0xFFFF else 1 for character in body]
    alone, each = _ROOM[encoding]
    units = sum(widths)
    if units <= alone:
        return Segments(encoding, units, min(units, 1))
    return Segments(encoding, units, _cut(widths, each))


def plain(body: str) -> str:
    """Say the same in plain characters: a text is as it was where that would take more segments."""
    said = body.translate(_UNSEEN)
    bare = said.translate(_DIRECTION)
    if bare != said and not any(
        unicodedata.bidirectional(each) in _FROM_THE_RIGHT for each in bare
    ):
        said = bare
    # An accent typed as a character of its own joins its letter, which GSM-7 may have.
    said = unicodedata.normalize("NFC", said)
    said = _CLOSE_DASH.sub(" - ", _GUILLEMETS.sub('"', said))
    # Once more: a letter written out may now stand before an accent.
    said = unicodedata.normalize("NFC", said.translate(_PLAIN))
    return said if segments(said).segments <= segments(body).segments else body


def plainer(body: str) -> str | None:
    """Return the plain text where it is cheaper: in GSM-7 at last, or in fewer segments."""
    said = plain(body)
    before, after = segments(body), segments(said)
    if after.encoding is not before.encoding or after.segments < before.segments:
        return said
    return None


def _cut(widths: Iterable[int], room: int) -> int:
    """Count segments: a character of two units is never cut in half."""
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count
