"""The words of five languages by which people choose a time, or ask for another one.

Without accents, in small letters. A word stands here only if it means one thing in all the languages
in which it means anything here; German "Do" and "Mi", which are English and Spanish too, do not.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final


class Kind(Enum):
    """What a word is to somebody who chooses a time."""

    FILLER = auto()
    """Says nothing, and changes nothing."""
    NUMBER = auto()
    NTH = auto()
    """The place in the list: its value, or -1 for the last."""
    THAT = auto()
    """What points at something: "that one" is no number, and nobody knows which one it is."""
    ONE = auto()
    """English "one": the number, or the word in "the second one"."""
    AT = auto()
    """What stands before a time of the day."""
    HOURS = auto()
    """What stands after one: "Uhr", "heures"."""
    HALF = auto()
    """Of a 12-hour clock: its value is the hour that it begins at."""
    CLOCK = auto()
    """A time of the day: its value is hour and minute."""
    NOON = auto()
    WEEKDAY = auto()
    MON = auto()
    """An English Monday, or French "my"."""
    DAYS_ON = auto()
    MANANA = auto()
    """Spanish: tomorrow, or the morning."""
    APRES = auto()
    """French: after; with noon it is the afternoon, with tomorrow the day after."""
    PASADO = auto()
    """Spanish: past; with tomorrow it is the day after."""
    PART = auto()
    """A part of the day: its value is from and until which hour."""
    MONTH = auto()
    LA = auto()
    """A Romance article, after which "prima" is the first, which in German is "fine"."""
    PRIMA = auto()
    NOUN = auto()
    """An appointment: on its own it asks for one."""
    BOOK = auto()
    MORE = auto()
    CHANGE = auto()
    CALL_OFF = auto()


type Word = tuple[Kind, object]

_NUMBERS: Final = (
    "eins uno",
    "two dos deux zwei due",
    "three tres trois drei tre",
    "four cuatro quatre vier quattro",
    "five cinco cinq funf fuenf cinque",
)
_PLACES: Final = {
    1: "first primero primera primer premier premiere primo erste erster ersten erstes",
    2: "second segundo segunda deuxieme seconde secondo seconda zweite zweiter zweiten zweites",
    3: "third tercero tercera tercer troisieme terzo terza dritte dritter dritten drittes",
    4: "fourth cuarto cuarta quatrieme quarto quarta vierte vierter vierten viertes",
    5: "fifth quinto quinta cinquieme funfte funfter funften funftes",
    -1: "last ultimo ultima dernier derniere letzte letzter letzten letztes",
}
_WEEKDAYS: Final = (
    "monday lunes lundi montag montags lunedi lun",
    "tuesday tues tue martes mardi dienstag dienstags martedi",
    "wednesday wed miercoles mercredi mittwoch mittwochs mercoledi mie",
    "thursday thurs thu jueves jeudi donnerstag donnerstags giovedi jue",
    "friday fri viernes vendredi freitag freitags venerdi vie",
    "saturday sat sabado samedi samstag samstags sonnabend sabato sab",
    "sunday domingo dimanche sonntag sonntags domenica dom",
)
_MONTHS: Final = (
    "january enero janvier januar janner gennaio jan",
    "february febrero fevrier februar febbraio feb",
    "march marzo mars marz maerz",
    "april abril avril aprile apr",
    "may mayo mai maggio",
    "june junio juin juni giugno jun",
    "july julio juillet juli luglio jul",
    "august agosto aout aug",
    "september septiembre septembre settembre sept sep",
    "october octubre octobre oktober ottobre oct okt",
    "november noviembre novembre nov",
    "december diciembre decembre dezember dicembre dec dez",
)
_PARTS: Final = {
    (0, 12): "morning matin morgens vormittag vormittags mattina mattino",
    (12, 18): "afternoon tarde nachmittag nachmittags pomeriggio",
    (17, 24): "evening noche soir abend abends sera",
}
_DAYS_ON: Final = (
    "today hoy aujourd heute oggi",
    "tomorrow demain morgen domani",
    "ubermorgen uebermorgen dopodomani",
)
_PLAIN: Final = {
    Kind.FILLER: (
        "the a an i would like want can could take have do does will be is it its works to for me my we"
        " us lets let go with on work suits fine good great perfect ok okay yes yep yeah sure please"
        " thanks thank you much very so hi hello option number nr num slot them these those of any"
        " there time times day days got d ll m s ve o"
        " el los lo les de del para mi quiero quisiera puedo puede ser va bien si vale claro una"
        " perfecto por favor gracias muchas hola opcion numero hora horas dia dias"
        " le un une je prends veux voudrais peux pour moi ce c ca convient oui merci bonjour"
        " accord parfait sil vous plait svp stp creneau horaire horaires j l hui"
        " der die das den dem ein eine einen ich nehme mochte hatte gern gerne wurde bitte danke"
        " ja passt gut perfekt mir meinen meine mein hallo guten nummer ware fur davon zeit zeiten"
        " il gli prendo vorrei posso puo per andrebbe bene grazie ciao perfetto opzione favore"
        " ora orario orari giorno giorni mio"
    ),
    Kind.THAT: "that this",
    Kind.ONE: "one",
    Kind.AT: "at um alle ore las",
    Kind.HOURS: "clock uhr heure heures",
    Kind.NOON: "noon mediodia midi mittag mittags mezzogiorno",
    Kind.MON: "mon",
    Kind.MANANA: "manana",
    Kind.APRES: "apres",
    Kind.PASADO: "pasado",
    Kind.LA: "la",
    Kind.PRIMA: "prima",
    Kind.NOUN: (
        "appointment appointments booking cita citas rendez rendezvous rdv termin termine"
        " appuntamento appuntamenti prenotazione"
    ),
    Kind.BOOK: "book schedule reservar agendar reserver buchen prenotare",
    Kind.MORE: (
        "more other others another different else none neither"
        " mas otro otra otros otras ninguno ninguna"
        " plus autre autres aucun aucune"
        " mehr weitere weiterer andere anderer anderes anderen keiner keine keins"
        " altro altra altri altre nessuno nessuna"
    ),
    Kind.CHANGE: (
        "change reschedule move postpone rebook"
        " cambiar cambio mover reprogramar aplazar"
        " changer modifier deplacer reporter decaler"
        " verschieben verlegen andern aendern umbuchen"
        " cambiare spostare rimandare posticipare"
    ),
    Kind.CALL_OFF: (
        "cancel cancelar anular annuler absagen stornieren annullare disdire cancellare"
    ),
}


def _words() -> Mapping[str, Word]:
    words: dict[str, Word] = {
        word: (kind, None) for kind, written in _PLAIN.items() for word in written.split()
    }
    valued = (
        (Kind.NUMBER, dict(enumerate(_NUMBERS, 1))),
        (Kind.NTH, _PLACES),
        (Kind.WEEKDAY, dict(enumerate(_WEEKDAYS))),
        (Kind.MONTH, dict(enumerate(_MONTHS, 1))),
        (Kind.PART, _PARTS),
        (Kind.DAYS_ON, dict(enumerate(_DAYS_ON))),
        (Kind.HALF, {0: "am", 12: "pm"}),
    )
    for kind, values in valued:
        for value, written in values.items():
            words |= dict.fromkeys(written.split(), (kind, value))
    return MappingProxyType(words)


WORDS: Final = _words()
