"""Phrases as a maintainer writes them, and how they are found in a text.

A phrase is a line of steps, each a word or several to choose from, matched word for word:

    stop/quit TEXTING [me]
    ^ not interested $

| step | what it is |
|---|---|
| `a/b` | either word; accents and case are as you like, `'` and `_` part words |
| `[a/b]` | either word, or none |
| `TEXTING` | in capitals: a list that the language names, where a choice may be several words |
| `...` | up to three words more |
| `,` | may go on after a comma, full stop or question mark |
| `^` `$` `$?` | the clause begins; it ends, not in a question; it ends either way |

Without `,` a phrase stays within one clause.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
import re
from typing import Final

from .reading import ENDS, SAID, folded

_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Found[Saying]:
    """A phrase found in a text, and what it says: the words from one place up to another."""

    saying: Saying
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a phrase."""

    words: frozenset[str] = frozenset()
    # Choices of several words.
    rows: tuple[tuple[str, ...], ...] = ()
    may_miss: bool = False
    gap: int = 0
    barred: frozenset[str] = ENDS
    # Words that stay for what comes next: the end of a clause.
    ahead: frozenset[str] = frozenset()

    def first_words(self) -> set[str]:
        """Return the words that this step may begin with."""
        return {*self.words, *(row[0] for row in self.rows)}

    def ends(self, words: Sequence[str], at: int) -> Iterator[int]:
        """Yield where this step may end that begins at a place."""
        if self.may_miss or words[at] in self.ahead:
            yield at
        if words[at] in self.words:
            yield at + 1
        for row in self.rows:
            if tuple(words[at : at + len(row)]) == row:
                yield at + len(row)
        for end in range(at + 1, at + self.gap + 1):
            if words[end - 1] in self.barred:
                break
            yield end


_MARKS: Final = {
    "$": _Step(ahead=frozenset({SAID})),
    "$?": _Step(ahead=ENDS),
    ",": _Step(words=ENDS, may_miss=True),
}


@dataclass(frozen=True, slots=True)
class _Phrase[Saying]:
    """One phrase."""

    saying: Saying
    steps: tuple[_Step, ...]
    begins: bool

    def end(self, words: Sequence[str], at: int) -> int | None:
        """Return where this phrase ends at the latest that begins at a place; None where it does not."""
        if self.begins and at and words[at - 1] not in ENDS:
            return None
        places = {at}
        for step in self.steps:
            # A phrase that ends with the text has had its last word, the end of a clause.
            places = {
                end for place in places if place < len(words) for end in step.ends(words, place)
            }
            if not places:
                return None
        return max(places)


class Phrasebook[Saying]:
    """Phrases, each of which says something, by their first words."""

    def __init__(self, barred: frozenset[str] = frozenset()) -> None:
        """`barred` are words that `...` does not pass over."""
        self._by_word: dict[str, list[_Phrase[Saying]]] = {}
        self._marks = _MARKS | {"...": _Step(may_miss=True, gap=_GAP, barred=ENDS | barred)}

    def add(self, saying: Saying, phrases: str, lists: Mapping[str, str]) -> None:
        """Add the phrases of one language, one a line."""
        known = dict(self._marks)
        for line in filter(None, map(str.strip, phrases.splitlines())):
            # A long choice goes on in the next line of the source.
            written = re.sub(r"/\s+", "/", line).split()
            begins = written[0] == "^"
            for step in written[begins:]:
                if step not in known:
                    known[step] = _step(step, lists)
            steps = tuple(known[step] for step in written[begins:])
            phrase = _Phrase(saying, steps, begins)
            for word in _first_words(steps):
                self._by_word.setdefault(word, []).append(phrase)

    def find(self, words: Sequence[str]) -> Iterator[Found[Saying]]:
        """Yield every phrase that words say; the words are clauses that each end in a mark."""
        for at, word in enumerate(words):
            for phrase in self._by_word.get(word, ()):
                if (end := phrase.end(words, at)) is not None:
                    yield Found(phrase.saying, at, end)


def _first_words(steps: Sequence[_Step]) -> set[str]:
    """Return the words that a phrase may begin with: those up to the first step that has to be there."""
    needed = next(at for at, step in enumerate(steps) if not step.may_miss)
    return set[str]().union(*(step.first_words() for step in steps[: needed + 1]))


def _step(step: str, lists: Mapping[str, str]) -> _Step:
    inner = step.removeprefix("[").removesuffix("]")
    rows = {
        tuple(folded(choice).split())
        for name in inner.split("/")
        for choice in lists.get(name, name).split("/")
    }
    return _Step(
        words=frozenset(row[0] for row in rows if len(row) == 1),
        rows=tuple(row for row in rows if len(row) > 1),
        may_miss=inner != step,
    )
