"""What somebody wants: one of the shop's services by its words, or at least something."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..wording.phrases import Phrasebook
from ..wording.reading import ENDS, places_of, words_of
from .places import place_span
from .times import time_spans

# Shorter ones begin too many other words.
_LEAST_STEM: Final = 5
_PLURAL: Final = ("s", "es", "n", "en", "e", "i")
_NOT: Final = frozenset({"not", "isnt", "nicht", "kein", "keine", "keinen", "pas", "no", "non"})

# Words of a first text that say nothing of what it is about, in the five languages.
_NOTHING_SAID: Final = """
    hi hello hey hiya good morning afternoon evening thanks thank you yes yeah yep please okay
    sure sorry just got your text message missed called call calling back phone number ring
    rang tried the and for can could would will you guys someone somebody anyone help with
    need want like looking look get have has had are was from here there this that about some
    any come out soon again appointment book booking question info information service today
    possible available free interested when how who what where its ill ive does did let know
    speak talk name
    hola buenos buenas dias tardes noches gracias por favor los las una uno unos necesito
    quiero quisiera puede pueden podria ayuda ayudarme llame llamado llamada llamo cita pedir
    reservar informacion con para que usted ustedes sobre tengo estoy soy
    bonjour bonsoir salut merci oui vous plait les des une besoin aide aider pouvez pourriez
    appele appel rappel rendez rdv prendre voudrais souhaite aimerais pour avec est que suis
    avoir
    hallo guten tag abend moin danke bitte ich sie wir habe hatte hatten brauche brauchen
    mochte moechte konnen koennen konnten koennten hilfe helfen angerufen anruf termin frage
    fur fuer und der die das den dem ein eine einen mir uns ihnen gerne gern bin ist sind mit
    ciao buongiorno buonasera grazie prego sono vorrei avrei bisogno aiuto potete puo puoi
    chiamato chiamata appuntamento prenotare per con che una uno gli alla del della ho
"""
_SAYS_NOTHING: Final = frozenset(_NOTHING_SAID.split())
# Before somebody's name, which says nothing of what they want either.
_NAMES: Final = """
    this is
    [my] name is/s
    it s
    i m
    im
    hier ist/spricht
    mein name ist
    ich heisse/bin
    je m appelle
    je suis
    c est
    ici
    me llamo
    mi nombre es
    soy
    mi chiamo
    sono
"""
_LONGEST_NAME: Final = 3
_LEAST_WORD: Final = 3
_ABOUT: Final = frozenset(
    {"about", "my", "the", "a", "an", "wegen", "mein", "meine", "mon", "ma", "mi", "mio", "mia"}
    | {"per", "pour", "de"}
)


def _names() -> Phrasebook[None]:
    book = Phrasebook[None]()
    book.add(None, _NAMES, {})
    return book


_BOOK: Final = _names()


@dataclass(frozen=True, slots=True)
class Service:
    """Something that a shop does: what it is called, and in what other words people ask for it."""

    name: str
    words: tuple[str, ...] = ()


def services_in(text: str, services: Sequence[Service]) -> str | None:
    """Return which of a shop's services somebody names, by the shop's own words for them."""
    words = words_of(text)
    found = [each.name for each in services if _is_named(each, words)]
    return ", ".join(found) or None


def says_something(text: str, country: str) -> bool:
    """Tell whether a first text tells anything of what it is about, beside a place and a time."""
    words, places = words_of(text), places_of(text)
    place = place_span(text, country)
    spans = [*time_spans(text), *([] if place is None else [place])]
    names = _names_in(words)
    return any(
        len(word) >= _LEAST_WORD
        and not word.isdigit()
        and word not in _SAYS_NOTHING
        and at not in names
        and not any(start <= places[at][0] < end for start, end in spans)
        for at, word in enumerate(words)
    )


def _is_named(service: Service, words: Sequence[str]) -> bool:
    for called in (service.name, *service.words):
        wanted = [word for word in words_of(called) if word not in ENDS]
        for at in range(len(words) - len(wanted) + 1 if wanted else 0):
            here = words[at : at + len(wanted)]
            if here[:-1] == wanted[:-1] and _is_like(here[-1], wanted[-1]):
                before = words[max(at - 2, 0) : at]
                if _NOT.isdisjoint(before):
                    return True
    return False


def _is_like(word: str, wanted: str) -> bool:
    if word == wanted or any(word == wanted + ending for ending in _PLURAL):
        return True
    return len(wanted) >= _LEAST_STEM and word.startswith(wanted)


def _names_in(words: Sequence[str]) -> set[int]:
    """Return which of some words are somebody's name, and what comes before it."""
    names: set[int] = set()
    for found in _BOOK.find(words):
        end = next(at for at in range(found.end, len(words)) if words[at] in ENDS)
        name = words[found.end : end]
        if len(name) <= _LONGEST_NAME and _ABOUT.isdisjoint(name):
            names |= set(range(found.start, end))
    return names
