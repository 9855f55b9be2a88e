"""What a text takes back of the words in it that sound urgent: negations, and how far they reach."""

from collections.abc import Collection, Iterable, Sequence
from enum import Enum, auto
from typing import Final

from ..wording.phrases import Found
from ..wording.reading import ASKED, SAID

ENDS: Final = frozenset({SAID, ASKED})
# "No, we have not had a single proper leak."
_REACH: Final = 5


class Saying(Enum):
    """What a phrase says; see `Language`."""

    GENERAL = auto()
    URGENT = auto()
    DANGER = auto()
    NEGATION = auto()
    HARMLESS = auto()
    CALM = auto()
    OVER = auto()
    PAST = auto()
    ASKED = auto()


_URGENT: Final = (Saying.GENERAL, Saying.URGENT, Saying.DANGER)
_TAKING_BACK: Final = (Saying.CALM, Saying.OVER, Saying.PAST)

type Phrase = Found[Saying]


class Scopes:
    """The phrases of one text. Time is linear: everything is looked up by the word.

    `turns` are the places of words like "but", which are read as the end of a clause.
    """

    def __init__(
        self,
        words: Sequence[str],
        found: Collection[Phrase],
        *,
        turns: Collection[int],
        breaths: frozenset[str],
    ) -> None:
        self._words = words
        self._stops = breaths | ENDS
        self._urgent = [phrase for phrase in found if phrase.saying in _URGENT]
        sounding = self._marks(self._urgent)
        # "Emergency room" says more than "emergency"; "not breathing" more than "not".
        self._harmless = self._marks(
            phrase
            for phrase in found
            if phrase.saying is Saying.HARMLESS and not _all(sounding, phrase)
        )
        taking_back = [phrase for phrase in found if phrase.saying in _TAKING_BACK]
        covered = self._marks(taking_back)
        self._negates = bytearray(len(words))
        for phrase in found:
            if phrase.saying is Saying.NEGATION and not (
                _all(sounding, phrase) or _any(self._harmless, phrase) or _all(covered, phrase)
            ):
                self._negates[phrase.end - 1] = True
        self._turn_before = _last_before(len(words), turns)
        calm = [
            phrase.start
            for phrase in taking_back
            # "It can't wait."
            if phrase.saying is Saying.CALM
            and not (_all(sounding, phrase) or self._negated(phrase))
        ]
        calm += [
            phrase.start
            for phrase in self._urgent
            if phrase.saying is Saying.GENERAL and self._negated(phrase)
        ]
        self._last_calm = max(calm, default=-1)
        self._clauses = _clauses(words)
        self._over = self._clauses_over(found, sounding)
        self._asked = {
            self._clauses[phrase.start] for phrase in found if phrase.saying is Saying.ASKED
        }

    @property
    def calm(self) -> bool:
        """Whether the text says that it can wait."""
        return self._last_calm >= 0

    def standing(self) -> list[tuple[int, int]]:
        """Return from where to where the words stand that are urgent, each once."""
        standing: list[tuple[int, int]] = []
        phrases = sorted(self._urgent, key=lambda phrase: (phrase.start, -phrase.end))
        for phrase in phrases:
            if (not standing or phrase.end > standing[-1][1]) and self._stands(phrase):
                standing.append((phrase.start, phrase.end))
        return standing

    def _stands(self, phrase: Phrase) -> bool:
        clause = self._clauses[phrase.start]
        # All of it: "no it" takes nothing back of "no it cant wait".
        if _all(self._harmless, phrase) or self._negated(phrase) or clause in self._over:
            return False
        if phrase.saying is Saying.DANGER:
            return True
        return clause not in self._asked and self._last_calm <= self._turn_before[phrase.start]

    def _negated(self, phrase: Phrase) -> bool:
        for at in range(phrase.start - 1, max(phrase.start - 1 - _REACH, -1), -1):
            if self._negates[at]:
                return True
            if self._words[at] in self._stops:
                break
        return False

    def _clauses_over(self, found: Iterable[Phrase], sounding: bytearray) -> set[int]:
        """Return the clauses whose matter is over: their own, or that of the one before."""
        with_words = sorted({self._clauses[phrase.start] for phrase in self._urgent})
        before = _last_before(self._clauses[-1] + 1, with_words)
        over: set[int] = set()
        for phrase in found:
            if phrase.saying not in (Saying.OVER, Saying.PAST) or _all(sounding, phrase):
                continue
            if self._negated(phrase):
                continue
            clause = self._clauses[phrase.start]
            over.add(clause)
            if phrase.saying is Saying.OVER and clause not in with_words:
                over.add(before[clause])
        return over

    def _marks(self, phrases: Iterable[Phrase]) -> bytearray:
        marks = bytearray(len(self._words))
        for phrase in phrases:
            marks[phrase.start : phrase.end] = b"\x01" * (phrase.end - phrase.start)
        return marks


def _all(marks: bytearray, phrase: Phrase) -> bool:
    return all(marks[phrase.start : phrase.end])


def _any(marks: bytearray, phrase: Phrase) -> bool:
    return any(marks[phrase.start : phrase.end])


def _clauses(words: Sequence[str]) -> list[int]:
    """Return the number of each word's clause."""
    clauses: list[int] = []
    clause = 0
    for word in words:
        clauses.append(clause)
        clause += word in ENDS
    return clauses


def _last_before(length: int, places: Collection[int]) -> list[int]:
    """Return for each place the last of `places` before it; -1 where there is none."""
    last, before = -1, []
    for at in range(length):
        before.append(last)
        if at in places:
            last = at
    return before
