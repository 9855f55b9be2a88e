"""Slips in the words that matter here: which one somebody meant who typed "emergancy"."""

from itertools import groupby
from typing import Final

# In each form in which a phrase has them. Long words alone: of a short one, a slip makes another.
_WORDS: Final = """
    urgent urgently emergency immediately breathing bleeding unconscious seizure seizures poisoned
    collapsed choking swallowed chocolate electrocuted sparking monoxide burning flooding flooded
    overflowing leaking sewage ceiling furnace heating stranded accident arrested toothache abscess

    urgente urgentemente urgencia emergencia sangrando convulsiones convulsionando envenenado
    atropellaron atropellado incendio chispas inundando inundado inundada inundacion tuberia
    calefaccion

    urgence saignement convulsions empoisonne etincelles incendie inondation chauffage chaudiere
    renverse autoroute

    dringend notfall bewusstlos krampfanfall vergiftet angefahren rattengift gasgeruch kurzschluss
    uberschwemmung uberschwemmt rohrbruch wasserrohrbruch heizung stromausfall liegengeblieben

    absceso abszess accidente allagate allagati atropellada avvelenata chocolat convulsion
    combulsiones convulsing convulsiona convulsione convulsiono dringende dringender dringendes
    electrocuto electrocute electrocutee emergencias emergencies emergenze empoisonnee envenenada
    etincelle incendia dringendst incendios investita investiti krampfanfaelle krampfanfalle
    monoxido monoxyde notfaelle notfalle renversee saignements sangrado scintilla tuberias
    ueberschwemmt ueberschwemmung urgences urgencias urgency urgentes urgenti urgentisimo
    urgentissima urgents urjente

    urgentissimo emergenza sanguina convulsioni avvelenato investito scintille allagato allagata
    allagamento riscaldamento incidente autostrada
"""
# One slip away from those, and another word: flooring, leaving, allegato (attached).
_OTHER_WORDS: Final = """
    flooring floored leading leaving leaning leaping leasing lacking speaking spanking sparkling
    sparring sparing hearing heading healing hating halting heaving heaping cooking coking breeding
    blending breaching bunting burying strained emergence incident incidents incidence reverse
    sanguine chiapas invertido investigo investido infundada infundado emprisonne sainement
    chaumiere investit sanguin sanguins heilung notfalls abgefahren dringen strande stranden chispa
    chiesa chissa chiusa chiosa sagrado investiga emergente allegati allegate allargate emprisonnes
    emprisonner emprisonnee invertiti invertita notfallen accedent allegato allegata allargato
    allargata allargamento invertito sanguigna sanguinea
"""
_SHORTEST: Final = 5
_MEANT: Final = frozenset(_WORDS.split())
_KNOWN: Final = _MEANT.union(_OTHER_WORDS.split())
_BY_REST: Final = {
    word[:at] + word[at + 1 :]: (word, at) for word in sorted(_MEANT) for at in range(1, len(word))
}


def meant(token: str) -> str:
    """Return the word that was meant, or the token itself.

    A slip is one letter too many, too few or another one, or two that are swapped; not the first.
    """
    if len(token) < _SHORTEST or token in _KNOWN:
        return token
    if (word := _slipped(token)) is not None:
        return word
    # URGENTTTT: a letter that stays down.
    if any(a == b == c for a, b, c in zip(token, token[1:], token[2:], strict=False)):
        once = "".join(letter for letter, _ in groupby(token))
        return once if once in _KNOWN else _slipped(once) or token
    return token


def _slipped(token: str) -> str | None:
    if token in _BY_REST:
        return _BY_REST[token][0]
    for at in range(1, len(token)):
        rest = token[:at] + token[at + 1 :]
        if rest in _MEANT:
            return rest
        word, place = _BY_REST.get(rest, ("", 0))
        # Farther apart it would be a letter that was moved, and mostly another word.
        if word and abs(place - at) <= 1:
            return word
    return None
