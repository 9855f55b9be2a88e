"""Whether somebody's words say that their matter is urgent: in five languages, by what a shop does.

Words that sound urgent count unless the text itself takes them back:

| what is written | what it takes back |
|---|---|
| a negation ("no leak") | what comes next in its breath: a few words of one clause |
| it is over ("all fixed now") | its clause; where nothing in that sounds urgent, the last one that did |
| it is past ("thanks for stopping the leak") | its clause |
| it is asked about ("how much for a burst pipe?") | its clause, but no danger to life |
| it can wait, or is "not urgent" | all before it, and after it up to a "but"; but no danger to life |

Where words may mean either they are urgent: an alarm too many costs less than one that never came.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ..wording.phrases import Phrasebook
from ..wording.reactions import own_words
from ..wording.reading import SAID, ends_of, places_of, words_of
from .english import ENGLISH
from .french import FRENCH
from .german import GERMAN
from .italian import ITALIAN
from .scope import ENDS, Saying, Scopes
from .slips import meant
from .spanish import SPANISH
from .topics import DANGERS, UNMISTAKABLE, Topic

__all__ = ["UNMISTAKABLE", "Topic", "Urgency", "can_be_found"]

# All at once: a short text does not show its language, and the customers of one shop use several.
_LANGUAGES: Final = (ENGLISH, SPANISH, FRENCH, GERMAN, ITALIAN)
_BREATHS: Final = frozenset(
    word for language in _LANGUAGES for word in words_of(language.breaths.replace("/", " "))
)
_NEGATIONS: Final = frozenset(
    word for language in _LANGUAGES for word in words_of(language.negations.replace("/", " "))
)
_EMOJI: Final = "🆘🚨"
# Shops of one house seldom differ, and a book of phrases takes a while to write.
_BOOKS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """What a shop takes for urgent: certain topics, what is so everywhere, and words of its own."""

    topics: frozenset[Topic] = UNMISTAKABLE
    own: tuple[str, ...] = ()
    built_in: bool = True
    """Whether anything counts but the shop's own words."""

    def words_in(self, body: str) -> tuple[str, ...]:
        """Return the words that make a text urgent, as they are written there; none if it is not."""
        body = own_words(ends_of(body))
        words = words_of(body, meant)
        turns = {turn.start for turn in _TURNS.find(words)}
        for turn in turns:
            words[turn] = SAID
        scopes = Scopes(words, list(_book(self).find(words)), turns=turns, breaths=_BREATHS)
        standing = scopes.standing()
        found = []
        if standing:
            places = places_of(body)
            found = [
                " ".join(body[places[start][0] : places[end - 1][1]].split())
                for start, end in standing
            ]
        if self.built_in and not scopes.calm:
            found += [sign for sign in _EMOJI if sign in body]
        return tuple(dict.fromkeys(found))


def can_be_found(written: str) -> bool:
    """Tell whether a text could contain an owner's own words at all."""
    return not ENDS.issuperset(words_of(written))


def _turns() -> Phrasebook[None]:
    book = Phrasebook[None]()
    for language in _LANGUAGES:
        book.add(None, language.turns, {})
    return book


_TURNS: Final = _turns()


@lru_cache(_BOOKS)
def _book(urgency: Urgency) -> Phrasebook[Saying]:
    book = Phrasebook[Saying](_NEGATIONS)
    for language in _LANGUAGES:
        lists = language.lists
        for saying, phrases in (
            (Saying.NEGATION, language.negations),
            (Saying.HARMLESS, language.harmless),
            (Saying.CALM, language.calm),
            (Saying.OVER, language.over),
            (Saying.PAST, language.past),
            (Saying.ASKED, language.asked),
        ):
            book.add(saying, phrases, lists)
        if urgency.built_in:
            book.add(Saying.GENERAL, language.general, lists)
            for topic in urgency.topics:
                saying = Saying.DANGER if topic in DANGERS else Saying.URGENT
                book.add(saying, language.topics[topic], lists)
    for own in urgency.own:
        written = (word for word in words_of(own, meant) if word not in ENDS)
        book.add(Saying.URGENT, " ".join(written), {})
    return book
