"""What a text costs to send: its alphabet, and into how many segments the network cuts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# 3GPP TS 23.038, 6.2.1: the default alphabet, and its extension table behind an escape.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")


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


def _cut(widths: Iterable[int], room: int) -> int:
    """Count segments: a character of two units is never cut in half."""
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count
