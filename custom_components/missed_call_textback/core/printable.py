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


def keepable(text: str) -> str:
    """Return a text without what a database cannot keep: NULs, and halves of surrogate pairs.

    A form can say the first, JSON both.
    """
    if text.isascii() and "\0" not in text:
        return text
    return text.encode(errors="ignore").decode().replace("\0", "")


def make_keepable(told: object, *fields: str) -> None:
    """Do that with some fields of a value that is just being made, and that nobody can change."""
    for name in fields:
        text = getattr(told, name)
        if text is not None:
            object.__setattr__(told, name, keepable(text))
