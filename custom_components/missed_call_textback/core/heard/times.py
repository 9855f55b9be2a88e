"""When somebody wants it: "tomorrow", "this week", "no hurry", in the five languages.

A time that is about something else is none: when they called, since when it leaks, a good morning.
"""

from collections.abc import Sequence
import re
from typing import Final

from ..wording.phrases import Phrasebook
from ..wording.reading import ENDS, places_of, words_of

_DIGITS: Final = re.compile(r"\d+")
# Any number is read as this one.
_NUMBER: Final = "0"
_MONTHS: Final = """
    january/february/march/april/may/june/july/august/september/october/november/december
    /enero/febrero/marzo/abril/mayo/junio/julio/agosto/septiembre/octubre/noviembre/diciembre
    /janvier/fevrier/mars/avril/mai/juin/juillet/aout/septembre/octobre/novembre/decembre
    /januar/februar/maerz/juni/juli/oktober/dezember
    /gennaio/febbraio/aprile/maggio/giugno/luglio/settembre/ottobre/dicembre
"""
_LISTS: Final = {"MONTH": "".join(_MONTHS.split())}
_PHRASES: Final = """
    today/tonight/tomorrow/asap/urgent/urgently/immediately/soon/whenever/anytime/weekdays/weekend
    mornings/afternoons/evenings/monday/tuesday/wednesday/thursday/friday/saturday/sunday
    tomorrow morning/afternoon/evening
    [the] day after tomorrow
    this morning/afternoon/evening/week/weekend/month
    next week/weekend/month/monday/tuesday/wednesday/thursday/friday/saturday/sunday
    as soon as possible
    right/straight away/now
    no hurry/rush
    in no hurry/rush
    not urgent
    not in a hurry/rush
    any time/day
    in a few days/weeks
    in the next few days/weeks
    in the morning/afternoon/evening
    in/within an hour
    in/within 0 hours/days/weeks
    0 pm
    0am/0pm/0h

    hoy/manana/lunes/martes/miercoles/jueves/viernes/sabado/domingo/urgente
    hoy/manana por la manana/tarde/noche
    pasado manana
    esta manana/tarde/noche/semana
    este mes
    este fin de semana
    fin de semana
    la semana que viene
    [la] proxima semana
    cuanto antes
    lo antes posible
    sin prisa
    no hay/corre/tengo prisa
    no es urgente
    cualquier dia
    cuando pueda/puedan
    ahora mismo
    por la manana/tarde
    en 0 dias/semanas

    demain/lundi/mardi/mercredi/jeudi/vendredi/samedi/dimanche
    aujourd hui
    demain matin/soir
    apres demain
    ce matin/soir/mois/weekend
    ce week end
    cet apres midi
    cette semaine
    [la] semaine prochaine
    des que possible
    au plus vite
    le plus vite/tot possible
    tout de suite
    pas presse/pressee/urgent
    rien d urgent
    pas d urgence
    rien ne presse
    quand vous voulez/pouvez
    n importe quand
    dans 0 jours/semaines

    heute/morgen/ubermorgen/uebermorgen/sofort/dringend/jederzeit/wochenende/baldmoglichst
    schnellstmoglich/vormittags/nachmittags/abends
    montag/dienstag/mittwoch/donnerstag/freitag/samstag/sonnabend/sonntag
    heute/morgen fruh/vormittag/mittag/nachmittag/abend
    diese/nachste/naechste/kommende woche
    diesen/nachsten/naechsten monat
    so bald/schnell wie moglich/moeglich
    moglichst/moeglichst bald/schnell
    keine eile
    eilt [es] nicht
    nicht eilig/dringend
    hat zeit
    egal wann
    in 0 tagen/wochen
    um 0 uhr

    oggi/domani/dopodomani/stasera/stamattina/stamani/subito
    lunedi/martedi/mercoledi/giovedi/venerdi/sabato/domenica
    domani mattina/pomeriggio/sera
    questa mattina/settimana
    questo pomeriggio/mese/weekend
    [la] prossima settimana
    [la] settimana prossima
    fine settimana
    [il] prima possibile
    appena possibile
    al piu presto
    con calma
    senza/nessuna fretta
    non c e fretta
    non ho fretta
    non e urgente
    quando vuole/volete
    tra/fra 0 giorni/settimane

    0/0st/0nd/0rd/0th [of/de] MONTH
    MONTH 0/0st/0nd/0rd/0th
"""
_NOT: Final = frozenset(
    {"not", "isnt", "dont", "wont", "nicht", "pas", "no", "non", "kein", "keine"}
)
_SINCE: Final = frozenset({"since", "from", "seit", "depuis", "desde", "da", "dal", "dalla"})
_WISHES: Final = frozenset(
    {"good", "nice", "great", "happy", "lovely", "guten", "schonen", "schones", "schoenes", "bon"}
    | {"bonne", "buon", "buona", "buen", "feliz"}
)
# When they called, or what they call off.
_OTHERWISE: Final = frozenset(
    {"called", "rang", "phoned", "tried", "missed", "angerufen", "anruf", "versucht", "llame"}
    | {"llamado", "llamada", "appele", "appel", "chiamato", "chiamata"}
    | {"cancel", "cant", "cannot", "absagen", "stornieren", "cancelar", "anular", "annuler"}
    | {"annullare", "disdire"}
)
# A German morning is a greeting, too.
_GREETS: Final = "morgen"


def _book() -> Phrasebook[None]:
    book = Phrasebook[None]()
    book.add(None, _PHRASES, _LISTS)
    return book


_BOOK: Final = _book()


def time_in(text: str) -> str | None:
    """Return the words that tell when somebody wants it, as they were written."""
    spans = time_spans(text)
    return text[slice(*spans[0])] if spans else None


def time_spans(text: str) -> list[tuple[int, int]]:
    """Return where words tell when somebody wants it. Times that follow each other are one."""
    words = [_DIGITS.sub(_NUMBER, word) for word in words_of(text)]
    joined: list[tuple[int, int]] = []
    end = 0
    for found in sorted(_BOOK.find(words), key=lambda each: (each.start, -each.end)):
        if found.start < end:
            continue
        if joined and found.start == joined[-1][1]:
            joined[-1] = joined[-1][0], found.end
        elif not _is_of_something_else(words, found.start, found.end):
            joined.append((found.start, found.end))
        end = found.end
    places = places_of(text) if joined else []
    return [(places[start][0], places[last - 1][1]) for start, last in joined]


def _is_of_something_else(words: Sequence[str], start: int, end: int) -> bool:
    begins = max((at + 1 for at in range(start) if words[at] in ENDS), default=0)
    before = words[begins:start]
    if before and (before[-1] in _WISHES or before[-1] in _NOT):
        return True
    if words[end] in _NOT:
        # "Diese Woche nicht".
        return True
    if not _SINCE.isdisjoint(before[-2:]) or not _OTHERWISE.isdisjoint(before):
        return True
    greets = not start and words[:end] == [_GREETS] and words[end] in ENDS
    return greets and end + 1 < len(words)
