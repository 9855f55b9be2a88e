"""What is no answer to a question: a question back, "call me", "who is this", "never mind"."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from ..wording.phrases import Phrasebook
from ..wording.reading import ASKED, ENDS, words_of


class _Saying(Enum):
    FOR_PEOPLE = auto()
    """Whatever else is said."""
    NOTHING = auto()
    """Where nothing else is said."""
    YES_OR_NO = auto()
    """Where nothing else is said, and the question takes neither yes nor no."""


_FOR_PEOPLE: Final = """
    who is this/it
    who/whos this
    who s this
    who are you
    wrong number
    call/ring/phone me/us
    give me/us a call/ring
    please call/ring
    call [me] back
    real/actual person/human
    speak/talk to [a/an] person/human/someone/somebody/anyone
    are you a robot/bot
    is this a robot/bot
    never mind
    nevermind
    forget it
    no longer need
    changed my mind

    quien es/eres
    numero equivocado
    llameme/llamame/llamenme
    me llame/llamen
    me puede/pueden/puedes llamar
    hablar con alguien
    hablar con una persona
    olvidelo
    ya no hace falta

    qui est ce
    qui etes vous
    c est qui
    faux/mauvais numero
    rappelez/appelez moi
    me rappeler
    m appeler
    une vraie personne
    laissez tomber
    plus besoin

    wer ist das/da
    wer sind sie
    wer bist du
    falsche nummer
    verwahlt/verwaehlt
    rufen sie
    ruf mich
    ruckruf/rueckruf/zuruckrufen/zurueckrufen
    bitte/mich anrufen
    echter/echten mensch/menschen
    mit einem menschen
    hat sich erledigt
    schon erledigt

    chi e/sei/siete
    numero sbagliato
    chiamatemi/richiamatemi
    mi chiami/chiamate/richiami
    una persona vera
    lasci perdere
    non serve piu
"""
_NOTHING: Final = """
    what/huh/eh/pardon/sorry/thanks/thx/bye/goodbye/cheers
    excuse me
    thank you
    no thanks
    no thank you

    que/como/gracias/adios/perdon
    no gracias

    quoi/comment/merci
    non merci
    au revoir

    was/danke/tschuss/tschuess
    wie bitte
    nein/vielen danke/dank

    cosa/come/scusi/grazie/arrivederci
    no grazie
"""
_YES_OR_NO: Final = """
    yes/yeah/yep/yup/no/nope/ok/okay/sure/fine/great/k/hi/hello/hey/please/dunno/idk
    [i] dont/donot know
    i do not know
    not sure
    no idea

    si/vale/claro/hola
    por favor
    no [lo] se
    ni idea

    oui/non/bonjour
    d accord
    s il vous plait
    je [ne] sais pas
    aucune idee

    ja/nein/gut/hallo/bitte
    alles klar
    [ich] weiss [ich] nicht
    keine ahnung

    certo/ciao/boh
    va bene
    per favore
    non [lo] so
"""


def _book() -> Phrasebook[_Saying]:
    book = Phrasebook[_Saying]()
    book.add(_Saying.FOR_PEOPLE, _FOR_PEOPLE, {})
    book.add(_Saying.NOTHING, _NOTHING, {})
    book.add(_Saying.YES_OR_NO, _YES_OR_NO, {})
    return book


_BOOK: Final = _book()


def is_wordless(text: str) -> bool:
    """Tell whether there is no word in a text: a picture, or a thumb."""
    return all(word in ENDS for word in words_of(text))


def is_no_answer(text: str, *, yes_or_no: bool = False) -> bool:
    """Tell whether words answer no question; `yes_or_no`: a yes would be an answer."""
    if asks_back(text) or is_for_people(text):
        return True
    return not yes_or_no and _says_only(words_of(text), _Saying.NOTHING, _Saying.YES_OR_NO)


def is_for_people(text: str) -> bool:
    """Tell whether words ask for a person, or want nothing of a machine."""
    words = words_of(text)
    if any(found.saying is _Saying.FOR_PEOPLE for found in _BOOK.find(words)):
        return True
    return _says_only(words, _Saying.NOTHING)


def asks_back(text: str) -> bool:
    """Tell whether words are a question."""
    return ASKED in words_of(text)


def _says_only(words: Sequence[str], *sayings: _Saying) -> bool:
    said = {
        at
        for found in _BOOK.find(words)
        if found.saying in sayings
        for at in range(found.start, found.end)
    }
    return all(at in said for at, word in enumerate(words) if word not in ENDS)
