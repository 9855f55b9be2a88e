"""Whether a text is a goodbye and nothing else: thanks, or that nobody need bother any more.

A text is one only where every word of it is known to be. Whatever stands beside it (a question, a time,
a word that is not listed here) may ask for something, and then somebody has to read it: to be told
of a thanks too many costs less than to forget somebody.
"""

from collections.abc import Sequence
from enum import IntEnum, StrEnum
import re
from typing import Final
import unicodedata

from .farewell_words import GOODBYES
from .wording.phrases import Phrasebook
from .wording.reactions import own_words
from .wording.reading import ASKED, SAID, words_of

# Nobody takes longer to say no more than that.
_LONGEST: Final = 200


class Farewell(StrEnum):
    """How somebody says goodbye."""

    THANKS = "thanks"
    """They have read what they were answered, and say no more than that."""
    NEVER_MIND = "never_mind"
    """They want nothing any more: it is done, or somebody else does it."""


class _Saying(IntEnum):
    """What a phrase says; of a text the most that any of its phrases does."""

    NOTHING = 0
    THANKS = 1
    NEVER_MIND = 2


_FAREWELLS: Final = {
    _Saying.THANKS: Farewell.THANKS,
    _Saying.NEVER_MIND: Farewell.NEVER_MIND,
}
_FRIENDLY: Final = "👍👌🙏👋🤝✅💯🎉❤🧡💛💚💙💜🖤🤍♥😊🙂😀😃😄😁😉😍🥰☺🤗🤩😎👏🙌💪🫶"
_FRIENDLY_WORD: Final = "thx"
_SIGNS: Final = str.maketrans(dict.fromkeys(_FRIENDLY, f" {_FRIENDLY_WORD} "))
# How telephones tell, in place of words, that somebody liked a text of ours.
_LIKED: Final = re.compile(
    rf"""\W*(?:liked|loved|a\ (?:aimé|adoré)|le\ (?:gustó|encantó)|gefällt(?!\ nicht)|[{_FRIENDLY}])""",
    re.IGNORECASE | re.VERBOSE,
)


def _phrasebook() -> Phrasebook[_Saying]:
    book = Phrasebook[_Saying]()
    for language in GOODBYES:
        book.add(_Saying.NOTHING, language.beside, language.lists)
        book.add(_Saying.THANKS, language.thanks, language.lists)
        book.add(_Saying.NEVER_MIND, language.never_mind, language.lists)
    return book


_PHRASES: Final = _phrasebook()


def farewell_of(body: str) -> Farewell | None:
    """Return which goodbye a text is, or None where it is more than that, or none."""
    if len(body) > _LONGEST:
        return None
    typed = own_words(body)
    if not typed.strip():
        return Farewell.THANKS if _LIKED.match(body) else None
    typed = typed.translate(_SIGNS)
    words = words_of(typed)
    # What other signs say (a flame, a cry for help) is not known here.
    if ASKED in words or any(unicodedata.category(letter) == "So" for letter in typed):
        return None
    saying = _most_said(words)
    return None if saying is None else _FAREWELLS.get(saying)


def _most_said(words: Sequence[str]) -> _Saying | None:
    """Return the most that words say, where they are phrases from end to end; else None."""
    # By where a phrase ends, the most that is said up to there.
    said: list[_Saying | None] = [_Saying.NOTHING, *[None] * len(words)]
    found: dict[int, list[tuple[int, _Saying]]] = {}
    for phrase in _PHRASES.find(words):
        found.setdefault(phrase.start, []).append((phrase.end, phrase.saying))
    for at, word in enumerate(words):
        if (before := said[at]) is None:
            continue
        here = found.get(at, [])
        if word == SAID:
            here = [*here, (at + 1, _Saying.NOTHING)]
        for end, saying in here:
            known = said[end]
            most = max(before, saying)
            said[end] = most if known is None else max(known, most)
    return said[-1]
