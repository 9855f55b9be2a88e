"""Which column of a table says what: by the words above it, in five languages, else by what is in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
import re
from typing import Final

from ..plain_letters import plain_letters
from .dates import DayOrder, read_moment
from .results import read_result
from .table import Row, Unreadable


class Column(StrEnum):
    """What a column says of a call."""

    START = "start"
    """When it began: the day, or both day and time."""
    CLOCK = "clock"
    """The time of day alone."""
    KIND = "kind"
    """Which way it went, what became of it, or both."""
    INCOMING = "incoming"
    """Yes or no."""
    ANSWERED = "answered"
    """Yes or no."""
    FROM = "from"
    TO = "to"
    OTHER = "other"
    """The other person's number."""
    OWN = "own"
    """The shop's number."""
    DURATION = "duration"
    TALK = "talk"
    """For how long they talked, nothing else."""
    ID = "id"
    EXTENSION = "extension"
    """The telephone that took it."""
    APPLICATION = "application"
    """What a phone system did with it last."""
    CHANNEL = "channel"
    """The telephone that a phone system connected it with."""


_WORDS: Final = {
    Column.START: (
        "date, datetime, date time, date and time, date start, date time start, start, start time,"
        " starttime, start date, call start, call date, calldate, call time, called at, started at,"
        " timestamp, created, created at, createdat, date created, date started, date of call,"
        " call date time, call datetime, time start, call start time, anrufdatum,"
        " datum, zeitpunkt, datum uhrzeit, datum zeit, datum und uhrzeit, beginn, startzeit, anrufzeit,"
        " date heure, date et heure, date de l appel, date d appel, debut, heure de debut,"
        " fecha, fecha y hora, fecha hora, fecha de llamada, fecha de inicio, inicio,"
        " data, data e ora, data ora, data chiamata, inizio, data inizio"
    ),
    Column.CLOCK: "time, uhrzeit, zeit, heure, hora, ora, time of day",
    Column.KIND: (
        "direction, call direction, type, call type, status, call status, result, call result,"
        " callresult, action result, action, disposition, outcome, callstatus, category, call outcome,"
        " call disposition,"
        " typ, art, anrufart, anruftyp, richtung, ergebnis, anrufstatus,"
        " sens, statut, etat, resultat, type d appel, type appel,"
        " direccion, tipo, estado, resultado, tipo de llamada, estado de la llamada,"
        " direzione, stato, esito, risultato, tipo chiamata, tipo di chiamata"
    ),
    Column.INCOMING: "incoming, inbound, eingehend, is incoming",
    Column.ANSWERED: "answered, angenommen, beantwortet, repondu, contestada, risposta, is answered",
    Column.FROM: (
        "from, caller, caller id, caller number, callernumber, calling number, calling party,"
        " calling party number, source, source number, src, cli, from number, caller phone number,"
        " anrufer, von, quelle, rufnummer anrufer, nummer anrufer, anrufernummer,"
        " appelant, de, numero appelant, origine,"
        " llamante, origen, desde, numero de origen, numero llamante,"
        " chiamante, da, numero chiamante, from no"
    ),
    Column.TO: (
        "to, called, called number, callednumber, called party, callee, destination, dst,"
        " destination number, destination did, did, dialed number, dialled number, to number, to no,"
        " an, ziel, zielrufnummer, angerufene nummer, angerufener, gewahlte nummer,"
        " angerufene rufnummer,"
        " appele, vers, numero appele, destinataire,"
        " llamado, destino, numero de destino, numero llamado,"
        " chiamato, a, destinazione, numero chiamato"
    ),
    Column.OTHER: (
        "number, phone, phone number, telephone number, contact number, external number, remote number,"
        " customer number, client number, phone no, telephone no,"
        " rufnummer, telefonnummer, nummer,"
        " numero, numero de telephone, telephone,"
        " numero de telefono, telefono, numero di telefono"
    ),
    Column.OWN: (
        "own number, outgoing caller id, internal number, business number,"
        " local number, my number, line, line number, msn,"
        " eigene rufnummer, eigene nummer, leitung,"
        " votre numero, ligne, mon numero, su numero, linea, mi numero, numero proprio, tuo numero"
    ),
    Column.DURATION: (
        "duration, duration sec, duration seconds, call duration, call length, length,"
        " dauer, anrufdauer, duree, duree de l appel, duracion, duracion de la llamada,"
        " durata, durata chiamata"
    ),
    Column.TALK: (
        "billsec, billable seconds, talking, talk time, talk, talk duration, conversation,"
        " gesprachsdauer, gesprachszeit, temps de conversation, tiempo de conversacion,"
        " durata conversazione"
    ),
    Column.ID: (
        "linkedid, uniqueid, call id, callid, call sid, callsid, sid, session id, historyid,"
        " anruf id, id de l appel, id de llamada, id chiamata"
    ),
    Column.EXTENSION: "extension, nebenstelle, poste, extension number, interno",
    Column.APPLICATION: "lastapp",
    Column.CHANNEL: "dstchannel",
}
_COLUMN_OF: Final = {
    word.strip(): column for column, words in _WORDS.items() for word in words.split(",")
}
# Of several columns that say the same, the one that says it best.
_BEST: Final = ("linkedid", "did", "destination did", "start time", "phone number")
_UTC: Final = " utc"
# `Master.csv`, as Asterisk writes it, has no words above it.
_ASTERISK: Final = (
    {
        Column.FROM: (1,),
        Column.TO: (2,),
        Column.CHANNEL: (6,),
        Column.APPLICATION: (7,),
        Column.START: (9,),
        Column.TALK: (13,),
        Column.KIND: (14,),
        Column.ID: (16,),
    },
    frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"}),
)
_HEADER_WITHIN: Final = 20
_LOOKED_AT: Final = 50
_MOSTLY: Final = 0.8
_DECIMAL: Final = re.compile(r"\d+\.\d+", re.ASCII)
_NUMBER: Final = re.compile(r"\+?[\d\s()./-]{6,24}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where each thing is: at the first of its places that says anything.

    `skip` is how many rows come before the first call; `utc` where times are said to be in UTC.
    """

    places: dict[Column, tuple[int, ...]]
    skip: int
    utc: bool = False

    def cell(self, row: Sequence[str], column: Column) -> str:
        """Return what a row says, empty where it says nothing."""
        return next(
            (row[at] for at in self.places.get(column, ()) if at < len(row) and row[at]), ""
        )

    def cells(self, row: Sequence[str], column: Column) -> list[str]:
        """Return all that a row says of one thing."""
        return [row[at] for at in self.places.get(column, ()) if at < len(row) and row[at]]


def layout_of(rows: Iterable[Row]) -> Layout:
    """Return where a table has what. Raises Unreadable where it lacks what no call is without."""
    first = [row.cells for row in islice(rows, _LOOKED_AT)]
    layout = _by_words(first) or _of_asterisk(first) or _by_content(first)
    if layout is None or not layout.places.keys() & {Column.START, Column.CLOCK}:
        raise Unreadable("past_no_date")
    if not layout.places.keys() & {Column.KIND, Column.INCOMING, Column.ANSWERED, Column.TALK}:
        raise Unreadable("past_no_result")
    if not layout.places.keys() & {Column.FROM, Column.TO, Column.OTHER}:
        raise Unreadable("past_no_number")
    return layout


def plain_word(cell: str) -> str:
    """Return the words above a column without what differs from file to file."""
    kept = "".join(each if each.isalnum() else " " for each in plain_letters(cell))
    return " ".join(kept.split())


def _by_words(rows: list[list[str]]) -> Layout | None:
    """Return what the row with the most known words says: above it, a report may say of what it is."""
    layouts: list[Layout] = []
    for skipped, cells in enumerate(rows[:_HEADER_WITHIN]):
        words = [plain_word(cell) for cell in cells]
        named = [word.removesuffix(_UTC) for word in words]
        places: dict[Column, tuple[int, ...]] = {}
        # The best first, then from left to right.
        for at in sorted(range(len(named)), key=lambda at: (named[at] not in _BEST, at)):
            if (column := _COLUMN_OF.get(named[at])) is None:
                continue
            if column is Column.OTHER and column in places:
                # A box of AVM's calls both numbers the same; the second is the shop's.
                column = Column.OWN
            places[column] = (*places.get(column, ()), at)
        if len(places) > 1 and places.keys() & {Column.START, Column.CLOCK}:
            utc = any(word.endswith(_UTC) for word in words)
            layouts.append(Layout(places=places, skip=skipped + 1, utc=utc))
    return max(layouts, key=lambda layout: len(layout.places), default=None)


def _of_asterisk(rows: list[list[str]]) -> Layout | None:
    places, states = _ASTERISK
    (kind,) = places[Column.KIND]
    if rows and all(len(cells) > kind and cells[kind].upper() in states for cells in rows):
        return Layout(places=dict(places), skip=0)
    return None


def _by_content(rows: list[list[str]]) -> Layout | None:
    """Tell columns without words above them by what is in them."""
    width = min((len(cells) for cells in rows), default=0)
    places: dict[Column, tuple[int, ...]] = {}
    for at in range(width):
        said = [cells[at] for cells in rows if cells[at]]
        if (column := _said_in(said)) is None:
            continue
        if column is Column.OTHER and column in places:
            # Who called comes before whom they called.
            places[Column.FROM] = places.pop(Column.OTHER)
            places[Column.TO] = (at,)
        elif column is Column.OTHER and Column.FROM in places:
            break
        else:
            places[column] = (*places.get(column, ()), at)
    return Layout(places=places, skip=0) if places else None


def _said_in(cells: list[str]) -> Column | None:
    if not cells:
        return None

    def mostly(fits: list[bool]) -> bool:
        return sum(fits) >= _MOSTLY * len(cells)

    moments = [read_moment(cell, DayOrder.DAY_FIRST) or read_moment(cell, DayOrder.MONTH_FIRST)
               for cell in cells]  # fmt: skip
    if mostly([moment is not None and moment.day is not None for moment in moments]):
        return Column.START
    # `0.15` is more often what a call costs than a quarter past midnight.
    if mostly(
        [
            moment is not None and not _DECIMAL.fullmatch(cell)
            for cell, moment in zip(cells, moments, strict=True)
        ]
    ):
        return Column.CLOCK
    if mostly([read_result(cell).says_anything and not cell.isdigit() for cell in cells]):
        return Column.KIND
    if mostly([_NUMBER.fullmatch(cell) is not None for cell in cells]):
        return Column.OTHER
    return None
