"""Words that the owner files people under: `regular`, `owes us`, `vet: cat`.

They are in lower case, so that nobody has two of one word, and kept as one text, a line each.
"""

from collections.abc import Collection, Iterable
from typing import Final

from .printable import printable

LONGEST_TAG: Final = 40
MOST_TAGS: Final = 20
_BETWEEN: Final = "\n"


class TooManyTags(Exception):
    """Nobody has that many."""


def read_tag(typed: str) -> str | None:
    """Return a tag as it is kept; None where nothing is left of it, or it is too long."""
    tag = printable(typed, LONGEST_TAG + 1)
    return None if tag is None or len(tag) > LONGEST_TAG else tag.lower()


def retagged(tags: Iterable[str], add: Collection[str], remove: Collection[str]) -> tuple[str, ...]:
    """Return somebody's tags after some were added and some removed. Raises TooManyTags."""
    kept = {*tags, *add} - set(remove)
    if len(kept) > MOST_TAGS:
        raise TooManyTags
    return tuple(sorted(kept))


def written_tags(tags: Iterable[str]) -> str | None:
    """Return tags as they are kept: each stands between two line ends, so that it is found whole."""
    lines = _BETWEEN.join(tags)
    return f"{_BETWEEN}{lines}{_BETWEEN}" if lines else None


def tags_in(written: str | None) -> tuple[str, ...]:
    """Return the tags of a text that they were kept as."""
    return tuple(filter(None, (written or "").split(_BETWEEN)))
