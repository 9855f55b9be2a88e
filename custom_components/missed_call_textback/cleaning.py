"""What strangers and other systems write, made fit to be kept: printable, on one line, cut."""

import re
from typing import Final

from .core.printable import keepable, printable

# As long as the shortest number that one could call somebody by.
_NUMBERS: Final = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){6,}")


def one_line(value: object, most: int) -> str | None:
    """Return a text or a whole number as one clean line, at most so long; None where nothing is left.

    Phones wrap numbers in marks of writing direction, which nobody sees and no parser takes.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    given = value if isinstance(value, str) else _digits(value, most)
    return printable(given, most, invisible="")


def words(value: str, most: int) -> str:
    """Return somebody's words, at most so long, without what no database takes."""
    return keepable(value[:most])


def error_code(value: object, most: int) -> str | None:
    """Return an error as a clean line without any phone number: it is logged and shown."""
    line = one_line(value, 4 * most)
    return None if line is None else _NUMBERS.sub("…", line)[:most]


def _digits(value: int, most: int) -> str:
    # Python refuses to write out numbers of thousands of digits.
    return str(value) if abs(value) < 10**most else ""
