"""What a text says about being texted: a wish to stop, in words of five languages, or conversation.

It errs on the side of stopping. A wish that is plain is STOP; one that is likely but may be meant
otherwise is UNSURE. What is about appointments, leaks and bus stops stays conversation.
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Final

from ..wording.phrases import Found, Phrasebook
from ..wording.reactions import own_words
from ..wording.reading import ASKED, SAID, clauses_of, ends_of, spelt_out, words_of
from .english import ENGLISH
from .french import FRENCH
from .german import GERMAN
from .italian import ITALIAN
from .slips import meant
from .spanish import SPANISH

__all__ = ["Wish", "wish_of"]

# All at once: a short text does not show its language, and the customers of one shop use several.
_LANGUAGES: Final = (ENGLISH, SPANISH, FRENCH, GERMAN, ITALIAN)
# A clause of so few words that begins or ends with STOP has little room to mean anything else.
_FEW_WORDS: Final = 4

type _Words = tuple[str, ...]
type _Clauses = list[tuple[list[str], str]]


class Wish(StrEnum):
    """What a person asks about being texted."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    # It may be a wish to stop: texting stops, and the owner is asked.
    UNSURE = "unsure"


class _Saying(IntEnum):
    """What a phrase says."""

    # Not about texts at all, or that they are welcome: whatever else is read into its words is wrong.
    CONVERSATION = 0
    STOP = 1
    # It may be meant so; where it says more than a STOP within it, it is the one that counts.
    UNSURE = 2


def _whole_texts(texts: Iterable[str]) -> frozenset[_Words]:
    """Return whole texts, cut as a text is that comes in."""
    return frozenset(
        tuple(words_of(" ".join(text.split()), meant)[:-1])
        for listed in texts
        for text in listed.split(",")
    )


_STOP: Final = _whole_texts(language.stop_texts for language in _LANGUAGES)
_UNSURE: Final = _whole_texts(language.unsure_texts for language in _LANGUAGES)
_START: Final = _whole_texts(language.start_texts for language in _LANGUAGES)
_HELP: Final = _whole_texts(language.help_texts for language in _LANGUAGES)
_STOP_WORDS: Final = frozenset(words[0] for words in _STOP if len(words) == 1)
_NOISE: Final = frozenset(
    word for language in _LANGUAGES for word in words_of(language.noise, meant) if word != SAID
)
_EDGES: Final = _whole_texts(language.edges for language in _LANGUAGES)
_LONGEST_EDGE: Final = max(map(len, _EDGES))


def _phrasebook() -> Phrasebook[_Saying]:
    book = Phrasebook[_Saying]()
    for language in _LANGUAGES:
        book.add(_Saying.STOP, language.stop, language.lists)
        book.add(_Saying.UNSURE, language.unsure, language.lists)
        book.add(_Saying.CONVERSATION, language.conversation, language.lists)
    return book


_PHRASES: Final = _phrasebook()


def wish_of(body: str) -> Wish | None:
    """Return what a text asks about being texted, or None where it is conversation."""
    clauses = clauses_of(spelt_out(words_of(own_words(ends_of(body)), meant)))
    if not clauses:
        return None
    typed = _once(word for words, _ in clauses for word in words)
    if typed in _START:
        return Wish.START
    if typed in _HELP:
        return Wish.HELP
    clauses = _bare(clauses)
    said = tuple(word for words, _ in clauses for word in words)
    once = _once(said)
    if {typed, said, once} & _STOP or (said and _STOP_WORDS.issuperset(said)):
        return Wish.STOP
    if once in _UNSURE:
        return Wish.UNSURE
    return _wish_within(clauses)


def _once(words: Iterable[str]) -> _Words:
    """Return words, said once where they are the same few over and over."""
    said = tuple(words)
    for few in range(1, min(_FEW_WORDS, len(said) // 2) + 1):
        if said[few:] == said[:-few]:
            return said[:few]
    return said


def _bare(clauses: _Clauses) -> _Clauses:
    """Return clauses without noise, and without politeness at their edges."""
    bare: _Clauses = []
    for clause, ending in clauses:
        words = [word for word in clause if word not in _NOISE]
        start, end = 0, len(words)
        while taken := _edge(words[start : min(start + _LONGEST_EDGE, end)], at_end=False):
            start += taken
        while taken := _edge(words[max(start, end - _LONGEST_EDGE) : end], at_end=True):
            end -= taken
        if start < end:
            bare.append((words[start:end], ending))
    return bare


def _edge(words: list[str], *, at_end: bool) -> int:
    """Return how many of the first, or last, words are politeness."""
    return next(
        (
            count
            for count in range(len(words), 0, -1)
            if tuple(words[-count:] if at_end else words[:count]) in _EDGES
        ),
        0,
    )


def _wish_within(clauses: _Clauses) -> Wish | None:
    """Return the wish that the phrases of a text make."""
    words = [word for clause, ending in clauses for word in (*clause, ending)]
    found = tuple(_PHRASES.find(words))
    # By the word, so that time is linear however many phrases there are.
    conversation, stop, unsure = (bytearray(len(words)) for _ in range(3))
    for phrase in found:
        _mark(stop, phrase, _Saying.STOP)
        _mark(unsure, phrase, _Saying.UNSURE)
    for phrase in found:
        # "Don't stop texting" is none within "if you don't stop texting".
        if not all(stop[phrase.start : phrase.end]):
            _mark(conversation, phrase, _Saying.CONVERSATION)
    likely = False
    for phrase in found:
        if phrase.saying is _Saying.CONVERSATION or any(conversation[phrase.start : phrase.end]):
            continue
        if phrase.saying is _Saying.STOP and not all(unsure[phrase.start : phrase.end]):
            return Wish.STOP
        likely = True
    if likely or _short_stop(clauses, conversation):
        return Wish.UNSURE
    return None


def _mark(marks: bytearray, phrase: Found[_Saying], saying: _Saying) -> None:
    if phrase.saying is saying:
        marks[phrase.start : phrase.end] = b"\x01" * (phrase.end - phrase.start)


def _short_stop(clauses: _Clauses, conversation: bytearray) -> bool:
    """Tell whether a clause is STOP and few words that nothing else is known of."""
    at = 0
    for words, ending in clauses:
        end = at + len(words)
        if (
            len(words) <= _FEW_WORDS
            and "stop" in (words[0], words[-1])
            and ending != ASKED
            and not any(conversation[at:end])
        ):
            return True
        at = end + 1
    return False
