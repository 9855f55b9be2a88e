"""What strangers and other systems write, on one line that can be shown and kept."""


def printable(text: str, most: int, *, invisible: str = " ") -> str | None:
    """Return a text as one line of printable marks, at most so long; None where nothing is left.

    `invisible` stands where a mark cannot be seen: a space keeps words apart, while numbers come
    wrapped in marks of writing direction, which no parser takes for a part of them.
    """
    # What is far too long is not looked through to its end.
    joined = " ".join(text[: 4 * most].split())
    shown = "".join(mark if mark.isprintable() else invisible for mark in joined)
    return " ".join(shown.split())[:most].rstrip() or None
